import { parseBase64, parseKeyStore } from "../../internal/encoded-bytes";
import { parsePrivateKeyBlock } from "../../internal/openpgp-key";
import { accepted, type Parsed, type Problem } from "../../internal/parsed";
import { parseAppPrivateKey, parseSshPrivateKey } from "../../internal/ssh-private-key";
import type { Credential, CredentialType } from "./credential";

/** What is secret about one credential, by field. */
export type SecretFields<T = string> = Readonly<Record<string, T>>;

/** A problem of one field. It holds no value. */
export interface FieldProblem {
  /** The field; absent where the problem is not about one. */
  readonly field?: string;
  readonly problem: Problem;
}

type Reader = (text: string) => Parsed<string>;

interface FieldForm {
  readonly read: Reader;
  readonly optional?: boolean;
}

/** The secret fields of every type, and how each is read. */
const secretFields: Readonly<Record<CredentialType, Readonly<Record<string, FieldForm>>>> = {
  sshKey: {
    privateKey: { read: sshKey },
    passphrase: { read: word, optional: true },
  },
  usernamePassword: { password: { read: word } },
  secretText: { text: { read: singleEnd } },
  secretFile: {
    text: { read: content, optional: true },
    data: { read: parseBase64, optional: true },
  },
  certificate: { certificate: { read: parseKeyStore }, password: { read: word } },
  gitHubApp: { privateKey: { read: parseAppPrivateKey } },
  gpgKey: { privateKey: { read: keyBlock } },
};

/** What is wrong with the secret fields of a credential. */
export function fieldProblems(credential: Credential, fields: SecretFields): FieldProblem[] {
  const forms = secretFields[credential.type];
  const known = Object.keys(forms);
  const missing = known.filter(
    (field) => forms[field]?.optional !== true && fields[field] === undefined,
  );
  return [
    ...Object.keys(fields)
      .filter((field) => !known.includes(field))
      .map((field) => ({
        field,
        problem: {
          expected: `a field of a ${credential.type} (${known.join(", ")})`,
          found: "another one",
        },
      })),
    ...missing.map((field) => ({ field, problem: { expected: "a secret", found: "nothing" } })),
    ...Object.entries(fields).flatMap(([field, text]) => {
      const parsed = forms[field]?.read(text);
      return parsed?.ok === false ? [{ field, problem: parsed.problem }] : [];
    }),
    ...together(credential, fields),
  ];
}

/** The secret fields as they are stored: keys with the line ends that OpenSSH wants, bytes without line breaks. */
export function normalised({ type }: Credential, fields: SecretFields): SecretFields {
  return Object.fromEntries(
    Object.entries(fields).map(([field, text]) => {
      const parsed = secretFields[type][field]?.read(text);
      return [field, parsed?.ok === true ? parsed.value : text];
    }),
  );
}

/** Problems of fields that are each fine on their own. */
function together({ type, fingerprint }: Credential, fields: SecretFields): FieldProblem[] {
  const { privateKey, passphrase, text, data } = fields;
  if (type === "gpgKey") return pinned(fingerprint, privateKey);
  if (type === "secretFile" && (text === undefined) === (data === undefined))
    return [
      {
        problem: {
          expected: "either a text or data in base64",
          found: text === undefined ? "neither" : "both",
        },
      },
    ];
  if (type === "sshKey" && needsPassphrase(privateKey) && passphrase === undefined)
    return [
      {
        field: "passphrase",
        problem: { expected: "the passphrase of the encrypted key", found: "nothing" },
      },
    ];
  return [];
}

function needsPassphrase(privateKey: string | undefined): boolean {
  const parsed = parseSshPrivateKey(privateKey ?? "");
  return parsed.ok && parsed.value.encrypted;
}

/** Another key than the one the settings name would sign packages that nobody trusts. */
function pinned(fingerprint: string | undefined, privateKey: string | undefined): FieldProblem[] {
  const parsed = parsePrivateKeyBlock(privateKey ?? "");
  if (!parsed.ok || fingerprint === undefined || parsed.value.fingerprint === fingerprint)
    return [];
  return [
    {
      field: "privateKey",
      problem: {
        expected: `the key with the fingerprint ${fingerprint}`,
        found: `the one with ${parsed.value.fingerprint}`,
      },
    },
  ];
}

function sshKey(text: string): Parsed<string> {
  const parsed = parseSshPrivateKey(text);
  return parsed.ok ? accepted(parsed.value.text) : parsed;
}

function keyBlock(text: string): Parsed<string> {
  const parsed = parsePrivateKeyBlock(text);
  return parsed.ok ? accepted(parsed.value.text) : parsed;
}

/** A line break from `echo` would be part of every login. */
function word(text: string): Parsed<string> {
  if (text !== "" && text === text.trim()) return accepted(text);
  return unfit("a password without space or line break around it", text);
}

function singleEnd(text: string): Parsed<string> {
  if (text !== "" && !/[\r\n]$/.test(text)) return accepted(text);
  return unfit("a text without a line break at its end", text);
}

function content(text: string): Parsed<string> {
  return text === "" ? unfit("the content of a file", text) : accepted(text);
}

function unfit(expected: string, text: string): Parsed<never> {
  return {
    ok: false,
    problem: { expected, found: text === "" ? "an empty one" : "one with it" },
  };
}
