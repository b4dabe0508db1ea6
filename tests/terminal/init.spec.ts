// init as a person and as a script meet it: a process, a terminal, a NAS that answers, an API server that answers, and a
// stand-in for the Pulumi CLI. That the real CLI takes what is written is for tests/engine to show.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { parse, stringify } from "yaml";

import { readStackFile } from "../../stacks/plain";
import { TestNas } from "../local/nas-simulator/support/nas";
import { root } from "../stacks/good-settings";
import { PseudoTerminal } from "./support/pseudo-terminal";
import { nodeObject, StandInApi } from "./support/stand-in-api";
import { StandInPulumi } from "./support/stand-in-pulumi";

const password = "right";
const portal = "[fd5c:1a8:7e2b:30::10]:3260";
const passphrase = "correct horse";

describe("npm run init", function () {
  this.timeout(120_000);
  const nas = new TestNas();
  const api = new StandInApi({
    "/api/v1/nodes": { items: ["worker-1", "worker-2"].map(nodeObject) },
    "/apis/networking.k8s.io/v1/ingressclasses": { items: [] },
  });
  let folder: string;
  let project: string;
  let terminal: PseudoTerminal | undefined;
  before(() => nas.start());
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "jenkins-stack-terminal-"));
    project = mkdtempSync(join(folder, "project-"));
    copyFileSync(join(root, "Pulumi.yaml"), join(project, "Pulumi.yaml"));
    copyFileSync(join(nas.folder, "ca.crt"), join(project, "ca.crt"));
    await api.start(join(project, ".kube", "test"));
  });
  beforeEach(() => {
    for (const name of filesOfStacks()) rmSync(join(project, name));
  });
  afterEach(() => terminal?.discard());
  after(async () => {
    await api.stop();
    await nas.stop();
    rmSync(folder, { recursive: true });
  });

  const command = (...args: string[]) => [
    ...[process.execPath, join(root, "commands", "start.mjs"), "init", "test"],
    ...["--folder", project, ...args],
  ];
  const filesOfStacks = () => readdirSync(project).filter((name) => /Pulumi\.test/.test(name));
  const contentOf = (name: string) => readFileSync(join(project, name), "utf8");
  const written = () => parse(contentOf("Pulumi.test.yaml")) as Record<string, unknown>;
  const open = (pulumi: StandInPulumi, ...args: string[]) =>
    (terminal = new PseudoTerminal(command(...args), { cwd: root, env: pulumi.env }));

  it("asks at a terminal, looks at cluster and NAS, and hands secrets to the CLI alone (P-02)", async () => {
    const pulumi = new StandInPulumi(folder);
    const person = open(pulumi);
    await person.answer("cluster.kubeconfig: ", "");
    await person.answer("cluster.identifier: ", "");
    await person.answer("network.nodes: ", "worker-3");
    await person.answer("expected a node of the cluster (worker-1, worker-2)", "");
    await person.answer("network.nodes.worker-1.interface: ", "");
    await person.answer("nas.url: ", "http://nas0");
    await person.answer("nas.url: expected", nas.url);
    await person.answer("nas.account: ", "");
    await person.answer("fingerprint is", "yes");
    await person.answer("nasPassword: ", password);
    await person.answer("nas.nodeUuid: ", "");
    await person.answer("nas.portal: ", portal);
    await person.answer("[fd5c:1a8:7e2b:30::10] >", "");
    await person.answer("/volume1 (btrfs", "");
    await person.answer("storage.luns.jenkins.size: ", "20Gi");
    await person.answer("storage.luns.jenkins.iqn: ", "");
    await person.answer("jenkins.url: ", "https://jenkins.example.org/");
    await person.answer("jenkins.image: ", "");
    await person.answer("jenkins.agentImage: ", "");
    await person.answer("exposure.type: ", "");
    await person.answer("backup.target.to: ", "another building");
    await person.answer("backup.target.kind: ", "");
    await person.answer("backup.secretsCopy: ", "in the safe");
    await person.answer("file:///srv/state has no stack test yet", "yes");
    await person.answer("Passphrase that encrypts", passphrase);
    await person.answer("again >", "another");
    await person.answer("They differ", passphrase);
    await person.answer("again >", passphrase);
    await person.shows("wrote Pulumi.test.yaml");
    await person.shows("npm run doctor -- --stack test");
    assert.equal(await person.end(), 0);

    assert.ok(!person.shown.includes(password + "\r"), "the password is not shown");
    assert.ok(!person.shown.includes(passphrase), "the passphrase is not shown");
    const { sections, problems } = readStackFile(project, "test");
    assert.deepEqual(problems, []);
    assert.deepEqual(Object.keys(sections!.network.nodes), ["worker-1", "worker-2"]);
    assert.match(sections!.nas.certificateFingerprint ?? "", /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    assert.equal(written()["encryptionsalt"], "v1:new-salt");
    assert.match(contentOf("Pulumi.test.yaml"), /nasPassword:\n {4}secure: v1:stored/);
    assert.deepEqual(filesOfStacks(), ["Pulumi.test.yaml"]);

    const [, ...calls] = pulumi.calls.map((call) => call.replace(/--config-file \S+/, "FILE"));
    assert.deepEqual(calls, [
      "whoami --json --verbose --non-interactive --color never",
      "stack ls --json --non-interactive --color never",
      "stack init test --no-select --non-interactive --color never",
      "config set --stack test --secret jenkins-stack:nasPassword FILE --non-interactive --color never",
      `<${password}> passphrase <${passphrase}>`,
    ]);
    assert.ok(
      api.requests.every((request) => request.startsWith("GET ")),
      api.requests.join(),
    );
  });

  it("leaves everything as it was for Ctrl-C, also in the middle of a secret", async () => {
    const before = "config:\n  jenkins-stack:nas:\n    account: robot\n";
    writeFileSync(join(project, "Pulumi.test.yaml"), before);
    const pulumi = new StandInPulumi(folder);
    const person = open(pulumi);
    await person.answer("Type yes to go on", "yes");
    await person.answer("cluster.kubeconfig: ", "");
    await person.answer("cluster.identifier: ", "");
    await person.answer("network.nodes: ", "");
    await person.answer("network.nodes.worker-1.interface: ", "");
    await person.answer("nas.url: ", nas.url);
    await person.answer("[robot] >", "");
    await person.answer("fingerprint is", "no");
    await person.shows("nasPassword: ");
    await person.shows("> ");
    person.press("half a pass\u0003");
    await person.shows("interrupted; nothing was written");
    assert.equal(await person.end(), 130);
    assert.deepEqual(filesOfStacks(), ["Pulumi.test.yaml"]);
    assert.equal(contentOf("Pulumi.test.yaml"), before);
    assert.deepEqual(pulumi.calls, [""], "the CLI was not asked for anything");
    assert.ok(!person.shown.includes("half a pass"));
  });

  it("takes answers without a terminal, and keeps the secrets of the file before (P-03)", async () => {
    writeFileSync(
      join(project, "Pulumi.test.yaml"),
      "config:\n  jenkins-stack:nodeSshKey:\n    secure: v1:kept\nencryptionsalt: v1:kept-salt\n",
    );
    const answers = join(folder, "answers.yaml");
    writeFileSync(
      answers,
      stringify({
        nas: { url: nas.url, portal, certificateAuthority: "ca.crt" },
        jenkins: { url: "https://jenkins.example.org/" },
        backup: { waived: "nothing of value is there", secretsWaived: "nothing is stored there" },
      }),
    );
    const pulumi = new StandInPulumi(folder, ["organization/jenkins-stack/test"]);
    const { code, output } = await run(pulumi, [
      "--answers",
      answers,
      "--nas-password-stdin",
      "--force",
    ]);
    assert.equal(code, 0, output);
    assert.match(output, /network\.nodes: worker-1, worker-2\n/);
    assert.match(output, /wrote Pulumi\.test\.yaml; the one before is Pulumi\.test\.yaml\.bak\n/);
    assert.deepEqual(readStackFile(project, "test").problems, []);
    assert.equal(written()["encryptionsalt"], "v1:kept-salt");
    const { config } = written() as { config: Record<string, unknown> };
    assert.deepEqual(config["jenkins-stack:nodeSshKey"], { secure: "v1:kept" });
    assert.deepEqual(config["jenkins-stack:nasPassword"], { secure: "v1:stored" });
    assert.ok(!output.includes(`${password}\n`));
  });

  it("asks nobody where there is no terminal", async () => {
    const { code, output } = await run(new StandInPulumi(folder), []);
    assert.equal(code, 2);
    assert.match(output, /^terminal: expected one to ask questions on, got none; /);
    assert.deepEqual(filesOfStacks(), []);
  });

  async function run(pulumi: StandInPulumi, args: readonly string[]) {
    const [node = "", ...rest] = command(...args);
    const child = spawn(node, rest, { cwd: root, env: pulumi.env });
    child.stdin.end(`${password}\n`);
    const [stdout, stderr, code] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise((resolve) => child.once("close", resolve)),
    ]);
    return { code, output: `${stdout}${stderr}` };
  }
});
