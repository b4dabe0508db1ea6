import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { Engine, type EngineOptions } from "../../../local/engine/pulumi";
import { registryPasswords, writeSettings } from "../../../local/engine/settings";
import { scratchFolder } from "../instance/scratch";

const passphrase = "kept passphrase of the instance";

describe("registryPasswords", () => {
  it("gives a registry the same password every time", () => {
    assert.deepEqual(
      registryPasswords(["ghcr", "quay"], passphrase),
      registryPasswords(["ghcr", "quay"], passphrase),
    );
  });

  it("keeps the password of a registry when another one is added", () => {
    const { ghcr } = registryPasswords(["ghcr"], passphrase);
    assert.equal(registryPasswords(["docker", "ghcr"], passphrase)["ghcr"], ghcr);
  });

  it("gives every registry a password of its own, of 16 characters", () => {
    const { ghcr = "", quay = "" } = registryPasswords(["ghcr", "quay"], passphrase);
    assert.notEqual(ghcr, quay);
    assert.match(ghcr, /^[\w-]{16}$/);
    assert.match(quay, /^[\w-]{16}$/);
  });

  it("gives another instance other passwords", () => {
    assert.notDeepEqual(
      registryPasswords(["ghcr"], passphrase),
      registryPasswords(["ghcr"], "passphrase of another instance"),
    );
  });
});

describe("writeSettings", () => {
  const folder = scratchFolder();

  const nas = {
    url: "https://[::1]:5001",
    account: "pulumi",
    password: "nas-password",
    certificateAuthority: ".local/nas/ca.crt",
    portal: "[::1]:3260",
    nodeUuid: "00000000-0000-4000-8000-000000000000",
  };

  /** An instance whose stack was made, and an engine that only takes note of the secrets. */
  function recordingEngine(): { engine: Engine; secrets: Map<string, string>[] } {
    const instance = join(folder(), ".local");
    mkdirSync(instance);
    writeFileSync(join(instance, "passphrase"), passphrase);
    writeFileSync(join(instance, "encryptionsalt"), "v1:salt");
    const secrets: Map<string, string>[] = [];
    class Recording extends Engine {
      override expect(args: readonly string[], { input = "" }: EngineOptions = {}) {
        const [key = ""] = args.slice(3);
        // The first secret of every writing is that of the NAS.
        if (key === "jenkins-stack:nasPassword") secrets.push(new Map());
        secrets.at(-1)?.set(key, input);
        return Promise.resolve("");
      }
    }
    const ports = {
      etcd: 0,
      etcdPeer: 0,
      apiserver: 0,
      controllerManager: 0,
      scheduler: 0,
      kwok: 0,
      dsm: 0,
      iscsi: 0,
    };
    const engine = new Recording(
      folder(),
      { folder: instance, relativeFolder: ".local", ports },
      { pulumi: "pulumi", "pulumi-language-nodejs": "pulumi-language-nodejs" },
    );
    return { engine, secrets };
  }

  function commit(memoryLimit: string): void {
    writeFileSync(
      join(folder(), "Pulumi.local.yaml"),
      [
        "config:",
        `  jenkins-stack:jenkins: { memoryLimit: ${memoryLimit} }`,
        "  jenkins-stack:jobs: { registries: { ghcr: { server: ghcr.io, username: jenkins } } }",
        "",
      ].join("\n"),
    );
  }

  it("keeps every secret when the committed settings are edited", async () => {
    const { engine, secrets } = recordingEngine();
    commit("4Gi");
    await writeSettings(engine, nas);
    commit("6Gi");
    await writeSettings(engine, nas);
    assert.match(readFileSync(join(folder(), ".local/Pulumi.local.yaml"), "utf8"), /6Gi/);
    const expected = new Map([
      ["jenkins-stack:nasPassword", nas.password],
      ["jenkins-stack:registryPasswords", JSON.stringify(registryPasswords(["ghcr"], passphrase))],
    ]);
    assert.deepEqual(secrets, [expected, expected]);
  });

  it("writes nothing when nothing changed", async () => {
    const { engine, secrets } = recordingEngine();
    commit("4Gi");
    await writeSettings(engine, nas);
    await writeSettings(engine, nas);
    assert.equal(secrets.length, 1);
  });
});
