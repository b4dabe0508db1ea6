import type { ApiTable, Envelope } from "./api";
import { decodeParameter, unquoted } from "./parameters";
import { commonCode, Refusal } from "./refusal";
import type { Sessions } from "./sessions";

/** A call as it arrived over HTTP. */
export interface RawCall {
  /** Name of the CGI, e.g. `entry.cgi`. */
  readonly cgi: string;
  /** The API that the path names behind the CGI; a field `api` wins. */
  readonly pathApi: string | undefined;
  /** Query string and body; the body wins. */
  readonly fields: ReadonlyMap<string, string>;
  readonly cookies: ReadonlyMap<string, string>;
  /** `X-SYNO-TOKEN` header. */
  readonly tokenHeader: string | undefined;
  readonly address: string;
  readonly setCookie: (name: string, value: string) => void;
}

/** CGIs that serve one API only; all other APIs live behind `entry.cgi`. */
const dedicated: Readonly<Record<string, string>> = {
  "query.cgi": "SYNO.API.Info",
  "auth.cgi": "SYNO.API.Auth",
  "encryption.cgi": "SYNO.API.Encryption",
};

/**
 * Answers one call. The order of checks is DSM's: parameters, API, version, session, method, then the method's
 * own rules.
 *
 * @throws anything but a {@link Refusal} that the method throws: a failure of the simulator itself
 */
export async function answer(apis: ApiTable, sessions: Sessions, call: RawCall): Promise<Envelope> {
  try {
    const data = await perform(apis, sessions, call);
    return data === undefined ? { success: true } : { success: true, data };
  } catch (error) {
    if (error instanceof Refusal) return { success: false, error: { code: error.code } };
    throw error;
  }
}

function perform(apis: ApiTable, sessions: Sessions, call: RawCall): unknown {
  const { fields, address, setCookie } = call;
  const name = apiOf(call);
  const method = unquoted(fields.get("method"));
  const version = fields.get("version");
  if (name === undefined || method === undefined || version === undefined) {
    throw new Refusal(commonCode.missingParameter);
  }
  const api = apis.get(name);
  if (api === undefined || (dedicated[call.cgi] ?? name) !== name) {
    throw new Refusal(commonCode.noSuchApi);
  }
  const number = Number(unquoted(version));
  if (!(number >= api.minVersion && number <= api.maxVersion)) {
    throw new Refusal(commonCode.noSuchVersion);
  }
  const presented = {
    cookieSid: call.cookies.get("id"),
    parameterSid: unquoted(fields.get("_sid")),
    token: call.tokenHeader ?? unquoted(fields.get("SynoToken")),
    address,
  };
  if (api.session) sessions.require(presented);
  const handler = Object.hasOwn(api.methods, method) ? api.methods[method] : undefined;
  if (handler === undefined) throw new Refusal(commonCode.noSuchMethod);
  const parameters = new Map([...fields].map(([key, value]) => [key, decodeParameter(value)]));
  const sid = sessions.sidOf(presented);
  return handler({
    version: number,
    parameters,
    fields,
    address,
    sid,
    setCookie,
    answer: (inner) => answer(apis, sessions, { ...call, pathApi: undefined, fields: inner }),
  });
}

/** The API a call is for. */
export function apiOf({ fields, pathApi }: RawCall): string | undefined {
  return unquoted(fields.get("api")) ?? pathApi;
}
