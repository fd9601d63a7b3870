import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { hashKey } from "../../src/platform/secrets/api-key.ts";
import { testApp, testClock } from "../support/app.ts";
import { developerRows, eventRows, linkRows, mailBodies, sessionRows } from "./queries.ts";
import { keyOn, mailedToken, signUp, visitor } from "./visitor.ts";

const clock = testClock(new Date("2030-05-02T10:00:00Z"));
const test = await testApp({ clock });
const { core, directory, keyUse } = test.parts;
const { db } = core;

const call = async (key: string, values: Record<string, unknown>, dsn = "apigee") =>
  test.command({ dsn, ...values }, { path: `/sth-customer/ticketing_services.aspx?dsn=${dsn}`, headers: { apikey: key } });
const query = { cmd: "customer_query", acct_id: 12345, pin: "2468" };
/** The cache of keys may be a second old, and its clock is the machine's. */
const aSecond = () => new Promise((resolve) => setTimeout(resolve, 1_050));

describe("an integrator's story", () => {
  const ada = visitor(test, "192.0.2.1");
  let key = "";
  let rotated = "";

  it("begins with a form, and a mail whose link works once", async () => {
    const form = await ada.get("/developers");
    assert.equal(form.status, 200);
    assert.match(form.text, /<title>Get an API key for the sandbox – Willcall sandbox<\/title>/);
    const sent = await ada.post("/developers/sign-up", { name: "Ada Löwe & Co.", email: " Ada@Example.com " });
    assert.equal(sent.status, 200);
    assert.match(sent.text, /The mail to <strong class="break">Ada@Example\.com<\/strong> waits/);
    const [mail] = await db.read(mailBodies, [1, "ada@example.com"]);
    assert.equal(mail!.subject, "Your link to the Willcall sandbox");
    assert.match(mail!.body_text, /^http:\/\/localhost:8080\/developers\/confirm\?token=[\w-]{43}$/m);
    // Anybody can type anybody's address, so the mail says nothing that was typed.
    assert.doesNotMatch(mail!.body_text, /Löwe/);
    const shown = await ada.get(`/developers/confirm?token=${await mailedToken(test, "ada@example.com")}`);
    assert.match(shown.text, /You are <strong class="break">ada@example\.com<\/strong>/);
  });

  it("gives an app and a key, shown once, and a session", async () => {
    const token = await mailedToken(test, "ada@example.com");
    const page = await ada.post("/developers/confirm", { token });
    key = keyOn(page);
    assert.match(key, /^wc_[\w-]{43}$/);
    assert.match(page.text, /<h1>ada-lowe-co-app<\/h1>/);
    assert.match(
      String(page.headers["set-cookie"]),
      /^willcall_developer=[\w-]{43}; Path=\/developers; Max-Age=43200; HttpOnly; SameSite=Strict$/,
    );
    const again = await ada.get("/developers/app");
    assert.deepEqual([again.status, keyOn(again)], [200, ""]);
    assert.match(again.text, /No calls yet/);
    assert.equal((await ada.get("/developers")).headers.location, "/developers/app");
  });

  it("keeps tokens and keys as hashes only", async () => {
    const session = ada.cookie()!.split("=")[1]!;
    const [link] = await db.read(linkRows, [1, "ada@example.com"]);
    assert.deepEqual(link!.token_hash, hashKey(await mailedToken(test, "ada@example.com")));
    assert.ok((await db.read(sessionRows, [1])).some((row) => row.token_hash.equals(hashKey(session))));
  });

  it("lets the key do the starter calls on the sandbox's DSNs and no others", async () => {
    const found = await call(key, query);
    assert.deepEqual([found.status, found.answer.result, found.answer.customer.name_first], [200, 0, "Lisa"]);
    assert.equal((await call(key, query, "sandbox")).status, 200);
    assert.equal((await call(key, query, "db605")).status, 401);
    assert.equal((await call(key, { cmd: "customer_add", email: "x@example.com" })).status, 401);
    assert.equal((await test.command(query, { headers: { apikey: key } })).status, 401, "sth-buy");
    const { label, products, names, commands, callsPerMinute, callsPerDay } = (await directory.apiKey(key))!;
    const starter = (await directory.apiKey("willcall-sandbox-starter"))!;
    assert.deepEqual(
      { label, products, names, commands, callsPerMinute, callsPerDay },
      {
        label: "ada-lowe-co-app",
        products: starter.products,
        names: ["apigee", "sandbox"],
        commands: starter.commands,
        callsPerMinute: 80,
        callsPerDay: 5_000,
      },
    );
  });

  it("shows the calls of today and of thirty days", async () => {
    await keyUse.flush();
    const shown = await ada.get("/developers/app");
    const figures = (text: string) => [/id="today">([\d,]+)</, /id="month">([\d,]+)</].map((one) => one.exec(text)?.[1]);
    const [today] = figures(shown.text);
    assert.ok(Number(today) >= 2, today);
    assert.match(shown.text, /last used <time datetime="2030-05-02T10:00:00.000Z">/);
    clock.set(new Date("2030-05-03T09:00:00Z"));
    const back = visitor(test, "192.0.2.2");
    await back.post("/developers/sign-in", { email: "ADA@example.com" });
    const answer = await back.post("/developers/confirm", { token: await mailedToken(test, "ada@example.com") });
    assert.deepEqual([answer.status, answer.headers.location], [303, "/developers/app"]);
    await call(key, query);
    await keyUse.flush();
    const next = (await back.get("/developers/app")).text;
    assert.deepEqual(figures(next), ["1", String(Number(today) + 1)]);
    assert.match(next, /<td>2030-05-03<\/td><td class="number">1<\/td>/);
  });

  it("rotates the key: the old one works for an hour more", async () => {
    const who = visitor(test, "192.0.2.3");
    await who.post("/developers/sign-in", { email: "ada@example.com" });
    await who.post("/developers/confirm", { token: await mailedToken(test, "ada@example.com") });
    const page = await who.press(await who.get("/developers/app"), "/developers/keys/rotate");
    rotated = keyOn(page);
    assert.notEqual(rotated, key);
    assert.match(page.text, /It was rotated and ends <time datetime="2030-05-03T10:00:00.000Z">/);
    await aSecond();
    for (const one of [key, rotated]) assert.equal((await call(one, query)).status, 200);
    clock.pass(3_600_000);
    assert.equal((await call(key, query)).status, 401);
    assert.equal((await call(rotated, query)).status, 200);

    const revoked = await who.press(await who.get("/developers/app"), "/developers/keys/revoke");
    assert.match(revoked.text, /You have no key that works/);
    await aSecond();
    assert.equal((await call(rotated, query)).status, 401);
    const made = await who.press(revoked, "/developers/keys/create");
    assert.equal((await call(keyOn(made), query)).status, 200);

    const out = await who.press(made, "/developers/sign-out");
    assert.match(String(out.headers["set-cookie"]), /^willcall_developer=; Path=\/developers; Max-Age=0;/);
    assert.equal((await who.get("/developers/app")).status, 303);
  });

  it("is on record: who did what to which key, by which request", async () => {
    const events = await db.read(eventRows, [1, "ada@example.com"]);
    assert.deepEqual(
      events.map(({ action }) => action),
      ["signed-up", "key-created", "signed-in", "signed-in", "key-rotated", "key-created", "key-revoked", "key-created"],
    );
    const [, first, , , rotation, second, revocation] = events;
    assert.equal(rotation!.key_id, first!.key_id);
    assert.equal(revocation!.key_id, second!.key_id);
    assert.ok(events.every(({ request_id }) => request_id !== ""));
  });
});

