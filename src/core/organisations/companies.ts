import { violates } from "../../platform/database/errors.ts";
import { insertBranch, insertName, listBranches, listNames, raiseDirectoryVersion, setNameActive } from "./queries.ts";
import { CannotSetUp, type NewBranch, refuseBadBranch, refuseBadCompany, type SetUp } from "./set-up.ts";

/** A company of the delivery protocol, with its branches. */
export interface Company {
  /** Its number as text. */
  readonly company: string;
  readonly active: boolean;
  readonly branches: readonly { readonly branch: number; readonly name: string }[];
}

/** An organisation's companies, by number. */
export async function companiesOf({ db }: Pick<SetUp, "db">, orgId: number): Promise<Company[]> {
  const [names, branches] = await Promise.all([db.read(listNames, [orgId]), db.read(listBranches, [orgId])]);
  return names
    .filter(({ protocol }) => protocol === "delivery")
    .sort((a, b) => Number(a.name) - Number(b.name))
    .map(({ name, active }) => ({
      company: name,
      active,
      branches: branches.filter(({ company }) => company === name).map(({ branch, name: called }) => ({ branch, name: called })),
    }));
}

/** Makes a company. Throws CannotSetUp for a number that is none or somebody's. */
export async function createCompany({ db }: Pick<SetUp, "db">, orgId: number, company: string): Promise<void> {
  refuseBadCompany(company);
  try {
    await db.transaction(async (tx) => {
      tx.send(insertName, ["delivery", company, orgId, true, 1]);
      tx.send(raiseDirectoryVersion, []);
    });
  } catch (error) {
    if (violates(error, "organisation_names_pkey")) throw new CannotSetUp(`company: ${company} is taken`, true);
    throw error;
  }
}

/** Opens or closes a company to all calls; false when the organisation has no such company. */
export async function setCompanyActive(
  { db }: Pick<SetUp, "db">,
  orgId: number,
  company: string,
  active: boolean,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [found] = await tx.query(setNameActive, [orgId, company, active]);
    if (found) tx.send(raiseDirectoryVersion, []);
    return found !== undefined;
  });
}

/** Makes a branch of a company. Throws CannotSetUp when there is no such company or the number is taken. */
export async function createBranch({ db, clock }: SetUp, orgId: number, input: NewBranch): Promise<void> {
  refuseBadBranch(input);
  const { company, branch, name } = input;
  try {
    const [made] = await db.run(insertBranch, [orgId, company, branch, name.trim(), clock.now()]);
    if (!made) throw new CannotSetUp(`company: ${company} is none of the organisation's`);
  } catch (error) {
    if (violates(error, "branches_pkey")) throw new CannotSetUp(`branch: ${branch} of ${company} is taken`, true);
    throw error;
  }
}
