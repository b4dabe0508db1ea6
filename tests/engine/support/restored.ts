import { mkdirSync, readdirSync, truncateSync, writeFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { execa } from "execa";
import { parseDocument } from "yaml";

import { lunOnNas } from "../../../commands/restore/nas";
import { onStack, type OperatedStack } from "../../../commands/restore/stack";
import { settingsFile } from "../../../local/engine/environment";
import type { LunAddress } from "../../../local/initiator";
import { readRecord } from "../../../local/nas-simulator/state";
import { takeSnapshot } from "../../../nas/snapshot/take";
import { onLun } from "../../../nas/verbs/on-nas";
import type { Platform } from "../../../local/up";
import { kubectl, leanSettings, root, secretValue, set } from "./platform";

/** What a command does with a stack, and the text it prints at its end. */
export type Work = (
  stack: OperatedStack,
  options: { readonly stack: string; readonly dryRun?: true },
) => Promise<string>;

/** Makes the settings of a new platform small, for good: a home of one GiB, which is read as a whole in no time. */
export async function smallHome({ instance }: Platform): Promise<void> {
  const file = settingsFile(instance);
  const settings = parseDocument(await readFile(file, "utf8"));
  leanSettings(settings);
  set(settings, "storage", ["luns", "jenkins", "size"], "1Gi");
  await writeFile(file, settings.toString());
}

/** Names of what rehearsals have left on the NAS, and of their copies in a folder. */
export function leftOfRehearsals({ instance }: Platform, folder: string): string[] {
  const { luns, targets } = readRecord(join(instance.folder, "nas", "state.json"));
  return [
    ...[...luns, ...targets].map(({ name }) => name).filter((name) => name.includes("rehearsal")),
    ...readdirSync(folder).filter((name) => name.startsWith("jenkins-stack-")),
  ];
}

/** Runs what a command does on the local stack, in this process and without its progress. */
export function runQuietly({ instance }: Platform, work: Work, options: object): Promise<string> {
  const quiet = { stdout: () => undefined, stderr: () => undefined };
  return onStack("local", instance.relativeFolder, (stack) =>
    work(
      { ...stack, surroundings: { ...stack.surroundings, ...quiet } },
      { stack: "local", ...options },
    ),
  );
}

/** Takes a snapshot of the home; returns its name. */
export async function snapshotTaken(
  { stored, surroundings }: OperatedStack,
  name: string,
): Promise<string> {
  const { nas, lun } = await lunOnNas(stored, undefined);
  await onLun(nas, lun.name, surroundings, (session) =>
    takeSnapshot(session, lun.name, { name }, () => undefined),
  );
  return name;
}

/** Starts a command on the local stack as npm does; a failure is a result. */
export function startCommand({ instance }: Platform, name: string, args: readonly string[]) {
  const stack = ["--stack", "local", "--instance", instance.relativeFolder];
  return execa(process.execPath, ["commands/start.mjs", name, ...stack, ...args], {
    cwd: root,
    reject: false,
  });
}

/** Where an initiator finds a home, with what nodes log in with. */
export async function homeAddress(here: Platform, claim: string, iqn: string): Promise<LunAddress> {
  const value = (key: string) =>
    secretValue(here, "jenkins-storage", `${claim}-home-chap`, `node.session.auth.${key}`);
  const chap = { user: await value("username"), password: await value("password") };
  return { portal: here.nas.portal, iqn, lun: 1, chap };
}

/** How many pods the controller is to have. */
export async function replicasOf(here: Platform): Promise<number> {
  const set = ["get", "statefulset", "--namespace", "jenkins", "jenkins"];
  return Number(await kubectl(here, [...set, "--output", "jsonpath={.spec.replicas}"]));
}

/** What the stack remembers between commands; nothing before the first one. */
export async function careRecord(here: Platform): Promise<Record<string, string>> {
  const care = ["get", "configmap", "--namespace", "jenkins-storage", "jenkins-care"];
  const text = await kubectl(here, [...care, "--ignore-not-found", "--output", "json"]);
  return text === "" ? {} : (JSON.parse(text) as { data: Record<string, string> }).data;
}

/** The image of an ext4 file system that holds a Jenkins home. */
export async function homeImage(
  folder: string,
  name: string,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const tree = join(folder, name);
  const all = { "config.xml": "<hudson/>", "secrets/master.key": "key", ...files };
  for (const [path, content] of Object.entries(all)) {
    mkdirSync(join(tree, path, ".."), { recursive: true });
    writeFileSync(join(tree, path), content);
  }
  const file = join(folder, `${name}.img`);
  writeFileSync(file, "");
  truncateSync(file, 16 * 1024 ** 2);
  await execa("mkfs.ext4", ["-q", "-d", tree, file]);
  return file;
}
