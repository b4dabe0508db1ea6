import type { SecretKey } from "../secret-keys";

/** What each secret is and how it is stored. */
export const secretDescriptions: Readonly<
  Record<
    SecretKey,
    { readonly meaning: string; readonly required: boolean; readonly command: string }
  >
> = {
  nasPassword: {
    meaning: "Password of the DSM account `nas.account`.",
    required: true,
    command: "pulumi config set --secret nasPassword",
  },
  registryPasswords: {
    meaning:
      "Passwords of `jobs.registries` as a JSON object, by the same names. Required as soon as there is a registry.",
    required: false,
    command: `pulumi config set --secret registryPasswords '{"ghcr":"<password>"}'`,
  },
};
