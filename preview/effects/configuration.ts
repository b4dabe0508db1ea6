import { rolledFrom } from "../../upgrade/rolled";
import { isRecord, segmentsOf } from "../path";
import { cloudEffects, templatesIn } from "./clouds";
import { fileEffects } from "./configuration-files";
import {
  byField,
  group,
  interrupts,
  isIn,
  kindOf,
  objectName,
  restarts,
  safe,
  review,
  type Effect,
  type Rule,
  type Surroundings,
} from "./effect";
import { stepsBack } from "./upgrade";
import type { ResourceState, Step } from "../step";

/** Files that something in the cluster reads: judged by who reads them. */
export const configMap: Rule = (step, surroundings) => {
  if (isIn(step, "JenkinsController")) return ofController(step, surroundings);
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

function ofController(step: Step, surroundings: Surroundings): readonly Effect[] | undefined {
  const { operation } = step;
  const configuration = /-configuration(-\d+)?$/.test(step.name);
  if (operation === "create")
    return configuration && !startsFirst(surroundings)
      ? contents(step)
      : [safe("read when Jenkins starts")];
  if (step.name.endsWith("-plugins"))
    return [
      ...stepsBack(pluginsOf(step.before), pluginsOf(step.after), surroundings),
      restarts(
        operation === "delete"
          ? "plugins come from the image"
          : "plugins change: installed at the pod restart",
      ),
    ];
  if (step.name.endsWith("-init-groovy")) return [restarts("init scripts change: pod restart")];
  if (!configuration) return undefined;
  if (operation === "delete" || operation === "replace")
    return [
      ...contents(step).filter(({ verdict }) => verdict !== "safe"),
      restarts("configuration changes: pod restart"),
    ];
  return reloads(step);
}

/** Whether Jenkins itself comes with the same run: nothing has been configured yet. */
function startsFirst({ steps }: Surroundings): boolean {
  return steps.some(
    (step) =>
      kindOf(step) === "StatefulSet" &&
      step.operation === "create" &&
      isIn(step, "JenkinsController"),
  );
}

function pluginsOf(state: ResourceState | undefined) {
  return rolledFrom({ PLUGINS: group(state, "data")["plugins.txt"] });
}

function reloads(step: Step): Effect[] {
  const found = [...byField(step, [[/^data\b/, () => undefined]]), ...contents(step)];
  const about = [
    ...new Set(found.filter(({ verdict }) => verdict === "safe").map(({ text }) => text)),
  ];
  return [
    ...found.filter(({ verdict }) => verdict !== "safe"),
    safe(`reload only${about.length === 0 ? "" : `: ${about.join("; ")}`}`),
  ];
}

/** What becomes of the content, a file at a time. */
function contents(step: Step): Effect[] {
  const texts = [step.before, step.after].map((state) => state?.inputs["data"] ?? {});
  const [before, after] = texts;
  if (!isRecord(before) || !isRecord(after))
    return [review("the configuration changes: its content is not known here")];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((file) => before[file] !== after[file] || isHidden(step, file))
    .flatMap((file) =>
      file.startsWith("cloud-")
        ? [
            ...removedAgents(step),
            ...cloudEffects(before[file], after[file]),
            safe(agentsText(step)),
          ]
        : fileEffects(file, before[file], after[file]),
    );
}

/** Whether only the engine has seen what differs. */
function isHidden({ changes }: Step, file: string): boolean {
  return changes.some(
    ({ path, before, after }) =>
      before === undefined && after === undefined && segmentsOf(path)[1] === file,
  );
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
