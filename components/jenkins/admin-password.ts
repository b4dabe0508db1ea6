import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import { labels } from "../internal/labels";
import { adminKeys } from "./configuration/document";

/**
 * Makes the first administrator's password, kept in state so that it changes only when asked to, and the Secret
 * Jenkins reads it from (C-09, E-13).
 *
 * @returns name of the Secret, and the password
 */
export function adminSecret(
  name: string,
  namespace: pulumi.Input<string>,
  user: string,
  parent: pulumi.Resource,
): { readonly secretName: pulumi.Output<string>; readonly password: pulumi.Output<string> } {
  const password = new random.RandomPassword(
    `${name}-admin`,
    { length: 32, special: false },
    { parent },
  );
  const secret = new k8s.core.v1.Secret(
    `${name}-admin`,
    {
      metadata: { namespace, labels: labels("controller") },
      // Without a name of its own and immutable: a new password is a new Secret, and the controller restarts with it.
      immutable: true,
      stringData: {
        [adminKeys.user]: user,
        [adminKeys.password]: password.result,
      },
    },
    { parent },
  );
  return { secretName: secret.metadata.name, password: password.result };
}

/** The command that prints the password. It holds none. */
export function adminPasswordCommand(
  namespace: pulumi.Input<string>,
  secretName: pulumi.Input<string>,
): pulumi.Output<string> {
  const template = `{{index .data "${adminKeys.password}" | base64decode}}`;
  return pulumi.interpolate`kubectl --namespace ${namespace} get secret ${secretName} --output go-template='${template}'`;
}
