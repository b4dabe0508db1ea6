import { DeploymentFailed } from "./engine/deploy";
import type { Platform } from "./up";

/** Prints what a newcomer needs next after `up`. */
export function printPlatform(platform: Platform): void {
  const { instance, tools, plugins, deployment, proof } = platform;
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
    `next: npm run pulumi -- stack output --stack local`,
    `      KUBECONFIG=${instance.relativeFolder}/kubeconfig ${tools.kubectl} get pods --all-namespaces`,
    "      npm run status · npm run down",
  );
  process.stdout.write(`\n${lines.join("\n")}\n`);
}

/** Prints a failure without a stack trace and makes the process end with 1. */
export function printFailure(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const heading = error instanceof DeploymentFailed ? "pulumi up failed\n" : "";
  process.stderr.write(`\n${heading}${message}\n`);
  process.exitCode = 1;
}
