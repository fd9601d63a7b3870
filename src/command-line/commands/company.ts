import type { Command } from "commander";
import { companiesOf, createBranch, createCompany, setCompanyActive } from "../../core/organisations/companies.ts";
import { inOurManner } from "../command.ts";
import { namingOptions } from "../errors.ts";
import { organisationOf, refuseForeignCompany } from "../operator.ts";
import { withCore } from "../session.ts";
import { plain, table } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { company as companyNumber, line, wholeNumber } from "../values.ts";

interface CompanyOptions {
  readonly org: string;
  readonly company: string;
}

const orgOption = ["--org <slug>", "the organisation"] as const;
const companyOption = ["--company <number>", "the company's number, as calls send it"] as const;

/** `willcall company create`. */
export function addCompanyCreate(company: Command, terminal: () => Terminal): void {
  const command = company
    .command("create")
    .summary("make a company, by which Pro Delivery Manager's calls reach an organisation")
    .description("Make a company, by which Pro Delivery Manager's calls reach an organisation. It then needs branches and keys.")
    .requiredOption(...orgOption)
    .requiredOption(...companyOption, companyNumber)
    .action(async ({ org, company: number }: CompanyOptions) => {
      const slug = await withCore(terminal(), async ({ core }) => {
        const organisation = await organisationOf(core, org);
        await namingOptions({ company: "--company" }, createCompany(core, organisation.orgId, number));
        return organisation.slug;
      });
      terminal().result(
        { organisation: slug, company: number },
        `Made the company ${number} of ${slug}. Next: willcall branch create --org ${slug} --company ${number} --number 1 --name "High Street"`,
      );
    });
  inOurManner(command, { examples: ["willcall company create --org pharmacies --company 9100"] });
}

/** `willcall company set-active`. */
export function addCompanySetActive(company: Command, terminal: () => Terminal): void {
  const command = company
    .command("set-active <yes-or-no>")
    .summary("open a company to calls, or close it")
    .description(
      "Open a company to calls, or close it: its calls are then answered with status 201. Customers and deliveries stay.",
    )
    .requiredOption(...orgOption)
    .requiredOption(...companyOption, companyNumber)
    .action(async (given: string, { org, company: number }: CompanyOptions) => {
      const active = yesOrNo(command, given);
      const slug = await withCore(terminal(), async ({ core }) => {
        const organisation = await organisationOf(core, org);
        await refuseForeignCompany(core, organisation, number);
        await setCompanyActive(core, organisation.orgId, number, active);
        return organisation.slug;
      });
      terminal().result(
        { organisation: slug, company: number, active },
        `The company ${number} of ${slug} is ${active ? "open to calls" : "closed: its calls get status 201"}.`,
      );
    });
  inOurManner(command, { examples: ["willcall company set-active no --org pharmacies --company 9100"] });
}

function yesOrNo(command: Command, text: string): boolean {
  if (!/^(yes|no)$/i.test(text)) command.error("error: yes-or-no: must be yes or no", { exitCode: 2 });
  return text.toLowerCase() === "yes";
}

/** `willcall company list`. */
export function addCompanyList(company: Command, terminal: () => Terminal): void {
  const command = company
    .command("list")
    .description("list an organisation's companies and their branches")
    .requiredOption(...orgOption)
    .action(async ({ org }: { org: string }) => {
      const { slug, companies } = await withCore(terminal(), async ({ core }) => {
        const organisation = await organisationOf(core, org);
        return { slug: organisation.slug, companies: await companiesOf(core, organisation.orgId) };
      });
      const rows = companies.flatMap(({ company: number, active, branches }) => {
        const state = active ? "open" : "closed";
        if (branches.length === 0) return [[number, state, "-", "-"]];
        return branches.map(({ branch, name }) => [number, state, String(branch), plain(name)]);
      });
      const none = `No company yet: make one with "willcall company create --org ${slug} --company ...".`;
      terminal().result(
        { organisation: slug, companies },
        rows.length ? table(["COMPANY", "STATE", "BRANCH", "NAME"], rows) : none,
      );
    });
  inOurManner(command, { examples: ["willcall company list --org pharmacies"] });
}

interface BranchOptions extends CompanyOptions {
  readonly number: number;
  readonly name: string;
}

/** `willcall branch create`. */
export function addBranchCreate(branch: Command, terminal: () => Terminal): void {
  const command = branch
    .command("create")
    .description("make a branch of a company; each key of Pro Delivery Manager belongs to one")
    .requiredOption(...orgOption)
    .requiredOption(...companyOption, companyNumber)
    .requiredOption("--number <number>", "the branch's number, from 1 to 9999", wholeNumber(1, 9999))
    .requiredOption("--name <name>", "its name for people", line(200))
    .action(async ({ org, company, number, name }: BranchOptions) => {
      const slug = await withCore(terminal(), async ({ core }) => {
        const organisation = await organisationOf(core, org);
        await refuseForeignCompany(core, organisation, company);
        const making = createBranch(core, organisation.orgId, { company, branch: number, name });
        await namingOptions({ company: "--company", branch: "--number", "branch name": "--name" }, making);
        return organisation.slug;
      });
      terminal().result(
        { organisation: slug, company, branch: number, name },
        `Made the branch ${number} of ${company}, ${plain(name)}. Next: willcall key create --org ${slug} --company ${company} --branch ${number} --label "Till"`,
      );
    });
  inOurManner(command, {
    examples: ['willcall branch create --org pharmacies --company 9100 --number 1 --name "High Street"'],
  });
}
