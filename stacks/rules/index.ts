import { agentRules } from "./agents";
import { backupRules } from "./backup";
import { buildrootRules } from "./buildroot";
import { cacheRules } from "./caches";
import { configurationRules } from "./configuration";
import { exposureRules } from "./exposure";
import { credentialRules } from "./credentials";
import { gentooRules } from "./gentoo";
import { growthRules } from "./growth";
import { jenkinsRules } from "./jenkins";
import { jobsRules } from "./jobs";
import { knownHostsRules } from "./known-hosts";
import { migrationRules } from "./migration";
import { monitoringRules } from "./monitoring";
import { nasRules } from "./nas";
import { networkRules } from "./network";
import { packageRules } from "./packages";
import { pluginRules } from "./plugins";
import { policyRules } from "./policy";
import { storageRules } from "./storage";
import { teamRules } from "./teams";
import { upgradeRules } from "./upgrades";

/** Rules that no single setting can break on its own. */
export const crossFieldRules = [
  ...networkRules,
  ...nasRules,
  ...storageRules,
  ...growthRules,
  ...migrationRules,
  ...backupRules,
  ...jenkinsRules,
  ...upgradeRules,
  ...configurationRules,
  ...agentRules,
  ...pluginRules,
  ...credentialRules,
  ...exposureRules,
  ...monitoringRules,
  ...jobsRules,
  ...cacheRules,
  ...teamRules,
  ...knownHostsRules,
  ...gentooRules,
  ...buildrootRules,
  ...packageRules,
  ...policyRules,
];
