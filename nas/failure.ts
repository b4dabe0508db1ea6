/**
 * What kind of end a run came to, and the exit code that says so.
 *
 * - `failed` (1): the NAS answered with an error, or did not do what it reported
 * - `request` (2): the request or the command line is wrong; the NAS was not asked
 * - `refused` (3): something on the NAS differs from the request; nothing was changed
 * - `unreachable` (4): no DSM answers at the address, or its certificate is not trusted
 * - `login` (5): the NAS refused the credential
 */
export const exitCodes = { failed: 1, request: 2, refused: 3, unreachable: 4, login: 5 } as const;

/** Key of {@link exitCodes}. */
export type FailureKind = keyof typeof exitCodes;

/** What a caller needs to know about a failure to decide on its next step. */
export interface FailureDetails {
  /** Error code of the DSM envelope. Absent when no envelope arrived. */
  readonly dsmCode?: number;
  /**
   * What became of the call when no answer arrived: `none` = it never left, so anything may be sent again;
   * `unknown` = it may have been carried out. Absent when the NAS answered.
   */
  readonly delivery?: "none" | "unknown";
}

/** A failure whose message is meant for the operator as it stands: no stack, no secret, one problem per line. */
export class Failure extends Error {
  constructor(
    readonly kind: FailureKind,
    message: string,
    readonly details: FailureDetails = {},
  ) {
    super(message);
    this.name = "Failure";
  }
}
