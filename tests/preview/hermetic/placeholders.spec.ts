import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parsePrivateKeyBlock } from "../../../components/internal/openpgp-key";
import { writePlaceholders } from "../../../preview/hermetic/placeholders/files";
import { openPgpKey, sshKey } from "../../../preview/hermetic/placeholders/keys";
import { secretPlaceholders, word } from "../../../preview/hermetic/placeholders/secrets";
import { certificateProblems, kubeconfigProblems } from "../../../stacks/files";
import { secretKeys } from "../../../stacks/secret-keys";
import { secretProblems, type SecretOwners } from "../../../stacks/secrets";

const fingerprint = "75358B0A468890916209D842A1BEACF41C4F2D74";

const registry = { server: "ghcr.io", username: "jenkins" };
const jobs = { registries: { ghcr: registry }, teams: { web: { registries: { quay: registry } } } };
const credentials = {
  ssh: { type: "sshKey", username: "jenkins" },
  login: { type: "usernamePassword", username: "jenkins" },
  word: { type: "secretText" },
  file: { type: "secretFile", filename: "file" },
  store: { type: "certificate" },
  app: { type: "gitHubApp", appID: "1" },
  gpg: { type: "gpgKey", fingerprint },
  drawn: { type: "usernamePassword", username: "jenkins", generated: true },
};

describe("secretPlaceholders (P-04)", () => {
  it("passes every check of the secrets, for every type of credential", () => {
    const { secrets, fingerprints } = secretPlaceholders({ jobs, credentials }, [...secretKeys]);
    const [standIn] = Object.keys(fingerprints);
    const gpg = { ...credentials.gpg, fingerprint: standIn };
    const owners = { jobs, credentials: { ...credentials, gpg } } as unknown as SecretOwners;
    const encrypted = new Set(Object.keys(secrets));
    assert.deepEqual(secretProblems({ stack: "test", values: secrets, encrypted }, owners), []);
    assert.deepEqual([...encrypted].sort(), [...secretKeys]);
  });

  it("makes up no more than the settings demand and the stack stores", () => {
    assert.deepEqual(secretPlaceholders({}, []).secrets, { nasPassword: word });
    assert.deepEqual(secretPlaceholders({}, ["someToken", "registryPasswords"]).secrets, {
      nasPassword: word,
      someToken: word,
      registryPasswords: "{}",
    });
  });

  it("is the same on both sides of a comparison", () => {
    const drawn = () => JSON.stringify(secretPlaceholders({ jobs, credentials }, []));
    assert.equal(drawn(), drawn());
  });

  it("reads around settings that are none", () => {
    for (const broken of ["text", ["list"], { registries: 1, teams: 2 }, null])
      assert.deepEqual(
        secretPlaceholders({ jobs: broken, credentials: broken }, []).fingerprints,
        {},
      );
  });

  it("leaves a fingerprint that is none to the settings, which refuse it", () => {
    const gpg = { type: "gpgKey", fingerprint: "1C4F2D74" };
    assert.deepEqual(secretPlaceholders({ credentials: { gpg } }, []).fingerprints, {});
  });
});

describe("openPgpKey", () => {
  it("has the fingerprint that its own packets have", () => {
    const { privateKey, fingerprint: own } = openPgpKey(fingerprint);
    const parsed = parsePrivateKeyBlock(privateKey);
    assert.equal(parsed.ok && parsed.value.fingerprint, own);
    assert.notEqual(own, fingerprint);
  });

  it("is another key for another fingerprint, and well formed for any", () => {
    const others = Array.from({ length: 300 }, (_, index) => openPgpKey(`key ${index}`));
    assert.equal(new Set(others.map(({ fingerprint: own }) => own)).size, others.length);
    for (const { fingerprint: own } of others) assert.match(own, /^[0-9A-F]{40}$/);
  });
});

describe("sshKey", () => {
  it("is told by its seed", () => {
    assert.equal(sshKey("one"), sshKey("one"));
    assert.notEqual(sshKey("one"), sshKey("other"));
  });
});

describe("writePlaceholders", () => {
  let tree: string;

  beforeEach(() => {
    tree = mkdtempSync(join(tmpdir(), "jenkins-stack-placeholders-"));
  });

  afterEach(() => {
    rmSync(tree, { recursive: true, force: true });
  });

  it("writes a kubeconfig with the context the settings ask for, and a certificate", async () => {
    const cluster = { kubeconfig: ".kube/prod", context: "admin@prod", identifier: "prod" };
    const nas = { certificateAuthority: "nas/ca.crt" };
    await writePlaceholders(tree, { cluster, nas });
    assert.deepEqual(kubeconfigProblems(tree, cluster as never), []);
    assert.deepEqual(certificateProblems(tree, nas as never), []);
  });

  it("leaves a file of the tree as it is", async () => {
    writeFileSync(join(tree, "kubeconfig"), "kept");
    await writePlaceholders(tree, { cluster: { kubeconfig: "kubeconfig" } });
    assert.equal(readFileSync(join(tree, "kubeconfig"), "utf8"), "kept");
  });

  it("writes nothing outside the tree", async () => {
    await writePlaceholders(tree, { cluster: { kubeconfig: "../outside" } });
    await writePlaceholders(tree, { cluster: { kubeconfig: join(tree, "absolute") } });
    assert.equal(existsSync(join(tree, "../outside")), false);
    assert.equal(existsSync(join(tree, "absolute")), false);
  });
});
