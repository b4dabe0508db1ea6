import type { Versions } from "./downgrade";
import { risen, type Highest } from "./highest";
import { rolledFrom, type Rolled } from "./rolled";

/** What the stack's state keeps of the last roll: one line of JSON on standard output, without any secret. */
export interface UpgradeRecord {
  /** When it was written; RFC 3339, UTC. */
  readonly at: string;
  /** The pod it speaks of. */
  readonly podHash: string;
  readonly image: string;
  /** `<id>:<version>` a line. */
  readonly plugins: string;
  /** LUN of the home. */
  readonly lun: string;
  /** The last snapshot that was taken before a roll; absent before the first one. */
  readonly snapshot?: {
    readonly name: string;
    /** When it was taken, by the clock of the storage, where that tells; RFC 3339, UTC. */
    readonly at?: string;
    /** What ran until then. */
    readonly from: { readonly image: string; readonly plugins: string };
  };
  /** The newest that wrote each home; absent in records of earlier versions of this tool. */
  readonly highest?: Highest;
  /** Which attempt it was, as the environment says; absent for the first. */
  readonly attempt?: string;
  /** The record of what ran until then, which holds again where the pod was not replaced after all. */
  readonly before?: UpgradeRecord | undefined;
}

/** What a record is made of, in the environment of the command. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The record of what the environment wants. */
export function recordOf(environment: Environment, at: Date): UpgradeRecord {
  const { POD_HASH: podHash = "", JENKINS_IMAGE: image = "" } = environment;
  const { PLUGINS: plugins = "", HOME_LUN: lun = "" } = environment;
  return { at: at.toISOString(), podHash, image, plugins, lun };
}

/**
 * The record that the last run of the command left in the stack's state.
 *
 * @returns nothing where there is none that can be read: then nothing is known of what runs
 */
export function previousRecord({
  PULUMI_COMMAND_STDOUT: text = "",
}: Environment): UpgradeRecord | undefined {
  return readRecord(text);
}

/** A printed record; nothing for a text that is none. */
export function readRecord(text: string): UpgradeRecord | undefined {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isRecord(found) ? found : undefined;
}

/** What is known to have written a home; of one that nothing is known of, what wrote the home in use: it may be its copy. */
export function writtenBy(record: UpgradeRecord, lun: string): Versions {
  const { highest = {} } = record;
  return highest[lun] ?? highest[record.lun] ?? risen(undefined, rolledIn(record));
}

/** What a record says of Jenkins and its plugins. */
export function rolledIn({ image, plugins }: Pick<UpgradeRecord, "image" | "plugins">): Rolled {
  return rolledFrom({ JENKINS_IMAGE: image, PLUGINS: plugins });
}

/** No schema library here: this is loaded at every first `up`, and only reads what this tool wrote. */
function isRecord(value: unknown): value is UpgradeRecord {
  if (typeof value !== "object" || value === null) return false;
  const { at, podHash, image, plugins, lun } = value as Record<string, unknown>;
  return [at, podHash, image, plugins, lun].every((field) => typeof field === "string");
}
