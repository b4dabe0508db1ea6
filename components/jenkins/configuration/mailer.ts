import type { PodParts } from "../pod-parts";
import { mailerSecretPath } from "./global-settings";
import type { ConfigurationSettings } from "./settings";

/** The login of the mail server: Jenkins takes its password from a file, not from the credential. */
export function mailerParts({ mailer }: ConfigurationSettings): PodParts {
  if (mailer?.credentials === undefined) return {};
  return {
    volumes: [{ name: "mailer", secret: { secretName: mailer.credentials, defaultMode: 0o440 } }],
    mounts: [{ name: "mailer", mountPath: mailerSecretPath, readOnly: true }],
  };
}
