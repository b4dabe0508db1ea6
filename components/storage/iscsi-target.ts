import type * as pulumi from "@pulumi/pulumi";

/** Where an initiator finds a LUN. Plain: a volume that repeats it can never change it. */
export interface IscsiTarget {
  /** Portal, `[ipv6]:port`. */
  readonly portal: string;
  /** iSCSI qualified name of the target. */
  readonly iqn: string;
  /** Number of the LUN within the target. */
  readonly lunNumber: number;
}

/** CHAP credentials of the initiator. */
export interface ChapCredentials {
  readonly user: string;
  readonly password: pulumi.Input<string>;
}
