import { join } from "node:path";

import { readSections, type Reading } from "../../stacks/read";
import { secretKeys } from "../../stacks/secret-keys";
import type { StoredConfig } from "../../stacks/stored-config";

/** Folder that paths in the settings are relative to. */
export const root = join(__dirname, "..", "..");

/** A stack's configuration as plain values, sections and secrets alike. */
export type Values = Record<string, unknown>;

/** Complete settings without a problem, made anew for every test. */
export function goodValues(): Values {
  return {
    cluster: { kubeconfig: "tests/stacks/files/kubeconfig.yaml", identifier: "test" },
    network: {
      nodes: {
        "worker-1": { interface: "enp2s0", address: "fd00:1::21/64", mtu: 9000 },
        "worker-2": {},
      },
    },
    nas: {
      url: "https://[fd00:1::10]:5001",
      account: "pulumi",
      portal: "[fd00:1::10]:3260",
      nfs: { server: "fd00:1::10" },
    },
    storage: {
      luns: {
        jenkins: { volume: "/volume1", size: "20Gi", iqn: "iqn.2000-01.example.nas:jenkins" },
      },
    },
    backup: {
      target: { kind: "hyperBackup", to: "another building" },
      secretsCopy: "safe of the administrators",
    },
    jenkins: {
      image: "docker.io/jenkins/jenkins:2.580.1-jdk21",
      agentImage: "docker.io/jenkins/inbound-agent:3391.va_37fa_a_305d6d-4-jdk21",
      lun: "jenkins",
      url: "https://jenkins.example/",
    },
    jobs: { registries: { ghcr: { server: "ghcr.io", username: "robot" } } },
    gentoo: {
      image: "docker.io/gentoo/stage3:nomultilib-20260824",
      repository: { export: "/volume1/gentoo-repos" },
      binaryPackages: { export: "/volume1/gentoo-binpkgs" },
    },
    nasPassword: "nas-secret-value",
    registryPasswords: { ghcr: "ghcr-secret-value" },
  };
}

/** The good values with some of them changed; `undefined` takes a value away. */
export function changed(changes: Values): Values {
  const values = goodValues();
  for (const [path, value] of Object.entries(changes)) change(values, path.split("."), value);
  return values;
}

/** Values as Pulumi stores them: texts as they are, everything else as JSON. */
export function stored(values: Values, encrypted: readonly string[] = secretKeys): StoredConfig {
  return {
    stack: "test",
    values: Object.fromEntries(
      Object.entries(values).map(([key, value]) => [
        key,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    ),
    encrypted: new Set(encrypted),
  };
}

/** What reading these values says. */
export function reading(values: Values, encrypted?: readonly string[]): Reading {
  return readSections(stored(values, encrypted), root);
}

function change(values: Values, path: string[], value: unknown): void {
  const last = path.pop() ?? "";
  let group = values;
  for (const part of path) group = (group[part] ??= {}) as Values;
  if (value === undefined) Reflect.deleteProperty(group, last);
  else group[last] = value;
}
