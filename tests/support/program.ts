import { join } from "node:path";

import { keys } from "./keys";
import { deploy, type Deployment, type DeployOptions } from "./deploy";

/** Passwords of the fixture: they may occur nowhere but inside secrets. */
export const secretValues = {
  nas: "nas-Pa55word",
  ghcr: "ghcr-Pa55word",
  quay: "quay-Pa55word",
  passphrase: "rpm-Pa55phrase",
};

/** Sections of a complete stack; a test replaces what it is about. */
export const sections: Readonly<Record<string, unknown>> = {
  cluster: { kubeconfig: "tests/support/kubeconfig.yaml", identifier: "test" },
  network: { nodes: { "worker-1": {}, "worker-2": {} } },
  nas: {
    url: "https://[fd5c:1a8:7e2b:30::10]:5001",
    account: "pulumi",
    portal: "[fd5c:1a8:7e2b:30::10]:3260",
    nfs: { server: "fd5c:1a8:7e2b:30::10" },
  },
  storage: {
    luns: {
      jenkins: { volume: "/volume1", size: "20Gi", iqn: "iqn.2000-01.com.synology:nas.jenkins" },
      buildroot: {
        volume: "/volume1",
        size: "40Gi",
        iqn: "iqn.2000-01.com.synology:nas.buildroot",
      },
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
  configuration: { folders: { rpm: {} } },
  credentials: {
    "jenkins-repohost": { type: "sshKey", username: "jenkins", folders: ["rpm"] },
    "rpm-gpg-key": { type: "gpgKey", fingerprint: keys.gpg.fingerprint, folders: ["rpm"] },
    "rpm-gpg-key-passphrase": { type: "secretText", folders: ["rpm"] },
  },
  exposure: {
    type: "ingress",
    ingress: {
      className: "nginx",
      controller: "ingress-nginx",
      tls: { secretName: "jenkins-tls" },
    },
    network: { proxyNamespaces: ["ingress-nginx"] },
  },
  jobs: {
    registries: {
      ghcr: { server: "ghcr.io", username: "jenkins" },
      quay: { server: "quay.io", username: "jenkins" },
    },
  },
  gentoo: {
    image: "docker.io/gentoo/stage3:nomultilib-20260824",
    repository: { export: "/volume1/gentoo-repos" },
    binaryPackages: { export: "/volume1/gentoo-binpkgs" },
    distfiles: { export: "/volume1/gentoo-distfiles", size: "50Gi" },
    compilerCache: { export: "/volume1/gentoo-ccache", size: "20Gi" },
    rsync: { image: "docker.io/gentoo/stage3:nomultilib-20260824", networks: ["fd00::/8"] },
  },
  knownHosts: {
    hosts: {
      "git.example": {
        keys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"],
      },
    },
  },
  buildroot: {
    image: "registry.example/ci/buildroot:2026.8.1",
    volume: { lun: "buildroot" },
    workspaces: { aimee: { storageClass: "local-path", size: "100Gi" } },
  },
  packages: {
    image: "registry.example/ci/rpm:42.0.1",
    signing: { key: "rpm-gpg-key", passphrase: "rpm-gpg-key-passphrase" },
  },
};

/** Runs index.ts as Pulumi does, with the fixture's settings. */
export function deployProgram(
  overrides: Readonly<Record<string, unknown>> = {},
  options: Pick<DeployOptions, "preview" | "recorded"> = {},
): Promise<Deployment> {
  return deploy(loadProgram, { ...options, ...configuration({ ...sections, ...overrides }) });
}

function configuration(all: Readonly<Record<string, unknown>>): DeployOptions {
  const config = Object.fromEntries(
    Object.entries(all)
      .filter(([, section]) => section !== undefined)
      .map(([key, section]) => [`jenkins-stack:${key}`, JSON.stringify(section)]),
  );
  const { nas, passphrase, ...registries } = secretValues;
  const secrets = {
    "jenkins-stack:nasPassword": nas,
    "jenkins-stack:registryPasswords": JSON.stringify(registries),
    "jenkins-stack:credentialSecrets": JSON.stringify({
      "jenkins-repohost": { privateKey: keys.ssh },
      "rpm-gpg-key": { privateKey: keys.gpg.private },
      "rpm-gpg-key-passphrase": { text: passphrase },
    }),
  };
  return { config: { ...config, ...secrets }, secretKeys: Object.keys(secrets) };
}

function loadProgram(): unknown {
  const path = join(__dirname, "../../index.ts");
  // The program runs while it is loaded, as under Pulumi, so every run needs a fresh load of it.
  for (const loaded of [path, join(__dirname, "../../program/settings.ts")])
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete
    delete require.cache[loaded];
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require(path);
}
