import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { addToGroup } from "../../../src/core/accounts/groups.ts";
import { accountRep, note, serviceCharge } from "../../../src/core/ticketing/catalogue/kinds/box-office.ts";
import { allItems, openItem } from "../../../src/core/ticketing/catalogue/read.ts";
import { changeItem, createItem } from "../../../src/core/ticketing/catalogue/store.ts";
import { testApp } from "../../support/app.ts";
import { caller, type Rival, secondOrganisation, succeeded, type Values } from "./support.ts";
import { refusing } from "./tickets/refused.ts";

const app = await testApp();
const { core } = app.parts;
const { ask, refused } = refusing(app);
let rival: Rival;
before(async () => {
  rival = await secondOrganisation(app);
});

describe("get_acct_rep", () => {
  it("refuses with 5071, 9999 and 5079", async () => {
    await refused("get_acct_rep", {}, 5071, "acct_id: required");
    await refused("get_acct_rep", { acct_id: "me" }, 9999, "acct_id");
    await refused("get_acct_rep", { acct_id: 12345 }, 5079, "acct_id", 100);
    await refused("get_acct_rep", { acct_id: 162045 }, 5079, "acct_id", 100);
    assert.equal((await rival.send({ cmd: "get_acct_rep", acct_id: 100479 })).answer.result, 5079);
  });

  it("tells every field of every representative", async () => {
    const names = {
      given_name: "Rae",
      middle_name: "Quinn",
      family_name: "Repp",
      title: "Ms",
      company_name: "Widgets",
      nickname: "Rae",
    };
    const more = { type: "G", type_name: "Groups", user_name: "clerk02", email: "rae@invalid.null", phone: "+44 20 7946 0000" };
    const id = await createItem(core, caller, accountRep, { account_id: 100479, ...names, ...more });
    const { acct_id, acct_reps } = await ask("get_acct_rep", { acct_id: "100479" });
    assert.deepEqual([acct_id, acct_reps.length, acct_reps[0].rep_phone_formatted], [100479, 2, "(973) 555-0100"]);
    assert.deepEqual(acct_reps[1], {
      ...{ acct_rep_id: id, acct_rep_type: "G", acct_rep_type_name: "Groups", rep_name_first: "Rae", rep_name_middle: "Quinn" },
      ...{ rep_name_last: "Repp", rep_name_title: "Ms", rep_company_name: "Widgets", rep_nick_name: "Rae" },
      ...{ rep_name_last_first_mi: "Repp, Rae Q", rep_full_name: "Rae Quinn Repp", rep_user_id: "clerk02" },
      ...{ rep_email_addr: "rae@invalid.null", rep_phone: "+44 20 7946 0000", rep_phone_formatted: "+44 20 7946 0000" },
    });
  });
});

describe("update_acct_memo", () => {
  const memo = async () => (await allItems(core, 1, note, 100479))[0]!;
  it("refuses with 5091, 9999 and 5099, and changes nothing", async () => {
    const held = await memo();
    const { note_id } = held;
    await refused("update_acct_memo", { text: "x" }, 5091, "note_id: required");
    await refused("update_acct_memo", { note_id }, 5091, "text: required, unless");
    await refused("update_acct_memo", { note_id: "first", text: "x" }, 9999, "note_id");
    await refused("update_acct_memo", { note_id, text: "" }, 9999, "text");
    await refused("update_acct_memo", { note_id, note_type: "a\u0007b" }, 9999, "note_type");
    const long = {
      text: 4_001,
      note_type: 21,
      subject: 256,
      contact_category: 41,
      contact_subcategory: 41,
      contact_response: 41,
      contact_type: 41,
    };
    for (const [field, length] of Object.entries({ ...long, priority: 21 }))
      await refused("update_acct_memo", { note_id, [field]: "x".repeat(length) }, 9999, field);
    await refused("update_acct_memo", { note_id: 2_000_000_000, text: "x" }, 5099, "note_id", 100);
    await refused("update_acct_memo", { note_id, acct_id: 12345, text: "x" }, 5099, "note_id", 100);
    assert.equal((await rival.send({ cmd: "update_acct_memo", note_id, text: "x" })).answer.result, 5099);
    assert.deepEqual(await memo(), held);
  });

  it("changes what is sent, and clears what is sent blank", async () => {
    const { note_id, version } = await memo();
    const sent = { text: "Two lines,\nof which this is one.", note_type: "MAIL", subject: "Seats", contact_category: "Renewal" };
    const more = { contact_subcategory: "Same seats", contact_response: "Yes", contact_type: "Telephone", priority: "High" };
    const { cmd: _, ...answer } = succeeded(
      await app.command({ cmd: "update_acct_memo", note_id, acct_id: 100479, ...sent, ...more }),
    );
    assert.deepEqual(answer, { result: 0, sql_code: 0 });
    assert.partialDeepStrictEqual(await openItem(core, 1, note, note_id as number), {
      ...{ version: version + 1, account_id: 100479, text: sent.text, type: "MAIL", subject: "Seats", category: "Renewal" },
      ...{ subcategory: "Same seats", response: "Yes", contact_type: "Telephone", priority: "High" },
    });
    assert.equal((await ask("update_acct_memo", { note_id, priority: "" })).result, 0);
    assert.partialDeepStrictEqual(await memo(), { priority: null, text: sent.text });
  });
});

