import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp, testClock } from "../support/app.ts";
import { developerRows, linkRows, mailBodies } from "./queries.ts";
import { hiddenFields, mailedToken, signUp, visitor } from "./visitor.ts";

const clock = testClock(new Date("2030-05-02T10:00:00Z"));
const test = await testApp({ clock });
const { db } = test.parts.core;
const hour = 3_600_000;

describe("signing up", () => {
  for (const [what, name, email, problem] of [
    ["an empty name", " ", "a@example.com", "Enter your name"],
    ["a name of 101 characters", "x".repeat(101), "a@example.com", "Shorten your name to 100 characters or fewer"],
    [
      "a name of two lines",
      "Ada\r\nBcc: eve@example.com",
      "a@example.com",
      "Enter your name in one line, without control characters",
    ],
    ["no e-mail", "Ada", "", "Enter your e-mail address"],
    ["an e-mail without a domain", "Ada", "ada@localhost", "Enter your e-mail address in the form name@example.com"],
    ["two e-mails", "Ada", "a@example.com,b@example.com", "Enter your e-mail address in the form name@example.com"],
    [
      "an e-mail with a header behind it",
      "Ada",
      "a@example.com\r\nBcc: b@example.com",
      "Enter your e-mail address in the form name@example.com",
    ],
    ["an e-mail with a name", "Ada", "Eve <a@example.com>", "Enter your e-mail address in the form name@example.com"],
    [
      "an e-mail of 255 characters",
      "Ada",
      `${"x".repeat(243)}@example.com`,
      "Shorten your e-mail address to 254 characters or fewer",
    ],
  ] as const) {
    it(`is refused with ${what}, which is named beside its field and at the top`, async () => {
      const { status, text } = await visitor(test).post("/developers/sign-up", { name, email });
      const field = problem.includes("e-mail") ? "email" : "name";
      assert.equal(status, 422);
      assert.match(text, /<title>Error: /);
      assert.ok(text.includes(`<a href="#${field}">${problem}</a>`), text);
      assert.ok(text.includes(`<p class="wrong" id="${field}-problem">${problem}</p>`));
      assert.match(
        text,
        new RegExp(`<input [^>]*id="${field}"[^>]*aria-describedby="${field}-hint ${field}-problem" aria-invalid="true">`),
      );
    });
  }

  it("names all that is wrong at once and keeps what was typed, escaped", async () => {
    const { text } = await visitor(test).post("/developers/sign-up", { name: "", email: '"><script>alert(1)</script>' });
    assert.equal(text.match(/<li>/g)?.length, 2);
    assert.ok(text.includes('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"'));
    assert.doesNotMatch(text, /<script/);
  });

  it("mails nobody when it is refused", async () => assert.deepEqual(await db.read(mailBodies, [1, "a@example.com"]), []));

  it("is refused without a form, with another kind of body, and with too much of it", async () => {
    const post = (headers: Record<string, string>, payload?: string) =>
      test.app.inject({
        method: "POST",
        url: "/developers/sign-up",
        headers: { origin: "http://localhost", host: "localhost", ...headers },
        payload,
      });
    assert.equal((await post({})).statusCode, 422);
    assert.equal((await post({ "content-type": "application/json" }, "{}")).statusCode, 415);
    assert.equal((await post({ "content-type": "application/x-www-form-urlencoded" }, "x".repeat(20_000))).statusCode, 413);
  });

  it("is refused from another site's page, and from nowhere", async () => {
    const fields = { name: "Ada", email: "csrf@example.com" };
    for (const origin of ["https://evil.example", "null", "http://localhost:1"])
      assert.equal((await visitor(test).post("/developers/sign-up", fields, { origin })).status, 403, origin);
    const headers = { "content-type": "application/x-www-form-urlencoded", host: "localhost" };
    const bare = await test.app.inject({
      method: "POST",
      url: "/developers/sign-up",
      headers,
      payload: new URLSearchParams(fields).toString(),
    });
    assert.equal(bare.statusCode, 403);
    assert.deepEqual(await db.read(mailBodies, [1, "csrf@example.com"]), []);
  });

  it("is refused under a name that is not this server's, which a mailed link would lead to", async () => {
    const evil = { host: "evil.example", origin: "http://evil.example" };
    const { status, text } = await visitor(test).post("/developers/sign-up", { name: "Ada", email: "host@example.com" }, evil);
    assert.deepEqual([status, text.includes("token=")], [421, false]);
    assert.deepEqual(await db.read(mailBodies, [1, "host@example.com"]), []);
  });

  it("mails one address five times an hour, whoever asks", async () => {
    const ask = (i: number) =>
      visitor(test, `192.0.2.${i}`).post("/developers/sign-up", { name: "Ada", email: "often@example.com" });
    for (let i = 1; i <= 5; i++) assert.equal((await ask(i)).status, 200);
    const refused = await ask(6);
    assert.deepEqual([refused.status, refused.headers["retry-after"]], [429, "3600"]);
    clock.pass(hour);
    assert.equal((await ask(7)).status, 200);
  });

  it("takes thirty requests an hour from one client, and a network of 64 bits counts as one", async () => {
    const ask = (i: number, from: string) => visitor(test, from).post("/developers/sign-in", { email: `many${i}@example.com` });
    for (let i = 0; i < 30; i++) assert.equal((await ask(i, `2001:db8:1:2::${i.toString(16)}`)).status, 200);
    assert.equal((await ask(30, "2001:db8:1:2:ffff::1")).status, 429);
    assert.equal((await ask(31, "2001:db8:1:3::1")).status, 200);
  });

  it("does not believe an unknown sender's forwarding header", async () => {
    const ask = (i: number) =>
      visitor(test, "198.51.100.9").post(
        "/developers/sign-in",
        { email: `fwd${i}@example.com` },
        { "x-forwarded-for": `203.0.113.${i}` },
      );
    for (let i = 0; i < 30; i++) assert.equal((await ask(i)).status, 200);
    assert.equal((await ask(30)).status, 429);
  });
});

