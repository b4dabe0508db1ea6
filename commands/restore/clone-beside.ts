import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { parseName } from "../../components/internal/kubernetes-name";
import { localStack } from "../../local/engine/environment";
import { requireLun } from "../../nas/lun/find";
import { cloneSnapshot } from "../../nas/snapshot/clone";
import { onLun } from "../../nas/verbs/on-nas";
import { reporter } from "../../nas/verbs/verb";
import { besideText, homeBeside, iqnBeside, isOdd, withHomeBeside } from "../../restore/beside";
import { RestoreRefused } from "../../restore/failure";
import { lunOnNas } from "./nas";
import type { RestoreOptions } from "./options";
import type { OperatedStack } from "./stack";

/**
 * Makes a LUN of a snapshot beside the one in use, which is only read, and says how the settings take it up.
 *
 * @throws RestoreRefused for a name that cannot be one of a claim and a LUN, or that the stack uses already
 */
export async function cloneBeside(stack: OperatedStack, options: RestoreOptions): Promise<string> {
  const { stored, surroundings } = stack;
  const { storage, jenkins } = stored.sections;
  const name = options.asClone ?? "";
  const snapshot = options.snapshot ?? "";
  const { nas, lun, target } = await lunOnNas(stored, options.lun);
  const like = storage.luns[lun.name];
  if (like === undefined) throw new Error("no such LUN");
  refuseName(name, Object.keys(storage.luns), jenkins.claim, storage.luns[name]?.iqn, target.iqn);
  if (options.write === true && stack.name === localStack)
    throw new RestoreRefused(
      `--write: expected a stack of your own, got ${JSON.stringify(localStack)}, whose settings are made anew by every npm run up; add them to Pulumi.${localStack}.yaml yourself`,
    );
  if (options.dryRun === true)
    return `would make LUN ${name} of snapshot ${snapshot} of LUN ${lun.name}, for target ${iqnBeside(target.iqn, name)}; nothing was changed`;
  const clone = await onLun(nas, lun.name, surroundings, async (session) => {
    const iqn = iqnBeside(target.iqn, name);
    const wanted = { snapshot, cloneName: name, iqn };
    const made = await cloneSnapshot(session, lun.name, wanted, reporter(surroundings));
    const { volume } = await requireLun(session, name);
    return { volume, sizeBytes: made.lun.sizeBytes };
  });
  const home = homeBeside(name, like, clone);
  const file = `Pulumi.${stack.name}.yaml`;
  if (options.write === true) await rewrite(join(stack.root, file), home);
  return [
    `LUN ${name} holds snapshot ${snapshot} of LUN ${lun.name}, which was not touched`,
    options.write === true ? `${file} has it now:` : `add to ${file}, or run again with --write:`,
    besideText(home),
    ...(isOdd(clone.sizeBytes)
      ? [
          `it has ${clone.sizeBytes} bytes, and settings know whole GiB: the next up grows it to ${home.lun.size}`,
        ]
      : []),
    `next: npm run up -- --stack ${stack.name} makes its volume and claim beside the one in use`,
    `to switch, exchange the two: jenkins.claim: ${name}, jenkins.lun: ${name}, and storage.homes.${jenkins.claim}: {lun: ${jenkins.lun}}`,
    `to drop it: npm run nas -- lun retire --stack ${stack.name} --lun ${name}, while the settings still have it`,
  ].join("\n");
}

function refuseName(
  name: string,
  luns: readonly string[],
  claim: string,
  iqn: string | undefined,
  sourceIqn: string,
): void {
  const parsed = parseName(name);
  if (!parsed.ok)
    throw new RestoreRefused(
      `--as-clone: expected ${parsed.problem.expected}, got ${JSON.stringify(name)}; it is the name of a claim and of a LUN`,
    );
  const added = iqn === iqnBeside(sourceIqn, name);
  if (name === claim || (luns.includes(name) && !added))
    throw new RestoreRefused(
      `--as-clone: expected a name that the stack does not use, got ${JSON.stringify(name)}`,
    );
}

/** Whole or not at all: a file that is cut short is no stack any more. */
async function rewrite(file: string, home: ReturnType<typeof homeBeside>): Promise<void> {
  const text = withHomeBeside(await readFile(file, "utf8"), home);
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}
