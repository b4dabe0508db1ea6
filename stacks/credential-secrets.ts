import { z } from "zod";

import {
  fieldProblems,
  normalised,
  type SecretFields,
} from "../components/jenkins/credentials/secret-fields";
import { problemAt, type SettingsProblem } from "./problems";
import { jsonIn, secretNeeded, storeCommand } from "./secret-problem";
import type { Sections } from "./settings";

const key = "credentialSecrets";
const byCredential = z.record(z.string(), z.record(z.string(), z.string()));

/**
 * What is wrong with the secrets of credentials. No message holds a value.
 *
 * @param text what is stored; absent when nothing is
 * @param credentials the section; absent when it could not be read
 */
export function credentialSecretProblems(
  text: string | undefined,
  credentials: Sections["credentials"] | undefined,
): SettingsProblem[] {
  const found = secretsIn(text);
  if (found === undefined)
    return [
      secretNeeded(
        [key],
        "a JSON object of objects: texts by field, by the ids of credentials",
        "another text",
      ),
    ];
  if (credentials === undefined) return [];
  const generated = Object.keys(credentials).filter((id) => credentials[id]?.generated === true);
  const missing = Object.keys(credentials).filter(
    (id) => found[id] === undefined && !generated.includes(id),
  );
  const extra = Object.keys(found).filter((id) => credentials[id] === undefined);
  return [
    ...missing.map((id) =>
      secretNeeded([key, id], `what is secret about credential ${id}`, "nothing"),
    ),
    ...generated
      .filter((id) => found[id] !== undefined)
      .map((id) =>
        problemAt([key, id], { expected: "no secret for a generated credential", found: "one" }),
      ),
    ...extra.map((id) => problemAt([key, id], { expected: "the id of a credential" }, id)),
    ...Object.entries(found).flatMap(([id, fields]) => {
      const credential = credentials[id];
      return credential === undefined || generated.includes(id)
        ? []
        : fieldProblems(credential, fields).map(({ field, problem }) =>
            problemAt(field === undefined ? [key, id] : [key, id, field], {
              ...problem,
              ...(problem.found === "nothing" ? { fix: storeCommand(key) } : {}),
            }),
          );
    }),
  ];
}

/** The secrets of credentials that {@link credentialSecretProblems} has let pass, normalised. */
export function credentialSecrets(
  text: string | undefined,
  credentials: Sections["credentials"],
): Readonly<Record<string, SecretFields>> {
  return Object.fromEntries(
    Object.entries(secretsIn(text) ?? {}).flatMap(([id, fields]) => {
      const credential = credentials[id];
      return credential === undefined ? [] : [[id, normalised(credential, fields)]];
    }),
  );
}

/** Nothing stored is no secret at all; a text that is no object of objects of texts is undefined. */
function secretsIn(text: string | undefined): Readonly<Record<string, SecretFields>> | undefined {
  return text === undefined ? {} : byCredential.safeParse(jsonIn(text)).data;
}
