/** Why no hermetic preview can be made at all. The message is meant for people as it stands. */
export class HermeticFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = "HermeticFailure";
  }
}
