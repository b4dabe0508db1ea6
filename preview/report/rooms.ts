import { parentTypes, type Step } from "../step";

/** Parts of a stack, in the order in which they are deployed. */
export const rooms = [
  "cluster",
  "network",
  "storage",
  "jenkins",
  "jobs",
  "builds",
  "gentoo",
  "other",
] as const;

export type Room = (typeof rooms)[number];

/** Part of the stack that a component belongs to. */
const components: Readonly<Record<string, Room>> = {
  StackNamespace: "cluster",
  StorageNetwork: "network",
  AppliedDocuments: "network",
  SynologyLun: "storage",
  IscsiVolume: "storage",
  SharedVolume: "storage",
  UpgradeSnapshot: "storage",
  UpgradeCheck: "jenkins",
  VolumeMigration: "storage",
  VolumeGrowth: "storage",
  JenkinsController: "jenkins",
  JenkinsCredentials: "jenkins",
  JobNamespace: "jobs",
  JobBoundaries: "jobs",
  KnownHosts: "jobs",
  BuildrootWorkspace: "builds",
  PackageSigning: "builds",
  ImageBuilder: "builds",
  Registry: "builds",
  RepositorySync: "gentoo",
  PackagePrune: "gentoo",
  RsyncShare: "gentoo",
};

/** Part of the stack that a resource belongs to: that of its outermost component. */
export function roomOf({ urn, type }: Pick<Step, "urn" | "type">): Room {
  if (type.startsWith("pulumi:providers:")) return "cluster";
  const component = parentTypes(urn)
    .map((token) => token.split(":").at(-1) ?? "")
    .find((name) => name in components);
  return components[component ?? ""] ?? "other";
}
