import type { CheckFailure } from "../rpc/provider";
import {
  isList,
  isProperties,
  reveal,
  Secret,
  unknown,
  type Properties,
  type Value,
} from "../rpc/values";

/** Which of the two streams are printed while a command runs. */
export type Logging = "none" | "stderr" | "stdout" | "stdoutAndStderr";

/** The inputs that say how a command line is run, without secret marks. */
export interface Surroundings {
  readonly interpreter?: readonly string[];
  readonly dir?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly logging?: Logging;
  readonly addPreviousOutputInEnv?: boolean;
}

/** The inputs of `local.Command`, without secret marks. */
export interface CommandInputs extends Surroundings {
  readonly create?: string;
  readonly update?: string;
  readonly delete?: string;
}

type Expectation = (value: Value) => string | undefined;

const text: Expectation = (value) => (typeof value === "string" ? undefined : "a string");
const texts: Expectation = (value) =>
  isList(value) && value.every((item) => isText(item)) ? undefined : "a list of strings";
const loggings: readonly Value[] = [
  "stdout",
  "stderr",
  "stdoutAndStderr",
  "none",
] satisfies Logging[];

const surroundings: Readonly<Record<string, Expectation>> = {
  interpreter: texts,
  dir: text,
  environment: (value) =>
    isProperties(value) && Object.values(value).every(isText) ? undefined : "a map of strings",
  stdin: text,
  logging: (value) =>
    loggings.includes(value) ? undefined : 'one of "stdout", "stderr", "stdoutAndStderr", "none"',
  addPreviousOutputInEnv: (value) => (typeof value === "boolean" ? undefined : "true or false"),
  assetPaths: noFiles,
  archivePaths: noFiles,
};

const expectations = {
  resource: { ...surroundings, create: text, update: text, delete: text },
  invoke: { ...surroundings, command: text },
};

/** What is wrong with the inputs, as far as they are known. Values are not printed: any may hold a secret. */
export function problems(use: keyof typeof expectations, inputs: Properties): CheckFailure[] {
  return Object.entries(expectations[use]).flatMap(([property, expectation]) => {
    const given = inputs[property];
    const value = given === undefined ? null : reveal(given);
    if (value === null && property === "command")
      return [{ property, reason: "expected a string, got none" }];
    if (value === null || value === unknown) return [];
    const expected = expectation(value);
    if (expected === undefined) return [];
    const got = given instanceof Secret ? "a secret value" : describe(value);
    return [{ property, reason: `expected ${expected}, got ${got}` }];
  });
}

/** The inputs as they go into state: the official plugin writes its only default out. */
export function withDefaults(inputs: Properties): Properties {
  return { ...inputs, addPreviousOutputInEnv: inputs["addPreviousOutputInEnv"] ?? true };
}

/** Checked inputs or state in plain types; `null` means the same as absence. */
export function plainInputs(properties: Properties): CommandInputs {
  const present = Object.entries(reveal(properties) as Properties).filter(
    ([, value]) => value !== null,
  );
  return Object.fromEntries(present);
}

function noFiles(value: Value): string | undefined {
  return isList(value) && value.length === 0
    ? undefined
    : "no paths, the offline plugin collects no files";
}

function isText(value: Value): boolean {
  return typeof value === "string" || value === unknown;
}

function describe(value: Value): string {
  if (isList(value)) return "a list";
  if (isProperties(value)) return "a map";
  return JSON.stringify(value);
}
