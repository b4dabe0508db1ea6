import type { Problem } from "../../internal/parsed";
import type { DeclaredItem } from "../configuration/items";
import { credentialTypes, typedFields, type Credential, type Credentials } from "./credential";
import { parentOf } from "./scope";

/** What is wrong with a credential, at the field to change. */
export interface CredentialProblem {
  /** Id of the credential, field, index in a list. */
  readonly path: readonly string[];
  readonly problem: Problem;
  /** What stands there. */
  readonly value?: unknown;
}

/** What is wrong with credentials whose fields are each fine. */
export function credentialProblems(credentials: Credentials): CredentialProblem[] {
  return problemsOfEach(credentials, (credential) => [
    ...typeProblems(credential),
    ...scopeProblems(credential),
  ]);
}

/** Scopes that lead nowhere, given what the configuration declares. */
export function folderProblems(
  credentials: Credentials,
  items: readonly DeclaredItem[],
): CredentialProblem[] {
  const named = items.filter(({ kind }) => kind !== "pipeline");
  return problemsOfEach(credentials, ({ folders = [] }) =>
    folders.flatMap((folder, index) => {
      const problem = folderProblem(folder, named);
      return problem === undefined
        ? []
        : [{ path: ["folders", String(index)], problem, value: folder }];
    }),
  );
}

function problemsOfEach(
  credentials: Credentials,
  problems: (credential: Credential) => CredentialProblem[],
): CredentialProblem[] {
  return Object.entries(credentials).flatMap(([id, credential]) =>
    problems(credential).map(({ path, ...rest }) => ({ path: [id, ...path], ...rest })),
  );
}

function typeProblems(credential: Credential): CredentialProblem[] {
  const { type, generated } = credential;
  const { required, optional, generates } = credentialTypes[type];
  const fields = typedFields.flatMap((field): CredentialProblem[] => {
    const value = credential[field];
    if (required.includes(field) && value === undefined)
      return [{ path: [field], problem: { expected: `the ${field} of a ${type}` } }];
    return value === undefined || required.includes(field) || optional.includes(field)
      ? []
      : [{ path: [field], problem: { expected: `no ${field} for a ${type}` }, value }];
  });
  if (generated !== true || generates !== undefined) return fields;
  const problem = { expected: `no generated secret for a ${type}` };
  return [...fields, { path: ["generated"], problem, value: generated }];
}

const choice = "what every job may use is an explicit choice";

/** A scope is never empty and never half said: the provider would open the credential to every job. */
function scopeProblems({ global, folders }: Credential): CredentialProblem[] {
  if (global === false)
    return [
      {
        path: ["global"],
        problem: { expected: "true, or folders in its place", fix: choice },
        value: global,
      },
    ];
  if (folders === undefined)
    return global === true
      ? []
      : [{ path: ["folders"], problem: { expected: "folders, or global: true", fix: choice } }];
  if (global === true)
    return [
      {
        path: ["folders"],
        problem: { expected: "no folders beside global: true", found: "both" },
      },
    ];
  if (folders.length === 0)
    return [
      {
        path: ["folders"],
        problem: {
          expected: "at least one folder",
          found: "an empty list",
          fix: "an empty scope would be open to every job",
        },
      },
    ];
  return folders.flatMap((folder, index) =>
    folders.indexOf(folder) === index
      ? []
      : [
          {
            path: ["folders", String(index)],
            problem: { expected: "a folder that is not in the list yet" },
            value: folder,
          },
        ],
  );
}

function folderProblem(folder: string, items: readonly DeclaredItem[]): Problem | undefined {
  const item = items.find(({ path }) => path === folder);
  if (item === undefined) {
    const known = items.map(({ path }) => path).join(", ") || "none is declared";
    return {
      expected: `a folder or multibranch project of the configuration (${known})`,
    };
  }
  return item.kind === "multibranch" && parentOf(folder) === ""
    ? {
        expected: "a multibranch project inside of a folder",
        fix: "at the top level its scan sees only credentials that are global",
      }
    : undefined;
}
