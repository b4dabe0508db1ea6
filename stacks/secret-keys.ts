/** Configuration keys of a stack that must be stored encrypted. */
export const secretKeys = ["nasPassword", "registryPasswords"] as const;

/** One of {@link secretKeys}. */
export type SecretKey = (typeof secretKeys)[number];

/** The secret that belongs to a section, for whoever wrote a password into the section itself. */
export function secretFor(section: string | undefined): SecretKey {
  return section === "jobs" ? "registryPasswords" : "nasPassword";
}
