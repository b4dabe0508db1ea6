import type { Readable } from "node:stream";

import type { Patience } from "../dsm/patience";

/** What a run takes from and gives to the outside. */
export interface Surroundings {
  /** The request; a terminal is refused, so that nobody waits for a prompt that never comes. */
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Whether standard output shows colours. Default no. */
  readonly colours?: boolean;
  /** The clock, in milliseconds since 1970. Default: the machine's. */
  readonly now?: () => number;
  /** Parent of the folder for locks and refused credentials. Default: the system's temporary folder. */
  readonly temporaryFolder?: string;
  /** Default: the waits for a real NAS. */
  readonly patience?: Patience;
}
