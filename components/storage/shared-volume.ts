import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { parseAddress } from "../internal/address";
import { expected, parsed, readable, refuse } from "../internal/arguments";
import { parseName, parseSubdomain } from "../internal/kubernetes-name";
import { labels } from "../internal/labels";
import { parseByteSize } from "../internal/quantity";
import { typeToken } from "../internal/type-token";
import { reservedClaim, reservedVolume } from "./reservation";

/** Arguments of {@link SharedVolume}. */
export interface SharedVolumeArgs {
  /** Namespace of the claim. */
  readonly namespace: pulumi.Input<string>;
  readonly claimName: string;
  /** Address of the NFS server. An IPv6 address stands without brackets: the kubelet adds them. */
  readonly server: string;
  /** Exported folder. Changing it replaces the volume, which `protect` refuses. */
  readonly export: string;
  /** Capacity the volume states. NFS enforces none: the quota of the folder does. */
  readonly size: string;
  /** Role of the volume within the stack, for its labels. */
  readonly component: string;
}

/**
 * A folder of the NAS that many pods on many nodes write to: an NFS 4.1 volume and the claim reserved for it.
 *
 * Bound both ways, Retain, protected. The export itself, and who owns the files in it, is the NAS's affair:
 * a group set by a pod is not applied to NFS.
 */
export class SharedVolume extends pulumi.ComponentResource {
  /** Name of the bound claim. */
  readonly claimName: pulumi.Output<string>;

  constructor(name: string, args: SharedVolumeArgs, opts?: pulumi.ComponentResourceOptions) {
    check(name, args);
    super(typeToken("SharedVolume"), name, {}, opts);

    const volume = new k8s.core.v1.PersistentVolume(
      name,
      {
        metadata: { name, labels: labels(args.component) },
        spec: {
          ...reservedVolume(args, "ReadWriteMany"),
          // Portage locks shared folders, which NFS before 4 leaves to another protocol; a hard mount waits for a
          // NAS that restarts instead of failing the build.
          mountOptions: ["nfsvers=4.1", "hard"],
          nfs: {
            server: parsed(parseAddress, args.server).text,
            path: args.export,
            readOnly: false,
          },
        },
      },
      { parent: this, protect: true },
    );

    const claim = new k8s.core.v1.PersistentVolumeClaim(
      name,
      {
        metadata: {
          name: args.claimName,
          namespace: args.namespace,
          labels: labels(args.component),
        },
        spec: reservedClaim(volume.metadata.name, "ReadWriteMany"),
      },
      { parent: this, protect: true },
    );

    this.claimName = claim.metadata.name;
    this.registerOutputs({ claimName: this.claimName });
  }
}

function check(name: string, args: SharedVolumeArgs): void {
  refuse("SharedVolume", name, [
    readable("name", parseName, name),
    readable("claimName", parseSubdomain, args.claimName),
    readable("server", parseAddress, args.server),
    readable("size", parseByteSize, args.size),
    expected(
      /^\/\S*[^\s/]$/.test(args.export),
      "export",
      'an absolute path without a final slash such as "/volume1/gentoo-repos"',
      args.export,
    ),
  ]);
}
