import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parse } from "yaml";

import { configurationFindings } from "../../components/jenkins/configuration/configuration-files";
import {
  plainAgents,
  plainConfiguration,
  type AgentSettings,
  type ConfigurationSettings,
} from "../../components/jenkins/configuration/settings";
import { initGroovyFiles, initGroovyProblems } from "../../stacks/init-groovy";
import { configurationArgs } from "../components/jenkins/configuration/support";
import { changed, reading, root, type Values } from "./good-settings";

describe("readSections, given a configuration and agents", () => {
  it("fills in what the components call plain (P-02)", () => {
    assert.deepEqual(read({}), [plainConfiguration, plainAgents]);
  });

  it("yields what the components take, defaults included (B-10)", () => {
    const containers = { kubectl: { image: "docker.io/library/kubectl:1.36.1" } };
    const [configuration, agents] = read({
      "configuration.folders": { infra: {} },
      "configuration.multibranch": {
        "infra/cfg": { gitHub: { owner: "a", repository: "b" }, credentials: "app" },
      },
      "agents.templates": { tools: { labels: ["tools"], containers } },
      "credentials.app": { type: "usernamePassword", username: "robot", global: true },
      "credentialSecrets.app": { password: "app-secret-value" },
    });
    assert.deepEqual(configuration.multibranch["infra/cfg"], {
      gitHub: { owner: "a", repository: "b", pullRequests: true, forks: { trust: "none" } },
      credentials: "app",
      script: "Jenkinsfile",
      scanInterval: "1h",
      orphans: { days: 7, branches: 20 },
    });
    const { tools } = agents.templates;
    assert.equal(tools?.containers["kubectl"]?.command, "sleep");
    assert.equal(tools.activeDeadlineSeconds, 43_200);
    const { plugins = [], ...args } = configurationArgs();
    assert.deepEqual(configurationFindings({ ...args, plugins, configuration, agents }), []);
  });
});

describe("readSections, given a credential that is limited to folders", () => {
  const repository = "https://git.example/team/app.git";
  const jobs = {
    "configuration.folders": { team: {} },
    "configuration.multibranch": { "team/app": { repository } },
  };
  const limitedTo = (...folders: readonly string[]) => ({
    "credentials.login": { type: "usernamePassword", username: "robot", folders },
    "credentialSecrets.login": { password: "login-secret-value" },
  });

  it("lets a project in the folder use it (A-53, C-32)", () => {
    const multibranch = { "team/app": { repository, credentials: "login" } };
    for (const scope of ["team", "team/app"])
      read({ ...jobs, "configuration.multibranch": multibranch, ...limitedTo(scope) });
  });

  it("lets a pipeline use it whose folder a project brings along (A-53, C-32)", () => {
    const pipelines = { "team/p": { repository, credentials: "login" } };
    for (const scope of ["team", "team/app"])
      read({ ...jobs, "configuration.pipelines": pipelines, ...limitedTo(scope) });
  });
});

describe("docs/agents.md", () => {
  it("describes agents that the settings take (B-10)", () => {
    const page = readFileSync(join(root, "docs/agents.md"), "utf8");
    const example = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
    const { "jenkins-stack:agents": agents } = parse(example) as Values;
    assert.ok("tools" in read({ agents })[1].templates);
  });
});

describe("initGroovyProblems", () => {
  const folder = mkdtempSync(join(tmpdir(), "jenkins-stack-groovy-"));

  before(() => {
    for (const name of ["one", "two"]) mkdirSync(join(folder, name));
    const files = {
      "one/a.groovy": "println 'a'\n",
      "two/a.groovy": "println 'b'\n",
      "one/build-timeout.groovy": "println 1\n",
      "two/key.groovy": "def key = '''-----BEGIN RSA PRIVATE KEY-----'''",
      "two/token.groovy": 'String apiToken = "abc"',
      "two/lookup.groovy": "def password = System.getenv('DB')\ndef secret = ''\n",
    };
    for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("finds files that are not there, have one name, or hold a secret (C-33)", () => {
    assert.deepEqual(problems("one/a.groovy", "two/a.groovy"), [
      'expected a file name that no other file has, got "two/a.groovy"; Jenkins has one folder for them',
    ]);
    assert.deepEqual(problems("one/build-timeout.groovy"), [
      'expected a file name that the stack itself does not use, got "one/build-timeout.groovy"',
    ]);
    assert.deepEqual(problems("three.groovy"), [
      'expected a file that can be read, got "three.groovy"',
    ]);
    for (const file of ["two/key.groovy", "two/token.groovy"])
      assert.deepEqual(problems(file), [
        `expected a file without a secret in it, got "${file}"; read it from a credential instead`,
      ]);
  });

  it("lets pass what only looks secrets up", () => {
    assert.deepEqual(problems("one/a.groovy", "two/lookup.groovy"), []);
  });

  it("reads the files by their names", () => {
    assert.deepEqual(initGroovyFiles(["one/a.groovy"], folder), { "a.groovy": "println 'a'\n" });
    assert.deepEqual(initGroovyFiles([], folder), {});
  });

  function problems(...initGroovy: string[]): string[] {
    return initGroovyProblems(folder, { initGroovy }).map(({ text }) => text);
  }
});

function read(changes: Values): readonly [ConfigurationSettings, AgentSettings] {
  const { sections, problems } = reading(changed(changes));
  assert.deepEqual(problems, []);
  assert.ok(sections !== undefined);
  return [sections.configuration, sections.agents];
}
