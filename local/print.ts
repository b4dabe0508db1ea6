import { DeploymentFailed } from "./engine/deploy";
import { typed, typedPulumi } from "./typed";
import type { Platform } from "./up";

/** Prints what a newcomer needs next after `up`. */
export function printPlatform(platform: Platform): void {
  process.stdout.write(`\n${platformText(platform)}\n`);
}

/** What that is: what changed, what is proven, and the commands that come next. */
export function platformText({
  instance,
  tools,
  plugins,
  deployment,
  proof,
}: Pick<Platform, "deployment" | "proof"> & {
  readonly plugins: Readonly<Record<string, { readonly origin: string }>>;
  readonly instance: Pick<Platform["instance"], "relativeFolder">;
  readonly tools: Pick<Platform["tools"], "kubectl">;
}): string {
  const folder = instance.relativeFolder;
  const lines: string[] = [];
  const changes = Object.entries(deployment?.changes ?? {}).map(
    ([verb, count]) => `${count} ${verb}`,
  );
  for (const sentence of deployment?.recovered ?? []) lines.push(`! ${sentence}`);
  if (changes.length > 0) lines.push(`  ${changes.join(", ")}`);
  for (const statement of proof?.statements ?? []) lines.push(`✔ ${statement}`);
  const offline = Object.entries(plugins)
    .filter(([, { origin }]) => origin === "offline")
    .map(([name]) => name);
  if (offline.length > 0) lines.push(`  offline plugins in use: ${offline.join(", ")}`);
  lines.push(
    "  not proven here, for want of a kubelet: mounts, probes and Jenkins itself",
    "",
    `next: ${typedPulumi("stack output --stack local", folder)}`,
    `      KUBECONFIG=${folder}/kubeconfig ${tools.kubectl} get pods --all-namespaces`,
    `      ${typed("status", folder)} · ${typed("down", folder)}`,
  );
  return lines.join("\n");
}

/** Prints a failure without a stack trace and makes the process end with 1. */
export function printFailure(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const heading = error instanceof DeploymentFailed ? "pulumi up failed\n" : "";
  process.stderr.write(`\n${heading}${message}\n`);
  process.exitCode = 1;
}
