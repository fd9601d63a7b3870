import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { post as pdm } from "../delivery/support.ts";
import { look, rivals, succeeded, unchanged, type Values } from "./records.ts";
import { assertProblem, sandboxApp } from "./support.ts";

const test = await sandboxApp();
const { ask } = test;
const { ask: rival } = await rivals(test);
const own = "/organisations/great-widgets-arena";
const branches = (company: unknown, organisation = own) => `${organisation}/companies/${company}/branches`;
const second = { branch: 2, name: "Second" };

describe("another organisation", () => {
  it("is 404 under its slug and under none that there is, for each call", async () => {
    for (const slug of ["rival", "nobody", "great-widgets"]) {
      assertProblem(await ask("GET", `/organisations/${slug}`), 404);
      // The company is the caller's own: the slug alone is wrong.
      await unchanged(ask, own, async () =>
        assertProblem(await ask("POST", branches(9001, `/organisations/${slug}`), second), 404),
      );
    }
    assertProblem(await ask("GET", `/organisations/${"x".repeat(64)}`), 400, ["params.organisation_id"]);
  });
});

describe("a branch is refused", () => {
  const refused = (company: unknown, body: unknown, status: number, fields: string[] = []) =>
    unchanged(ask, own, async () => assertProblem(await ask("POST", branches(company), body), status, fields));

  it("for a company that is not there, or another organisation's: 404", async () => {
    for (const company of [9003, 9101, 1]) await refused(company, second, 404);
    for (const company of ["0", "x", "2147483648"]) await refused(company, second, 400, ["params.company_id"]);
  });

  it("under a number that is taken: 409", () => refused(9001, { ...second, branch: 1 }, 409, ["body.branch"]));

  for (const branch of [0, -1, 10_000, 1.5, "2", null])
    it(`under the number ${JSON.stringify(branch)}: 400`, () => refused(9001, { ...second, branch }, 400, ["body.branch"]));

  it("without a number or a name, or with what is not known: 400", async () => {
    await refused(9001, {}, 400, ["body.branch", "body.name"]);
    await refused(9001, { ...second, company_id: 9001 }, 400, ["body.company_id"]);
    for (const name of ["x".repeat(201), 2]) await refused(9001, { ...second, name }, 400, ["body.name"]);
  });

  it("with a name of nothing but spaces: 400", async () => {
    for (const name of [" ", "\t \u00a0"]) await refused(9001, { ...second, name }, 400, ["body.name"]);
  });
});

describe("organisations", () => {
  it("are the one of the key, with its names and companies, in any case of letters", async () => {
    const shown = await look(ask, own);
    assert.deepEqual(
      { ...shown, dsns: shown.dsns.toSorted(), alternate_id_types: shown.alternate_id_types.toSorted() },
      {
        organisation_id: "great-widgets-arena",
        name: "Great Widgets Arena",
        time_zone: "America/New_York",
        currency: "USD",
        sandbox: true,
        dsns: ["abcdb612", "apigee", "db605", "dbabc612", "dbtest", "sandbox"],
        alternate_id_types: ["MSC", "MSCRM", "OUT"],
        companies: [
          { company_id: 9001, active: true, branches: [{ branch: 1, name: "Great Widgets Pharmacy" }] },
          { company_id: 9002, active: false, branches: [] },
        ],
      },
    );
    assert.deepEqual(await look(ask, "/organisations/GREAT-Widgets-Arena"), shown);
    assert.deepEqual(await look(ask, "/organisations"), { data: [shown] });
    const theirs = (await look(rival, "/organisations")).data;
    assert.deepEqual([theirs.length, theirs[0].organisation_id, theirs[0].dsns], [1, "rival", ["rival"]]);
  });

  it("get branches, which the answer shows and keys can be of", async () => {
    const answer = await ask("POST", branches(9001, own.toUpperCase().replace("/ORGANISATIONS", "/organisations")), {
      branch: 9999,
      name: " Last ",
    });
    const made = succeeded(answer, 201);
    assert.equal(answer.headers.location, `/api/v1${own}`);
    assert.deepEqual(await look(ask, own), made);
    const branchesOf = (company: number) => made.companies.find((one: Values) => one.company_id === company).branches;
    assert.deepEqual(branchesOf(9001).at(-1), { branch: 9999, name: "Last" });
    assert.equal(branchesOf(9001).length, 2);
    const body = { label: "Last", protocol: "delivery", company_id: 9001, branch: 9999 };
    const { key } = succeeded(await ask("POST", "/keys", body), 201);
    const { code, json } = await pdm(test, "GetSessionToken", { key, company_id: 9001 });
    assert.equal(code, 101);
    assert.match(json.session.session_token, /^9001\|.+\|9999$/);
  });

  it("take the same number for another company, and for one that is closed", async () => {
    const made = succeeded(await ask("POST", branches(9002), { branch: 1, name: "Closed" }), 201);
    assert.deepEqual(made.companies.at(-1), { company_id: 9002, active: false, branches: [{ branch: 1, name: "Closed" }] });
  });
});
