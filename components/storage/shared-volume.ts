import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { parseAddress } from "../internal/address";
import { expected, parsed, readable, refuse, type Finding } from "../internal/arguments";
import { parseName, parseSubdomain } from "../internal/kubernetes-name";
import { labels } from "../internal/labels";
import { parseByteSize } from "../internal/quantity";
import { typeToken } from "../internal/type-token";
import { reservedClaim, reservedVolume, type AccessMode } from "./reservation";

/** Where the files of a shared volume are: an exported folder, or whatever a storage class provides. */
export interface SharedFolder {
  /** Exported folder. Changing it replaces the volume, which `protect` refuses. */
  readonly export?: string;
  /** Storage class that makes the volume. Changing it replaces the claim, which `protect` refuses. */
  readonly storageClass?: string;
  /**
   * How many nodes mount a volume of a storage class. An exported folder is always every node's.
   *
   * @default "ReadWriteMany"
   */
  readonly accessMode?: AccessMode;
  /**
   * Capacity the volume states. NFS enforces none: the quota of the folder does. Of a storage class it is what the
   * claim asks for, and grows where the class allows it.
   */
  readonly size: string;
}

/** Arguments of {@link SharedVolume}. */
export interface SharedVolumeArgs extends SharedFolder {
  /** Namespace of the claim. */
  readonly namespace: pulumi.Input<string>;
  readonly claimName: string;
  /**
   * Address of the NFS server. An IPv6 address stands without brackets: the kubelet adds them.
   *
   * @default - none; an exported folder needs one
   */
  readonly server?: string;
  /** Role of the volume within the stack, for its labels. */
  readonly component: string;
}

/**
 * A folder that many pods on many nodes write to: an NFS 4.1 volume of the NAS and the claim reserved for it, or a
 * claim of a storage class that provides such volumes.
 *
 * Protected, and bound both ways with Retain where it is NFS; what becomes of a volume of a class whose claim is
 * deleted is the class's affair. So is who owns the files: a group set by a pod is not applied to NFS.
 */
export class SharedVolume extends pulumi.ComponentResource {
  /** Name of the bound claim. */
  readonly claimName: pulumi.Output<string>;

  constructor(name: string, args: SharedVolumeArgs, opts?: pulumi.ComponentResourceOptions) {
    check(name, args);
    super(typeToken("SharedVolume"), name, {}, opts);

    const claim = new k8s.core.v1.PersistentVolumeClaim(
      name,
      {
        metadata: {
          name: args.claimName,
          namespace: args.namespace,
          labels: labels(args.component),
        },
        spec:
          args.storageClass === undefined
            ? reservedClaim(this.exportedVolume(name, args), "ReadWriteMany")
            : {
                accessModes: [args.accessMode ?? "ReadWriteMany"],
                volumeMode: "Filesystem",
                storageClassName: args.storageClass,
                resources: { requests: { storage: args.size } },
              },
      },
      { parent: this, protect: true },
    );

    this.claimName = claim.metadata.name;
    this.registerOutputs({ claimName: this.claimName });
  }

  private exportedVolume(name: string, args: SharedVolumeArgs): pulumi.Output<string> {
    const { server = "", export: path = "" } = args;
    const volume = new k8s.core.v1.PersistentVolume(
      name,
      {
        metadata: { name, labels: labels(args.component) },
        spec: {
          ...reservedVolume(args, "ReadWriteMany"),
          // Portage locks shared folders, which NFS before 4 leaves to another protocol; a hard mount waits for a
          // NAS that restarts instead of failing the build.
          mountOptions: ["nfsvers=4.1", "hard"],
          nfs: { server: parsed(parseAddress, server).text, path, readOnly: false },
        },
      },
      { parent: this, protect: true },
    );
    return volume.metadata.name;
  }
}

/**
 * Makes shared volumes by name; the name is also that of the claim.
 *
 * @returns the names of the claims, by the same names
 */
export function sharedVolumes<Name extends string>(
  folders: Readonly<Record<Name, SharedFolder>>,
  place: Pick<SharedVolumeArgs, "namespace" | "server" | "component">,
  opts: pulumi.ComponentResourceOptions,
): Readonly<Record<Name, pulumi.Output<string>>> {
  const claims = Object.entries<SharedFolder>(folders).map(([claimName, folder]) => [
    claimName,
    new SharedVolume(claimName, { ...folder, ...place, claimName }, opts).claimName,
  ]);
  return Object.fromEntries(claims) as Record<Name, pulumi.Output<string>>;
}

function check(name: string, args: SharedVolumeArgs): void {
  refuse("SharedVolume", name, [
    readable("name", parseName, name),
    readable("claimName", parseSubdomain, args.claimName),
    readable("size", parseByteSize, args.size),
    expected(
      (args.export === undefined) !== (args.storageClass === undefined),
      "export",
      "either an exported folder or a storage class",
      args.export === undefined ? "neither" : "both",
    ),
    ...(args.export === undefined ? [] : exportFindings(args.export, args)),
    ...(args.storageClass === undefined
      ? []
      : [readable("storageClass", parseSubdomain, args.storageClass)]),
  ]);
}

function exportFindings(path: string, { server, accessMode }: SharedVolumeArgs): Finding[] {
  return [
    server === undefined
      ? expected(false, "server", "the address of the NFS server", undefined)
      : readable("server", parseAddress, server),
    expected(
      accessMode !== "ReadWriteOnce",
      "accessMode",
      "ReadWriteMany",
      accessMode,
      "an exported folder is every node's",
    ),
    expected(
      /^\/\S*[^\s/]$/.test(path),
      "export",
      'an absolute path without a final slash such as "/volume1/gentoo-repos"',
      path,
    ),
  ];
}
