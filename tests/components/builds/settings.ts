import type { BuildrootSettings, PackageSettings } from "../../../components/builds/settings";
import { keys } from "../../support/keys";

/** Settings with one volume of a storage class and one LUN. */
export const buildroot: BuildrootSettings = {
  image: "registry.example/ci/buildroot:2026.8.1",
  volume: { lun: "buildroot" },
  workspaces: { aimee: { storageClass: "local-path", size: "60Gi" } },
  compilerCacheSize: "10Gi",
  lockWaitSeconds: 600,
  resources: { cpuRequest: "2", cpuLimit: "7500m", memoryRequest: "4Gi", memoryLimit: "16Gi" },
  arch: "amd64",
  seLinuxLevel: "s0:c35,c75",
};

/** Settings that sign and publish. */
export const packages: PackageSettings = {
  image: "registry.example/ci/rpm:42.0.1",
  signing: { key: "rpm-gpg-key", passphrase: "rpm-gpg-key-passphrase" },
  repository: {
    host: "files.example",
    port: 22,
    path: "/srv/yum",
    credentials: "jenkins-repohost",
  },
  resources: { cpuRequest: "1", cpuLimit: "4", memoryRequest: "1Gi", memoryLimit: "4Gi" },
  arch: "amd64",
};

/** What {@link packages} names. */
export const credentials = {
  "jenkins-repohost": { type: "sshKey", username: "jenkins" },
  "rpm-gpg-key": { type: "gpgKey", fingerprint: keys.gpg.fingerprint },
  "rpm-gpg-key-passphrase": { type: "secretText" },
} as const;
