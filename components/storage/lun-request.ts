import * as pulumi from "@pulumi/pulumi";

import { parsed } from "../internal/arguments";
import { parseLunSize } from "../internal/quantity";

/** How the NAS is reached. */
export interface NasArgs {
  /** Address of the DSM web interface, `https://host:port`. */
  readonly url: string;
  readonly account: string;
  /** File with the authority the NAS's certificate is trusted by, relative to the project. */
  readonly certificateAuthority?: string;
  /** SHA-256 fingerprint of the one certificate that is trusted, instead of an authority. */
  readonly certificateFingerprint?: string;
  /**
   * Trusts whoever answers: for a first look at a NAS, never for a stack one keeps.
   *
   * @default false
   */
  readonly insecure?: boolean;
  /** Name under which DSM keeps this program's device, where the account asks for a second factor. */
  readonly deviceName?: string;
  /** Identity of the NAS; another machine behind the same address is refused. */
  readonly nodeUuid?: string;
  /** Portal of its targets as it returns it from discovery, `[ipv6]:port`. */
  readonly portal: string;
}

/** The LUN as the NAS should have it. */
export interface LunArgs {
  /** Name of the LUN and of its target on the NAS. */
  readonly lunName: string;
  /** Volume of the NAS that holds it, e.g. `/volume1`. */
  readonly volume: string;
  /** Whole GiB, e.g. `500Gi`; only ever grows. */
  readonly size: string;
  readonly iqn: string;
  /** Number of the LUN within the target; a Synology NAS starts at 1. */
  readonly mappingIndex: number;
  /** Sessions the target allows at once, 0 for any number; two writers destroy the file system. */
  readonly maxSessions: number;
  readonly chapUser: string;
  /**
   * User the target answers with, so that a node knows it talks to the NAS (mutual CHAP).
   *
   * @default - the target does not prove itself
   */
  readonly mutualChapUser?: string;
  /**
   * Raise it to have the CHAP passwords drawn anew, on the NAS and for the nodes; sessions that exist go on.
   *
   * @default 0
   */
  readonly chapRotation?: number;
  /**
   * What a destroy does on the NAS: nothing, or unmap the LUN and give it another name. Never a deletion.
   *
   * @default "keep"
   */
  readonly onDestroy?: "keep" | "retire";
}

/** What the request is made of, apart from the passwords of the target. */
export interface LunRequestArgs {
  readonly nas: NasArgs;
  readonly nasPassword: pulumi.Input<string>;
  readonly nasDeviceToken?: pulumi.Input<string> | undefined;
  readonly lun: LunArgs;
}

/** How the NAS is reached, as every request says it. Contains the account's password. */
export function nasRequest({
  nas,
  nasPassword,
  nasDeviceToken,
}: Pick<LunRequestArgs, "nas" | "nasPassword" | "nasDeviceToken">) {
  const { url, account, certificateAuthority, certificateFingerprint, nodeUuid, deviceName } = nas;
  return {
    url,
    account,
    password: nasPassword,
    certificateAuthority,
    certificateFingerprint,
    // Absent rather than false: a request that trusts somebody has no such key.
    insecure: nas.insecure === true ? true : undefined,
    nodeUuid,
    deviceName,
    deviceToken: nasDeviceToken,
  };
}

/**
 * The request that the verbs of `nas lun` read from their standard input. Contains passwords.
 *
 * @param targetPassword password the target answers with; given exactly when `lun.mutualChapUser` is
 */
export function lunRequest(
  { nas, nasPassword, nasDeviceToken, lun }: LunRequestArgs,
  chapPassword: pulumi.Input<string>,
  targetPassword: pulumi.Input<string> | undefined,
): pulumi.Output<string> {
  return pulumi.jsonStringify({
    nas: nasRequest({ nas, nasPassword, nasDeviceToken }),
    lun: {
      name: lun.lunName,
      volume: lun.volume,
      sizeBytes: parsed(parseLunSize, lun.size),
      description: "Made by jenkins-stack",
    },
    target: {
      name: lun.lunName,
      iqn: lun.iqn,
      maxSessions: lun.maxSessions,
      chap: {
        user: lun.chapUser,
        password: chapPassword,
        ...(lun.mutualChapUser === undefined
          ? {}
          : { mutual: { user: lun.mutualChapUser, password: targetPassword } }),
      },
    },
    mappingIndex: lun.mappingIndex,
  });
}
