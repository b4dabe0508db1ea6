import * as pulumi from "@pulumi/pulumi";

import type { MigrationPhase } from "../../../../components/storage/migration/settings";
import {
  VolumeMigration,
  type VolumeMigrationArgs,
} from "../../../../components/storage/migration/volume-migration";
import { construct } from "../../../support/deploy";

/** In the order in which an operator sets them. */
export const phases: readonly MigrationPhase[] = ["check", "precopy", "copy", "switch"];

/** What differs for a home that another program made. */
export const foreign: Partial<VolumeMigrationArgs> = {
  foreign: true,
  from: { claim: "jenkins", podLabels: { app: "jenkins" } },
};

/** Arguments of a last copy, but for what differs. */
export function migrationArgs(overrides: Partial<VolumeMigrationArgs>): VolumeMigrationArgs {
  return {
    namespace: pulumi.output("jenkins"),
    from: { claim: "jenkins" },
    to: pulumi.output("jenkins-home"),
    toClaim: "jenkins-home",
    foreign: false,
    phase: "copy",
    image: "docker.io/gentoo/stage3:nomultilib-20260824",
    hours: 24,
    nodes: { key: "network.example/storage", operator: "Exists" },
    arch: "amd64",
    tolerations: {},
    seLinux: { context: {}, annotations: {} },
    ...overrides,
  };
}

/** Everything a migration makes. */
export const migration = (overrides: Partial<VolumeMigrationArgs> = {}) =>
  construct(() => new VolumeMigration("jenkins-home-migration", migrationArgs(overrides)));

/** The pod of a Job. */
export const pod = <Spec>({ template }: { readonly template: { readonly spec: Spec } }) =>
  template.spec;

/** The pod of the one Job that a migration makes. */
export const podOf = async (overrides: Partial<VolumeMigrationArgs> = {}) =>
  pod((await migration(overrides)).only("Job").inputs.spec);
