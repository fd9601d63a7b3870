import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createOrganisation } from "../../src/core/organisations/set-up.ts";
import { testApp } from "../support/app.ts";
import { mailedToken, visitor } from "./visitor.ts";

const smtp = { smtpUrl: "smtp://127.0.0.1:1", mailFrom: "willcall@example.com" };
const ask = { name: "Ada", email: "ada@example.com" };

describe("/developers", () => {
  it("is nowhere when DEVELOPERS is off", async () => {
    const test = await testApp({ config: { developers: "off" } });
    for (const path of ["/developers", "/developers/app", "/developers/style.css"])
      assert.equal((await visitor(test).get(path)).status, 404);
    assert.equal((await visitor(test).post("/developers/sign-up", ask)).status, 404);
  });

  it("is nowhere without the sandbox, whatever other organisations there are", async () => {
    const test = await testApp({ template: "empty" });
    assert.equal((await visitor(test).get("/developers")).status, 404);
    const names = [{ protocol: "archtics" as const, name: "apigee" }];
    await createOrganisation(test.parts.core, { slug: "arena", name: "Arena", timeZone: "UTC", currency: "USD", names });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    assert.equal((await visitor(test).get("/developers")).status, 404);
    assert.equal((await visitor(test).post("/developers/sign-up", ask)).status, 404);
  });

  it("shows the link on this machine when no mail can be sent, and to nobody else", async () => {
    const test = await testApp();
    const token = async (from: string, headers: Record<string, string> = {}) =>
      /token=[\w-]{43}/.test((await visitor(test, from).post("/developers/sign-in", { email: "ada@example.com" }, headers)).text);
    assert.equal(await token("127.0.0.1"), true);
    assert.equal(await token("192.0.2.1"), false);
    assert.equal(await token("127.0.0.1", { "x-forwarded-for": "192.0.2.1" }), false);
    const open = await testApp({ config: { host: "0.0.0.0" } });
    const answer = await visitor(open).post("/developers/sign-in", { email: "ada@example.com" });
    assert.doesNotMatch(answer.text, /token=/);
    assert.match(answer.text, /waits until its operator has set a mail server/);
  });

  it("shows no link when mails go out", async () => {
    const test = await testApp({ config: smtp });
    const answer = await visitor(test).post("/developers/sign-up", ask);
    assert.equal(answer.status, 200);
    assert.match(answer.text, /A link is on its way to/);
    assert.doesNotMatch(answer.text, /token=|This server sends no mail/);
  });

  it("links to PUBLIC_URL, is reached under its name, and marks the cookie Secure there", async () => {
    const test = await testApp({ config: { ...smtp, publicUrl: "https://willcall.example" } });
    const who = visitor(test);
    const there = { host: "willcall.example", origin: "https://willcall.example" };
    assert.equal((await who.post("/developers/sign-up", ask, there)).status, 200);
    const answer = await who.post("/developers/confirm", { token: await mailedToken(test, "ada@example.com") }, there);
    assert.match(String(answer.headers["set-cookie"]), /; HttpOnly; SameSite=Strict; Secure$/);
    assert.match(answer.text, /curl &#39;https:\/\/willcall\.example\/sth-customer\/ticketing_services\.aspx\?dsn=apigee&#39;/);
  });

  it("has pages for what is not there and for the wrong method", async () => {
    const test = await testApp();
    const missing = await visitor(test).get("/developers/nothing");
    assert.deepEqual([missing.status, /There is no such page/.test(missing.text)], [404, true]);
    assert.match(String(missing.headers["content-security-policy"]), /default-src 'none'/);
    assert.equal((await visitor(test).get("/developers/keys/revoke")).status, 404);
  });
});
