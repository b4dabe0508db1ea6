import { keys } from "../support/keys";
import type { Values } from "./good-settings";
import { describeRefusals } from "./refusals";

const store =
  "store it with: pulumi config set --secret credentialSecrets < credential-secrets.json";

/** One credential with its secret, both fine unless told otherwise. */
function credential(settings: Values, secret: unknown = { text: "a-secret-value" }): Values {
  return {
    "configuration.folders": { rpm: {} },
    credentials: { it: { type: "secretText", global: true, ...settings } },
    credentialSecrets: { it: secret },
  };
}

const sshKey = (settings: Values, secret: unknown = { privateKey: keys.ssh }) =>
  credential({ type: "sshKey", username: "repohost", ...settings }, secret);
const gpgKey = (settings: Values, secret: unknown = { privateKey: keys.gpg.private }) =>
  credential({ type: "gpgKey", fingerprint: keys.gpg.fingerprint, ...settings }, secret);

describeRefusals("credential settings", [
  [
    "B-14: an id with a space before it",
    {
      credentials: { " docker-config": { type: "secretText", global: true } },
      credentialSecrets: { " docker-config": { text: "a-secret-value" } },
    },
    'credentials[" docker-config"]: expected a name of lower-case letters, digits, - and . (RFC 1123), got " docker-config"; remove the space around it',
  ],
  [
    "an id that is the name of the certificate's Secret",
    {
      credentials: { "jenkins-tls": { type: "secretText", global: true } },
      credentialSecrets: { "jenkins-tls": { text: "a-secret-value" } },
    },
    'credentials.jenkins-tls: expected an id that is not the name of a certificate\'s Secret, got "jenkins-tls"',
  ],
  [
    "an id that is the name of the Secret of the webhooks' certificate",
    {
      credentials: { "jenkins-tls-webhooks": { type: "secretText", global: true } },
      credentialSecrets: { "jenkins-tls-webhooks": { text: "a-secret-value" } },
    },
    'credentials.jenkins-tls-webhooks: expected an id that is not the name of a certificate\'s Secret, got "jenkins-tls-webhooks"',
  ],
  [
    "an id that is the name of the certificate's Secret in the settings",
    {
      "exposure.type": "ingress",
      "exposure.ingress": {
        className: "nginx",
        controller: "ingress-nginx",
        tls: { issuer: "ca", secretName: "wildcard" },
      },
      "exposure.network.proxyNamespaces": ["ingress-nginx"],
      credentials: { "wildcard-webhooks": { type: "secretText", global: true } },
      credentialSecrets: { "wildcard-webhooks": { text: "a-secret-value" } },
    },
    'credentials.wildcard-webhooks: expected an id that is not the name of a certificate\'s Secret, got "wildcard-webhooks"',
  ],
  [
    "a type nobody knows",
    credential({ type: "password" }),
    'credentials.it.type: expected one of "sshKey", "usernamePassword", "secretText", "secretFile", "certificate", "gitHubApp", "gpgKey", got "password"',
  ],
  [
    "A-53: a credential without a scope, which would be open to every job",
    credential({ global: undefined }),
    "credentials.it.folders: expected folders, or global: true, got nothing; what every job may use is an explicit choice",
  ],
  [
    "A-53: a scope that is empty, which would be open to every job",
    credential({ global: undefined, folders: [] }),
    "credentials.it.folders: expected at least one folder, got an empty list; an empty scope would be open to every job",
  ],
  [
    "A-53: a scope beside global",
    credential({ folders: ["rpm"] }),
    "credentials.it.folders: expected no folders beside global: true, got both",
  ],
  [
    "A-53: a credential that is not global and has no folders",
    credential({ global: false }),
    "credentials.it.global: expected true, or folders in its place, got false; what every job may use is an explicit choice",
  ],
  [
    "A-53: a scope in one text, as the annotation has it",
    credential({ global: undefined, folders: "['rpm']" }),
    "credentials.it.folders: expected a list of folders, got \"['rpm']\"",
  ],
  [
    "A-53: a folder with a quote in its name",
    credential({ global: undefined, folders: ["rpm'"] }),
    'credentials.it.folders[0]: expected a full name such as team/app, got "rpm\'"; letters, digits and . _ - make a name that is the same everywhere',
  ],
  [
    "A-53: a folder that is not declared",
    credential({ global: undefined, folders: ["rpm", "rmp"] }),
    'credentials.it.folders[1]: expected a folder or multibranch project of the configuration (rpm), got "rmp"',
  ],
  [
    "A-53: a folder that is named twice",
    credential({ global: undefined, folders: ["rpm", "rpm"] }),
    'credentials.it.folders[1]: expected a folder that is not in the list yet, got "rpm"',
  ],
  [
    "a key without its user",
    sshKey({ username: undefined }),
    "credentials.it.username: expected the username of a sshKey, got nothing",
  ],
  [
    "a user where there is none",
    credential({ username: "robot" }),
    'credentials.it.username: expected no username for a secretText, got "robot"',
  ],
  [
    "D-05: a key to be made up, which no random source of this stack can",
    { ...sshKey({ generated: true }), credentialSecrets: undefined },
    "credentials.it.generated: expected no generated secret for a sshKey, got true",
  ],
  [
    "a file in a folder",
    credential({ type: "secretFile", filename: "../key" }, { text: "a-secret-value" }),
    'credentials.it.filename: expected the name of a file without a folder, of letters, digits and . _ @ + -, got "../key"',
  ],
  [
    "E-15: a GitHub App by its name",
    credential({ type: "gitHubApp", appID: "ci-app" }, { privateKey: keys.app }),
    'credentials.it.appID: expected the number of a GitHub App, got "ci-app"; it is on the App\'s page under General',
  ],
  [
    "E-15: a GitHub App as a number",
    credential({ type: "gitHubApp", appID: 1234 }, { privateKey: keys.app }),
    'credentials.it.appID: expected the number of a GitHub App, got 1234; put quotes around it: "1234"',
  ],
  [
    "A-56: a signing key without a fingerprint",
    gpgKey({ fingerprint: undefined }),
    "credentials.it.fingerprint: expected the fingerprint of a gpgKey, got nothing",
  ],
  [
    "A-56: a signing key by its short id",
    gpgKey({ fingerprint: "1C4F2D74" }),
    'credentials.it.fingerprint: expected a fingerprint of 40 hexadecimal digits in upper case, got "1C4F2D74"; a key ID is too short: another key can be made that has the same',
  ],
  [
    "a secret in the section",
    credential({ privateKey: "a-secret-value" }),
    `credentials.it.privateKey: expected no secret inside a settings object; ${store.replace(" < credential-secrets.json", "")}`,
  ],
]);

