import type { Path } from "./draft";

/**
 * Settings that many stacks need sooner or later: a new file shows them as comments, each with its example, where it does
 * not say them already.
 */
export const importantSettings: readonly Path[] = [
  ["network", "firewall"],
  ["network", "crioVersion"],
  ["nas", "deviceName"],
  ["jenkins", "memoryLimit"],
  ["jenkins", "containerCap"],
  ["jenkins", "selinux"],
  ["configuration", "adminAddress"],
  ["exposure", "network", "apiServer"],
  ["monitoring", "enabled"],
  ["credentials"],
  ["jobs", "registries"],
  ["jobs", "network", "egress"],
];
