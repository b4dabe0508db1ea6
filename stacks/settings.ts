import type * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";

import { group } from "./fields";
import { crossFieldRules } from "./rules";
import { agents } from "./sections/agents";
import { backup } from "./sections/backup";
import { buildroot } from "./sections/buildroot";
import { cluster } from "./sections/cluster";
import { configuration } from "./sections/configuration";
import { credentials } from "./sections/credentials";
import { exposure } from "./sections/exposure";
import { gentoo } from "./sections/gentoo";
import { jenkins } from "./sections/jenkins";
import { jobs } from "./sections/jobs";
import { knownHosts } from "./sections/known-hosts";
import { monitoring } from "./sections/monitoring";
import { nas } from "./sections/nas";
import { network } from "./sections/network";
import { packages } from "./sections/packages";
import { plugins } from "./sections/plugins";
import { policy } from "./sections/policy";
import { storage } from "./sections/storage";
import { upgrades } from "./sections/upgrades";

/** The sections of a stack's settings without the rules that span them: shape, descriptions, defaults. */
export const sections = group({
  cluster,
  network,
  nas,
  storage,
  backup,
  jenkins,
  upgrades,
  configuration,
  agents,
  plugins,
  credentials,
  exposure,
  monitoring,
  jobs,
  knownHosts,
  gentoo,
  buildroot,
  packages,
  policy,
});

/** Everything that settings without secrets must satisfy. */
export const settingsSchema = sections.check(...crossFieldRules);

/** What the schema yields: defaults are filled in, nothing is transformed. */
export type Sections = DeepReadonly<z.output<typeof sections>>;

/** Which cluster the stack is deployed to. */
export type ClusterSettings = Sections["cluster"];

/** The secrets of a stack; each is a configuration key of its own. */
export interface Secrets {
  /** Password of the DSM account. */
  readonly nasPassword: pulumi.Output<string>;
  /** Token that lets the DSM account in without a one-time code. */
  readonly nasDeviceToken?: pulumi.Output<string>;
  /** Passwords of `jobs.registries`, by the same names. */
  readonly registryPasswords: Readonly<Record<string, pulumi.Output<string>>>;
  /** What is secret about `credentials`, by the same ids: texts by field, bytes in base64. */
  readonly credentialSecrets: Readonly<
    Record<string, Readonly<Record<string, pulumi.Output<string>>>>
  >;
  /** What another storage than the NAS, or a command, is given to take a snapshot. */
  readonly upgradeToken?: pulumi.Output<string>;
  /** Private key that opens the nodes over SSH. */
  readonly nodeSshKey?: pulumi.Output<string>;
}

/** Everything that distinguishes one stack from another (P-02). */
export type Settings = Sections & { readonly secrets: Secrets };

type DeepReadonly<T> = T extends object ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> } : T;
