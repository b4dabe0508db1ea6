import { nameOf } from "../step";
import type { Preview } from "../preview";
import { roomOf } from "./rooms";
import type { Row } from "./report";

/** A URN within a sentence of the engine. */
const urnPattern = /urn:pulumi:[^\s"']+/g;

/** What the engine says when a step would remove or replace what is protected. */
const refusal = /unable to replace resource|cannot be deleted\s+because it is protected/;

/** Errors of a preview, for people: without URNs, and without the advice to take protection away. */
export function problemsOf({ diagnostics }: Preview): string[] {
  const messages = diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ message }) => message);
  const telling = messages.filter((message) => message !== "preview failed");
  return unique((telling.length > 0 ? telling : messages).map(errorText));
}

/** Warnings of a preview and its program. */
export function warningsOf({ diagnostics }: Preview): string[] {
  return unique(
    diagnostics
      .filter(({ severity }) => severity === "warning")
      .map(({ message }) => readable(message)),
  );
}

/** Rows for what the engine has refused to announce: without them the table would say that nothing happens to data. */
export function engineRefusals({ diagnostics }: Preview, rows: readonly Row[]): Row[] {
  const found = diagnostics.flatMap(({ severity, message }) => {
    if (severity !== "error" || !refusal.test(message)) return [];
    // The first name is the resource; one after it is the reason.
    const [urn] = message.match(urnPattern) ?? [];
    return urn === undefined ? [] : [rowFor(urn, message)];
  });
  const known = rows.filter(({ verdict }) => verdict === "refused").map(({ urn }) => urn);
  return [...new Map(found.map((row) => [row.urn, row])).values()].filter(
    ({ urn }) => !known.includes(urn),
  );
}

function rowFor(urn: string, message: string): Row {
  const type = typeOf(urn);
  const kind = type.split(":").at(-1) ?? type;
  const replaced = message.includes("unable to replace");
  const noun = { PersistentVolume: "volume", PersistentVolumeClaim: "claim" }[kind] ?? kind;
  return {
    ...{ room: roomOf({ urn, type }), kind, urn, name: nameOf(urn), verdict: "refused" as const },
    operation: replaced ? "replace" : "delete",
    effects: [
      `${noun} would be ${replaced ? "replaced" : "removed"}: it is protected, because it holds data`,
    ],
  };
}

function typeOf(urn: string): string {
  const [, , types = ""] = urn.split("::");
  return types.split("$").at(-1) ?? "";
}

function errorText(message: string): string {
  const [urn] = message.match(urnPattern) ?? [];
  if (refusal.test(message) && urn !== undefined)
    return `${shortName(urn)}: protected, so that it is neither replaced nor removed`;
  return readable(message)
    .replace(/^1 error occurred:\s*\* /, "")
    .replace(
      /^.*"([^"]+)" is forbidden: ValidatingAdmissionPolicy '[^']*'.* denied request: /,
      "$1: ",
    );
}

function shortName(urn: string): string {
  return `${typeOf(urn).split(":").at(-1) ?? ""} ${nameOf(urn)}`;
}

function readable(message: string): string {
  return message
    .replace(/ ?To unprotect the resource,[\s\S]*$/, "")
    .replace(/^Preview failed: /, "")
    .replace(urnPattern, shortName)
    .trim();
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
