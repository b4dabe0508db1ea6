import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { expected, parsed, readable, refuse } from "../internal/arguments";
import { parseIqn } from "../internal/iqn";
import { parseSubdomain } from "../internal/kubernetes-name";
import { labels } from "../internal/labels";
import { nodeSelectorTerms, type NodeRequirement } from "../internal/node-affinity";
import { parsePortal } from "../internal/portal";
import { parseByteSize } from "../internal/quantity";
import { typeToken } from "../internal/type-token";
import type { ChapCredentials, IscsiTarget } from "./iscsi-target";
import { reservedClaim, reservedVolume } from "./reservation";
import { guardVolume } from "./volume-guard";

/** Arguments of {@link IscsiVolume}. */
export interface IscsiVolumeArgs {
  /** Namespace of the claim. */
  readonly namespace: pulumi.Input<string>;
  /** Name of the claim; a migration switches to another one. */
  readonly claimName: string;
  /** Capacity the volume states, e.g. `500Gi`. It may grow; the file system is grown on the node. */
  readonly size: string;
  /** Where the node finds the LUN. Changing any of it replaces the volume, which `protect` refuses. */
  readonly target: IscsiTarget;
  /** What the node logs in with. */
  readonly chap: ChapCredentials;
  /** Namespace of the CHAP Secret: not the claim's, whose Secrets the Jenkins controller may read. */
  readonly secretNamespace: pulumi.Input<string>;
  /**
   * Filesystem the kubelet expects on the LUN, and makes on an empty one.
   *
   * Changing it replaces the volume and never reformats the LUN.
   *
   * @default "ext4"
   */
  readonly fsType?: "ext4" | "xfs";
  /** What a node needs to attach the volume. Never a host name: every storage node may take over. */
  readonly nodes: NodeRequirement;
}

/**
 * One iSCSI LUN offered to a namespace: a PersistentVolume, the claim reserved for it, and the CHAP Secret.
 *
 * Volume and claim are bound both ways and kept for ever: Retain, protected, and never smaller. The LUN itself is not
 * made here.
 */
export class IscsiVolume extends pulumi.ComponentResource {
  /** Name of the bound claim, for a pod's `persistentVolumeClaim.claimName`. */
  readonly claimName: pulumi.Output<string>;

  constructor(name: string, args: IscsiVolumeArgs, opts?: pulumi.ComponentResourceOptions) {
    check(name, args);
    super(typeToken("IscsiVolume"), name, {}, opts);

    const secretName = `${name}-chap`;
    const secret = new k8s.core.v1.Secret(
      secretName,
      {
        metadata: {
          name: secretName,
          namespace: args.secretNamespace,
          labels: labels("storage"),
        },
        type: "kubernetes.io/iscsi-chap",
        stringData: {
          "node.session.auth.username": args.chap.user,
          "node.session.auth.password": args.chap.password,
          ...(args.chap.target === undefined
            ? {}
            : {
                "node.session.auth.username_in": args.chap.target.user,
                "node.session.auth.password_in": args.chap.target.password,
              }),
        },
      },
      { parent: this },
    );

    const volume = new k8s.core.v1.PersistentVolume(
      name,
      {
        metadata: { name, labels: labels("storage") },
        spec: {
          ...reservedVolume(args, "ReadWriteOnce"),
          iscsi: iscsiSource(args, secretName),
          nodeAffinity: { required: { nodeSelectorTerms: nodeSelectorTerms([args.nodes]) } },
        },
      },
      // The reference is a plain name, because no preview may ever doubt a field that replaces the volume; so
      // nothing but this says that the Secret comes first, and with it the LUN, whose password it holds.
      { parent: this, protect: true, dependsOn: [secret] },
    );

    const claim = new k8s.core.v1.PersistentVolumeClaim(
      name,
      {
        metadata: { name: args.claimName, namespace: args.namespace, labels: labels("storage") },
        spec: reservedClaim(volume.metadata.name, "ReadWriteOnce"),
      },
      { parent: this, protect: true },
    );

    guardVolume(`${name}-keeps-data`, name, this);

    this.claimName = claim.metadata.name;
    this.registerOutputs({ claimName: this.claimName });
  }
}

function check(name: string, args: IscsiVolumeArgs): void {
  refuse("IscsiVolume", name, [
    readable("name", parseSubdomain, name),
    readable("claimName", parseSubdomain, args.claimName),
    readable("size", parseByteSize, args.size),
    readable("target.portal", parsePortal, args.target.portal),
    readable("target.iqn", parseIqn, args.target.iqn),
    expected(
      Number.isInteger(args.target.lunNumber) &&
        args.target.lunNumber >= 0 &&
        args.target.lunNumber <= 255,
      "target.lunNumber",
      "a whole number from 0 to 255",
      args.target.lunNumber,
    ),
    expected(
      args.nodes.key !== "kubernetes.io/hostname",
      "nodes",
      "a label that every storage node carries",
      args.nodes.key,
      "a host name would tie the data to one machine",
    ),
  ]);
}

/** @see https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-v1/ */
function iscsiSource(
  args: IscsiVolumeArgs,
  secretName: string,
): k8s.types.input.core.v1.ISCSIPersistentVolumeSource {
  return {
    targetPortal: parsed(parsePortal, args.target.portal).text,
    iqn: args.target.iqn,
    lun: args.target.lunNumber,
    fsType: args.fsType ?? "ext4",
    readOnly: false,
    // A Synology NAS asks for CHAP at login only; discovery is open.
    chapAuthSession: true,
    chapAuthDiscovery: false,
    secretRef: { name: secretName, namespace: args.secretNamespace },
  };
}
