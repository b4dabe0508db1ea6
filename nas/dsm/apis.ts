import { z } from "zod";

import { Failure } from "../failure";
import type { Connection } from "./connection";

/** One API of the NAS as it advertises it. */
export interface AdvertisedApi {
  readonly name: string;
  readonly minVersion: number;
  readonly maxVersion: number;
  /** Relative to `/webapi/`. */
  readonly path: string;
}

const answer = z.record(
  z.string(),
  z.looseObject({
    minVersion: z.number().default(1),
    maxVersion: z.number(),
    path: z.string(),
  }),
);

/** Every API the NAS advertises, by name. Needs no session. */
export async function listApis(
  connection: Connection,
): Promise<ReadonlyMap<string, AdvertisedApi>> {
  const found = answer.safeParse(
    await connection.send(
      { api: "SYNO.API.Info", method: "query", parameters: { query: "all" } },
      "always",
    ),
  );
  if (!found.success)
    throw new Failure(
      "failed",
      "SYNO.API.Info query: expected a list of APIs, got another shape; check that nas.url is a DSM 7",
    );
  return new Map(
    Object.entries(found.data).map(([name, { minVersion, maxVersion, path }]) => [
      name,
      { name, minVersion, maxVersion, path },
    ]),
  );
}