describeRefusals("secrets of credentials", [
  [
    "no secret at all",
    { ...credential({}), credentialSecrets: undefined },
    `credentialSecrets.it: expected what is secret about credential it, got nothing; ${store}`,
  ],
  [
    "D-05: a secret of a credential that is generated",
    credential({ generated: true }),
    "credentialSecrets.it: expected no secret for a generated credential, got one",
  ],
  [
    "secrets of credentials nobody declared",
    { credentialSecrets: { other: { text: "a-secret-value" } } },
    'credentialSecrets.other: expected the id of a credential, got "other"',
  ],
  [
    "secrets that are one text",
    { ...credential({}), credentialSecrets: "a-secret-value" },
    `credentialSecrets: expected a JSON object of objects: texts by field, by the ids of credentials, got another text; ${store}`,
  ],
  [
    "a secret without its field",
    credential({}, { texts: "a-secret-value", text: "b-secret-value" }),
    "credentialSecrets.it.texts: expected a field of a secretText (text), got another one",
  ],
  [
    "a password that is missing",
    credential({ type: "usernamePassword", username: "robot" }, {}),
    `credentialSecrets.it.password: expected a secret, got nothing; ${store}`,
  ],
  [
    "a passphrase with the line break of an echo",
    credential({}, { text: "a-secret-value\n" }),
    "credentialSecrets.it.text: expected a text without a line break at its end, got one with it",
  ],
  [
    "A-51: another text in place of an SSH key",
    sshKey({}, { privateKey: "a-secret-value" }),
    "credentialSecrets.it.privateKey: expected a private key as OpenSSH writes it, got another text",
  ],
  [
    "A-51: an SSH key whose passphrase is missing",
    sshKey({}, { privateKey: keys.sshEncrypted }),
    `credentialSecrets.it.passphrase: expected the passphrase of the encrypted key, got nothing; ${store}`,
  ],
  [
    "A-56: another signing key than the pinned one",
    gpgKey({}, { privateKey: keys.gpgRsa.private }),
    `credentialSecrets.it.privateKey: expected the key with the fingerprint ${keys.gpg.fingerprint}, got the one with ${keys.gpgRsa.fingerprint}`,
  ],
  [
    "A-56: the public half of the signing key",
    gpgKey({}, { privateKey: keys.gpg.public }),
    "credentialSecrets.it.privateKey: expected an armored OpenPGP private key, got a public key",
  ],
  [
    "E-15: a GitHub App's key as GitHub hands it out",
    credential(
      { type: "gitHubApp", appID: "1234" },
      { privateKey: keys.app.replaceAll("PRIVATE", "RSA PRIVATE") },
    ),
    "credentialSecrets.it.privateKey: expected an RSA private key in PKCS#8, got one in another format; convert it with: openssl pkcs8 -topk8 -nocrypt -in <file>",
  ],
  [
    "a file that is both text and bytes",
    credential(
      { type: "secretFile", filename: "key" },
      { text: "a-secret-value", data: "aGVsbG8=" },
    ),
    "credentialSecrets.it: expected either a text or data in base64, got both",
  ],
  [
    "bytes that are not in base64",
    credential({ type: "secretFile", filename: "key" }, { data: "a-secret-value" }),
    "credentialSecrets.it.data: expected a file in base64, got another text; encode it with: base64 --wrap=0 <file>",
  ],
  [
    "a certificate that is no key store",
    credential({ type: "certificate" }, { certificate: "aGVsbG8=", password: "a-secret-value" }),
    "credentialSecrets.it.certificate: expected a PKCS#12 key store in base64, got other bytes in base64",
  ],
]);
