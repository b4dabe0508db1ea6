import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";
import { z } from "zod";

import { problemAt, type SettingsProblem } from "./problems";
import type { Sections } from "./settings";

const named = z.array(z.looseObject({ name: z.string() }));
const kubeconfigFile = z.looseObject({
  "current-context": z.string().optional(),
  contexts: z.array(
    z.looseObject({
      name: z.string(),
      context: z.looseObject({ cluster: z.string(), user: z.string() }),
    }),
  ),
  clusters: named,
  users: named,
});

const writeKubeconfig = "write one with: kubectl config view --raw --flatten";

/**
 * What is wrong with the kubeconfig. No message holds any of its content but names.
 *
 * A missing one would otherwise pass the preview: the provider then shows every object as new.
 *
 * @param root folder that the path is relative to
 */
export function kubeconfigProblems(root: string, cluster: Sections["cluster"]): SettingsProblem[] {
  const file = cluster.kubeconfig;
  const refused = (expected: string) => [
    problemAt(["cluster", "kubeconfig"], { expected, fix: writeKubeconfig }, file),
  ];

  const content = contentOf(root, file);
  if (content === undefined) return refused("a file that can be read");
  const kubeconfig = kubeconfigFile.safeParse(yamlOf(content)).data;
  if (kubeconfig === undefined) return refused("a kubeconfig with contexts, clusters and users");

  const { contexts, clusters, users } = kubeconfig;
  const wanted = cluster.context ?? kubeconfig["current-context"];
  const context = contexts.find(({ name }) => name === wanted)?.context;
  if (context === undefined) {
    const expected = `a context of ${file} (${contexts.map(({ name }) => name).join(", ")})`;
    return [problemAt(["cluster", "context"], { expected }, wanted)];
  }
  return clusters.some(({ name }) => name === context.cluster) &&
    users.some(({ name }) => name === context.user)
    ? []
    : refused(`the cluster and the user of its context ${JSON.stringify(wanted)}`);
}

/**
 * What is wrong with the authority that signed the NAS's certificate.
 *
 * @param root folder that the path is relative to
 */
export function certificateProblems(root: string, nas: Sections["nas"]): SettingsProblem[] {
  return authorityProblems(root, ["nas", "certificateAuthority"], nas.certificateAuthority);
}

/**
 * What is wrong with the authorities that signed the certificates of Jenkins and of another storage: an upgrade that finds
 * out has begun already.
 *
 * @param root folder that the paths are relative to
 */
export function upgradeFileProblems(
  root: string,
  { jenkins, snapshot }: Sections["upgrades"],
): SettingsProblem[] {
  const key = "certificateAuthority";
  return [
    ...authorityProblems(root, ["upgrades", "jenkins", key], jenkins[key]),
    ...authorityProblems(root, ["upgrades", "snapshot", "http", key], snapshot.http?.[key]),
  ];
}

function authorityProblems(
  root: string,
  path: readonly string[],
  file: string | undefined,
): SettingsProblem[] {
  if (file === undefined) return [];
  const content = contentOf(root, file);
  if (content === undefined)
    return [problemAt(path, { expected: "a file that can be read" }, file)];
  return content.includes("-----BEGIN CERTIFICATE-----")
    ? []
    : [problemAt(path, { expected: "a PEM file with a certificate" }, file)];
}

function contentOf(root: string, file: string): string | undefined {
  try {
    return readFileSync(join(root, file), "utf8");
  } catch {
    return undefined;
  }
}

function yamlOf(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
