import type { CodeMeaning } from "./meaning";

const bug = "DSM may have changed its API; report the call with the DSM version";
const busy: CodeMeaning = {
  cause: "the system is busy or its network unstable",
  action: "wait a minute and run the command again",
};
const administrators = "make the account a member of the group administrators";
const unprivileged: CodeMeaning = { cause: "the privilege is not enough", action: administrators };
const again = "run the command again";

/** Codes that every API but the login shares. */
export const commonCodes: Readonly<Record<number, CodeMeaning>> = {
  100: {
    cause: "unknown error",
    action: "look at Log Center on the NAS and run the command again",
  },
  101: { cause: "api, method or version missing", action: bug },
  102: {
    cause: "no such API",
    action: "SAN Manager (package ScsiTarget) must be installed and running",
  },
  103: { cause: "no such method", action: "this needs DSM 7" },
  104: { cause: "no such version", action: "this needs DSM 7" },
  105: {
    cause: "no permission, no SynoToken, or a dead session",
    action: administrators,
  },
  106: { cause: "the session timed out", action: again },
  107: {
    cause: "another login displaced the session",
    action: "give this tool an account of its own",
  },
  108: busy,
  109: busy,
  110: busy,
  111: busy,
  114: { cause: "a parameter is lost", action: bug },
  115: { cause: "a parameter is not allowed", action: bug },
  116: { cause: "not allowed in demo mode", action: "use a NAS that is no demo" },
  117: busy,
  118: busy,
  119: { cause: "the session was not found", action: again },
  120: { cause: "a parameter has the wrong shape", action: bug },
  122: unprivileged,
  123: unprivileged,
  124: unprivileged,
  125: { cause: "the NAS timed out", action: "wait a minute and run the command again" },
  126: unprivileged,
  127: unprivileged,
  150: {
    cause: "the source address differs from the one that logged in",
    action: "pin this machine's address or set the NAS to skip the IP check",
  },
  160: { cause: "insufficient application privilege", action: administrators },
};
