import * as pulumi from "@pulumi/pulumi";

import { nasRequest, type NasArgs } from "./lun-request";
import type { SnapshotSettings, UpgradeSettings } from "./upgrade-settings";

/** How the tool reaches Jenkins, or why it does not. */
export type JenkinsAccess =
  | { readonly skipped: string }
  | {
      /** With a final slash. */
      readonly url: string;
      readonly user: string;
      readonly password: pulumi.Input<string>;
      readonly certificateAuthority?: string;
    };

/** The home, and what may open the ways to it. */
export interface UpgradeHome {
  readonly nas: NasArgs;
  readonly nasPassword: pulumi.Input<string>;
  readonly nasDeviceToken?: pulumi.Input<string> | undefined;
  /** LUN that holds it. */
  readonly lun: string;
  /** What `http.secretHeader` holds, or the command reads. */
  readonly upgradeToken?: pulumi.Input<string> | undefined;
}

/** What `upgrade snapshot` reads from its standard input. Contains passwords. */
export function upgradeRequest(
  { snapshot, retention, quietDown }: UpgradeSettings,
  home: UpgradeHome,
  jenkins: JenkinsAccess,
): pulumi.Output<string> {
  return pulumi.secret(
    pulumi.jsonStringify({ snapshot: target(snapshot, home), retention, quietDown, jenkins }),
  );
}

function target({ target, reason, http, command }: SnapshotSettings, home: UpgradeHome) {
  const { upgradeToken: token } = home;
  switch (target) {
    case "synology":
      return { target, nas: nasRequest(home), lun: home.lun };
    case "http":
      return { target, ...http, token };
    case "command":
      return { target, ...command, token };
    case "none":
      return { target, reason };
  }
}
