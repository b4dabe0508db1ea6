import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { expected, readable, refuse } from "../internal/arguments";
import { parseImage } from "../internal/image";
import { labels } from "../internal/labels";
import { typeToken } from "../internal/type-token";
import { rpmScripts } from "./rpm-agents";
import { rpmCheckScript } from "./rpm-check-script";
import { rpmPublishScript } from "./rpm-publish-script";
import { rpmSignScript } from "./rpm-sign-script";
import type { DescribedCredentials, PackageSettings } from "./settings";

/** Arguments of {@link PackageSigning}. */
export interface PackageSigningArgs extends PackageSettings {
  /** Namespace of the builds. */
  readonly namespace: pulumi.Input<string>;
  /** The section of that name: it says what kind of credential an id is. */
  readonly credentials: DescribedCredentials;
  /** Armored public key of `signing.key`, against which packages are checked before they leave. */
  readonly publicKey: pulumi.Input<string>;
}

/**
 * What signs, checks and publishes RPM packages in a build: scripts and the public key. It holds no secret;
 * builds get those from the credentials of their folder.
 *
 * The agent is `packageAgents`, a plain value, because the controller is told of it before this is made.
 */
export class PackageSigning extends pulumi.ComponentResource {
  constructor(name: string, args: PackageSigningArgs, opts?: pulumi.ComponentResourceOptions) {
    check(name, args);
    super(typeToken("PackageSigning"), name, {}, opts);

    new k8s.core.v1.ConfigMap(
      `${name}-scripts`,
      {
        metadata: { name: rpmScripts, namespace: args.namespace, labels: labels("packages") },
        data: {
          "check.sh": rpmCheckScript,
          "sign.sh": rpmSignScript,
          "publish.sh": rpmPublishScript,
          "signing-key.asc": args.publicKey,
        },
      },
      { parent: this },
    );

    this.registerOutputs({});
  }
}

function check(name: string, args: PackageSigningArgs): void {
  const { signing, repository, credentials } = args;
  const ofType = (path: string, id: string, type: string) =>
    expected(credentials[id]?.type === type, path, `a credential of type ${type}`, id);
  refuse("PackageSigning", name, [
    readable("image", parseImage, args.image),
    ofType("signing.key", signing.key, "gpgKey"),
    ...(signing.passphrase === undefined
      ? []
      : [ofType("signing.passphrase", signing.passphrase, "secretText")]),
    ...(repository === undefined
      ? []
      : [ofType("repository.credentials", repository.credentials, "sshKey")]),
  ]);
}
