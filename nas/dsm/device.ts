import { Failure } from "../failure";
import type { Connection } from "./connection";
import { logIn, type Credential, type RefusalMemory } from "./login";
import { logOut } from "./session";

/** What an enrolment gives. */
export interface Enrolment {
  /** Second factor of later logins under the same device name, without a one-time password; a secret. */
  readonly deviceToken: string;
  readonly deviceName: string;
}

const forgetful: RefusalMemory = {
  alone: (login) => login(),
  check: () => undefined,
  refused: () => undefined,
  accepted: () => undefined,
};

/**
 * Logs in once with a one-time password and asks DSM for a token that stands for the second factor from then on. The
 * token is a standing bypass of it: it belongs where the password is, and is withdrawn in DSM under Personal > Account.
 *
 * @param otpCode the six digits the authenticator shows now
 * @param deviceName name under which DSM lists the device, 1 to 64 characters
 * @param memory remembers a refusal for later runs; default none
 * @throws Failure `request` for a code or name that cannot be right, `login` when the NAS refuses it, `failed` when it
 *   gives no token
 */
export async function enrolDevice(
  connection: Connection,
  credential: Credential,
  otpCode: string,
  deviceName: string,
  memory: RefusalMemory = forgetful,
): Promise<Enrolment> {
  // Whatever DSM is bound to refuse would count for Auto Block.
  if (!/^\d{6}$/.test(otpCode))
    throw new Failure(
      "request",
      "otp code: expected the six digits that the authenticator shows, got another value (not shown)",
    );
  if (!/^[\x20-\x7e]{1,64}$/.test(deviceName))
    throw new Failure(
      "request",
      `nas.deviceName: expected 1 to 64 printable ASCII characters, got ${JSON.stringify(deviceName)}`,
    );
  const keys = await logIn(connection, credential, memory, {
    otp_code: otpCode,
    enable_device_token: "yes",
    device_name: deviceName,
  });
  await logOut(connection, keys);
  const deviceToken = keys.device_id ?? keys.did;
  if (deviceToken === undefined)
    throw new Failure(
      "failed",
      `SYNO.API.Auth login: expected a device token for ${JSON.stringify(deviceName)}, got none; ` +
        "set up two-factor authentication for the account in DSM first",
    );
  return { deviceToken, deviceName };
}
