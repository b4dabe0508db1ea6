import { delimiter, dirname, join } from "node:path";

import type { Instance } from "../instance";

/** Where the executables of the toolchain are. */
export interface EngineTools {
  readonly pulumi: string;
  readonly "pulumi-language-nodejs": string;
}

/** The stack that the local platform deploys. */
export const localStack = "local";

/** Settings file of an instance: the committed one plus what this machine generated. */
export function settingsFile(instance: Instance): string {
  return join(instance.folder, `Pulumi.${localStack}.yaml`);
}

/** Marks every process of one engine run, so that a later run can end what a killed one left behind. */
export const runMark = "JENKINS_STACK_RUN";

/**
 * Environment in which any Pulumi command works on an instance: its backend, passphrase, plugins and
 * settings, and nothing of the user's own Pulumi set-up or cluster.
 */
export function engineEnvironment(
  root: string,
  instance: Instance,
  tools: EngineTools,
): NodeJS.ProcessEnv {
  const path = [dirname(tools.pulumi), dirname(process.execPath), process.env["PATH"] ?? ""];
  return {
    ...ambient(),
    PATH: path.join(delimiter),
    PULUMI_HOME: join(instance.folder, "pulumi"),
    PULUMI_BACKEND_URL: `file://${join(instance.folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: join(instance.folder, "passphrase"),
    PULUMI_OPTION_CONFIG_FILE: settingsFile(instance),
    // The v3.68 language host ignores the runtime options of Pulumi.yaml.
    PULUMI_NODEJS_TSCONFIG_PATH: join(root, "tsconfig.pulumi.json"),
    PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DISABLE_REGISTRY_RESOLVE: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_ERROR_OUTPUT_STRING: "true",
    [runMark]: instance.folder,
  };
}

/** The user's environment without what would point Pulumi or Kubernetes elsewhere. */
function ambient(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !name.startsWith("PULUMI_") && !name.startsWith("KUBE"),
    ),
  );
}
