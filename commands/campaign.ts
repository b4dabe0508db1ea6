import { spawn } from "node:child_process";
import { join } from "node:path";

import { ensurePackages, requiredPackages, testPackages } from "../local/packages";
import { paced } from "../local/paced";
import { printFailure } from "../local/print";

const campaigns: Readonly<Record<string, { readonly spec: string; readonly meaning: string }>> = {
  faults: {
    spec: "tests/faults/*.spec.ts",
    meaning:
      "every call of lun ensure, lun grow, snapshot take and snapshot restore hit by every fault, and killed at it",
  },
};

/** `npm run campaign -- <name>`: a suite in full, of which `npm test` runs a sample. */
async function main([name = ""]: readonly string[]): Promise<void> {
  const campaign = campaigns[name];
  if (campaign === undefined) {
    const known = Object.entries(campaigns).map(([one, { meaning }]) => `  ${one}: ${meaning}`);
    process.stderr.write(
      `campaign: expected one of those below, got ${JSON.stringify(name)}\n${known.join("\n")}\n`,
    );
    process.exitCode = 2;
    return;
  }
  const report = paced((text) => process.stdout.write(`${text}\n`));
  await ensurePackages({ report, packages: [...requiredPackages, ...testPackages] });
  const mocha = join(__dirname, "..", "node_modules", ".bin", "mocha");
  const args = ["--spec", campaign.spec, "--timeout", "600000"];
  const child = spawn(mocha, args, { stdio: "inherit", env: { ...process.env, FAULTS: "all" } });
  child.on("close", (code) => (process.exitCode = code ?? 1));
}

main(process.argv.slice(2)).catch(printFailure);
