import { parse } from "yaml";

import { differences } from "../changes";
import { isRecord } from "../path";
import { interrupts, review, safe, type Effect } from "./effect";

/** Fields of a cloud that only say how many pods there are, and how long one waits for them. */
const amounts =
  /^(containerCapStr|maxRequestsPerHostStr|connectTimeout|readTimeout|retentionTimeout|waitForPodSec|podRetention|garbageCollection|podLabels|defaultsProviderTemplate)\b/;
/** Fields that decide where pods run and how their agents connect. */
const places = /^(namespace|jenkinsUrl|jenkinsTunnel|webSocket|usageRestricted)\b/;

/** What becomes of the clouds of one file beside their templates, which only new pods follow. */
export function cloudEffects(before: unknown, after: unknown): Effect[] {
  const [was, is] = [before, after].map(cloudsIn);
  if (was === undefined || is === undefined)
    return [review("the clouds of agents change: their content is not known here")];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((name) =>
    was.has(name) && is.has(name)
      ? [
          ...differences(was.get(name)?.fields, is.get(name)?.fields).map(({ path }) =>
            amounts.test(path)
              ? safe(`cloud ${name}`)
              : places.test(path)
                ? interrupts(`cloud ${name}: agents start or connect elsewhere (${path})`)
                : review(`${path} of cloud ${name} changes: what that does is not known here`),
          ),
          ...powersOf(was.get(name)?.templates, is.get(name)?.templates, name),
        ]
      : [
          is.has(name)
            ? safe(`cloud ${name} is new`)
            : interrupts(`cloud ${name} is gone: builds that ask for its agents wait for ever`),
        ],
  );
}

/** What makes a pod more than a pod of builds. */
const powers =
  /privileged"?:\s*true|host(?:Network|PID|IPC)"?:\s*true|host[pP]ath|runAsUser"?:\s*"?0\b|"serviceAccount":"[^"]*"|serviceAccountName|capabilities|allowPrivilegeEscalation"?:\s*true/g;

function powersOf(before: unknown, after: unknown, name: string): Effect[] {
  const [was, is] = [before, after].map(
    (templates) => new Set(JSON.stringify(templates).replaceAll('\\"', '"').match(powers)),
  );
  const won = [...(is ?? [])].filter((power) => !was?.has(power));
  return won.length === 0 ? [] : [review(`agents of cloud ${name} may do more: ${won.join(", ")}`)];
}

interface Cloud {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly templates: unknown;
}

function cloudsIn(text: unknown): Map<string, Cloud> | undefined {
  if (text === undefined) return new Map();
  const document = readable(text);
  const jenkins = isRecord(document) ? document["jenkins"] : undefined;
  const list = isRecord(jenkins) ? jenkins["clouds"] : undefined;
  if (!Array.isArray(list)) return undefined;
  return new Map(
    list.map((cloud: unknown, index): [string, Cloud] => {
      const known = isRecord(cloud) ? cloud["kubernetes"] : undefined;
      const { templates = [], name, ...fields } = isRecord(known) ? known : { cloud };
      return [typeof name === "string" ? name : `number ${index + 1}`, { fields, templates }];
    }),
  );
}

function readable(text: unknown): unknown {
  try {
    return typeof text === "string" ? parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** Templates of agents in a file of the configuration: names and contents. */
export function templatesIn(yaml: string): [string, string][] {
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
  // A text that is no YAML names no template.
  visit(readable(yaml), "");
  return found;
}
