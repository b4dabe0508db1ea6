// The committed stack files against the loader and against the schema that editors use.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import Ajv2020 from "ajv/dist/2020";
import { parse } from "yaml";

import { fileSchema } from "../../stacks/reference/file-schema";
import { sections } from "../../stacks/settings";
import { keys } from "../support/keys";
import { reading, root, type Values } from "./good-settings";

interface StackFile {
  readonly config: Values;
}

const validates = new Ajv2020({ strict: true, allErrors: true }).compile(fileSchema(sections));

function stackFile(stack: string): StackFile {
  return parse(readFileSync(join(root, `Pulumi.${stack}.yaml`), "utf8")) as StackFile;
}

/** The file's settings with the secrets and files that only a deploying machine has. */
function complete({ config }: StackFile, registries: readonly string[]): Values {
  const values = Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.replace("jenkins-stack:", ""), value]),
  );
  return {
    ...values,
    cluster: { ...(values["cluster"] as Values), kubeconfig: "tests/stacks/files/kubeconfig.yaml" },
    nas: { ...(values["nas"] as Values), certificateAuthority: "tests/stacks/files/authority.pem" },
    nasPassword: "nas-secret-value",
    credentialSecrets: {
      "jenkins-repohost": { privateKey: keys.ssh },
      "rpm-gpg-key": { privateKey: keys.gpg.private },
      "rpm-gpg-key-passphrase": { text: "secret-value" },
    },
    registryPasswords: Object.fromEntries(registries.map((name) => [name, "secret-value"])),
  };
}

describe("committed stack files", () => {
  for (const [stack, registry] of [
    ["prod", "pyrocufflink"],
    ["local", "ghcr"],
  ] as const) {
    it(`Pulumi.${stack}.yaml has no problem once its secrets are stored`, () => {
      assert.deepEqual(reading(complete(stackFile(stack), [registry])).problems, []);
    });

    it(`Pulumi.${stack}.yaml runs the official image in an exact version (A-01, E-03)`, () => {
      const { "jenkins-stack:jenkins": jenkins } = stackFile(stack).config as Record<
        string,
        { image: string }
      >;
      assert.match(
        jenkins?.image ?? "",
        /^docker\.io\/jenkins\/jenkins:\d+\.\d+\.\d+-jdk21(@sha256:|$)/,
      );
    });

    it(`Pulumi.${stack}.yaml is valid for editors, with and without secrets`, () => {
      const { config } = stackFile(stack);
      const secret = { secure: "v1:abc:def" };
      const stored = { "jenkins-stack:nasPassword": secret, "kubernetes:namespace": "x" };
      assert.ok(validates({ config }), JSON.stringify(validates.errors));
      assert.ok(
        validates({ config: { ...config, ...stored }, encryptionsalt: "v1:salt" }),
        JSON.stringify(validates.errors),
      );
    });

    it(`Pulumi.${stack}.yaml holds no secret in clear`, () => {
      const keys = Object.keys(stackFile(stack).config);
      assert.deepEqual(
        keys.filter((key) => /password/i.test(key)),
        [],
      );
    });
  }

  it("Pulumi.prod.yaml keeps its storage network IPv6 only, with several nodes (A-24, A-33)", () => {
    const { sections: prod } = reading(complete(stackFile("prod"), ["pyrocufflink"]));
    const nodes = Object.values(prod?.network.nodes ?? {});
    assert.ok(nodes.length > 1);
    assert.ok(nodes.every(({ address }) => address?.startsWith("fd")));
    assert.equal(prod?.network.label, "network.du5t1n.me/storage");
  });
});

describe("schema for editors", () => {
  const { config } = stackFile("local");
  for (const [title, changes] of [
    ["a secret in clear", { "jenkins-stack:nasPassword": "secret-value" }],
    ["an unknown section", { "jenkins-stack:jenkin": {} }],
    ["an unknown setting", { "jenkins-stack:cluster": { kubeconfig: "a", identifier: "b", x: 1 } }],
    ["a missing setting", { "jenkins-stack:cluster": { kubeconfig: "a" } }],
  ] as const)
    it(`refuses ${title}`, () => {
      assert.equal(validates({ config: { ...config, ...changes } }), false);
    });
});
