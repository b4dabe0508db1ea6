import { z } from "zod";

import type { Api, Call, Envelope } from "./api";
import type { Parameters } from "./parameters";
import { commonCode, Refusal } from "./refusal";

const request = z.looseObject({
  api: z.string(),
  method: z.string(),
  version: z.union([z.int(), z.string()]).default(1),
  params: z.record(z.string(), z.unknown()).optional(),
});

/** What identifies the caller: it goes with every call of a bundle. */
const identity = ["_sid", "SynoToken"] as const;

/**
 * `SYNO.Entry.Request`: several calls in one, one after the other, in the order they were sent. The calls come as array
 * `compound`, or as `params`, an array or an object that holds one; the parameters of a call lie in it or in its `params`.
 */
export function compoundApi(): Api {
  const bundle = async ({ parameters, fields, answer }: Call): Promise<unknown> => {
    const { calls, stopOnError } = bundleIn(parameters);
    const shown = identity.flatMap((key): [string, string][] => {
      const value = fields.get(key);
      return value === undefined ? [] : [[key, value]];
    });
    const result: unknown[] = [];
    let failed = false;
    for (const { api, method, version, params, ...rest } of calls) {
      const encoded = Object.entries({ ...rest, ...params }).map(
        ([key, value]): [string, string] => [key, JSON.stringify(value)],
      );
      const named: [string, string][] = [
        ["api", api],
        ["method", method],
        ["version", String(version)],
      ];
      const envelope: Envelope = await answer(new Map([...encoded, ...named, ...shown]));
      result.push({ api, method, version: Number(version), ...envelope });
      failed ||= !envelope.success;
      if (failed && stopOnError) break;
    }
    return { has_fail: failed, result };
  };
  const methods = { request: bundle };
  return { minVersion: 1, maxVersion: 2, json: true, session: true, methods };
}

function bundleIn(parameters: Parameters): {
  calls: z.infer<typeof request>[];
  stopOnError: boolean;
} {
  const sent = parameters.get("compound") ?? parameters.get("params");
  const inner = z.looseObject({ params: z.array(z.unknown()) }).safeParse(sent).data;
  const parsed = z.array(request).safeParse(inner?.params ?? sent);
  if (!parsed.success) throw new Refusal(commonCode.lostParameter);
  const stop = ["stopwhenerror", "stop_when_error"].some(
    (key) => (parameters.get(key) ?? inner?.[key]) === true,
  );
  return { calls: parsed.data, stopOnError: stop };
}
