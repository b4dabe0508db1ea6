import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";

import { execa } from "../../execa";

import { bundleOffline, isCurrent, sourceHash } from "./bundle";
import { findOfficial } from "./official";
import { pluginNames, sdkVersion, type PluginName } from "./packages";
import { linkOfficial, originOf, pluginFolder, type Origin } from "./plugin-folder";
import { downloadSite, isReachable, remember } from "./reachability";

/** Which plugin the engine will use for one package. */
export interface InstalledPlugin {
  readonly version: string;
  readonly origin: Origin;
  /** The file that the engine starts. */
  readonly path: string;
}

/** The plugin of every package. */
export type InstalledPlugins = Readonly<Record<PluginName, InstalledPlugin>>;

export interface InstallOptions<Name extends PluginName = PluginName> {
  /** Shows one line of progress that replaces the last. */
  readonly report?: (text: string) => void;
  /** The Pulumi CLI that downloads official plugins. @default - nothing is downloaded */
  readonly pulumi?: string;
  /** Where the user's own PULUMI_HOME, HOME and PATH are looked up. @default process.env */
  readonly environment?: NodeJS.ProcessEnv;
  /** Asked whether a download can work. @default the CLI's own download site */
  readonly site?: string;
  /** The packages wanted. @default all */
  readonly names?: readonly Name[];
}

/**
 * Fills `<instance>/pulumi/plugins` with a plugin for each package of the program.
 *
 * The official plugin of the exact SDK version wins: one that is already there, one that the user has, or
 * one that can be downloaded. Otherwise the offline plugin is bundled. Calling it again changes nothing
 * unless something better appeared or the sources of the offline plugins changed.
 *
 * @throws Error when the installed `@pulumi/command` is not the project's own release
 */
export async function installPlugins<Name extends PluginName = PluginName>(
  instance: { readonly folder: string },
  options: InstallOptions<Name> = {},
): Promise<Readonly<Record<Name, InstalledPlugin>>> {
  const names = options.names ?? (pluginNames as readonly Name[]);
  const wanted = await Promise.all(
    names.map(async (name) => ({ name, version: await sdkVersion(name) })),
  );
  await mkdir(join(instance.folder, "pulumi", "plugins"), { recursive: true });
  const hash = await sourceHash();
  const installed: [Name, InstalledPlugin][] = [];
  for (const { name, version } of wanted) {
    installed.push([name, await installPlugin(name, version, hash, instance.folder, options)]);
  }
  return Object.fromEntries(installed) as Record<Name, InstalledPlugin>;
}

/** The plugins that an instance has right now; nothing is installed, and a missing one is left out. */
export async function installedPlugins(instance: {
  readonly folder: string;
}): Promise<Partial<InstalledPlugins>> {
  const found = await Promise.all(
    pluginNames.map(async (name) => {
      const version = await sdkVersion(name);
      const folder = pluginFolder(join(instance.folder, "pulumi"), name, version);
      const origin = await originOf(folder);
      return origin && ([name, { version, origin, path: folder.executable }] as const);
    }),
  );
  return Object.fromEntries(found.filter((entry) => entry !== undefined));
}

async function installPlugin(
  name: PluginName,
  version: string,
  hash: string,
  instanceFolder: string,
  {
    report = () => undefined,
    pulumi,
    environment = process.env,
    site = downloadSite,
  }: InstallOptions,
): Promise<InstalledPlugin> {
  const home = join(instanceFolder, "pulumi");
  const folder = pluginFolder(home, name, version);
  const as = (origin: Origin): InstalledPlugin => ({ version, origin, path: folder.executable });

  if ((await originOf(folder)) === "official") return as("official");
  const theirs = await findOfficial(name, version, environment);
  if (theirs !== undefined) {
    report(`${name} ${version}: linking the official plugin`);
    await linkOfficial(folder, theirs);
    return as("official");
  }

  const answers = join(home, "reachability.json");
  if (pulumi !== undefined && (await isReachable(answers, site))) {
    report(`${name} ${version}: downloading the official plugin`);
    await rm(folder.path, { recursive: true, force: true });
    const { failed } = await execa(pulumi, ["plugin", "install", "resource", name, version], {
      env: { ...environment, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" },
      extendEnv: false,
      reject: false,
    });
    if (!failed && (await originOf(folder)) === "official") return as("official");
    await remember(answers, site, false);
  }
  if (!(await isCurrent(folder, hash))) {
    report(`${name} ${version}: bundling the offline plugin`);
    await bundleOffline(name, folder, hash);
  }
  return as("offline");
}
