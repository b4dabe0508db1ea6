import { timingSafeEqual } from "node:crypto";
import { z } from "zod";

import type { CallLog } from "./call-log";
import type { Faults } from "./faults";
import { commonCode } from "./refusal";
import { brokenSessionCodes, type BrokenSession } from "./sessions";
import { hostSchema, type Host } from "./state";

/** A request below `/simulator/`. */
export interface AdministrativeRequest {
  readonly verb: string;
  readonly page: string;
  readonly query: URLSearchParams;
  readonly token: string | undefined;
  readonly body: string;
  /** Runs a task when the answer has been sent. */
  readonly afterwards: (task: () => void) => void;
}

/** What tests may see and do beside the Web API. */
export interface AdministrationParts {
  /** Content of `admin-token`, which only the owner of the folder can read. */
  readonly token: string;
  readonly faults: Faults;
  readonly calls: CallLog;
  readonly sessions: () => number;
  readonly breakSessions: (code: BrokenSession) => void;
  readonly forgive: () => void;
  readonly changeSettings: (change: unknown) => void;
  readonly outage: (ms: number, reboot: boolean) => void;
  readonly scheduledSnapshot: (lun: string) => Promise<string>;
  readonly replaceHosts: (hosts: Host[]) => Promise<void>;
  readonly virtualMachineDisk: (name: string, size: number) => Promise<string>;
  readonly reset: () => Promise<void>;
}

const outageSchema = z.strictObject({
  ms: z.int().positive(),
  reboot: z.boolean().default(false),
});
const lunSchema = z.strictObject({ lun: z.string() });
const diskSchema = z.strictObject({ name: z.string(), size: z.int().positive() });
const brokenSchema = z.strictObject({ code: z.literal(brokenSessionCodes) });

/**
 * Answers `/simulator/<page>`; undefined when the token is wrong or there is no such page. A body of another shape
 * is refused with 114 and the reason.
 *
 * | request | effect |
 * | --- | --- |
 * | `GET status` | sessions, waiting faults, hanging calls, mark of the call log |
 * | `GET calls[?since=<mark>]` | calls that were performed |
 * | `POST faults` | a fault ({@link Faults.add}) |
 * | `POST release` | hanging calls go on, waiting faults are forgotten |
 * | `POST forgive` | Auto Block forgets |
 * | `POST settings` | a part of `settings.json`, until the next reset |
 * | `POST break-sessions` `{code}` | every open session is refused with 105, 106, 107, 119 or 150 |
 * | `POST outage` `{ms, reboot?}` | connections are refused for that long; a reboot forgets the sessions |
 * | `POST scheduled-snapshot` `{lun}` | a snapshot of the DSM scheduler; `lun` is a name or uuid |
 * | `POST hosts` `[{hostId, name, initiatorIds, acls: [{lunUuid, permission}]}]` | the hosts of SAN Manager |
 * | `POST virtual-machine-disk` `{name, size}` | a LUN of Virtual Machine Manager |
 * | `POST reset` | LUNs, targets, sessions, faults, settings, log as on the first day; same identity |
 */
export async function administer(
  parts: AdministrationParts,
  request: AdministrativeRequest,
): Promise<unknown> {
  const { token } = request;
  if (token === undefined || !same(token, parts.token)) return undefined;
  try {
    return await perform(parts, request);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const reason = error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    return { success: false, error: { code: commonCode.lostParameter, reason } };
  }
}

async function perform(
  parts: AdministrationParts,
  { verb, page, query, body, afterwards }: AdministrativeRequest,
): Promise<unknown> {
  const { faults, calls } = parts;
  switch (`${verb} ${page}`) {
    case "GET status": {
      const { pending, hanging } = faults;
      return { sessions: parts.sessions(), pending, hanging, calls: calls.mark };
    }
    case "GET calls":
      return calls.since(Number(query.get("since") ?? 0));
    case "POST faults":
      faults.add(JSON.parse(body));
      return {};
    case "POST release":
      faults.release();
      return {};
    case "POST forgive":
      parts.forgive();
      return {};
    case "POST settings":
      parts.changeSettings(JSON.parse(body));
      return {};
    case "POST break-sessions":
      parts.breakSessions(brokenSchema.parse(JSON.parse(body)).code);
      return {};
    case "POST outage": {
      const { ms, reboot } = outageSchema.parse(JSON.parse(body));
      afterwards(() => {
        parts.outage(ms, reboot);
      });
      return {};
    }
    case "POST scheduled-snapshot":
      return { uuid: await parts.scheduledSnapshot(lunSchema.parse(JSON.parse(body)).lun) };
    case "POST hosts":
      await parts.replaceHosts(z.array(hostSchema).parse(JSON.parse(body)));
      return {};
    case "POST virtual-machine-disk": {
      const { name, size } = diskSchema.parse(JSON.parse(body));
      return { uuid: await parts.virtualMachineDisk(name, size) };
    }
    case "POST reset":
      await parts.reset();
      return {};
    default:
      return undefined;
  }
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
