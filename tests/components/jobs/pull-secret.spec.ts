import assert from "node:assert/strict";

import { dockerConfig, pullSecrets } from "../../../components/jobs/pull-secret";

const dockerHub = "https://index.docker.io/v1/";

describe("dockerConfig", () => {
  it("has one entry a registry, by the registry's own key (A-41, B-26)", () => {
    const registries = {
      hub: { server: dockerHub, username: "me" },
      ghcr: { server: "ghcr.io", username: "you" },
    };
    assert.deepEqual(JSON.parse(dockerConfig(registries, { hub: "one", ghcr: "two" })), {
      auths: {
        "ghcr.io": { username: "you", password: "two", auth: base64("you:two") },
        [dockerHub]: { username: "me", password: "one", auth: base64("me:one") },
      },
    });
  });

  it("drops the line break that a password from a file ends with", () => {
    for (const password of ["secret\n", "secret\r\n"])
      assert.equal(entry(password).auth, base64("jenkins:secret"));
  });

  it("keeps colons and spaces, which passwords may contain", () => {
    assert.equal(entry("p@ss: word ").auth, base64("jenkins:p@ss: word "));
  });

  it("does not depend on the order of the settings", () => {
    const one = { server: "one.example", username: "jenkins" };
    const two = { server: "two.example", username: "jenkins" };
    const passwords = { one: "1", two: "2" };
    assert.equal(dockerConfig({ one, two }, passwords), dockerConfig({ two, one }, passwords));
  });
});

describe("pullSecrets", () => {
  it("are one for all registries, and none without any (A-41)", () => {
    const registry = { server: "ghcr.io", username: "jenkins" };
    assert.deepEqual(pullSecrets({ one: registry, two: registry }), ["registries"]);
    assert.deepEqual(pullSecrets({}), []);
  });
});

function entry(password: string): { auth: string } {
  const registries = { ghcr: { server: "ghcr.io", username: "jenkins" } };
  const document = JSON.parse(dockerConfig(registries, { ghcr: password })) as {
    auths: Record<string, { auth: string }>;
  };
  return document.auths["ghcr.io"]!;
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
