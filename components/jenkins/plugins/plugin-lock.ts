import locked from "./lock.json";

/** What is known about one version of a plugin. */
export interface PluginNeeds {
  readonly version: string;
  /** Oldest Jenkins it runs on; null when that is not known. */
  readonly requiredCore: string | null;
  /** Plugins it needs, with the oldest version that does; null when they are not known. */
  readonly dependencies: Readonly<Record<string, string>> | null;
}

/** One plugin of the lock file. */
export interface LockEntry extends PluginNeeds {
  /** SHA-256 of the file, in hexadecimal. Absent where it is not known: the download is then not compared. */
  readonly sha256?: string;
  /**
   * The last version whose needs are known, where those of the locked one are not.
   *
   * They stand in for the unknown ones, so that the set stays closed as far as anybody can tell.
   */
  readonly assumed?: PluginNeeds;
}

/** Every plugin this stack may install, each in exactly one version, closed over dependencies (B-04). */
export interface PluginLock {
  /** Jenkins version the set was resolved for. */
  readonly core: string;
  /** By the id of the plugin. */
  readonly plugins: Readonly<Record<string, LockEntry>>;
}

/** The committed lock file; `npm run plugins -- update` writes it. */
export const lock: PluginLock = locked;
