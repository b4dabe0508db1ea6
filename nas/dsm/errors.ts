/** Codes after which one new login can help: the session is gone, displaced, bound to another address, or lacked its token. */
export const sessionCodes: ReadonlySet<number> = new Set([105, 106, 107, 119, 150]);

/** Codes of the "system busy or network unstable" family: a read may be sent again. */
export const busyCodes: ReadonlySet<number> = new Set([108, 109, 110, 111, 117, 118, 125]);

/** `Volume get` uses a busy code for "no such volume". */
export const noSuchVolume = 117;

/** `map_target` before the LUN is loaded. */
export const lunNotLoaded = 18990570;

const meanings: Readonly<Record<number, string>> = {
  100: "unknown error",
  101: "api, method or version missing",
  102: "no such API; SAN Manager (package ScsiTarget) must be installed and running",
  103: "no such method; this needs DSM 7",
  104: "no such version; this needs DSM 7",
  105: "no permission, no SynoToken, or a dead session; the account must be in the group administrators",
  106: "session timed out",
  107: "session displaced by another login",
  114: "parameter lost",
  115: "parameter not allowed",
  116: "not allowed in demo mode",
  117: "system busy",
  118: "system busy",
  119: "session not found",
  150: "the source address differs from the one that logged in; pin this machine's address or set the NAS to skip the IP check",
  160: "insufficient application privilege",
  18990002: "out of free space on the volume; free space or choose a smaller size",
  18990004: "bad parameter or no such object",
  18990068: "name too long",
  18990318: "the LUN type does not fit the volume's file system; BLUN needs btrfs",
  18990327: "cannot read the space of the volume",
  18990500: "bad LUN type",
  18990501: "bad location",
  18990502: "bad size",
  18990503: "bad LUN name",
  18990505: "bad LUN uuid",
  18990508: "required parameter missing",
  18990531: "no such LUN",
  18990538: "a LUN of this name exists",
  18990541: "the NAS model's number of LUNs is used up; remove LUNs that are no longer needed",
  18990542:
    "the NAS model's number of targets is used up; remove targets that are no longer needed",
  18990570: "the LUN is not loaded yet",
  18990622: "bad device attributes",
  18990700: "bad target name",
  18990702: "bad authentication type",
  18990708: "bad CHAP user or password; DSM wants a password of 12 to 16 characters",
  18990710: "no such target",
  18990722: "cannot load the target",
  18990724: "cannot load the target's configuration",
  18990744: "a target of this name exists",
  18990745: "a target with this IQN exists",
};

const refusals: Readonly<Record<number, string>> = {
  400: "no such account, or a wrong password",
  401: "the account is disabled; enable it in Control Panel > User & Group",
  402: "permission denied; the account must be a member of the group administrators, SAN Manager cannot be delegated",
  403: "a one-time password is required; use an account without two-factor authentication, this tool has no second factor to give",
  404: "the one-time password was wrong or already used",
  405: "the account may not use this application portal",
  406: "the NAS enforces two-factor authentication; exempt this account, this tool has no second factor to give",
  407: "this machine's address is blocked by Auto Block; unblock it in Control Panel > Security > Protection",
  408: "the password expired and cannot be changed",
  409: "the password expired; change it in DSM",
  410: "the password must be changed at the next login; change it in DSM",
  411: "the account is locked; unlock it in Control Panel > User & Group",
};

/** Meaning of an error code of any API but Auth, with its cure where one is known. */
export function meaning(code: number): string {
  return meanings[code] ?? (code > 18990000 ? "an error of SAN Manager" : "no documented meaning");
}

/** Meaning of a login's error code, with its cure. Undefined when the code is not a refusal of the credential (400 to 411). */
export function refusal(code: number): string | undefined {
  return refusals[code];
}