describe("what the pages give away", () => {
  it("is the same whether the e-mail is known or not, on both forms", async () => {
    const who = visitor(test, "192.0.2.10");
    await signUp(test, who, "known@example.com", "Known");
    const shape = (text: string) => text.replaceAll(/(known|nobody)@example\.com/g, "E").replaceAll(/token=[\w-]{43}/g, "T");
    for (const path of ["/developers/sign-up", "/developers/sign-in"]) {
      const [known, nobody] = await Promise.all(
        ["known", "nobody"].map((name) => visitor(test, "192.0.2.11").post(path, { name: "N", email: `${name}@example.com` })),
      );
      assert.equal(known!.status, nobody!.status);
      assert.equal(shape(known!.text), shape(nobody!.text));
    }
    const mails = async (email: string) => (await db.read(mailBodies, [1, email])).at(-1)!.body_text;
    assert.equal(shape(await mails("known@example.com")), shape(await mails("nobody@example.com")));
  });

  it("takes the same time, give or take what a database does", async () => {
    const times: Record<string, number[]> = { known: [], nobody2: [] };
    for (let i = 0; i < 4; i++)
      for (const name of Object.keys(times)) {
        const began = performance.now();
        const answer = await visitor(test, `192.0.2.${20 + i}`).post("/developers/sign-in", { email: `${name}@example.com` });
        if (answer.status === 200) times[name]!.push(performance.now() - began);
      }
    const least = (name: string) => Math.min(...times[name]!);
    assert.ok(Math.abs(least("known") - least("nobody2")) < 25, JSON.stringify(times));
  });

  it("is nothing that a name could smuggle in", async () => {
    const name = `</title><script>alert(1)</script><img src=x onerror=alert(2)> "'&`;
    const { page } = await signUp(test, visitor(test, "192.0.2.12"), "xss@example.com", name);
    assert.doesNotMatch(page.text, /<script|<img/);
    assert.ok(page.text.includes("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert.ok(page.text.includes("&quot;&#39;&amp;"));
    const { headers } = page;
    assert.match(String(headers["content-security-policy"]), /^default-src 'none'; style-src 'self'; form-action 'self';/);
    assert.deepEqual(
      [headers["cache-control"], headers["referrer-policy"], headers["x-frame-options"]],
      ["no-store", "same-origin", "DENY"],
    );
  });

  it("needs no script and nothing from elsewhere", async () => {
    for (const path of ["/developers", "/developers/sign-in", "/developers/confirm"]) {
      const { text } = await visitor(test).get(path);
      assert.doesNotMatch(text, /<script|\son\w+=|style="|https?:\/\//);
      assert.match(text, /<html lang="en">/);
    }
    const css = await visitor(test).get("/developers/style.css");
    assert.match(String(css.headers["content-type"]), /^text\/css/);
    assert.doesNotMatch(css.text, /url\(|@import/);
  });
});

describe("apps", () => {
  it("of people of one name, or of none in Latin letters, have names of their own", async () => {
    for (const [i, name] of ["Twin", "twin", "TWIN!", "東京"].entries())
      await signUp(test, visitor(test, `192.0.2.${30 + i}`), `twin${i}@twins.example`, name);
    const rows = await db.read(developerRows, [1, "%@twins.example"]);
    assert.equal(new Set(rows.map(({ app }) => app)).size, 4);
    assert.equal(rows.filter(({ app }) => /^twin(-\d{4})?-app$/.test(app)).length, 3);
    assert.ok(rows.some(({ app, name }) => app === "twin3-app" && name === "東京"));
  });

  it("belong to one person who uses two links for one e-mail at the same moment", async () => {
    const tokens: string[] = [];
    for (let i = 0; i < 3; i++) {
      await visitor(test, "192.0.2.40").post("/developers/sign-up", { name: "Double", email: "double@example.com" });
      tokens.push(await mailedToken(test, "double@example.com"));
    }
    const answers = await Promise.all(tokens.map((token) => visitor(test).post("/developers/confirm", { token })));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 303, 303]);
    assert.equal((await db.read(developerRows, [1, "double@example.com"])).length, 1);
  });
});
