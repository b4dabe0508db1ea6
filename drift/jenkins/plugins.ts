import { z } from "zod";

import type { Difference } from "../difference";

const installed = z.looseObject({
  plugins: z.array(
    z.looseObject({
      shortName: z.string(),
      version: z.string(),
      active: z.boolean().default(true),
    }),
  ),
});

/** Versions by the ids of plugins. */
export type PluginVersions = Readonly<Record<string, string>>;

/** What address the set of plugins is at. */
export const pluginsPath = "pluginManager/api/json?depth=1";

/** Reads a list of `id:version` lines. */
export function listedPlugins(list: string): PluginVersions {
  return Object.fromEntries(
    list
      .split("\n")
      .filter((line) => line.includes(":"))
      .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]),
  );
}

/**
 * Compares the plugins of a running Jenkins with the list of the stack.
 *
 * @param document what Jenkins says at {@link pluginsPath}
 * @throws ZodError when that is something else
 */
export function comparePlugins(expected: PluginVersions, document: unknown): Difference[] {
  const { plugins } = installed.parse(document);
  const found = new Map(
    plugins.map(({ shortName, version, active }) => [
      shortName,
      active ? version : `${version}, not active`,
    ]),
  );
  const ids = [...new Set([...Object.keys(expected), ...found.keys()])];
  return ids.flatMap((id): Difference[] => {
    const row = { expected: expected[id] ?? "absent", found: found.get(id) ?? "absent" };
    return row.expected === row.found
      ? []
      : [{ part: "plugins", subject: id, property: "version", ...row }];
  });
}
