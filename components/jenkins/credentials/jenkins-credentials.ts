import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import { parsed, readable, refuse, type Finding } from "../../internal/arguments";
import { parseItemPath } from "../../internal/item-path";
import { parseSubdomain } from "../../internal/kubernetes-name";
import { labels } from "../../internal/labels";
import { parsePrivateKeyBlock } from "../../internal/openpgp-key";
import { problemText } from "../../internal/parsed";
import { typeToken } from "../../internal/type-token";
import type { DeclaredItem } from "../configuration/items";
import { credentialTypes, type Credential, type Credentials } from "./credential";
import { credentialProblems, folderProblems } from "./problems";
import { locationsText, storeLocations, visibilityOf, type Visibility } from "./scope";
import { secretData } from "./secret-data";
import type { SecretFields } from "./secret-fields";

/** Arguments of {@link JenkinsCredentials}. */
export interface JenkinsCredentialsArgs {
  /** Namespace of the controller: the credentials provider looks nowhere else. */
  readonly namespace: pulumi.Input<string>;
  /** Credentials by their ids. */
  readonly credentials: Credentials;
  /** What is secret about them, by the same ids; nothing for those that are generated. */
  readonly credentialSecrets: Readonly<Record<string, SecretFields<pulumi.Output<string>>>>;
  /** Folders and jobs that the configuration declares: scopes refer to them. */
  readonly items: readonly DeclaredItem[];
}

/**
 * What builds log in and sign with, one Secret each, which Jenkins shows as a credential of the same name.
 *
 * Jenkins notices a changed Secret by itself: no pod restarts. A credential that is taken out of the settings is
 * deleted.
 */
export class JenkinsCredentials extends pulumi.ComponentResource {
  /** Who may use each credential; holds no secret. */
  readonly visibility: Readonly<Record<string, Visibility>>;
  /** Public keys of the credentials of type `gpgKey`, armored, for the machines that trust them. */
  readonly gpgPublicKeys: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: JenkinsCredentialsArgs, opts?: pulumi.ComponentResourceOptions) {
    refuse("JenkinsCredentials", name, credentialFindings(args));
    super(typeToken("JenkinsCredentials"), name, {}, opts);

    const { namespace, credentials, credentialSecrets, items } = args;
    for (const [id, credential] of Object.entries(credentials))
      new k8s.core.v1.Secret(
        `${name}-${id}`,
        {
          metadata: {
            name: id,
            namespace,
            labels: {
              ...labels("credentials"),
              "jenkins.io/credentials-type": credentialTypes[credential.type].label,
            },
            annotations: annotations(credential, items),
          },
          type: "Opaque",
          data: secretData(
            id,
            credential,
            generated(`${name}-${id}`, credential, this) ?? credentialSecrets[id] ?? {},
          ),
        },
        { parent: this },
      );

    this.visibility = visibilityOf(credentials, items);
    this.gpgPublicKeys = Object.fromEntries(
      Object.entries(credentials)
        .filter(([, { type }]) => type === "gpgKey")
        .map(([id]) => [id, publicKey(credentialSecrets[id]?.["privateKey"])]),
    );
    this.registerOutputs({ visibility: this.visibility, gpgPublicKeys: this.gpgPublicKeys });
  }
}

/** A made up secret changes only when asked to: with `pulumi up --replace` of the password. */
function generated(
  name: string,
  { type, generated: wanted }: Credential,
  parent: pulumi.Resource,
): SecretFields<pulumi.Output<string>> | undefined {
  const field = credentialTypes[type].generates;
  if (wanted !== true || field === undefined) return undefined;
  const password = new random.RandomPassword(name, { length: 32, special: false }, { parent });
  return { [field]: password.result };
}

function annotations(
  { description, folders }: Credential,
  items: readonly DeclaredItem[],
): Record<string, string> {
  return {
    ...(description === undefined ? {} : { "jenkins.io/credentials-description": description }),
    ...(folders === undefined
      ? {}
      : {
          "jenkins.io/credentials-store-locations": locationsText(storeLocations(folders, items)),
        }),
  };
}

/** The public part is no secret, whatever it was derived from. */
function publicKey(privateKey: pulumi.Output<string> | undefined): pulumi.Output<string> {
  return pulumi.unsecret(
    pulumi.output(privateKey ?? "").apply((block) => parsed(parsePrivateKeyBlock, block).publicKey),
  );
}

/** Everything that is wrong with the credentials, secrets that are missing or left over included. */
function credentialFindings({
  credentials,
  credentialSecrets,
  items,
}: JenkinsCredentialsArgs): Finding[] {
  const ids = Object.keys(credentials);
  return [
    ...ids.map((id) => readable(`credentials.${id}`, parseSubdomain, id)),
    ...Object.entries(credentials).flatMap(([id, { folders = [] }]) =>
      folders.map((folder, index) =>
        readable(`credentials.${id}.folders.${index}`, parseItemPath, folder),
      ),
    ),
    ...[...credentialProblems(credentials), ...folderProblems(credentials, items)].map(
      ({ path, problem, value }) => `credentials.${path.join(".")}: ${problemText(problem, value)}`,
    ),
    ...ids
      .filter((id) => credentials[id]?.generated !== true && credentialSecrets[id] === undefined)
      .map((id) => `credentialSecrets.${id}: expected the secret of credential ${id}, got nothing`),
  ];
}
