import { timingSafeEqual } from "node:crypto";

import type { Faults } from "./faults";

/** A call as the log of calls shows it: no parameters, they hold secrets. */
export interface LoggedCall {
  readonly api: string;
  readonly method: string;
  /** 0 = success. */
  readonly code: number;
}

/** What tests may see and do beside the Web API. */
export interface AdministrationParts {
  /** Content of `admin-token`, which only the owner of the folder can read. */
  readonly token: string;
  readonly faults: Faults;
  readonly calls: LoggedCall[];
  readonly forgive: () => void;
  readonly sessions: () => number;
}

/** Answers `/simulator/<page>`; undefined when the token is wrong or there is no such page. */
export function administer(
  parts: AdministrationParts,
  verb: string,
  page: string,
  token: string | undefined,
  body: string,
): unknown {
  if (token === undefined || !same(token, parts.token)) return undefined;
  const { faults } = parts;
  switch (`${verb} ${page}`) {
    case "GET status":
      return { sessions: parts.sessions(), pending: faults.pending, hanging: faults.hanging };
    case "GET calls":
      return parts.calls;
    case "POST faults":
      faults.add(JSON.parse(body));
      return {};
    case "POST release":
      faults.release();
      return {};
    case "POST forgive":
      parts.forgive();
      return {};
    default:
      return undefined;
  }
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
