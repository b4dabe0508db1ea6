import { parsePublicKey } from "../../../components/internal/known-hosts/public-key";
import { hostKeys } from "../../support/host-keys";
import { describeParser } from "./parsing";

const { ed25519, nistp256, nistp384, nistp521, rsa, shortRsa } = hostKeys;
const expected = "expected a public host key such as ssh-ed25519 AAAA…, got";
const whole = "copy the whole line of the .pub file";
const types =
  "key types are ssh-ed25519, ecdsa-sha2-nistp256, ecdsa-sha2-nistp384, ecdsa-sha2-nistp521, ssh-rsa";

const [, data = ""] = ed25519.split(" ");
const bytes = Buffer.from(data, "base64");
const altered = (change: (key: Buffer) => Buffer) =>
  `ssh-ed25519 ${change(Buffer.from(bytes)).toString("base64")}`;

/** A key of these parts, each after its length. */
function keyOf(type: string, ...numbers: Buffer[]): string {
  const parts = [Buffer.from(type), ...numbers].flatMap((part) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    return [length, part];
  });
  return `${type} ${Buffer.concat(parts).toString("base64")}`;
}
const exponent = Buffer.from([1, 0, 1]);
const modulus = Buffer.alloc(256, 0xff);
const curve = Buffer.from("nistp256");
const point = Buffer.alloc(65, 4);
const cut = (text: string) => {
  const [type = "", whole = ""] = text.split(" ");
  return `${type} ${Buffer.from(whole, "base64").subarray(0, -1).toString("base64")}`;
};

const damaged = [
  altered((key) => Buffer.concat([key.subarray(0, 14), Buffer.from("8"), key.subarray(15)])),
  altered((key) => Buffer.concat([key, Buffer.alloc(1)])),
  cut(ed25519),
  cut(keyOf("ssh-rsa", exponent, Buffer.alloc(512, 0xff))),
  keyOf("ssh-ed25519", Buffer.alloc(31)),
  keyOf("ssh-ed25519", Buffer.alloc(32), Buffer.alloc(32)),
  keyOf("ssh-ed25519"),
  keyOf("ssh-rsa", modulus),
  keyOf("ssh-rsa", exponent, modulus, modulus),
  keyOf("ecdsa-sha2-nistp384", curve, point),
  keyOf("ecdsa-sha2-nistp256", Buffer.from("nistp999"), point),
  keyOf("ecdsa-sha2-nistp256", curve, Buffer.alloc(65, 2)),
  keyOf("ecdsa-sha2-nistp256", curve, point.subarray(1)),
];

describeParser(
  parsePublicKey,
  [
    ...[ed25519, nistp256, nistp384, nistp521, rsa, `${ed25519} root@git0 (new)`],
    ...[keyOf("ssh-rsa", exponent, modulus), keyOf("ecdsa-sha2-nistp256", curve, point)],
  ].map((text) => {
    const [type = "", read = ""] = text.split(" ");
    return [text, { type, data: read }] as const;
  }),
  [
    ["", `${expected} ""`],
    ["SHA256:abc", `${expected} "SHA256:abc"`],
    ["ssh-ed25519", `${expected} "ssh-ed25519"; ${whole}`],
    [` ${ed25519}`, `${expected} " ${ed25519}"; remove the space around it`],
    [`${ed25519}\n`, `${expected} "${ed25519}\\n"; remove the space around it`],
    [
      `git0.example ${ed25519}`,
      `${expected} "git0.example ${ed25519}"; leave out the host before the key's type`,
    ],
    [
      `@cert-authority *.example ${ed25519}`,
      `${expected} "@cert-authority *.example ${ed25519}"; leave out the host before the key's type`,
    ],
    [`ssh-dss ${data}`, `${expected} "ssh-dss ${data}"; ${types}`],
    [
      `rsa-sha2-512 ${data}`,
      `${expected} "rsa-sha2-512 ${data}"; the type of such a key is ssh-rsa`,
    ],
    [
      `ssh-ed25519-cert-v01@openssh.com ${data}`,
      `${expected} "ssh-ed25519-cert-v01@openssh.com ${data}"; this is a certificate, give the key of the authority that signed it`,
    ],
    [`ssh-rsa ${data}`, `${expected} "ssh-rsa ${data}"; ${whole}`],
    [
      `ssh-ed25519 ${data.slice(0, -3)}`,
      `${expected} "ssh-ed25519 ${data.slice(0, -3)}"; ${whole}`,
    ],
    [`ssh-ed25519 ${data}=`, `${expected} "ssh-ed25519 ${data}="; ${whole}`],
    ...damaged.map((text) => [text, `${expected} "${text}"; ${whole}`] as const),
    [`${ed25519} a\nb`, `${expected} "${ed25519} a\\nb"; ${whole}`],
    [
      nistp256.replace("nistp256", "nistp384"),
      `${expected} "${nistp256.replace("nistp256", "nistp384")}"; ${whole}`,
    ],
    [shortRsa, `${expected} "${shortRsa}"; an RSA key has at least 2048 bits, this one has 1024`],
    ["-----BEGIN OPENSSH PRIVATE KEY-----", `${expected} a private key; give the .pub file`],
  ],
);
