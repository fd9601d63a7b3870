import type { Caller, Core } from "../../../../../src/core/core.ts";
import type { TestApp } from "../../../../support/app.ts";
import { customerBy, waitingForLocks } from "./queries.ts";

export const caller: Caller = {
  ...{ orgId: 1, timeZone: "America/New_York", keyId: null, userName: null },
  ...{ protocol: "server", call: "test", requestId: "test" },
};

export async function untilSomebodyWaits({ db }: Pick<Core, "db">, most = 1): Promise<void> {
  for (let n = 0; n < 200; n++) {
    const [row] = await db.read(waitingForLocks, []);
    if (row!.count >= most) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("nobody waits");
}

export async function numberOf({ parts: { core } }: Pick<TestApp, "parts">, code: string): Promise<number> {
  return (await core.db.read(customerBy, [1, code]))[0]!.customer_id;
}
