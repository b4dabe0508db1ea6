import { parseKnownHost } from "../../../components/internal/known-host";
import { describeParser } from "./parsing";

const key = "AAAAC3NzaC1lZDI1NTE5AAAAIGtQUDZWhs8k/cZcykMkaoX7ZE7DXld8TP79HyddMVTS";
const expected = 'expected a host and its key such as "git.example ssh-ed25519 AAAA…", got';
const whole = "copy the whole line, which ssh-keyscan prints";
const types =
  "key types are ssh-ed25519, ecdsa-sha2-nistp256, ecdsa-sha2-nistp384, ecdsa-sha2-nistp521, ssh-rsa";

describeParser(
  parseKnownHost,
  [
    `git.example ssh-ed25519 ${key}`,
    `[git.example]:2222,10.0.0.1 ssh-ed25519 ${key} root@git`,
    `|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= ssh-ed25519 ${key}`,
  ].map((text) => [text, text] as const),
  [
    ["", `${expected} ""`],
    ["git.example", `${expected} "git.example"; ${types}`],
    [`git.example ssh-dss ${key}`, `${expected} "git.example ssh-dss ${key}"; ${types}`],
    [`git.example ssh-rsa ${key}`, `${expected} "git.example ssh-rsa ${key}"; ${whole}`],
    ["git.example ssh-ed25519 AAAA", `${expected} "git.example ssh-ed25519 AAAA"; ${whole}`],
    [
      `@cert-authority * ssh-ed25519 ${key}`,
      `${expected} "@cert-authority * ssh-ed25519 ${key}"; the Git plugin reads plain keys only, no certificate authorities`,
    ],
    ["-----BEGIN OPENSSH PRIVATE KEY----- abc", `${expected} a private key`],
  ],
);
