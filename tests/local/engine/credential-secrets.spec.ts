import assert from "node:assert/strict";

import { fieldProblems } from "../../../components/jenkins/credentials/secret-fields";
import { credentialSecrets } from "../../../local/engine/credential-secrets";

const credentials = {
  "jenkins-repohost": { type: "sshKey", username: "jenkins" },
  "rpm-gpg-key": { type: "gpgKey" },
  "rpm-gpg-key-passphrase": { type: "secretText" },
  robot: { type: "usernamePassword", username: "robot" },
  settings: { type: "secretFile", filename: "settings.xml" },
} as const;

// The program's own reader, which shares no code with the maker, is the measure; GnuPG itself imported such a key.
describe("credentialSecrets", () => {
  const { secrets, fingerprints } = credentialSecrets(credentials, "a passphrase");

  for (const [id, credential] of Object.entries(credentials))
    it(`makes up a ${credential.type} that the program accepts`, () => {
      const fingerprint = fingerprints[id];
      const declared = { ...credential, ...(fingerprint === undefined ? {} : { fingerprint }) };
      assert.deepEqual(fieldProblems(declared, secrets[id]!), []);
    });

  it("makes up the same again, and others for another instance", () => {
    assert.deepEqual(credentialSecrets(credentials, "a passphrase").secrets, secrets);
    const other = credentialSecrets(credentials, "another one").secrets;
    for (const id of Object.keys(credentials)) assert.notDeepEqual(other[id], secrets[id]);
  });

  it("leaves to the program what the program makes up", () => {
    const generated = { agent: { type: "secretText", generated: true } };
    assert.deepEqual(credentialSecrets(generated, "a passphrase").secrets, {});
  });

  it("refuses what only an authority can make", () => {
    assert.throws(() => credentialSecrets({ app: { type: "gitHubApp" } }, "a passphrase"), {
      message:
        'credentials.app.type: expected one that the local platform can make up, got "gitHubApp"',
    });
  });
});
