import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { lock } from "../../components/jenkins/plugins/plugin-lock";
import { parseImage, jenkinsVersion } from "../../components/internal/image";
import { problemsOfDraft } from "../../init/check";
import { problemsAt, typedValue, valueAt, withoutDefaults, withValue } from "../../init/draft";
import { importantSettings } from "../../init/important-settings";
import { exampleOf } from "../../init/draft";
import { oldFile } from "../../init/kept";
import { proposedImages } from "../../init/versions";
import { root } from "../stacks/good-settings";

describe("withValue", () => {
  it("puts a value in, keeps the order, and leaves no empty group behind", () => {
    const draft = { a: { b: 1 }, c: 2 };
    assert.deepEqual(withValue(draft, ["a", "d", "e"], 3), { a: { b: 1, d: { e: 3 } }, c: 2 });
    assert.deepEqual(Object.keys(withValue(draft, ["a", "b"], 5)), ["a", "c"]);
    assert.deepEqual(withValue(draft, ["a", "b"], undefined), { c: 2 });
    assert.deepEqual(withValue(draft, ["x", "y"], undefined), draft);
    assert.deepEqual(draft, { a: { b: 1 }, c: 2 });
    const nodes = { network: { nodes: { "worker-1": { interface: "enp2s0" } } } };
    const path = ["network", "nodes", "worker-1", "interface"];
    assert.deepEqual(withValue(nodes, path, undefined), { network: { nodes: { "worker-1": {} } } });
  });
});

describe("problemsAt", () => {
  it("says what the loader would say, under the whole path", () => {
    assert.deepEqual(problemsAt(["jenkins", "image"], "docker.io/jenkins/jenkins:lts"), [
      'jenkins.image: expected an exact Jenkins version such as "docker.io/jenkins/jenkins:2.580.1-jdk21", or a digest, got "docker.io/jenkins/jenkins:lts"; a moving tag would upgrade Jenkins on every pod restart',
    ]);
    assert.deepEqual(problemsAt(["nas", "account"], "pulumi"), []);
  });

  it("knows settings below names of one's own", () => {
    assert.match(
      problemsAt(["network", "nodes", "a.b", "mtu"], 12).join(),
      /^network\.nodes\["a\.b"\]\.mtu: /,
    );
    assert.throws(() => problemsAt(["nas", "colour"], ""), /no such setting: nas\.colour/);
  });
});

describe("typedValue", () => {
  it("reads a number and a switch where the setting is one", () => {
    assert.equal(typedValue(["network", "nodes", "x", "mtu"], "9000"), 9000);
    assert.equal(typedValue(["network", "nodes", "x", "mtu"], "much"), "much");
    assert.equal(typedValue(["monitoring", "enabled"], "yes"), true);
    assert.equal(typedValue(["cluster", "identifier"], "1"), "1");
  });
});

describe("withoutDefaults", () => {
  it("leaves out what is the default anyway, and the groups that held nothing else", () => {
    const draft = {
      jenkins: { adminUser: "admin", lun: "home" },
      exposure: { type: "none" },
      network: { nodes: { "worker-1": {} }, documents: "none" },
    };
    assert.deepEqual(withoutDefaults(draft), {
      jenkins: { lun: "home" },
      network: { nodes: { "worker-1": {} } },
    });
  });
});

describe("problemsOfDraft", () => {
  it("refuses a secret among the answers without repeating it", () => {
    const problems = problemsOfDraft("test", { nasPassword: "a-secret" });
    assert.equal(
      problems.find((problem) => problem.startsWith("nasPassword")),
      "nasPassword: expected no secret in the answers, got one; store it with: pulumi config set --stack test --secret nasPassword",
    );
    assert.ok(!problems.join().includes("a-secret"));
  });
});

describe("proposedImages", () => {
  it("are those of the committed stack, and fit the lock file (A-01)", () => {
    const prod = parse(readFileSync(join(root, "Pulumi.prod.yaml"), "utf8")) as unknown;
    for (const [name, image] of Object.entries(proposedImages))
      assert.equal(valueAt(prod, ["config", "jenkins-stack:jenkins", name]), image);
    const image = parseImage(proposedImages.image);
    assert.equal(image.ok && jenkinsVersion(image.value), lock.core);
  });
});

describe("importantSettings", () => {
  it("are shown with examples that the settings take", () => {
    for (const path of importantSettings)
      assert.deepEqual(problemsAt(path, exampleOf(path)), [], path.join("."));
  });
});

describe("oldFile", () => {
  const text = `
config:
  jenkins-stack:nas:
    account: pulumi
  jenkins-stack:nasPassword:
    secure: v1:xxx
  kubernetes:context: other
encryptionsalt: v1:yyy
`;

  it("tells settings from what is kept", () => {
    assert.deepEqual(oldFile("Pulumi.test.yaml", text), {
      draft: { nas: { account: "pulumi" } },
      kept: {
        around: { encryptionsalt: "v1:yyy" },
        entries: {
          "jenkins-stack:nasPassword": { secure: "v1:xxx" },
          "kubernetes:context": "other",
        },
      },
    });
  });

  it("is content with a file that has nothing in it yet", () => {
    assert.deepEqual(oldFile("x", "encryptionsalt: v1:y\n").draft, {});
    assert.deepEqual(oldFile("x", "").kept, { around: {}, entries: {} });
  });

  it("refuses what it could not keep", () => {
    const message =
      "Pulumi.test.yaml: expected YAML with settings of the stack under config, got something else; mend or move it";
    for (const bad of ["config: [", "- a", "config: text"])
      assert.throws(() => oldFile("Pulumi.test.yaml", bad), { message });
  });
});
