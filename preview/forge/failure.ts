/** Why a comment could not be posted. The message is meant for people as it stands and holds no token. */
export class ForgeFailure extends Error {
  constructor(
    message: string,
    /** What the forge answered; absent when it did not, or was not asked. */
    readonly status?: number,
  ) {
    super(message);
    this.name = "ForgeFailure";
  }
}

/** The forge may answer when it is asked again. */
export class Unavailable extends ForgeFailure {
  constructor(
    message: string,
    /** How long it asked to be left alone. */
    readonly waitSeconds: number | undefined,
  ) {
    super(message);
    this.name = "Unavailable";
  }
}
