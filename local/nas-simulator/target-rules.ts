import type { Parameters } from "./parameters";
import { text } from "./parameters";
import { Refusal, sanCode } from "./refusal";
import type { Target } from "./state";

/** The part of a target that `create` and `set` may change. */
export type TargetSettings = Omit<Target, "targetId" | "mappings" | "enabled" | "acls" | "portals">;

/** A target nobody configured: one session at most, no CHAP. */
export const targetDefaults: TargetSettings = {
  name: "",
  iqn: "",
  authType: 0,
  chap: { user: "", password: "" },
  mutual: { user: "", password: "" },
  maxSessions: 1,
  headerChecksum: false,
  dataChecksum: false,
  maxReceiveBytes: 262_144,
  maxSendBytes: 262_144,
};

const segmentSizes: readonly unknown[] = [4096, 8192, 65_536, 262_144];

/**
 * The settings of a target after a `create` or `set`: what the call names, the rest as before.
 *
 * @throws Refusal 18990700, 18990004, 18990702 or 18990708
 */
export function targetSettings(parameters: Parameters, before: TargetSettings): TargetSettings {
  const name = textOr(parameters, "name", before.name, sanCode.badTargetName);
  if (name.length > 128) throw new Refusal(sanCode.badTargetName);
  const iqn = textOr(parameters, "iqn", before.iqn, sanCode.badParameter);
  if (!/^iqn\.\d{4}-\d{2}\.[a-z0-9.:-]+$/.test(iqn) || iqn.length > 128) {
    throw new Refusal(sanCode.badParameter);
  }
  const authType = parameters.get("auth_type") ?? before.authType;
  if (authType !== 0 && authType !== 1 && authType !== 2) throw new Refusal(sanCode.badAuthType);
  return {
    name,
    iqn,
    authType,
    chap: credentials(parameters, "", authType >= 1, before.chap),
    mutual: credentials(parameters, "mutual_", authType === 2, before.mutual),
    maxSessions: choice(
      parameters,
      "max_sessions",
      before.maxSessions,
      (value): value is number =>
        typeof value === "number" && Number.isInteger(value) && value >= 0,
    ),
    headerChecksum: choice(parameters, "has_header_checksum", before.headerChecksum, isBoolean),
    dataChecksum: choice(parameters, "has_data_checksum", before.dataChecksum, isBoolean),
    maxReceiveBytes: choice(
      parameters,
      "max_recv_seg_bytes",
      before.maxReceiveBytes,
      isSegmentSize,
    ),
    maxSendBytes: choice(parameters, "max_send_seg_bytes", before.maxSendBytes, isSegmentSize),
  };
}

/** User and secret belong together: DSM's form wants 12 to 16 characters and both at once. */
function credentials(
  parameters: Parameters,
  prefix: "" | "mutual_",
  required: boolean,
  before: Target["chap"],
): Target["chap"] {
  const sent = parameters.has(`${prefix}user`) || parameters.has(`${prefix}password`);
  if (!required) return { user: "", password: "" };
  if (!sent && before.user !== "") return before;
  const user = text(parameters, `${prefix}user`);
  const password = text(parameters, `${prefix}password`);
  if (user === undefined || password === undefined || !/^.{12,16}$/.test(password)) {
    throw new Refusal(sanCode.badAuthentication);
  }
  return { user, password };
}

function textOr(parameters: Parameters, name: string, before: string, code: number): string {
  const value = parameters.has(name) ? text(parameters, name) : before;
  if (value === undefined || value === "") throw new Refusal(code);
  return value;
}

function choice<Value>(
  parameters: Parameters,
  name: string,
  before: Value,
  valid: (value: unknown) => value is Value,
): Value {
  const value = parameters.has(name) ? parameters.get(name) : before;
  if (!valid(value)) throw new Refusal(sanCode.badParameter);
  return value;
}

const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";
const isSegmentSize = (value: unknown): value is number => segmentSizes.includes(value);
