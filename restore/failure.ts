/** Something an operator has to decide or do; the message is meant for them as it stands. */
export class RestoreRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = "RestoreRefused";
  }
}
