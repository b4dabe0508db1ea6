import { text } from "node:stream/consumers";

import { Failure } from "../failure";
import { parseEnsureRequest, parseShowRequest, type NasRequest } from "../request";
import type { Wanted } from "../lun/survey";
import type { Surroundings } from "./surroundings";

/** One NAS and the LUNs it should offer. */
export interface Described {
  readonly nas: NasRequest;
  readonly wanted: readonly Wanted[];
}

/** What `login device` needs: the NAS, and the code that the authenticator shows. */
export interface LoginRequest {
  readonly nas: NasRequest;
  /** Name the request gives the device. */
  readonly deviceName: string | undefined;
  readonly oneTimePassword: string;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The text of the request.
 *
 * @throws Failure `request` when standard input is a terminal
 */
export async function requestText({ stdin }: Surroundings): Promise<string> {
  if (stdin.isTTY === true)
    throw new Failure(
      "request",
      "request: expected one JSON document on standard input, got a terminal; nas --help shows an example",
    );
  return await text(stdin);
}

/**
 * Reads one request, or a list of them, for verbs that send no CHAP password and so need none.
 *
 * @param withoutLun whether a request that names a NAS and no LUN is taken too
 * @throws Failure `request` with every problem, or when the requests name different NASes
 */
export function parseDescribed(request: string, withoutLun = false): Described {
  const raw = fieldsOf(request);
  if (!Array.isArray(raw)) return described(request, raw, withoutLun);
  const problems: string[] = [];
  const read = raw.flatMap((one: unknown, index) => {
    try {
      return [described(JSON.stringify(one), one, withoutLun)];
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      problems.push(...error.message.split("\n").map((line) => `[${index}].${line}`));
      return [];
    }
  });
  if (problems.length > 0) throw new Failure("request", problems.join("\n"));
  const [first, ...others] = read;
  if (first === undefined)
    throw new Failure("request", "request: expected at least one document, got an empty list");
  const other = others.findIndex(({ nas }) => JSON.stringify(nas) !== JSON.stringify(first.nas));
  if (other >= 0)
    throw new Failure(
      "request",
      `[${other + 1}].nas: expected the same NAS in every document, got another one than in the first`,
    );
  return { nas: first.nas, wanted: read.flatMap(({ wanted }) => wanted) };
}

/**
 * Reads the request of `login device`: `nas`, and `oneTimePassword` beside it. A code is a password as well, so it has
 * no option on the command line, where every user of the machine could read it.
 *
 * @throws Failure `request` with every problem
 */
export function parseLoginRequest(request: string): LoginRequest {
  const raw = fieldsOf(request);
  const fields = isFields(raw) ? raw["nas"] : undefined;
  // A token that is to be replaced, or a name whose token is yet to come, is no part of this login.
  const withoutDevice = { deviceName: undefined, deviceToken: undefined };
  const { nas } = nasOnly(
    isFields(fields) ? JSON.stringify({ nas: { ...fields, ...withoutDevice } }) : request,
  );
  const deviceName = isFields(fields) ? fields["deviceName"] : undefined;
  const oneTimePassword = isFields(raw) ? raw["oneTimePassword"] : undefined;
  if (typeof oneTimePassword !== "string" || !/^\d{6}$/.test(oneTimePassword))
    throw new Failure(
      "request",
      "oneTimePassword: expected the six digits that the authenticator shows, in quotes, got " +
        (oneTimePassword === undefined ? "none" : "another value (not shown)"),
    );
  return {
    nas,
    oneTimePassword,
    deviceName: typeof deviceName === "string" ? deviceName : undefined,
  };
}

function described(request: string, raw: unknown, withoutLun: boolean): Described {
  if (withoutLun && isFields(raw) && raw["lun"] === undefined) return nasOnly(request);
  const { nas, ...wanted } = parseEnsureRequest(
    isFields(raw) ? JSON.stringify(withPasswords(raw)) : request,
  );
  return { nas, wanted: [wanted] };
}

function nasOnly(request: string): Described {
  const raw = fieldsOf(request);
  // The check of a request that names a LUN, with one that nobody looks up.
  const { nas } = parseShowRequest(
    isFields(raw) ? JSON.stringify({ ...raw, lun: { name: "none" } }) : request,
  );
  return { nas, wanted: [] };
}

/** The request with passwords where it has none, so that everything else in it is checked as for `lun ensure`. */
function withPasswords(raw: Fields): Fields {
  const { target } = raw;
  if (!isFields(target) || !isFields(target["chap"])) return raw;
  const { chap } = target;
  const { mutual } = chap;
  return {
    ...raw,
    target: {
      ...target,
      chap: {
        password: "never-sent-one",
        ...chap,
        ...(isFields(mutual) && { mutual: { password: "never-sent-two", ...mutual } }),
      },
    },
  };
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The document of a text; undefined for one that is no JSON, whose problem the parser of the request tells. */
function fieldsOf(request: string): unknown {
  try {
    return JSON.parse(request);
  } catch {
    return undefined;
  }
}
