import * as pulumi from "@pulumi/pulumi";

import type { Credential } from "./credential";
import type { SecretFields } from "./secret-fields";

/**
 * The content of a credential's Secret, in base64.
 *
 * `data`, not `stringData`: with the latter, server-side apply keeps a key that is taken away.
 *
 * @see https://jenkinsci.github.io/kubernetes-credentials-provider-plugin/examples/
 */
export function secretData(
  id: string,
  credential: Credential,
  secrets: SecretFields<pulumi.Output<string>>,
): Record<string, pulumi.Input<string>> {
  const { username, filename, appID, owner, apiUri } = credential;
  const { privateKey, passphrase, password, text, data, certificate } = secrets;
  switch (credential.type) {
    case "sshKey":
      return encoded({ username, privateKey, passphrase });
    case "usernamePassword":
      return encoded({ username, password });
    case "secretText":
      return encoded({ text });
    case "secretFile":
      return data === undefined
        ? encoded({ filename, data: text })
        : { ...encoded({ filename }), data };
    case "certificate":
      return { ...encoded({ password }), ...(certificate === undefined ? {} : { certificate }) };
    case "gitHubApp":
      return encoded({ appID, privateKey, owner, apiUri });
    case "gpgKey":
      return encoded({ filename: filename ?? `${id}.asc`, data: privateKey });
  }
}

/** What is there, in base64. */
function encoded(
  values: Readonly<Record<string, pulumi.Input<string> | undefined>>,
): Record<string, pulumi.Input<string>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, base64(value)]],
    ),
  );
}

function base64(value: pulumi.Input<string>): pulumi.Input<string> {
  return typeof value === "string"
    ? Buffer.from(value).toString("base64")
    : pulumi.output(value).apply((text) => Buffer.from(text).toString("base64"));
}
