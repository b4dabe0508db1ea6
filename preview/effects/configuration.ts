import { parse } from "yaml";

import { isRecord } from "../path";
import {
  byField,
  group,
  interrupts,
  isIn,
  kindOf,
  objectName,
  restarts,
  safe,
  type Effect,
  type Rule,
} from "./effect";
import type { ResourceState, Step } from "../step";

/** Files that something in the cluster reads: judged by who reads them. */
export const configMap: Rule = (step) => {
  if (isIn(step, "JenkinsController")) return ofController(step);
  if (isIn(step, "KnownHosts") || step.name.endsWith("known-hosts")) return knownHosts(step);
  const reader = ["BuildrootWorkspace", "PackageSigning", "RepositorySync", "RsyncShare"].find(
    (component) => isIn(step, component),
  );
  if (reader === undefined) return undefined;
  if (step.operation === "delete") return [interrupts(`${objectName(step)} is gone for builds`)];
  return [
    safe(
      reader === "RsyncShare" ? "rsync daemon reads it at its restart" : "the next build uses it",
    ),
  ];
};

function ofController(step: Step): readonly Effect[] | undefined {
  const { operation } = step;
  if (operation === "create") return [safe("read when Jenkins starts")];
  if (step.name.endsWith("-plugins"))
    return [
      restarts(
        operation === "delete"
          ? "plugins come from the image"
          : "plugins change: installed at the pod restart",
      ),
    ];
  if (step.name.endsWith("-init-groovy")) return [restarts("init scripts change: pod restart")];
  if (!/-configuration(-\d+)?$/.test(step.name)) return undefined;
  if (operation === "delete" || operation === "replace")
    return [restarts("configuration changes: pod restart")];
  return [...removedAgents(step), ...reloads(step)];
}

/** What the files of the configuration are about. */
const files: readonly (readonly [RegExp, string])[] = [
  [/^jobs\.yaml$/, "folders and jobs"],
  [/^git\.yaml$/, "host keys of Git"],
  [/^jenkins\.yaml$/, "settings of Jenkins"],
  [/^revision$/, ""],
];

function reloads(step: Step): Effect[] {
  const changed = byField(step, [
    [
      /^data\b/,
      ({ path }) => {
        const file = path.replace(/^data\.?/, "").replace(/^\["(.*)"\]$/, "$1");
        if (file.startsWith("cloud-")) return safe(agentsText(step));
        return safe(files.find(([pattern]) => pattern.test(file))?.[1] ?? file);
      },
    ],
  ]);
  const about = [...new Set(changed.map(({ text }) => text))].filter((text) => text !== "");
  const unknown = changed.filter(({ verdict }) => verdict !== "safe");
  return [...unknown, safe(`reload only${about.length === 0 ? "" : `: ${about.join("; ")}`}`)];
}

/** Which agents change: those who run are left alone. */
function agentsText({ before, after }: Step): string {
  const [was, is] = [templatesOf(before), templatesOf(after)];
  const changed = [...is]
    .filter(([name, template]) => was.get(name) !== template)
    .map(([name]) => (was.has(name) ? name : `${name} (new)`));
  const which = changed.length === 0 ? "agents" : `agents ${changed.sort().join(", ")}`;
  return `${which}: new pods follow, running builds go on`;
}

/** Templates of agents that builds can ask for no longer. */
function removedAgents({ before, after }: Step): Effect[] {
  const left = templatesOf(after);
  const gone = [...templatesOf(before).keys()].filter((template) => !left.has(template));
  return gone.map((template) =>
    interrupts(`agents "${template}" are gone: builds that ask for them wait for ever`),
  );
}

/** Templates by name, each as a text to compare. */
function templatesOf(state: ResourceState | undefined): Map<string, string> {
  const clouds = Object.entries(group(state, "data")).filter(([file]) => file.startsWith("cloud-"));
  return new Map(
    clouds.flatMap(([, content]) => (typeof content === "string" ? templatesIn(content) : [])),
  );
}

function templatesIn(yaml: string): [string, string][] {
  const found: [string, string][] = [];
  const visit = (value: unknown, key: string): void => {
    if (Array.isArray(value)) {
      for (const member of value) visit(member, key);
      return;
    }
    if (!isRecord(value)) return;
    if (key === "templates" && typeof value["name"] === "string")
      found.push([value["name"], JSON.stringify(value)]);
    for (const [inner, member] of Object.entries(value)) visit(member, inner);
  };
  try {
    visit(parse(yaml), "");
  } catch {
    // A text that is no YAML names no template; Jenkins itself will say what is wrong with it.
  }
  return found;
}

function knownHosts(step: Step): Effect[] {
  if (step.operation === "create") return [safe("builds verify hosts by it")];
  const [before, after] = [step.before, step.after].map((state) =>
    Object.values(group(state, "data")).join("\n").split("\n"),
  );
  const lost = (before ?? []).filter((line) => line.trim() !== "" && !(after ?? []).includes(line));
  return lost.length > 0 || step.operation !== "update"
    ? [interrupts("hosts are trusted no longer: builds that reach them by SSH fail")]
    : [safe(`${kindOf(step)} of hosts that builds trust: new pods follow`)];
}
