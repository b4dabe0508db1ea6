import { hostKeys } from "../support/host-keys";
import { describeRefusals } from "./refusals";

const { authority, other, ed25519, rsa, shortRsa } = hostKeys;
const pattern = "a host or a pattern of hosts such as *.example.org";
const publicKey = "a public host key such as ssh-ed25519 AAAA…";
const unknown = "expected a server whose host key knownHosts verifies";
const add = (host: string) =>
  `add ${host} to knownHosts.hosts, or a pattern for it to one of knownHosts.authorities`;

const signedBy = (...patterns: string[]) => ({
  "knownHosts.authorities.blue": { patterns, key: authority },
});

describeRefusals("known hosts", [
  [
    "A-45: an authority for every host",
    signedBy("*"),
    `knownHosts.authorities.blue.patterns[0]: expected ${pattern}, got "*"; it stands for every host, and whoever has a certificate could pose as any of them`,
  ],
  [
    "A-45: two zones in one pattern",
    signedBy("*.pyrocufflink.blue, *.pyrocufflink.black"),
    `knownHosts.authorities.blue.patterns[0]: expected ${pattern}, got "*.pyrocufflink.blue, *.pyrocufflink.black"; one pattern an entry and no space, which voids a line for OpenSSH`,
  ],
  [
    "A-45: a zone without its star",
    signedBy(".pyrocufflink.blue"),
    `knownHosts.authorities.blue.patterns[0]: expected ${pattern}, got ".pyrocufflink.blue"; did you mean "*.pyrocufflink.blue"?`,
  ],
  [
    "a pattern that ends in a star",
    signedBy("git*"),
    `knownHosts.authorities.blue.patterns[0]: expected ${pattern}, got "git*"; it has to end in a zone, * stands for dots too`,
  ],
  [
    "a pattern with a port",
    signedBy("[*.pyrocufflink.blue]:2201"),
    `knownHosts.authorities.blue.patterns[0]: expected ${pattern}, got "[*.pyrocufflink.blue]:2201"; leave out the port, it holds on every port`,
  ],
  [
    "a pattern twice",
    signedBy("*.pyrocufflink.blue", "*.pyrocufflink.blue"),
    'knownHosts.authorities.blue.patterns[1]: expected every entry once, got "*.pyrocufflink.blue"',
  ],
  [
    "an authority without patterns",
    signedBy(),
    "knownHosts.authorities.blue.patterns: expected a list of at least 1, got a list",
  ],
  [
    "an authority with exceptions alone",
    signedBy("!bad.pyrocufflink.blue"),
    "knownHosts.authorities.blue.patterns: expected at least one pattern without !, got exceptions alone",
  ],
  [
    "B-14: an authority with a space before its name",
    {
      "knownHosts.authorities": {
        " blue": { patterns: ["*.pyrocufflink.blue"], key: authority },
      },
    },
    'knownHosts.authorities[" blue"]: expected a name of lower-case letters, digits and - (RFC 1123), got " blue"; remove the space around it',
  ],
  [
    "a line of known hosts as the authority's key",
    {
      "knownHosts.authorities.blue": {
        patterns: ["*.pyrocufflink.blue"],
        key: `@cert-authority *.pyrocufflink.blue ${authority}`,
      },
    },
    `knownHosts.authorities.blue.key: expected ${publicKey}, got "@cert-authority *.pyrocufflink.blue ${authority}"; leave out the host before the key's type`,
  ],
  [
    "a key whose type is another's",
    {
      "knownHosts.hosts": { "git.example": { keys: [ed25519.replace("ssh-ed25519", "ssh-rsa")] } },
    },
    `knownHosts.hosts["git.example"].keys[0]: expected ${publicKey}, got "${ed25519.replace("ssh-ed25519", "ssh-rsa")}"; copy the whole line of the .pub file`,
  ],
  [
    "an RSA key that anybody can afford to break",
    { "knownHosts.hosts": { "git.example": { keys: [ed25519, shortRsa] } } },
    `knownHosts.hosts["git.example"].keys[1]: expected ${publicKey}, got "${shortRsa}"; an RSA key has at least 2048 bits, this one has 1024`,
  ],
  [
    "a private key, without repeating it",
    {
      "knownHosts.hosts": { git0: { keys: ["-----BEGIN OPENSSH PRIVATE KEY-----\nsecret-value"] } },
    },
    `knownHosts.hosts.git0.keys[0]: expected ${publicKey}, got a private key; give the .pub file`,
  ],
  [
    "a host without keys",
    { "knownHosts.hosts.git0": {} },
    "knownHosts.hosts.git0.keys: expected a list of at least 1, got nothing",
  ],
  [
    "a pattern as a host",
    { "knownHosts.hosts": { "*.example": { keys: [ed25519] } } },
    'knownHosts.hosts["*.example"]: expected a host, or [<host>]:<port> of an SSH server, got "*.example"; patterns are for authorities, a key belongs to hosts by name',
  ],
  [
    "a port as people write it",
    { "knownHosts.hosts": { "git.example:2222": { keys: [ed25519] } } },
    'knownHosts.hosts["git.example:2222"]: expected a host, or [<host>]:<port> of an SSH server, got "git.example:2222"; did you mean "[git.example]:2222"?',
  ],
  [
    "a name of two hosts",
    {
      "knownHosts.hosts": {
        git0: { keys: [ed25519], aliases: ["git"] },
        git1: { keys: [rsa], aliases: ["git"] },
      },
    },
    'knownHosts.hosts.git1.aliases[0]: expected a name that is not in the list yet, got "git"; the host "git0" has it',
  ],
  [
    "an authority's key as a host's own",
    { ...signedBy("*.pyrocufflink.blue"), "knownHosts.hosts.git0": { keys: [authority] } },
    `knownHosts.hosts.git0.keys[0]: expected a key of the host itself, got "${authority}"; the authority "blue" signs with it`,
  ],
  [
    "a key that is trusted and revoked",
    {
      "knownHosts.hosts.git0": { keys: [ed25519] },
      "knownHosts.revoked.stolen": { key: `${ed25519} root@git0` },
    },
    `knownHosts.hosts.git0.keys[0]: expected a key that is trusted, got "${ed25519}"; "stolen" of the revoked keys is the same`,
  ],
  [
    "an authority that is revoked, wherever",
    {
      ...signedBy("*.pyrocufflink.blue"),
      "knownHosts.revoked.stolen": { key: authority, patterns: ["elsewhere.example"] },
    },
    `knownHosts.authorities.blue.key: expected a key that is trusted, got "${authority}"; "stolen" of the revoked keys is the same`,
  ],
  [
    "an unknown setting",
    { "knownHosts.hosts.git0": { key: ed25519, keys: [ed25519] } },
    "knownHosts.hosts.git0.key: unknown setting; did you mean knownHosts.hosts.git0.keys?",
  ],
  [
    "A-47: a repository over SSH whose host nobody knows",
    {
      "configuration.libraries.infra": { repository: "git@git.example:infra.git", version: "main" },
    },
    `configuration.libraries.infra.repository: ${unknown}, got "git@git.example:infra.git"; ${add("git.example")}`,
  ],
  [
    "A-47: a repository outside every zone of the authorities",
    {
      ...signedBy("*.pyrocufflink.blue"),
      "configuration.pipelines.rpm": {
        repository: "ssh://git@git0.pyrocufflink.black:2222/rpm.git",
        branch: "main",
      },
    },
    `configuration.pipelines.rpm.repository: ${unknown}, got "ssh://git@git0.pyrocufflink.black:2222/rpm.git"; ${add("git0.pyrocufflink.black")}`,
  ],
  [
    "E-25: a host of source code that a list does not know",
    {
      "knownHosts.revoked.stolen": { key: other },
      "exposure.network.sourceHosts": {
        "git.example": { networks: ["192.0.2.22/32"], ports: [22] },
      },
    },
    `exposure.network.sourceHosts["git.example"]: ${unknown}, got "git.example"; ${add("git.example")}`,
  ],
]);
