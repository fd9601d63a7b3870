import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addCustomer, fresh, freshEmail, keyFor, look, nobody, rivals, succeeded, unchanged, under } from "./records.ts";
import { assertProblem, sandboxApp } from "./support.ts";

const test = await sandboxApp();
const { ask } = test;
const rival = await rivals(test);

const added = async (body = {}): Promise<number> => (await addCustomer(ask, { account: "none", ...body })).customer_id;
const merge = (into: number, customer_id: unknown) => ask("POST", `/customers/${into}/merges`, { customer_id });
const merged = async (into: number, loser: number): Promise<string> => succeeded(await merge(into, loser), 201).merge_id;
const undo = (mergeId: string) => ask("POST", `/merges/${mergeId}/undo`);
const noMerge = "00000000-0000-7000-8000-000000000009";

describe("a merge through the native API is refused", () => {
  it("without a customer to merge, with a wrong one, or with anything else", async () => {
    const id = await added();
    assertProblem(await ask("POST", `/customers/${id}/merges`, {}), 400, ["body.customer_id"]);
    assertProblem(await merge(id, "x"), 400, ["body.customer_id"]);
    assertProblem(await ask("POST", `/customers/${id}/merges`, { customer_id: id, force: true }), 400, ["body.force"]);
  });

  it("when one of the two is not there, or is another organisation's", async () => {
    const id = await added();
    const theirs = (await addCustomer(rival.ask)).customer_id;
    for (const other of [nobody, theirs]) {
      await unchanged(ask, `/customers/${id}`, async () => assertProblem(await merge(id, other), 404, ["body.customer_id"]));
      assertProblem(await merge(other, id), 404);
    }
    // With neither there, the address is what is wrong, and no field.
    assertProblem(await merge(nobody, nobody), 404);
  });

  it("with itself, by whichever of its numbers", async () => {
    const [one, two] = [await added(), await added()];
    assertProblem(await merge(one, one), 409, ["body.customer_id"]);
    await merged(one, two);
    assertProblem(await merge(two, one), 409, ["body.customer_id"]);
  });

  it("when the customer would come onto an account with an e-mail that is in use", async () => {
    const email = freshEmail();
    await addCustomer(ask, { email });
    const one = await added({ email });
    const two = await added({ account: "own" });
    const path = `/customers/${one}`;
    const answer = await unchanged(ask, path, () => merge(one, two));
    assertProblem(answer, 409);
    assert.match(answer.json.detail, /e-mail/);
  });

  it("under a key that may only read", async () => {
    const reads = under(ask, await keyFor(test, ["customers:read"]));
    const [one, two] = [await added(), await added()];
    assertProblem(await reads("POST", `/customers/${one}/merges`, { customer_id: two }), 403);
    const mergeId = await merged(one, two);
    assertProblem(await reads("POST", `/merges/${mergeId}/undo`), 403);
    assert.equal((await look(reads, `/merges/${mergeId}`)).merge_id, mergeId);
  });
});

describe("undoing a merge through the native API is refused", () => {
  it("when there is none, here or at all", async () => {
    assertProblem(await undo("x"), 400, ["params.merge_id"]);
    assertProblem(await undo(noMerge), 404);
    assertProblem(await ask("GET", `/merges/${noMerge}`), 404);
    const mergeId = await merged(await added(), await added());
    assertProblem(await rival.ask("GET", `/merges/${mergeId}`), 404);
    assertProblem(await rival.ask("POST", `/merges/${mergeId}/undo`), 404);
  });

  it("a second time, and while a later merge stands", async () => {
    const [one, two, three] = [await added(), await added(), await added()];
    const first = await merged(one, two);
    const second = await merged(one, three);
    assertProblem(await undo(first), 409);
    succeeded(await undo(second));
    assertProblem(await undo(second), 409);
    succeeded(await undo(first));
  });

  it("when a reference has become somebody else's", async () => {
    const reference = fresh();
    const one = await added();
    const two = await added({ external_references: [{ company_id: 9001, reference }] });
    const mergeId = await merged(one, two);
    const none = { external_references: [] };
    succeeded(await ask("PATCH", `/customers/${one}`, none, { "if-match": "*" }));
    await added({ external_references: [{ company_id: 9001, reference }] });
    const answer = await unchanged(ask, `/customers/${one}`, () => undo(mergeId));
    assertProblem(answer, 409);
    assert.match(answer.json.detail, /reference/);
  });
});

describe("merges are listed", () => {
  it("not of a customer who is not there, nor behind another's cursor", async () => {
    assertProblem(await ask("GET", `/customers/${nobody}/merges`), 404);
    const id = await added();
    assertProblem(await ask("GET", `/customers/${id}/merges?cursor=x`), 400, ["query.cursor"]);
  });
});
