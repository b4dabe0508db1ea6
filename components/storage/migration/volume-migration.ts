import * as pulumi from "@pulumi/pulumi";

import { expected, readable, refuse } from "../../internal/arguments";
import { parseImage } from "../../internal/image";
import { parseInnerFolder } from "../../internal/inner-folder";
import { parseName, parseSubdomain } from "../../internal/kubernetes-name";
import { typeToken } from "../../internal/type-token";
import { keepHome } from "./kept-home";
import { migrationJob, type MigrationJobArgs } from "./migration-job";

/** Arguments of {@link VolumeMigration}. */
export interface VolumeMigrationArgs extends Omit<MigrationJobArgs, "reconcilers"> {
  /** Name of the claim that the home goes to; `to` is the same once the claim is there. */
  readonly toClaim: string;
  /** Whether another program made the old claim: then it is looked up and kept from deletion. */
  readonly foreign: boolean;
}

/**
 * Moves a Jenkins home from one claim to another, one Job a phase; both claims stay.
 *
 * The old home is only ever read. Taking the migration out of the settings ends it in every phase: before the switch
 * Jenkins goes on with the old home, after it the old one is free to be removed by hand.
 */
export class VolumeMigration extends pulumi.ComponentResource {
  /**
   * The claim that the home goes to, once the phase has done its work: whoever mounts it by this name waits for that.
   *
   * Known in every preview.
   */
  readonly claimName: pulumi.Output<string>;

  constructor(name: string, args: VolumeMigrationArgs, opts?: pulumi.ComponentResourceOptions) {
    check(name, args);
    super(typeToken("VolumeMigration"), name, {}, opts);
    const { namespace, from, phase, to } = args;

    const reconcilers = args.foreign
      ? keepHome(`${name}-keeps-old`, { namespace, claim: from.claim }, this)
      : "";
    const job = migrationJob(`${name}-${phase}`, { ...args, reconcilers }, { parent: this });

    // The name of the Job is given, so it makes nothing unknown; the claim's carries the order from here on.
    this.claimName = pulumi.all([to, job.metadata.name]).apply(([claimName]) => claimName);
    this.registerOutputs({ claimName: this.claimName });
  }
}

function check(name: string, { from, toClaim, foreign, image, hours }: VolumeMigrationArgs): void {
  refuse("VolumeMigration", name, [
    readable("name", parseName, name),
    readable("from.claim", parseSubdomain, from.claim),
    from.path === undefined ? undefined : readable("from.path", parseInnerFolder, from.path),
    readable("toClaim", parseSubdomain, toClaim),
    expected(
      from.claim !== toClaim,
      "toClaim",
      "another claim than from.claim",
      toClaim,
      "both stay side by side, so that no name is raced",
    ),
    expected(
      foreign === Object.keys(from.podLabels ?? {}).length > 0,
      "from.podLabels",
      foreign ? "labels of the pods that use the old claim" : "none with a claim of this stack",
      from.podLabels,
    ),
    readable("image", parseImage, image),
    expected(Number.isInteger(hours) && hours >= 1, "hours", "a whole number from 1", hours),
  ]);
}
