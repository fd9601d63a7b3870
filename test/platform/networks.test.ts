import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { networks } from "../../src/platform/networks.ts";

describe("a list of networks", () => {
  for (const text of ["", "arena", "10.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "10.0.0.0/", "::1/129", "10.0.0.256"])
    it(`takes no ${JSON.stringify(text)}`, () => assert.throws(() => networks(["127.0.0.1", text])));

  it("holds the addresses of its networks and no others", () => {
    const list = networks(["10.1.0.0/16", "192.0.2.10", "2001:db8::/32"]);
    const held = ["10.1.255.255", "10.2.0.0", "192.0.2.10", "192.0.2.11"].map((address) => list.check(address));
    assert.deepEqual(held, [true, false, true, false]);
    assert.deepEqual([list.check("2001:db8:1::1", "ipv6"), list.check("2001:db9::1", "ipv6")], [true, false]);
  });
});
