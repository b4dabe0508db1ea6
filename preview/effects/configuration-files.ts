import { parse } from "yaml";

import { differences, type Difference } from "../changes";
import { isRecord } from "../path";
import { compareQuantities } from "./quantity";
import { arrow, interrupts, review, safe, type Effect } from "./effect";
import { jobEffects } from "./jobs";

/** What a key of a file means; the first pattern that fits its path judges it. */
type KeyRules = readonly (readonly [RegExp, (change: Difference) => Effect | undefined])[];

const settings = safe("settings of Jenkins");

/** What the keys of the files are about. A file or key that is not here is never called safe. */
const files: Readonly<Record<string, KeyRules>> = {
  "jenkins.yaml": [
    [
      /^jenkins\.(authorizationStrategy|securityRealm)\b/,
      () => review("who may log in to Jenkins, and what they may do there, changes"),
    ],
    [
      /^jenkins\.(numExecutors|mode)$/,
      ({ path, before, after }) =>
        review(
          `builds on the controller can read its secrets and its home (${path.replace("jenkins.", "")} ${arrow(before, after)})`,
        ),
    ],
    [/^jenkins\.slaveAgentPort$/, () => interrupts("agents connect to another port")],
    [/^jenkins\.globalNodeProperties\b/, () => settings],
    [
      /^unclassified\.location\.url$/,
      ({ before, after }) =>
        interrupts(`Jenkins is called ${arrow(before, after)}: links and webhooks lead there`),
    ],
    [/^unclassified\.location\.adminAddress$/, () => settings],
  ],
  "git.yaml": [[/^security\.gitHostKeyVerificationConfiguration\b/, hostKeys]],
  "builds.yaml": [[/^unclassified(\.buildDiscarders\b|$)/, discarders]],
  "libraries.yaml": [
    [
      /^unclassified\.globalLibraries\.libraries\[\d+\]/,
      ({ path, before, after }) =>
        after === undefined || (path.endsWith("]") && before !== undefined)
          ? interrupts("a shared library changes: builds that need it as it was fail")
          : safe("shared libraries: the next build loads them"),
    ],
    [/^unclassified(\.globalLibraries(\.libraries)?)?$/, libraries],
  ],
  "mail.yaml": [[/^unclassified(\.mailer\b|$)/, () => safe("mails")]],
  "prometheus.yaml": [[/^unclassified(\.prometheusConfiguration\b|$)/, () => safe("metrics")]],
};

/**
 * What another content of one file of the configuration does.
 *
 * @param before absent when there was no such file
 * @param after absent when there is none any more
 */
export function fileEffects(file: string, before: unknown, after: unknown): Effect[] {
  if (file === "revision") return [];
  const [was, is] = [before, after].map(contentOf);
  if (was === undefined || is === undefined)
    return [review(`${file} changes: its content is not known here`)];
  if (file === "jobs.yaml")
    return [
      ...differences(
        isRecord(was.value) ? was.value["security"] : undefined,
        isRecord(is.value) ? is.value["security"] : undefined,
      ).flatMap(() =>
        before === undefined || after === undefined
          ? []
          : [review("which scripts of jobs need an approval changes")],
      ),
      ...jobEffects(was.value, is.value),
    ];
  const { [file]: rules } = files;
  if (rules === undefined) return [review(`${file} changes: what that does is not known here`)];
  return differences(was.value ?? {}, is.value ?? {}).flatMap((change) => {
    const rule = rules.find(([path]) => path.test(change.path));
    return (
      rule?.[1](change) ?? [
        review(`${change.path} of ${file} changes: what that does is not known here`),
      ]
    );
  });
}

/** The parsed text; nothing for one that cannot be read. */
function contentOf(text: unknown): { readonly value: unknown } | undefined {
  if (text === undefined) return { value: undefined };
  if (typeof text !== "string") return undefined;
  try {
    const value: unknown = parse(text);
    return isRecord(value) ? { value } : undefined;
  } catch {
    return undefined;
  }
}

function hostKeys({ path, before, after }: Difference): Effect {
  if (!path.endsWith("approvedHostKeys") || typeof before !== "string" || typeof after !== "string")
    return review("how host keys of Git are verified changes");
  const left = new Set(after.split("\n"));
  return before.split("\n").every((line) => line.trim() === "" || left.has(line))
    ? safe("host keys of Git")
    : interrupts("host keys of Git are trusted no longer: builds that fetch from there fail");
}

function discarders({ path, before, after }: Difference): Effect {
  const looser =
    after === undefined ||
    (/logRotator\.\w+$/.test(path) && (compareQuantities(after, before) ?? -1) >= 0);
  return looser
    ? safe("old builds are kept longer")
    : review(
        `builds beyond the limits are deleted (${path.replace(/^.*\./, "")} ${arrow(before, after)}), with their logs and artifacts`,
      );
}

function libraries({ after }: Difference): Effect {
  return after === undefined
    ? interrupts("shared libraries are gone: builds that need them fail")
    : safe("shared libraries: the next build loads them");
}
