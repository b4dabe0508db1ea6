import { YAMLParseError } from "yaml";
import { z } from "zod";

import { listFiles } from "../../components/jenkins/plugins/install-script";
import type { Difference, Look } from "../difference";
import type { RecordedObject } from "../kubernetes/recorded";
import type { JenkinsAddress } from "../../upgrade/jenkins/client";
import { JenkinsReader, Unlearned, Unreached } from "./client";
import { compareConfiguration } from "./configuration";
import { comparePlugins, listedPlugins, pluginsPath, type PluginVersions } from "./plugins";

/** What the state of a stack says about the inside of Jenkins. */
export interface DeclaredJenkins {
  /** Undefined where the image brings its own. */
  readonly plugins: PluginVersions | undefined;
  /** Documents of Configuration as Code, by file. */
  readonly configuration: Readonly<Record<string, string>>;
}

/** Finds in a state what Jenkins was given: ConfigMaps of the controller's namespace, known by their files. */
export function declaredJenkins(
  objects: readonly RecordedObject[],
  namespace: string,
): DeclaredJenkins {
  const files = objects
    .filter((object) => object.kind === "ConfigMap" && object.namespace === namespace)
    .map(({ name, wanted }) => ({ name, data: (wanted["data"] ?? {}) as Record<string, string> }));
  const list = files.find(({ data }) => listFiles.plugins in data)?.data[listFiles.plugins];
  return {
    plugins: list === undefined ? undefined : listedPlugins(list),
    configuration: Object.fromEntries(
      files
        .filter(({ name }) => name.startsWith("jenkins-configuration"))
        .flatMap(({ data }) => Object.entries(data).filter(([file]) => /\.ya?ml$/.test(file))),
    ),
  };
}

/** Compares a running Jenkins with what the stack gave it. One that is not reached is a line, not a failure. */
export async function lookAtJenkins(
  address: JenkinsAddress,
  { plugins, configuration }: DeclaredJenkins,
): Promise<Look> {
  const jenkins = new JenkinsReader(address);
  const found: Difference[] = [];
  const skipped: string[] = [];
  const parts: readonly (readonly [string, () => Promise<readonly Difference[]>])[] = [
    [
      "plugins",
      async () => {
        if (plugins !== undefined) return comparePlugins(plugins, await jenkins.json(pluginsPath));
        skipped.push("plugins: the image brings its own");
        return [];
      },
    ],
    [
      "configuration",
      async () => compareConfiguration(configuration, await jenkins.exportedConfiguration()),
    ],
  ];
  for (const [part, compare] of parts)
    try {
      found.push(...(await compare()));
    } catch (error) {
      skipped.push(`Jenkins: ${reasonOf(part, error)}`);
      if (error instanceof Unreached) break;
    }
  return { differences: found, skipped };
}

/** @throws what is no answer of Jenkins but a mistake of ours */
function reasonOf(part: string, error: unknown): string {
  if (error instanceof Unlearned) return error.message;
  if (
    error instanceof z.ZodError ||
    error instanceof SyntaxError ||
    error instanceof YAMLParseError
  )
    return `${part}: expected what the plugin answers, got another shape`;
  throw error;
}
