import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

import { refuse } from "../internal/arguments";
import { typeToken } from "../internal/type-token";
import { attemptOf, type LastRoll } from "./upgrade-attempt";
import { upgradeFindings } from "./upgrade-findings";
import { upgradeRequest, type JenkinsAccess, type UpgradeHome } from "./upgrade-request";
import type { UpgradeSettings } from "./upgrade-settings";

/** The pod that is about to run, as a preview shows it. */
export interface RolledPod {
  /** Image of the controller. */
  readonly image: string;
  /** `<id>:<version>` a line; empty where the plugins come from an image. */
  readonly plugins: string;
  /** Changes exactly when the pod is replaced. */
  readonly podHash: pulumi.Input<string>;
}

/** Arguments of {@link UpgradeSnapshot}. */
export interface UpgradeSnapshotArgs {
  readonly upgrades: UpgradeSettings;
  readonly pod: RolledPod;
  readonly home: UpgradeHome;
  readonly jenkins: JenkinsAccess;
  /** What the state says of the last replacement. */
  readonly last: pulumi.Input<LastRoll>;
  /** Whether Jenkins is stopped on purpose: it is then neither asked to be quiet nor waited for. */
  readonly maintenance: boolean;
  /** Name of the stack, for the commands that messages name. */
  readonly stack: string;
}

/**
 * What has to happen before the controller's pod is replaced: downgrades are refused, Jenkins is made quiet, and its home
 * is kept in a snapshot named after what ran and what is to run.
 *
 * Whatever replaces the pod depends on it. It does its work exactly when the pod changes: not when it is made, not in a
 * preview, and a run that repeats one that was killed finds the snapshot of that one. Where the cluster then refuses the
 * pod, it does its work again in the next deployment. A command, so that a preview shows it as an update; without
 * triggers, which would replace it, and without a deletion.
 */
export class UpgradeSnapshot extends pulumi.ComponentResource {
  /** What the stack remembers of the last replacement, as one line of JSON. Holds no secret. */
  readonly record: pulumi.Output<string>;
  /** `true` where Jenkins was stopped on purpose during the last replacement, else empty. */
  readonly maintenance: pulumi.Output<string>;

  constructor(name: string, args: UpgradeSnapshotArgs, opts?: pulumi.ComponentResourceOptions) {
    refuse("UpgradeSnapshot", name, upgradeFindings(args.upgrades));
    super(typeToken("UpgradeSnapshot"), name, {}, opts);

    const { upgrades, home, jenkins } = args;
    const attempt = pulumi
      .all([args.pod.podHash, args.last])
      .apply(([podHash, last]) => attemptOf(podHash, args.maintenance, last));
    const made = new command.local.Command(
      `${name}-snapshot`,
      {
        // What runs in a stack that has none yet is nobody's loss.
        create: "exec node upgrade/run.cjs record",
        update: "exec node upgrade/run.cjs snapshot",
        environment: {
          ...shownInPreviews(args),
          HOME_LUN: home.lun,
          ATTEMPT: attempt.ATTEMPT,
          MAINTENANCE: attempt.MAINTENANCE,
          SNAPSHOT: upgrades.snapshot.target,
          ALLOW_DOWNGRADE: upgrades.allowDowngrade.join("\n"),
        },
        stdin: upgradeRequest(upgrades, home, jenkins),
        // Standard error is for people; standard output is what the next run compares with.
        logging: "stderr",
      },
      { parent: this },
    );

    this.record = made.stdout;
    this.maintenance = attempt.MAINTENANCE;
    this.registerOutputs({ record: this.record, maintenance: this.maintenance });
  }
}

/** What a reader of a preview needs to see, and what the tool compares with its last record. */
export function shownInPreviews({ pod, stack }: Pick<UpgradeSnapshotArgs, "pod" | "stack">) {
  return {
    JENKINS_IMAGE: pod.image,
    PLUGINS: pod.plugins,
    POD_HASH: pod.podHash,
    STACK: stack,
  };
}