describe("a mailed link", () => {
  const dead = /This link does not work any more/;

  it("does nothing when it is unknown, empty or missing", async () => {
    for (const query of ["?token=abc", "?token=", "", "?token=a&token=b", `?token=${"x".repeat(5000)}`, "?token=%00"]) {
      const { status, text } = await visitor(test).get(`/developers/confirm${query}`);
      assert.equal(status, 410, query);
      assert.match(text, dead);
    }
    assert.equal((await visitor(test).post("/developers/confirm", { token: "abc" })).status, 410);
  });

  it("does nothing after 24 hours", async () => {
    await visitor(test, "192.0.2.50").post("/developers/sign-up", { name: "Late", email: "late@example.com" });
    const token = await mailedToken(test, "late@example.com");
    clock.pass(24 * hour - 1000);
    assert.equal((await visitor(test).get(`/developers/confirm?token=${token}`)).status, 200);
    clock.pass(1000);
    assert.equal((await visitor(test).get(`/developers/confirm?token=${token}`)).status, 410);
    assert.equal((await visitor(test).post("/developers/confirm", { token })).status, 410);
    assert.deepEqual(await db.read(developerRows, [1, "late@example.com"]), []);
  });

  it("works once, also when it is used twice at the same moment", async () => {
    await visitor(test, "192.0.2.51").post("/developers/sign-up", { name: "Once", email: "once@example.com" });
    const token = await mailedToken(test, "once@example.com");
    const answers = await Promise.all(Array.from({ length: 5 }, () => visitor(test).post("/developers/confirm", { token })));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 410, 410, 410, 410]);
    assert.equal((await visitor(test).get(`/developers/confirm?token=${token}`)).status, 410);
  });

  it("is not used up by being looked at", async () => {
    await visitor(test, "192.0.2.52").post("/developers/sign-up", { name: "Scanner", email: "scanner@example.com" });
    const token = await mailedToken(test, "scanner@example.com");
    for (let i = 0; i < 3; i++) assert.equal((await visitor(test).get(`/developers/confirm?token=${token}`)).status, 200);
    assert.equal((await db.read(linkRows, [1, "scanner@example.com"]))[0]!.used_at, null);
  });

  it("asks who has never signed up for a name, and is not used up by an empty one", async () => {
    await visitor(test, "192.0.2.53").post("/developers/sign-in", { email: "new@example.com" });
    const token = await mailedToken(test, "new@example.com");
    const shown = await visitor(test).get(`/developers/confirm?token=${token}`);
    assert.match(shown.text, /Nobody has signed up with this address yet/);
    const refused = await visitor(test).post("/developers/confirm", { token, name: " " });
    assert.equal(refused.status, 422);
    assert.match(refused.text, /<a href="#name">Enter your name<\/a>/);
    assert.equal((await visitor(test).post("/developers/confirm", { token, name: "Newcomer" })).status, 200);
    assert.deepEqual(
      (await db.read(developerRows, [1, "new@example.com"])).map(({ app }) => app),
      ["newcomer-app"],
    );
  });
});

