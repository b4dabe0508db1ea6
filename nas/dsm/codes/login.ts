import type { CodeMeaning } from "./meaning";

/** Codes of a refused login. None is worth a second attempt: Auto Block counts them. */
export const loginCodes: Readonly<Record<number, CodeMeaning>> = {
  400: {
    cause: "no such account, or a wrong password",
    action: "compare both with Control Panel > User & Group",
  },
  401: {
    cause: "the account is disabled",
    action: "enable it in Control Panel > User & Group",
  },
  402: {
    cause: "permission denied",
    action:
      "make the account a member of the group administrators, SAN Manager cannot be delegated",
  },
  403: {
    cause: "a second factor is required",
    action:
      "enrol this machine once with `login device` and set nas.deviceToken and nas.deviceName",
  },
  404: {
    cause:
      "the one-time password was wrong or already used, or the device token is not valid any more",
    action: "wait for the next one-time password and enrol again with `login device`",
  },
  405: {
    cause: "the account may not use this application portal",
    action: "allow it the application DSM in Control Panel > Application Privileges",
  },
  406: {
    cause: "the NAS enforces two-factor authentication and the account has none set up",
    action:
      "set it up in DSM as this account, enrol with `login device`, and set nas.deviceToken and nas.deviceName",
  },
  407: {
    cause: "this machine's address is blocked by Auto Block",
    action: "unblock it in Control Panel > Security > Protection",
  },
  408: {
    cause: "the password expired and cannot be changed",
    action: "let an administrator set a new one in Control Panel > User & Group",
  },
  409: { cause: "the password expired", action: "change it in DSM" },
  410: { cause: "the password must be changed at the next login", action: "change it in DSM" },
  411: { cause: "the account is locked", action: "unlock it in Control Panel > User & Group" },
};
