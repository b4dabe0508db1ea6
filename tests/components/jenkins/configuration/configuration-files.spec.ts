import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { revisionOf } from "../../../../components/internal/revision";
import {
  configMapGroups,
  configurationFeatures,
  configurationFiles,
  configurationFindings,
  configurationWarnings,
} from "../../../../components/jenkins/configuration/configuration-files";
import { initGroovyParts } from "../../../../components/jenkins/configuration/init-groovy";
import { mailerParts } from "../../../../components/jenkins/configuration/mailer";
import { plainConfiguration } from "../../../../components/jenkins/configuration/settings";
import { configurationArgs, configured } from "./support";

const gitHubProject = (trust: "none" | "nobody") => ({
  app: {
    script: "Jenkinsfile",
    scanInterval: "1h",
    orphans: { days: 7, branches: 20 },
    gitHub: {
      ...{ owner: "a", repository: "b", pullRequests: true },
      forks: { trust, reason: "agents without credentials" },
    },
  },
});

describe("configurationFiles", () => {
  it("renders the same for the same settings, and another revision for others (A-14)", () => {
    assert.deepEqual(
      configurationFiles(configurationArgs()),
      configurationFiles(configurationArgs()),
    );
    const revision = (args = configurationArgs()) => configurationFiles(args)["revision"];
    assert.match(revision() ?? "", /^[0-9a-f]{64}$/);
    assert.notEqual(revision(), revision(configured({ environment: { A: "b" } })));
  });

  it("refers to no secret that is not mounted, whatever the settings hold (A-55)", () => {
    const everything = configured({
      environment: { A: "${jenkins-admin-password}" },
      folders: { a: { description: "${readFile:/run/secrets/jenkins/jenkins-admin-password}" } },
      mailer: { server: "s", port: 25, encryption: "tls", credentials: "mail" },
    });
    const all = Object.values(configurationFiles(everything)).join("\n");
    const references = [...all.matchAll(/(?<!\^)\$\{([^}]*)\}/g)].map(([, name]) => name);
    assert.deepEqual(references.sort(), [
      "jenkins-admin-password",
      "jenkins-admin-user",
      "readFile:/run/secrets/mailer/password",
      "readFile:/run/secrets/mailer/username",
    ]);
  });

  it("takes documents of other parts, and finds keys that are not theirs", () => {
    const documents = { "other.yaml": { unclassified: { location: { url: "https://a/" } } } };
    const args = configurationArgs({ documents });
    assert.ok("other.yaml" in configurationFiles(args));
    assert.deepEqual(configurationFindings(args), [
      "configuration.unclassified.location.url: expected a key of one file, got one of jenkins.yaml and other.yaml",
    ]);
  });

  it("refuses a file that no ConfigMap holds", () => {
    const description = "x".repeat(250);
    const folders = Object.fromEntries(
      Array.from({ length: 4000 }, (_, index) => [`folder-${index}`, { description }]),
    );
    assert.match(
      configurationFindings(configured({ folders })).join(),
      /^configuration\["jobs.yaml"\]: expected at most 1000000 bytes, got \d{7}; a ConfigMap takes no more$/,
    );
  });
});

describe("configMapGroups", () => {
  it("is one group as long as everything fits into a ConfigMap", () => {
    const files = configurationFiles(configurationArgs());
    assert.deepEqual(configMapGroups(files), { configuration: files });
  });

  it("is more, each small enough, when it does not", () => {
    const half = "x".repeat(600_000);
    const files = { "a.yaml": half, "b.yaml": half, "c.yaml": "", revision: "r" };
    assert.deepEqual(configMapGroups(files), {
      configuration: { "a.yaml": half },
      "configuration-2": { "b.yaml": half, "c.yaml": "", revision: "r" },
    });
  });

  it("counts bytes, not characters", () => {
    const wide = "✓".repeat(200_000);
    assert.equal(Object.keys(configMapGroups({ "a.yaml": wide, "b.yaml": wide })).length, 2);
  });
});

describe("revisionOf", () => {
  it("is what a shell says of the folder, in any order of the files", () => {
    const folder = mkdtempSync(join(tmpdir(), "jenkins-stack-revision-"));
    const files = { "b.yaml": "ü\n", "a.yaml": "", "B.yaml": "x" };
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const script = "LC_ALL=C sha256sum -- *.yaml | sha256sum | cut -d ' ' -f 1";
    const shell = spawnSync("/bin/sh", ["-c", `LC_ALL=C; ${script}`], { cwd: folder });
    rmSync(folder, { recursive: true });
    assert.equal(`${revisionOf(files)}\n`, shell.stdout.toString());
  });
});

describe("configurationFeatures", () => {
  it("asks for the plugins of what is declared, and for no other (D-02)", () => {
    const features = (changes: Partial<typeof plainConfiguration>) =>
      configurationFeatures({ ...plainConfiguration, ...changes });
    assert.deepEqual(features({}), []);
    assert.deepEqual(features({ folders: { a: {} } }), ["jobs"]);
    assert.deepEqual(features({ undeclaredJobs: "delete" }), ["jobs"]);
    assert.deepEqual(features({ multibranch: gitHubProject("none") }), ["jobs", "gitHub"]);
  });
});

describe("configurationWarnings", () => {
  it("warns of builds on the controller and of strangers' code, with their reasons (D-01, A-54)", () => {
    assert.deepEqual(configurationWarnings(configurationArgs()), []);
    const args = configured({
      controllerBuilds: { executors: 1, reason: "licence server" },
      multibranch: gitHubProject("nobody"),
    });
    assert.deepEqual(configurationWarnings(args), [
      "configuration.controllerBuilds: builds on the controller can read its secrets (licence server)",
      'configuration.multibranch["app"]: pull requests of strangers are built (agents without credentials)',
    ]);
  });
});

describe("initGroovyParts", () => {
  it("mounts the files where Jenkins runs them, and nothing when there are none (C-33)", () => {
    assert.deepEqual(initGroovyParts({}), {});
    assert.deepEqual(initGroovyParts({ "a.groovy": "println 1" }), {
      configMaps: { "init-groovy": { "a.groovy": "println 1" } },
      mounts: [
        { name: "init-groovy", mountPath: "/var/jenkins_home/init.groovy.d", readOnly: true },
      ],
    });
  });
});

describe("mailerParts", () => {
  it("mounts the login of the mail server, and nothing when there is none", () => {
    const mailer = { server: "s", port: 25, encryption: "tls" } as const;
    assert.deepEqual(mailerParts(plainConfiguration), {});
    assert.deepEqual(mailerParts({ ...plainConfiguration, mailer }), {});
    const parts = mailerParts({
      ...plainConfiguration,
      mailer: { ...mailer, credentials: "mail" },
    });
    assert.deepEqual(parts.volumes, [
      { name: "mailer", secret: { secretName: "mail", defaultMode: 0o440 } },
    ]);
    assert.deepEqual(parts.mounts, [
      { name: "mailer", mountPath: "/run/secrets/mailer", readOnly: true },
    ]);
  });
});