describe("somebody's app", () => {
  it("is shown to nobody without a session, with a made-up one or with an old one", async () => {
    const who = visitor(test, "192.0.2.60");
    const { page } = await signUp(test, who, "owner@example.com", "Owner");
    for (const cookie of ["", "willcall_developer=", "willcall_developer=abc", "other=1"]) {
      const answer = await visitor(test).get("/developers/app", { cookie });
      assert.deepEqual([answer.status, answer.headers.location], [303, "/developers/sign-in"]);
    }
    const fields = hiddenFields(page.text, "/developers/keys/revoke");
    assert.equal((await visitor(test).post("/developers/keys/revoke", fields)).status, 303);
    clock.pass(12 * hour);
    assert.equal((await who.get("/developers/app")).status, 303);
  });

  it("is not changed by a form without its token, with another form's or with another session's", async () => {
    const [who, other] = [visitor(test, "192.0.2.61"), visitor(test, "192.0.2.62")];
    const { page } = await signUp(test, who, "mine@example.com", "Mine");
    const { page: theirs } = await signUp(test, other, "theirs@example.com", "Theirs");
    const fields = hiddenFields(page.text, "/developers/keys/revoke");
    const { csrf: foreign } = hiddenFields(theirs.text, "/developers/keys/revoke");
    const { csrf: ofRotate } = hiddenFields(page.text, "/developers/keys/rotate");
    for (const csrf of ["", "x", foreign!, ofRotate!])
      assert.equal((await who.post("/developers/keys/revoke", { ...fields, csrf })).status, 403, csrf);
    assert.equal((await who.post("/developers/keys/revoke", fields, { origin: "https://evil.example" })).status, 403);
    assert.equal((await who.post("/developers/keys/revoke", fields)).status, 200);
  });

  it("is not signed out by another site", async () => {
    const who = visitor(test, "192.0.2.63");
    await signUp(test, who, "stay@example.com", "Stay");
    const cookie = who.cookie()!;
    await who.post("/developers/sign-out", { csrf: "x" });
    assert.equal((await visitor(test).get("/developers/app", { cookie })).status, 200);
  });

  it("does not end or rotate another developer's key, the sandbox's own, or what is no key", async () => {
    const [who, other] = [visitor(test, "192.0.2.64"), visitor(test, "192.0.2.65")];
    const { page } = await signUp(test, who, "thief@example.com", "Thief");
    const { page: theirs, key } = await signUp(test, other, "victim@example.com", "Victim");
    const keyId = hiddenFields(theirs.text, "/developers/keys/revoke").key_id!;
    const starter = (await test.parts.directory.apiKey("willcall-sandbox-starter"))!.keyId;
    for (const action of ["rotate", "revoke"]) {
      const fields = hiddenFields(page.text, `/developers/keys/${action}`);
      for (const key_id of [keyId, starter, "", "'; --", "\0"]) {
        const answer = await who.post(`/developers/keys/${action}`, { ...fields, key_id });
        assert.deepEqual([answer.status, /is not one of yours/.test(answer.text)], [409, true]);
      }
    }
    const used = await test.command(
      { cmd: "ping" },
      { path: "/sth-customer/ticketing_services.aspx?dsn=apigee", headers: { apikey: key } },
    );
    assert.equal(used.status, 200);
  });

  it("gets no second key beside one that goes on, and no second rotation of one", async () => {
    const who = visitor(test, "192.0.2.66");
    const { page } = await signUp(test, who, "greedy@example.com", "Greedy");
    const rotate = hiddenFields(page.text, "/developers/keys/rotate");
    const revoke = hiddenFields(page.text, "/developers/keys/revoke");
    const both = await Promise.all([who.post("/developers/keys/rotate", rotate), who.post("/developers/keys/rotate", rotate)]);
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409]);
    // The form to make one is not there; its token can be had once nothing goes on.
    const after = await who.get("/developers/app");
    assert.doesNotMatch(after.text, /keys\/create/);
    const fresh = [...after.text.matchAll(/name="key_id" value="([^"]+)"/g)]
      .map(([, id]) => id!)
      .find((id) => id !== revoke.key_id)!;
    const empty = await who.post("/developers/keys/revoke", { ...revoke, key_id: fresh });
    const create = hiddenFields(empty.text, "/developers/keys/create");
    const made = await Promise.all([who.post("/developers/keys/create", create), who.post("/developers/keys/create", create)]);
    assert.deepEqual(made.map(({ status }) => status).sort(), [200, 409]);
  });

  it("lets its keys be changed twenty times an hour", async () => {
    const who = visitor(test, "192.0.2.67");
    let { page } = await signUp(test, who, "busy@example.com", "Busy");
    for (let i = 0; i < 20; i++) page = await who.press(page, "/developers/keys/rotate");
    assert.equal(page.status, 200);
    assert.equal((await who.press(page, "/developers/keys/rotate")).status, 429);
  });
});
