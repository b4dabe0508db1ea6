import * as pulumi from "@pulumi/pulumi";

import { parsed } from "../internal/arguments";
import { parseLunSize } from "../internal/quantity";

/** How the NAS is reached. */
export interface NasArgs {
  /** Address of the DSM web interface, `https://host:port`. */
  readonly url: string;
  readonly account: string;
  /** File with the certificate the NAS is trusted by, relative to the project. */
  readonly certificateAuthority?: string;
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
}

/** The request `nas lun ensure` reads from its standard input. Contains passwords. */
export function lunRequest(
  nas: NasArgs,
  nasPassword: pulumi.Input<string>,
  lun: LunArgs,
  chapPassword: pulumi.Input<string>,
): pulumi.Output<string> {
  const { url, account, certificateAuthority, nodeUuid } = nas;
  return pulumi.jsonStringify({
    nas: { url, account, password: nasPassword, certificateAuthority, nodeUuid },
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
      chap: { user: lun.chapUser, password: chapPassword },
    },
    mappingIndex: lun.mappingIndex,
  });
}
