import { execa } from "execa";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseDocument, type Document } from "yaml";

import { down } from "../../../local/down";
import { deploy } from "../../../local/engine/deploy";
import { settingsFile } from "../../../local/engine/environment";
import type { EngineResult } from "../../../local/engine/pulumi";
import { up, type Platform } from "../../../local/up";

export const root = join(__dirname, "../../..");
/** Suites that run at the same time must not share a platform. */
const folder = process.env["JENKINS_STACK_TEST_INSTANCE"] || ".local-test-program";

let running: Promise<Platform> | undefined;

/** Settings of the whole local stack, as the platform wrote them. */
let whole = "";

/**
 * The platform that all engine tests share: started once, beside a platform the user may have running.
 *
 * Its settings are the lean ones until a suite asks for the whole stack.
 */
export function platform(): Promise<Platform> {
  running ??= (async () => {
    await down({ root, folder, report: () => undefined });
    const here = await up({ root, folder, renderer: "silent", platformOnly: true });
    whole = await readFile(settingsFile(here.instance), "utf8");
    const settings = parseDocument(whole);
    leanSettings(settings);
    await writeFile(settingsFile(here.instance), settings.toString());
    return here;
  })();
  return running;
}

/**
 * The shared platform with the settings of the whole stack, from here on: nothing protected ever goes again, so suites
 * that need it run after those that do not (tests/suites.cjs).
 */
export async function wholePlatform(): Promise<Platform> {
  const here = await platform();
  await writeFile(settingsFile(here.instance), whole);
  return here;
}

/** The shared platform with the lean settings and these sections of the whole stack's, from here on. */
export async function platformWith(...sections: readonly string[]): Promise<Platform> {
  const here = await platform();
  const file = settingsFile(here.instance);
  const [settings, all] = [parseDocument(await readFile(file, "utf8")), parseDocument(whole)];
  for (const section of sections) {
    const path = ["config", `jenkins-stack:${section}`];
    settings.setIn(path, all.getIn(path, true));
  }
  await writeFile(file, settings.toString());
  return here;
}

/**
 * The shared platform with the stack on it, deployed when no suite before has done it. A suite that changes the stack
 * leaves it as its settings say.
 */
export async function deployedPlatform(): Promise<Platform> {
  const here = await platform();
  const spaces = await kubectl(here, ["get", "namespaces", "--output", "name"]);
  if (!spaces.includes("namespace/jenkins\n")) await deploy(here.engine, here.tools.kubectl);
  return here;
}

/** Ends the shared platform: for a suite that leaves it in a state no other can start from. */
export async function discardPlatform(): Promise<void> {
  if (running === undefined) return;
  running = undefined;
  await down({ root, folder, report: () => undefined });
}

after("ends the platform of the engine tests", discardPlatform);

/** Runs a Pulumi command on the local stack. */
export function pulumi(
  { engine }: Platform,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<EngineResult> {
  return engine.onStack(args, { environment });
}

/** Runs work with changed settings and puts them back, whatever happens. */
export async function withSettings<T>(
  { instance }: Platform,
  change: (settings: Document) => void,
  work: () => Promise<T>,
): Promise<T> {
  const file = settingsFile(instance);
  const before = await readFile(file, "utf8");
  const document = parseDocument(before);
  change(document);
  await writeFile(file, document.toString());
  try {
    return await work();
  } finally {
    await writeFile(file, before);
  }
}

/** Sets one value of a section, e.g. `set(document, "jenkins", ["memory"], "6Gi")`. */
export function set(
  settings: Document,
  section: string,
  path: readonly string[],
  value: unknown,
): void {
  settings.setIn(["config", `jenkins-stack:${section}`, ...path], value);
}

/** Takes out what a suite about the controller and its storage does not need: an `up` takes half the time without. */
export function leanSettings(settings: Document): void {
  for (const section of ["gentoo", "buildroot", "packages", "credentials", "configuration"])
    settings.deleteIn(["config", `jenkins-stack:${section}`]);
  settings.deleteIn(["config", "jenkins-stack:storage", "luns", "buildroot"]);
  settings.deleteIn(["config", "jenkins-stack:jobs", "registries"]);
  settings.deleteIn(["config", "jenkins-stack:registryPasswords"]);
  settings.deleteIn(["config", "jenkins-stack:credentialSecrets"]);
}

/** Runs kubectl on the platform's cluster and returns what it printed. */
export async function kubectl(
  { tools, instance }: Platform,
  args: readonly string[],
  input = "",
): Promise<string> {
  const { stdout } = await execa(tools.kubectl, args, {
    input,
    env: { KUBECONFIG: join(instance.folder, "kubeconfig") },
  });
  return stdout;
}

/** One decoded value of a Secret in the cluster; an autonamed one is found by a pattern. */
export async function secretValue(
  here: Platform,
  namespace: string,
  name: string | RegExp,
  key: string,
): Promise<string> {
  const printed = await kubectl(here, [
    "get",
    "secrets",
    "--namespace",
    namespace,
    "--output",
    "json",
  ]);
  const { items } = JSON.parse(printed) as {
    items: { metadata: { name: string }; data?: Record<string, string> }[];
  };
  const found = items.find(({ metadata }) =>
    typeof name === "string" ? metadata.name === name : name.test(metadata.name),
  );
  const value = found?.data?.[key];
  if (value === undefined) throw new Error(`secret ${namespace}/${String(name)}: no key ${key}`);
  return Buffer.from(value, "base64").toString();
}

/** Types that a preview of the current settings would change, sorted. */
export async function changedTypes({ engine }: Platform): Promise<string[]> {
  const preview = JSON.parse(await engine.expect(["preview", "--json"])) as {
    steps: { op: string; urn: string }[];
  };
  return preview.steps
    .filter(({ op }) => op !== "same" && op !== "read")
    .map(({ urn }) => urn.split("::")[2]?.split("$").pop() ?? "")
    .sort();
}

/** URN of every resource in the state, sorted. */
export async function recordedUrns({ engine }: Platform): Promise<string[]> {
  const state = JSON.parse(await engine.expect(["stack", "export"])) as {
    deployment: { resources?: { urn: string }[] };
  };
  return (state.deployment.resources ?? []).map(({ urn }) => urn).sort();
}

/** Waits for a condition, looking often; the error says what was waited for. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined>,
  milliseconds = 30_000,
): Promise<T> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`waited ${milliseconds} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