describe("what the box office works with", () => {
  it("charges in use, with what they are for", async () => {
    const before = (await ask("service_charge_details")).service_charges;
    assert.deepEqual(
      before.map(({ sc_id, ...one }: Values) => one),
      [
        { sc_amount: 5, sc_name: "Order fee", sc_desc: "Per order", sc_type: "service" },
        { sc_amount: 2.5, sc_name: "Facility fee", sc_desc: "Per order", sc_type: "service" },
        { sc_amount: 7, sc_name: "Postage", sc_desc: "Tickets by mail", sc_type: "delivery", dm_code: "US" },
      ],
    );
    await changeItem(core, caller, serviceCharge, before[0].sc_id, { active: false });
    assert.deepEqual((await ask("service_charge_details")).service_charges, before.slice(1));
  });

  it("system_options", async () => {
    await addToGroup(core, caller, 6, { groupId: 77, name: "Founders" });
    const options = await ask("system_options");
    assert.deepEqual(
      Object.entries(options)
        .map(([name, list]) => [name, (list as unknown[]).length])
        .slice(3),
      [
        ...[
          ["classes", 13],
          ["payment_types", 8],
          ["ticket_types", 4],
          ["account_groups", options.account_groups.length],
          ["delivery_methods", 5],
          ["class_attributes", 7],
        ],
      ],
    );
    const { class_id: _, ...wheelchair } = options.classes.find((one: Values) => one.name === "DOQ-WHEELCHAIR");
    assert.deepEqual(wheelchair, {
      ...{ name: "DOQ-WHEELCHAIR", matrix_char: "W", color: 0x00897b, kill: "N", attrib_type: "DOQ", attrib_code: "wheelchair" },
      ...{ valid_for_reclass: "Y", system_class: "N" },
    });
    const { class_id: __, ...refund } = options.classes.find((one: Values) => one.name === "DIST-REFUND");
    assert.partialDeepStrictEqual(refund, { dist_status: "R", dist_name: "REFUND", unsold_type: "DIST" });
    assert.partialDeepStrictEqual(options.classes[5], { name: "KILL", kill: "Y", valid_for_reclass: "N", system_class: "Y" });
    assert.deepEqual(options.payment_types[4], { pmt_type: "VI", payment_type_desc: "Visa" });
    assert.deepEqual(options.ticket_types[3], {
      ticket_type_code: "_X",
      ticket_type: "Complimentary",
      ticket_type_category: "Comp",
      comp_ind: "Y",
    });
    assert.deepEqual(options.account_groups.at(-1), { account_group: "77", membership_name: "Founders" });
    assert.deepEqual(options.delivery_methods[0], { delivery_method: "TF", delivery_method_name: "Print at home" });
    assert.deepEqual(options.class_attributes[0], { abbreviation: "WC", description: "Wheelchair" });
    const { cmd: ___, ...none } = (await rival.send({ cmd: "system_options" })).answer;
    assert.deepEqual(none, { result: 0, sql_code: 0 });
  });
});
