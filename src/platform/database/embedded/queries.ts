// The SQL that a database needs before the application's own connections can be opened.
import type { ClientBase } from "pg";

/** Answers once the server takes statements. */
export async function ping(client: ClientBase): Promise<void> {
  await client.query("SELECT 1");
}

/** Makes the database; a no-op when it is there. Its name is a constant of ours, never input. */
export async function createDatabase(client: ClientBase, name: string): Promise<void> {
  const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
  if (rowCount === 0) await client.query(`CREATE DATABASE "${name}"`);
}

/** The statement that gives the role a new password, for single-user mode. The password is hexadecimal, so it needs no quoting. */
export function alterRolePassword(role: string, password: string): string {
  if (!/^[0-9a-f]+$/.test(password)) throw new TypeError("not a hexadecimal password");
  return `ALTER ROLE "${role}" WITH LOGIN PASSWORD '${password}';\n`;
}
