/** What an error code of DSM says, and what to do about it. */
export interface CodeMeaning {
  /** What went wrong, as the end of "got code N: …". */
  readonly cause: string;
  /** The operator's next step. */
  readonly action: string;
}
