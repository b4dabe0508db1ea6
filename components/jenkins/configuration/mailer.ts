import type { PodParts } from "../pod-parts";
import { mailerSecretPath } from "./global-settings";
import type { ConfigurationSettings } from "./settings";

/** A folder with the keys of a Secret. */
export interface SecretMount {
  /** Volume of the pod. */
  readonly name: string;
  readonly mountPath: string;
  readonly readOnly: true;
}

/** Where the login of the mail server is mounted, if it has one. */
export function mailerMounts({ mailer }: ConfigurationSettings): SecretMount[] {
  if (mailer?.credentials === undefined) return [];
  return [{ name: "mailer", mountPath: mailerSecretPath, readOnly: true }];
}

/** The login of the mail server: Jenkins takes its password from a file, not from the credential. */
export function mailerParts(configuration: ConfigurationSettings): PodParts {
  const secretName = configuration.mailer?.credentials;
  if (secretName === undefined) return {};
  return {
    volumes: [{ name: "mailer", secret: { secretName, defaultMode: 0o440 } }],
    mounts: mailerMounts(configuration),
  };
}
