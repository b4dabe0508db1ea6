import type { Parameters } from "./parameters";

/** One call that passed every check. */
export interface Call {
  readonly version: number;
  /** Parameters as JSON values. */
  readonly parameters: Parameters;
  /** Parameters as sent: what APIs without `requestFormat: JSON` read. */
  readonly fields: ReadonlyMap<string, string>;
  /** IP address of the caller. */
  readonly address: string;
  /** Session id the call came with; absent before login. */
  readonly sid: string | undefined;
  /** Adds a cookie to the answer. */
  readonly setCookie: (name: string, value: string) => void;
  /** Answers another call of the same caller: a request may bundle several. */
  readonly answer: (fields: ReadonlyMap<string, string>) => Promise<Envelope>;
}

/** The envelope of every answer. */
export type Envelope =
  | { readonly success: true; readonly data?: unknown }
  | { readonly success: false; readonly error: { readonly code: number } };

/** What a method answers: the `data` of the envelope, or undefined for a method without any. */
export type Method = (call: Call) => unknown;

/** One API of the NAS as `SYNO.API.Info` lists it. */
export interface Api {
  readonly minVersion: number;
  readonly maxVersion: number;
  /** Whether parameters are JSON values; `SYNO.API.Auth` takes plain form values. */
  readonly json: boolean;
  /** Whether a call needs a session. */
  readonly session: boolean;
  readonly methods: Readonly<Record<string, Method>>;
}

/** All APIs by name. */
export type ApiTable = ReadonlyMap<string, Api>;

/** A SAN, storage or system API: JSON parameters, for a logged-in administrator. */
export function administratorApi(
  methods: Readonly<Record<string, Method>>,
  minVersion = 1,
  maxVersion = minVersion,
): Api {
  return { minVersion, maxVersion, json: true, session: true, methods };
}
