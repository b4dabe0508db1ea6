/** Where the plugin tool looks instead of at the public update centre (C-03, B-05). */
export interface UpdateCentreSettings {
  /** Document or folder of the update centre. */
  readonly url?: string;
  /** Folder that plugins are downloaded from, whatever the document says. */
  readonly downloads?: string;
  /** Document of all versions of all plugins. */
  readonly pluginVersions?: string;
}

/** Which plugins a controller has, and where they come from. */
export interface PluginSettings {
  /** `lock`: installed on the home from the lock file; `image`: baked into the controller's image (C-02). */
  readonly source: "lock" | "image";
  /** Plugins of the lock beside those that the enabled features need. */
  readonly extra: readonly string[];
  /**
   * Mirror of the update centre.
   *
   * @default - the public one
   */
  readonly updateCentre?: UpdateCentreSettings;
}

/** Plugins of the lock, from the public update centre. */
export const defaultPlugins: PluginSettings = { source: "lock", extra: [] };
