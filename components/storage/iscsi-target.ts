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

/** A CHAP user and its password. */
export interface ChapLogin {
  readonly user: string;
  readonly password: pulumi.Input<string>;
}

/** CHAP credentials of the initiator and, with mutual CHAP, of the target. */
export interface ChapCredentials extends ChapLogin {
  /** What the target answers with; absent, it does not prove itself. */
  readonly target?: ChapLogin;
}
