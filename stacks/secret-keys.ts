/** Configuration keys of a stack that must be stored encrypted. */
export const secretKeys = [
  "credentialSecrets",
  "nasDeviceToken",
  "nasPassword",
  "nodeSshKey",
  "registryPasswords",
  "upgradeToken",
] as const;

/** One of {@link secretKeys}. */
export type SecretKey = (typeof secretKeys)[number];

const bySection: Readonly<Record<string, SecretKey>> = {
  credentials: "credentialSecrets",
  jobs: "registryPasswords",
  network: "nodeSshKey",
  upgrades: "upgradeToken",
};

/** The secret that belongs to a section, for whoever wrote a password into the section itself. */
export function secretFor(section = ""): SecretKey {
  return bySection[section] ?? "nasPassword";
}
