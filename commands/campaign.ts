import { Command } from "commander";
import { spawn } from "node:child_process";
import { join } from "node:path";

import { ensurePackages, requiredPackages, testPackages } from "../local/packages";
import { paced } from "../local/paced";
import { printFailure } from "../local/print";

interface Campaign {
  readonly spec: string;
  readonly meaning: string;
  readonly environment: () => NodeJS.ProcessEnv;
}

const campaigns: Readonly<Record<string, Campaign>> = {
  faults: {
    spec: "tests/faults/*.spec.ts",
    meaning:
      "every call of lun ensure, lun grow, snapshot take and snapshot restore hit by every fault, and killed at it",
    environment: () => ({ FAULTS: "all" }),
  },
  sequences: {
    spec: "tests/sequences/*.spec.ts",
    meaning:
      "so many (--count, 200) random sequences (--seed, 1) of what happens to a stack, against a model of its data",
    environment: () => ({
      SEQUENCES_COUNT: wholeNumber("count", options.count),
      SEQUENCES_SEED: wholeNumber("seed", options.seed),
      JENKINS_STACK_TEST_INSTANCE: ".local-campaign",
    }),
  },
};

const known = Object.entries(campaigns).map(([name, { meaning }]) => `  ${name}: ${meaning}`);
const command: Command = new Command("npm run campaign --")
  .description("Runs a suite in full, of which npm test runs a sample.")
  .argument("<name>", "campaign")
  .option("--count <number>", "sequences to draw", "200")
  .option("--seed <number>", "what they are drawn with", "1")
  .addHelpText("after", `\nCampaigns:\n${known.join("\n")}`)
  .parse();
const options = command.opts<{ count: string; seed: string }>();

function wholeNumber(option: string, text: string): string {
  if (/^[1-9]\d{0,8}$/.test(text)) return text;
  command.error(`--${option}: expected a whole number from 1, got ${JSON.stringify(text)}`);
}

async function main(name: string): Promise<void> {
  const campaign = campaigns[name];
  if (campaign === undefined)
    command.error(
      `campaign: expected one of those below, got ${JSON.stringify(name)}\n${known.join("\n")}`,
      { exitCode: 2 },
    );
  const environment = campaign.environment();
  const report = paced((text) => process.stdout.write(`${text}\n`));
  await ensurePackages({ report, packages: [...requiredPackages, ...testPackages] });
  const mocha = join(__dirname, "..", "node_modules", ".bin", "mocha");
  const args = ["--spec", campaign.spec, "--timeout", "600000"];
  const env = { ...process.env, ...environment };
  const child = spawn(mocha, args, { stdio: "inherit", env });
  child.on("close", (code) => (process.exitCode = code ?? 1));
}

main(command.args[0] ?? "").catch(printFailure);
