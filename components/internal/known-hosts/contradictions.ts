import type { Problem } from "../parsed";
import { matchesHost } from "./host-pattern";
import type { KnownHostsList } from "./known-hosts-list";
import { keyText, parsePublicKey } from "./public-key";

/** Something in a list that its other entries rule out. */
export interface Contradiction {
  /** Where it is in the list. */
  readonly path: readonly string[];
  readonly problem: Problem;
  readonly value: string;
}

/** A key of the list, and where it is. */
interface Listed {
  readonly path: readonly string[];
  /** Name of its entry. */
  readonly name: string;
  /** As it was written. */
  readonly text: string;
}

/** What the entries of a list, each of which is fine, say against one another. */
export function* contradictions(list: KnownHostsList): Generator<Contradiction> {
  yield* onlyExceptions(list);
  yield* repeatedNames(list);
  yield* keysOfOthers(list);
  yield* trustedAndRevoked(list);
}

function* onlyExceptions(list: KnownHostsList): Generator<Contradiction> {
  for (const kind of ["authorities", "revoked"] as const)
    for (const [name, { patterns }] of Object.entries(list[kind]))
      if (patterns.every((pattern) => pattern.startsWith("!")))
        yield {
          path: [kind, name, "patterns"],
          problem: {
            expected: "at least one pattern without !",
            found: patterns.length === 0 ? "none" : "exceptions alone",
          },
          value: "",
        };
}

/** A client takes the first line with a host's name for all there is about it. */
function* repeatedNames({ hosts }: KnownHostsList): Generator<Contradiction> {
  const owners = new Map(Object.keys(hosts).map((name) => [name, name]));
  for (const [name, { aliases }] of Object.entries(hosts))
    for (const [index, alias] of aliases.entries()) {
      const owner = owners.get(alias);
      if (owner === undefined) owners.set(alias, name);
      else
        yield {
          path: ["hosts", name, "aliases", String(index)],
          problem: {
            expected: "a name that is not in the list yet",
            fix: `the host ${JSON.stringify(owner)} has it`,
          },
          value: alias,
        };
    }
}

function* keysOfOthers(list: KnownHostsList): Generator<Contradiction> {
  const authorities = new Map(authorityKeys(list).map(({ text, name }) => [canonical(text), name]));
  for (const { path, text } of hostKeys(list)) {
    const authority = authorities.get(canonical(text));
    if (authority !== undefined)
      yield {
        path,
        problem: {
          expected: "a key of the host itself",
          fix: `the authority ${JSON.stringify(authority)} signs with it`,
        },
        value: text,
      };
  }
}

/** OpenSSH refuses such a key, so that the line that trusts it is a mistake, or the one that revokes it. */
function* trustedAndRevoked(list: KnownHostsList): Generator<Contradiction> {
  const revoked = Object.entries(list.revoked).map(([name, { key, patterns }]) => ({
    name,
    patterns,
    key: canonical(key),
  }));
  const everywhere = authorityKeys(list).map((listed) => ({ ...listed, host: undefined }));
  const somewhere = hostKeys(list).map((listed) => ({ ...listed, host: hostOf(listed.name) }));
  for (const { path, host, text } of [...everywhere, ...somewhere]) {
    const end = revoked.find(
      ({ key, patterns }) =>
        key === canonical(text) && (host === undefined || matchesHost(patterns, host)),
    );
    if (end !== undefined)
      yield {
        path,
        problem: {
          expected: "a key that is trusted",
          fix: `${JSON.stringify(end.name)} of the revoked keys is the same`,
        },
        value: text,
      };
  }
}

function authorityKeys({ authorities }: KnownHostsList): Listed[] {
  return Object.entries(authorities).map(([name, { key }]) => ({
    path: ["authorities", name, "key"],
    name,
    text: key,
  }));
}

function hostKeys({ hosts }: KnownHostsList): Listed[] {
  return Object.entries(hosts).flatMap(([name, { keys }]) =>
    keys.map((key, index) => ({
      path: ["hosts", name, "keys", String(index)],
      name,
      text: key,
    })),
  );
}

function hostOf(knownName: string): string {
  return knownName.replace(/^\[(.*)\]:\d+$/, "$1");
}

/** Two spellings of a key differ in their comments; one that cannot be read equals none but itself. */
function canonical(key: string): string {
  const read = parsePublicKey(key);
  return read.ok ? keyText(read.value) : key;
}
