import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

import { refuse } from "../internal/arguments";
import { typeToken } from "../internal/type-token";
import { upgradeFindings } from "./upgrade-findings";
import type { JenkinsAccess } from "./upgrade-request";
import type { UpgradeSettings } from "./upgrade-settings";
import { shownInPreviews, type RolledPod } from "./upgrade-snapshot";

/** Arguments of {@link UpgradeCheck}. */
export interface UpgradeCheckArgs {
  readonly upgrades: UpgradeSettings;
  readonly pod: RolledPod;
  readonly jenkins: JenkinsAccess;
  /** What an `UpgradeSnapshot` recorded: the way back. */
  readonly record: pulumi.Input<string>;
  /** What an `UpgradeSnapshot` says of it: a Jenkins that is stopped on purpose is not waited for. */
  readonly maintenance: pulumi.Input<string>;
  /** Name of the stack, for the commands that messages name. */
  readonly stack: string;
}

/**
 * What has to be true after the controller's pod was replaced: Jenkins lets users log in and has the version of its image.
 *
 * Given to a deployment with `dependsOn` the controller. Where it fails, the deployment does, with the commands that lead
 * back, and the next one asks again.
 */
export class UpgradeCheck extends pulumi.ComponentResource {
  constructor(name: string, args: UpgradeCheckArgs, opts?: pulumi.ComponentResourceOptions) {
    refuse("UpgradeCheck", name, upgradeFindings(args.upgrades));
    super(typeToken("UpgradeCheck"), name, {}, opts);

    const { upgrades, jenkins, record } = args;
    new command.local.Command(
      name,
      {
        // A first start is waited for by Kubernetes; names and certificates may come later.
        create: "exec node upgrade/run.cjs record",
        update: "exec node upgrade/run.cjs check",
        environment: { ...shownInPreviews(args), MAINTENANCE: args.maintenance },
        stdin: pulumi.secret(
          pulumi.jsonStringify({
            ...{ jenkins, record },
            minutes: upgrades.check.minutes,
            message: upgrades.quietDown.message,
          }),
        ),
        logging: "stderr",
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
