import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Subject } from "./origins";
import { PluginClient } from "./plugin-client";

/** The plugin that the tests of the surrounding `describe` share; valid while they run. */
export interface RunningPlugin {
  readonly client: PluginClient;
  /** Scratch folder. */
  readonly folder: string;
}

/** Starts the plugin before the tests of the surrounding `describe` and ends it after them. */
export function runningPlugin(subject: Subject): RunningPlugin {
  const running: { client?: PluginClient; folder?: string } = {};
  before(async () => {
    running.folder = await mkdtemp(join(tmpdir(), "jenkins-stack-"));
    running.client = await PluginClient.start(await subject.install(running.folder));
  });
  after(async () => {
    await running.client?.stop();
    if (running.folder !== undefined) await rm(running.folder, { recursive: true, force: true });
  });
  return running as RunningPlugin;
}
