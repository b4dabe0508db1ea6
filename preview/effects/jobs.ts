import { isRecord } from "../path";
import { arrow, interrupts, review, safe, type Effect } from "./effect";

/**
 * What declared folders and jobs become: their scripts run at every load. Only lines that are known to keep every build
 * are safe; a script that nobody here knows can do anything.
 */
export function jobEffects(before: unknown, after: unknown): Effect[] {
  const [was, is] = [before, after].map(scriptsOf);
  if (was === undefined || is === undefined)
    return [review("folders and jobs change in a way that is not known here")];
  const deletes = is.has(removal);
  const found = [
    ...(deletes && !was.has(removal)
      ? [review("folders and jobs that are declared no longer are deleted with their builds")]
      : []),
    ...[...was.keys()]
      .filter((item) => item !== removal && !is.has(item))
      .map((item) =>
        deletes
          ? review(`${item} is deleted with its builds`)
          : safe(`${item} is declared no longer and stays as it is`),
      ),
    ...[...is]
      .filter(([item, script]) => item !== removal && was.get(item) !== script)
      .flatMap(([item, script]) => itemEffects(item, was.get(item), script)),
  ];
  return found.length > 0 ? found : [safe("folders and jobs")];
}

/** The script that removes what is declared no longer. */
const removal = "removal";

const heads = /^(folder|pipelineJob|multibranchPipelineJob)\(('(?:[^'\\]|\\.)*')\)/;

/** Scripts by the item they make. */
function scriptsOf(document: unknown): Map<string, string> | undefined {
  const jobs = isRecord(document) ? document["jobs"] : [];
  if (document !== undefined && !Array.isArray(jobs)) return undefined;
  return new Map(
    (Array.isArray(jobs) ? jobs : []).map((job: unknown, index): [string, string] => {
      const script = isRecord(job) && typeof job["script"] === "string" ? job["script"] : "";
      const [head, kind] = heads.exec(script) ?? [];
      if (head !== undefined)
        return [
          `${kind === "folder" ? "folder" : "job"} ${head.slice((kind ?? "").length + 1, -1)}`,
          script,
        ];
      return [script.includes(".delete()") ? removal : `script ${index + 1}`, script];
    }),
  );
}

/** Lines that change what people see, or what the next build does. */
const harmless =
  /^(?:[{}]|(?:displayName|description|scriptPath|spec|url|branch|credentials|credentialsId|interval|string)\(.*\)|lightweight\(true\)|cron \{ spec\(.*\) \}|(?:properties|pipelineTriggers|triggers|configure|permittedClouds|it \/ .*) \{)?$/;

function itemEffects(item: string, before: string | undefined, after: string): Effect[] {
  if (item.startsWith("script "))
    return [review(`${item} of the jobs changes: what that does is not known here`)];
  if (before === undefined) return [safe(`${item} is new`)];
  const [was, is] = [before, after].map((script) => script.split("\n").map((line) => line.trim()));
  const lost = (was ?? []).filter((line) => !(is ?? []).includes(line));
  const won = (is ?? []).filter((line) => !(was ?? []).includes(line));
  const kept = /^(daysToKeep|numToKeep)\((-?\d+)\)$/;
  const orphans = [...lost, ...won].some((line) => kept.test(line))
    ? [
        review(
          `${item} keeps branches that are gone for another time (${arrow(
            lost.filter((line) => kept.test(line)).join(" "),
            won.filter((line) => kept.test(line)).join(" "),
          )}): those beyond it are deleted with their builds`,
        ),
      ]
    : [];
  const unknown = [...lost, ...won].filter((line) => !kept.test(line) && !harmless.test(line));
  const barred = lost.some((line) => line.startsWith("string("));
  return [
    ...orphans,
    ...(barred ? [interrupts(`builds in ${item} may use fewer agents: some wait for ever`)] : []),
    ...(before.split("(")[0] === after.split("(")[0] && unknown.length === 0
      ? orphans.length > 0
        ? []
        : [safe("folders and jobs")]
      : [review(`${item} changes in what it builds, or in what it keeps`)]),
  ];
}
