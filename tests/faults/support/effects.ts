/** What befalls one call of the NAS. */
export const effects = [
  "code",
  "http500",
  "html",
  "empty",
  "truncate",
  "hang",
  "hang-after-commit",
  "drop-before",
  "drop-after-commit",
  "refused-but-performed",
  "success-but-noop",
  "slow-settle",
  "refuse-connections",
  "reboot",
] as const;

export type Effect = (typeof effects)[number];
