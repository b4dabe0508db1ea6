// Every secret here is made up, and put together so that no scanner of this repository takes it for a real one.
import assert from "node:assert/strict";

import { secretIn, secretVariable } from "../../policy/rules/secret-text";

describe("secretIn (A-55)", () => {
  for (const [what, text] of [
    ["a private key", ["-----BEGIN", " RSA PRIVATE KEY-----\nMIIEow"].join("")],
    ["a private key", ["x\n", "-----BEGIN", " PGP PRIVATE KEY BLOCK-----\n\nlIYE"].join("")],
    ["a token of GitHub", ["url: x?t=ghp_", "a1B2".repeat(9)].join("")],
    ["a token of GitLab", ["glpat-", "a1B2c".repeat(4)].join("")],
    ["a token of Slack", ["xoxb", "-123456789012-abcdef"].join("")],
    ["an access key of AWS", ["id AKIA", "ABCDEFGHIJKLMNOP"].join("")],
    ["a JSON Web Token", ["eyJ", "hbGciOiJIUzI1.eyJ", "zdWIiOiIxMjM0.SflKxwRJSMeKKF2QT4"].join("")],
    ["a crypt hash of a password", ["admin:$2b$12$", "abcdefghijkl".repeat(4)].join("")],
    ["a password in an address", "git clone https://robot:hunter22@git.example/x.git"],
    ["a value of dbPassword", "a: 1\n  dbPassword: 'q8#Lw2!vRz9'\n"],
    ["a value of API_TOKEN", "export API_TOKEN=f3Kd82nQx0Lm\n"],
    ["a value of password", "user: jenkins\npassword: hunter2\n"],
    ["a value of spring.datasource.password", "spring.datasource.password=12345\n"],
    ["a value of DB_PASS", 'export DB_PASS="letmein"\n'],
    ["a value of secret", '{\n  "secret": "Zk49-qpL0x-77aB",\n}'],
  ] as const)
    it(`finds ${what} in ${JSON.stringify(text.slice(0, 24))}`, () => {
      assert.equal(secretIn(text), what);
    });

  for (const text of [
    "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEawGt7RYJ",
    "grep -q -- '-----BEGIN OPENSSH PRIVATE KEY-----' \"$file\"",
    "github.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl",
    'password: "${jenkins-admin-password}"',
    'token="$(cat /run/secrets/token)"',
    "passwordFile: /run/secrets/Passw0rd-File1",
    "secret: /run/secrets/Passw0rd1x",
    "token: https://Issuer1.example/Oauth2x",
    "allowsToken: true",
    "password: the one of the NAS",
    "passwordCredentialsId: jenkins-admin",
    "bypass: always",
    "pwd=/var/jenkins_home",
    'password="$1"',
    "token: jenkins-reload",
    "tokenGenerationOnCreationEnabled: false",
    "authentication-tokens:1.144.v5ff4a_5ec5c33",
    "29b4765797f26c44574a2732ddf9d7d98ea0283295352497dd9eef84aed0102f  asm-api.jpi",
    "https://${USER}:${PASSWORD}@git.example/x.git",
    "http://jenkins.jenkins.svc:8080/a@b",
  ])
    it(`finds nothing in ${JSON.stringify(text.slice(0, 50))}`, () => {
      assert.equal(secretIn(text), undefined);
    });
});

describe("secretVariable (A-55)", () => {
  for (const [name, value, what] of [
    ["DB_PASSWORD", "postgres", "a literal"],
    ["GITHUB_TOKEN", "x", "a literal"],
    ["GIT_URL", "https://robot:hunter22@git.example", "a password in an address"],
    ["DB_PASSWORD", "12345678", "a literal"],
    ["ROOT_PASSWORD", "0000", "a literal"],
    ["DB_PASS", "postgres", "a literal"],
    ["MYSQL_PWD", "postgres", "a literal"],
    ["NEXUS_CREDENTIALS", "robot:x", "a literal"],
    ["SIGNING_KEY", "abcdef", "a literal"],
    ["SERVICE_TOKEN", "123456789012", "a literal"],
    ["BYPASS", "yes-please", undefined],
    ["PWD", "/var/jenkins_home", undefined],
    ["SECRETS", "/run/secrets/jenkins", undefined],
    ["TOKEN", "$(RELOAD_TOKEN)", undefined],
    ["SECONDS_FOR_SECRET", "150", undefined],
    ["CASC_STRICT_SECRET", "true", undefined],
    ["RPM_KEY_CREDENTIAL", "rpm-gpg-key", undefined],
  ] as const)
    it(`says ${what ?? "nothing"} of ${name}=${value}`, () => {
      assert.equal(secretVariable(name, value), what);
    });
});
