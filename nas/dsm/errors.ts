import { commonCodes } from "./codes/common";
import { loginCodes } from "./codes/login";
import type { CodeMeaning } from "./codes/meaning";
import { sanCodes } from "./codes/san";

/** Codes after which one new login can help: the session is gone, displaced, bound to another address, or lacked its token. */
export const sessionCodes: ReadonlySet<number> = new Set([105, 106, 107, 119, 150]);

/** Codes of the "system busy or network unstable" family: a read may be sent again. */
export const busyCodes: ReadonlySet<number> = new Set([108, 109, 110, 111, 117, 118, 125]);

/** Login refusals that a device token can cure: two-factor authentication asked for what was not, or wrongly, given. */
export const secondFactorCodes: ReadonlySet<number> = new Set([403, 404, 406]);

/** Codes for "the NAS has no such API, method or version": what an older DSM or a missing package answers. */
export const absentApiCodes: ReadonlySet<number> = new Set([102, 103, 104]);

/** `Volume get` uses a busy code for "no such volume". */
export const noSuchVolume = 117;

/** `map_target` before the LUN is loaded. */
export const lunNotLoaded = 18990570;

/**
 * Cause and next step of an error code of any API but the login; a code nobody documented has them too, and names its
 * family.
 */
export function describeCode(code: number): CodeMeaning {
  return (
    commonCodes[code] ??
    sanCodes[code] ?? {
      cause: code > 18990000 ? "an error of SAN Manager" : "a code without documented meaning",
      action: "look at Log Center on the NAS and run the command again",
    }
  );
}

/** Meaning of an error code of any API but the login, on one line with its cure. */
export function meaning(code: number): string {
  const { cause, action } = describeCode(code);
  return `${cause}; ${action}`;
}

/** Cause and next step of a refused login. Undefined when the code is not a refusal of the credential (400 to 411). */
export function refusal(code: number): CodeMeaning | undefined {
  return loginCodes[code];
}
