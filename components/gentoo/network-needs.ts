import { selectorLabels } from "../internal/labels";

/** Pods that networks outside may connect to. */
export interface OpenPort {
  readonly podLabels: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
  readonly networks: readonly string[];
}

/** Pods that connect to machines on the internet. */
export interface Reach {
  readonly podLabels: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
}

/**
 * What the sync asks Gentoo's mirrors and key servers for, beside name servers (E-25): rsync, snapshots over HTTP,
 * and the keys that sign them.
 */
export const repositoryReach: Reach = {
  podLabels: selectorLabels("gentoo-repository"),
  ports: [80, 443, 873],
};
