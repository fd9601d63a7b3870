/** Makes a database anew from another. The names are the tests' own. */
export const createTemplate = (name: string, from: string): string[] => [
  `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`,
  `CREATE DATABASE ${name} TEMPLATE ${from}`,
];

export const dropDatabase = (name: string): string => `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`;
