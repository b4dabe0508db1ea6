import { isDeepStrictEqual } from "node:util";

import { version } from "@pulumi/random/package.json";

import type { Diff, Provider } from "../rpc/provider";
import {
  containsSecret,
  mapProperties,
  reveal,
  Secret,
  unknown,
  type Properties,
  type Value,
} from "../rpc/values";

import { problems, withDefaults } from "./inputs";
import type { RandomKind } from "./kind";
import { bytesKind, idKind, integerKind, shuffleKind, uuidKind } from "./numbers";
import { passwordKind, stringKind } from "./strings";

const kinds: Readonly<Record<string, RandomKind>> = {
  "random:index/randomBytes:RandomBytes": bytesKind,
  "random:index/randomId:RandomId": idKind,
  "random:index/randomInteger:RandomInteger": integerKind,
  "random:index/randomPassword:RandomPassword": passwordKind,
  "random:index/randomShuffle:RandomShuffle": shuffleKind,
  "random:index/randomString:RandomString": stringKind,
  "random:index/randomUuid:RandomUuid": uuidKind,
};

/**
 * Offline stand-in for the official `random` plugin.
 *
 * A value is drawn once and kept in state; a change of any input, keepers included, draws again as a
 * replacement. Inputs that a `seed` would have to reproduce are refused.
 */
export const randomProvider: Provider = {
  name: "random",
  version,

  check: ({ type, news }) =>
    Promise.resolve({ inputs: news, failures: problems(kindOf(type), news) }),

  diff: ({ type, olds, news }) => Promise.resolve(difference(kindOf(type), olds, news)),

  create: ({ type, inputs, preview }) => {
    const kind = kindOf(type);
    const given = withDefaults(kind, inputs);
    const { id, outputs } = preview
      ? { id: "", outputs: { ...given, ...undrawn(kind) } }
      : kind.draw(reveal(given) as Properties);
    return Promise.resolve({ id, outputs: marked(kind, outputs, given) });
  },

  read: ({ type, id, inputs, state }) => {
    const kind = kindOf(type);
    if (Object.keys(state).length > 0) return Promise.resolve({ id, inputs, outputs: state });
    const adopted = kind.adopt(id);
    return Promise.resolve({ ...adopted, outputs: marked(kind, adopted.outputs, {}) });
  },

  update: ({ olds }) => Promise.resolve(olds),

  delete: () => Promise.resolve(),
};

function kindOf(type: string): RandomKind {
  const kind = kinds[type];
  if (kind === undefined) {
    const supported = Object.keys(kinds).map((token) => token.split(":").pop());
    throw new Error(
      `${type}: expected one of ${supported.join(", ")}; the offline plugin has no other resource`,
    );
  }
  return kind;
}

function undrawn(kind: RandomKind): Properties {
  return Object.fromEntries(kind.drawn.map((name) => [name, unknown]));
}

/** Compares with what is in state, where every default is written out: naming a default changes nothing. */
function difference(kind: RandomKind, olds: Properties, news: Properties): Diff {
  const given = withDefaults(kind, news);
  const changed = Object.keys(kind.inputs).filter(
    (name) => !isDeepStrictEqual(plain(given[name]), plain(olds[name])),
  );
  return {
    changed: changed.length > 0,
    replaces: changed,
    detailed: Object.fromEntries(changed.map((name) => [name, "update-replace"])),
  };
}

function plain(value: Value | undefined): Value {
  return value === undefined ? null : reveal(value);
}

/** Drawn secrets are marked, and inputs keep the marks they came with. */
function marked(kind: RandomKind, outputs: Properties, given: Properties): Properties {
  return mapProperties(outputs, (value, name) => {
    if (kind.secrets?.includes(name)) return new Secret(value);
    const input = given[name];
    return input !== undefined && containsSecret(input) ? input : value;
  });
}
