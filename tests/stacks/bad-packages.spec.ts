import { keys } from "../support/keys";
import type { Values } from "./good-settings";
import { describeRefusals } from "./refusals";

const credentials: Values = {
  "jenkins-repohost": { type: "sshKey", username: "jenkins", folders: ["rpm"] },
  "rpm-gpg-key": { type: "gpgKey", fingerprint: keys.gpg.fingerprint, folders: ["rpm"] },
  "rpm-gpg-key-passphrase": { type: "secretText", folders: ["rpm"] },
};
const repository = { host: "files.example", path: "/srv/yum" };
const packages = {
  image: "registry.example/ci/rpm:42.0.1",
  signing: { passphrase: "rpm-gpg-key-passphrase" },
  repository,
};
const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINRSGgWdNHNcMCbKkmMUUKOO6yIyO3CjkAAXjCcgpMxZ";

/** Settings with everything that packages need, some of it changed. */
function complete(changes: Values): Values {
  return {
    packages: structuredClone(packages),
    credentials: structuredClone(credentials),
    "configuration.folders": { rpm: {}, other: {} },
    "knownHosts.hosts": { "files.example": { keys: [hostKey] } },
    "jobs.network.egress": { files: { networks: ["192.0.2.80/32"], ports: [22] } },
    credentialSecrets: {
      "jenkins-repohost": { privateKey: keys.ssh },
      "rpm-gpg-key": { privateKey: keys.gpg.private },
      "rpm-gpg-key-passphrase": { text: "secret-value" },
    },
    ...changes,
  };
}

describeRefusals("package settings", [
  [
    "a key that is no credential",
    complete({ "packages.signing.key": "gpg-key" }),
    'packages.signing.key: expected a credential of type gpgKey in credentials, got "gpg-key"',
  ],
  [
    "A-52: a credential of another type as the key",
    complete({ "packages.signing.key": "rpm-gpg-key-passphrase" }),
    'packages.signing.key: expected a credential of type gpgKey in credentials, got "rpm-gpg-key-passphrase"; it is of type secretText',
  ],
  [
    "A-52: a key as the passphrase",
    complete({ "packages.signing.passphrase": "rpm-gpg-key" }),
    'packages.signing.passphrase: expected a credential of type secretText in credentials, got "rpm-gpg-key"; it is of type gpgKey',
  ],
  [
    "A-51: a login that is none of SSH",
    complete({ "packages.repository.credentials": "rpm-gpg-key" }),
    'packages.repository.credentials: expected a credential of type sshKey in credentials, got "rpm-gpg-key"; it is of type gpgKey',
  ],
  [
    "A-53: credentials that no folder sees together",
    complete({
      "credentials.rpm-gpg-key-passphrase": { type: "secretText", folders: ["other"] },
    }),
    'packages.signing.passphrase: expected a credential of one of the folders rpm, got "rpm-gpg-key-passphrase"; no build sees it together with rpm-gpg-key',
  ],
  [
    "A-43: a host whose key nobody knows",
    complete({ "knownHosts.hosts": {} }),
    'packages.repository.host: expected a server whose host key knownHosts verifies, got "files.example"; add files.example to knownHosts.hosts, or a pattern for it to one of knownHosts.authorities',
  ],
  [
    "A-43: a port that known hosts do not have",
    complete({
      "packages.repository.port": 2222,
      "knownHosts.hosts": { "[files.example]:2022": { keys: [hostKey] } },
      "jobs.network.egress": { files: { networks: ["192.0.2.80/32"], ports: [2222] } },
    }),
    'packages.repository.host: expected a server whose host key knownHosts verifies, got "files.example"; add files.example to knownHosts.hosts, or a pattern for it to one of knownHosts.authorities',
  ],
  [
    "E-25: a repository that the network policy shuts off",
    complete({ "jobs.network.egress": {} }),
    "packages.repository.port: expected a port that jobs.network lets builds out to, got 22; add the repository's host and port to jobs.network.egress",
  ],
  [
    "a host with its user",
    complete({ "packages.repository.host": "jenkins@files.example" }),
    'packages.repository.host: expected the name or address of a machine, got "jenkins@files.example"',
  ],
  [
    "a folder that is relative",
    complete({ "packages.repository.path": "yum" }),
    'packages.repository.path: expected an absolute path such as /bin/bash, got "yum"',
  ],
  [
    "an image that moves",
    complete({ "packages.image": "registry.example/ci/rpm:42" }),
    'packages.image: expected an image with its registry and an exact tag or digest, got "registry.example/ci/rpm:42"; a moving tag would change the software on every pod restart',
  ],
  [
    "A-69: another agent with its label",
    complete({ "agents.templates": { fedora: { labels: ["rpm"] } } }),
    'agents.templates.fedora.labels[0]: expected another label than that of the agent of the section packages, got "rpm"; its builds would run without the scripts and the key\'s fingerprint',
  ],
  [
    "A-69: another agent of its name",
    complete({ "agents.templates": { rpm: { labels: ["fedora"] } } }),
    'agents.templates.rpm: expected another name than that of the agent of the section packages, got "rpm"',
  ],
  [
    "a passphrase in the settings",
    complete({ "packages.signing.passphraseText": "secret-value" }),
    "packages.signing.passphraseText: expected no secret inside a settings object; store it with: pulumi config set --secret nasPassword",
  ],
]);
