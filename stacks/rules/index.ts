import { gentooRules } from "./gentoo";
import { jenkinsRules } from "./jenkins";
import { jobsRules } from "./jobs";
import { networkRules } from "./network";
import { storageRules } from "./storage";

/** Rules that no single setting can break on its own. */
export const crossFieldRules = [
  ...networkRules,
  ...storageRules,
  ...jenkinsRules,
  ...jobsRules,
  ...gentooRules,
];
