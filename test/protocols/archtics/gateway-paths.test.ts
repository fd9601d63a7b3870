import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { createApiKey } from "../../../src/core/organisations/set-up.ts";
import { testApp } from "../../support/app.ts";
import { assertFault, directoryCatchesUp, sandboxOrgId, succeeded } from "./support.ts";

const { command, parts } = await testApp();
const products = ["sth-customer", "sth-inventory", "sth-hold", "sth-buy"];
const path = (product: string) => `/${product}/ticketing_services.aspx?dsn=apigee`;
const ping = (at: string, apikey = "willcall-sandbox") => command({ cmd: "ping" }, { path: at, headers: { apikey } });

describe("the gateway's paths", () => {
  for (const product of ["sth-nothing", "sth", "buy", "sth-buy2", "xsth-buy", "constructor", "__proto__"])
    it(`refuses the unknown product ${product}: 404`, async () => assertFault(await ping(path(product)), 404));

  it("does not take a path with another end for its own", async () => {
    const { status } = await ping("/sth-buy/ticketing_services.asp?dsn=apigee");
    assert.equal(status, 404);
  });

  for (const product of [...products, "archticsservices"])
    it(`serves ${product}`, async () => {
      succeeded(await ping(path(product)));
      succeeded(await command({ cmd: "customer_query", acct_id: 6, call_reason: "S" }, { path: path(product) }));
    });

  for (const at of [
    "/STH-BUY/TICKETING_SERVICES.ASPX?dsn=apigee",
    "/Sth-Customer/Ticketing_Services.aspx?dsn=apigee",
    "/ArchticsServices/Ticketing_services.Aspx?dsn=apigee",
  ])
    it(`serves any case: ${at}`, async () => succeeded(await ping(at)));

  for (const at of ["/proxy", "/a/b/c", "/A%20b/v1.0"])
    it(`serves behind any prefix: ${at}`, async () => succeeded(await ping(at + path("sth-buy"))));

  it("refuses an unknown product behind a prefix", async () => assertFault(await ping(`/proxy${path("nope")}`), 404));
});

describe("the products of a key", () => {
  before(async () => {
    for (const product of [...products, "archticsservices"]) {
      const given = { orgId: sandboxOrgId, label: product, protocol: "archtics" as const };
      await createApiKey(parts.core, {
        ...given,
        products: [product === "archticsservices" ? "sth-buy" : product],
        key: product,
      });
    }
    await directoryCatchesUp();
  });

  products.forEach((held, place) => {
    for (const product of products.slice(place + 1))
      it(`${held} does not hold ${product}: 401`, async () => assertFault(await ping(path(product), held), 401));
    if (held !== "sth-buy")
      it(`${held} does not hold archticsservices: 401`, async () => assertFault(await ping(path("archticsservices"), held), 401));
    for (const product of products.slice(0, place + 1))
      it(`${held} holds ${product}`, async () => succeeded(await ping(path(product), held)));
  });

  it("sth-buy holds archticsservices", async () => succeeded(await ping(path("archticsservices"), "sth-buy")));
});
