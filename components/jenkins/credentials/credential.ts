/**
 * What a credential is, apart from what is secret about it.
 *
 * Which of the fields belong to which type is in {@link credentialTypes}.
 */
export interface Credential {
  readonly type: CredentialType;
  /** What it is for, as Jenkins shows it. */
  readonly description?: string;
  /** Every job may use it. Either this or {@link folders}. */
  readonly global?: boolean;
  /** Folders and multibranch projects whose jobs may use it, by their full names. */
  readonly folders?: readonly string[];
  /** The `password` of a `usernamePassword` or the `text` of a `secretText` is made up and kept in state (D-05). */
  readonly generated?: boolean;
  /** User of an `sshKey` or a `usernamePassword`. */
  readonly username?: string;
  /** Name that builds see for a `secretFile` or a `gpgKey`. */
  readonly filename?: string;
  /** Fingerprint of a `gpgKey`. */
  readonly fingerprint?: string;
  /** Number of a `gitHubApp`. */
  readonly appID?: string;
  /** Organisation of a `gitHubApp`. */
  readonly owner?: string;
  /** API of a `gitHubApp`. */
  readonly apiUri?: string;
}

/** Credentials by their ids, which are the names of their Secrets too. */
export type Credentials = Readonly<Record<string, Credential>>;

/** Types of credentials. */
export type CredentialType =
  | "sshKey"
  | "usernamePassword"
  | "secretText"
  | "secretFile"
  | "certificate"
  | "gitHubApp"
  | "gpgKey";

/** Fields that not every type has. */
export type TypedField = "username" | "filename" | "fingerprint" | "appID" | "owner" | "apiUri";

/** How a type is written down. */
interface TypeForm {
  /** Field that can be made up, for the types whose secret is a password and nothing else. */
  readonly generates?: "password" | "text";
  /** Value of the label by which the credentials provider recognises it. */
  readonly label: string;
  readonly required: readonly TypedField[];
  readonly optional: readonly TypedField[];
}

/**
 * The types with the fields of each.
 *
 * @see https://jenkinsci.github.io/kubernetes-credentials-provider-plugin/examples/
 */
export const credentialTypes: Readonly<Record<CredentialType, TypeForm>> = {
  sshKey: { label: "basicSSHUserPrivateKey", required: ["username"], optional: [] },
  usernamePassword: {
    label: "usernamePassword",
    required: ["username"],
    optional: [],
    generates: "password",
  },
  secretText: { label: "secretText", required: [], optional: [], generates: "text" },
  secretFile: { label: "secretFile", required: ["filename"], optional: [] },
  certificate: { label: "certificate", required: [], optional: [] },
  gitHubApp: { label: "gitHubApp", required: ["appID"], optional: ["owner", "apiUri"] },
  gpgKey: { label: "secretFile", required: ["fingerprint"], optional: ["filename"] },
};

/** Every field that some type has. */
export const typedFields: readonly TypedField[] = [
  "username",
  "filename",
  "fingerprint",
  "appID",
  "owner",
  "apiUri",
];
