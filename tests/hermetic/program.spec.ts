import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parseDocument } from "yaml";

import { execa } from "../../local/execa";
import type { Preview } from "../../preview/preview";
import type { Step } from "../../preview/step";
import { debianTools } from "../support/debian-tools";
import { Repository } from "./support/repository";

const root = join(__dirname, "../..");

/** What a job of CI may hold and a hermetic preview must not know. */
const canaries = {
  PULUMI_CONFIG_PASSPHRASE: "canary-passphrase",
  PULUMI_ACCESS_TOKEN: "canary-access",
  KUBECONFIG: "/canary/kubeconfig",
  GITHUB_TOKEN: "canary-forge",
};
const fingerprint = "0123456789ABCDEF0123456789ABCDEF01234567";

// The whole program, as a pull request changes it, where there is no network: neither cluster nor NAS nor registry.
describe("hermeticPreview of the whole program (P-04)", () => {
  let repository: Repository;
  let temporary: string;
  let preview: Preview;
  let printed: string;
  let counters: string;

  before(async function () {
    this.timeout(300_000);
    repository = await Repository.create();
    await repository.take(root, ["tests", "bench", "local", "commands", "nas", "docs"]);
    await repository.commit();
    await change(repository);
    temporary = await mkdtemp(join(tmpdir(), "jenkins-stack-temporary-"));
    ({ printed, counters } = await withoutNetwork(repository.folder, temporary));
    preview = JSON.parse(printed) as Preview;
  });

  after(async () => {
    await repository.remove();
    await rm(temporary, { recursive: true, force: true });
  });

  function step(type: string, name: string): Step {
    const found = preview.steps.filter((it) => it.type.endsWith(`:${type}`) && it.name === name);
    assert.equal(found.length, 1, `${type} ${name}`);
    return found[0]!;
  }

  function changed(type: string, name: string): Record<string, readonly unknown[]> {
    const { changes } = step(type, name);
    return Object.fromEntries(changes.map(({ path, before, after }) => [path, [before, after]]));
  }

  it("renders both sides without a problem", () => {
    assert.equal(preview.mode, "hermetic");
    assert.deepEqual(
      preview.diagnostics.filter(({ severity }) => severity === "error"),
      [],
    );
    assert.ok(preview.steps.length > 50, String(preview.steps.length));
  });

  it("shows a new image in the pod that restarts for it", () => {
    const changes = changed("StatefulSet", "jenkins");
    assert.deepEqual(changes["spec.template.spec.containers[0].image"], [
      "docker.io/jenkins/jenkins:2.580.1-jdk21",
      "docker.io/jenkins/jenkins:2.580.2-jdk21",
    ]);
    assert.equal(step("StatefulSet", "jenkins").operation, "update");
  });

  it("shows a LUN that grows, and the volume on it", () => {
    assert.equal(step("Command", "lun-jenkins").operation, "update");
    assert.deepEqual(changed("PersistentVolume", "jenkins-home")["spec.capacity.storage"], [
      "500Gi",
      "600Gi",
    ]);
  });

  it("shows the fingerprint that the settings name, not that of the placeholder", () => {
    const texts = preview.steps.flatMap(({ changes }) =>
      changes.map(({ before, after }) => [JSON.stringify(before), JSON.stringify(after)].join(" ")),
    );
    assert.ok(
      texts.some(
        (it) => it.includes(fingerprint) && it.includes("75358B0A468890916209D842A1BEACF4"),
      ),
    );
  });

  it("leaves everything else as it is, protection included", () => {
    const untouched = preview.steps.filter(({ operation }) => operation === "same");
    assert.ok(untouched.length > 40, String(untouched.length));
    assert.equal(step("PersistentVolume", "jenkins-home").after?.protect, true);
    assert.deepEqual(
      preview.steps.filter(({ operation }) => ["create", "delete"].includes(operation)),
      [],
    );
  });

  it("says what it cannot know, and which secrets a deployment would ask for", () => {
    assert.match(preview.unknowns.join("\n"), /stored secrets: placeholders stand in/);
    assert.match(preview.unknowns.join("\n"), /Pulumi\.prod\.yaml holds no .*nasPassword/);
  });

  it("sends nothing over any network, its own machine included", () => {
    // Address family and protocol do not matter: whatever is sent to lo is counted here.
    assert.deepEqual(counters.trim().split(/\s+/).slice(1), Array(16).fill("0"));
  });

  it("tells nothing of its environment", () => {
    for (const canary of Object.values(canaries)) assert.equal(printed.includes(canary), false);
  });

  it("leaves nothing behind: no file, no worktree, no change in the index", async () => {
    assert.deepEqual(await readdir(temporary), []);
    assert.equal((await repository.git("worktree", "list")).split("\n").length, 1);
    assert.equal(await repository.git("status", "--porcelain"), " M Pulumi.prod.yaml");
  });
});

/** A pull request: a new Jenkins, a larger home, another signing key. */
async function change(repository: Repository): Promise<void> {
  const file = "Pulumi.prod.yaml";
  const settings = parseDocument(readFileSync(join(repository.folder, file), "utf8"));
  const set = (path: readonly string[], value: string) => {
    const [section = "", ...rest] = path;
    settings.setIn(["config", `jenkins-stack:${section}`, ...rest], value);
  };
  set(["jenkins", "image"], "docker.io/jenkins/jenkins:2.580.2-jdk21");
  set(["storage", "luns", "jenkins", "size"], "600Gi");
  set(["credentials", "rpm-gpg-key", "fingerprint"], fingerprint);
  await repository.write({ [file]: String(settings) });
}

async function withoutNetwork(folder: string, temporary: string) {
  const { PATH = "" } = await debianTools("hermetic", [
    { name: "iproute2", executables: ["ip"] },
    { name: "git", executables: ["git"] },
  ]);
  const script = ["set -eu", "ip link set lo up", '"$@"', 'echo; grep "lo:" /proc/net/dev'].join(
    "\n",
  );
  const program = [
    process.execPath,
    ...["--require", join(root, "typescript/register.cjs")],
    join(__dirname, "support/print.ts"),
    ...[folder, "prod", "HEAD"],
  ];
  await mkdir(temporary, { recursive: true });
  const isolated = ["--net", "--mount", "sh", "-c", script, "sh", ...program];
  // For anybody where the kernel allows that, else for root alone.
  const anybody = await execa("unshare", ["--user", "--map-root-user", "--net", "true"], {
    reject: false,
  });
  const { stdout } = await execa(
    "unshare",
    anybody.failed ? isolated : ["--user", "--map-root-user", ...isolated],
    { extendEnv: false, env: { PATH, TMPDIR: temporary, ...canaries } },
  );
  const lines = stdout.split("\n");
  return { counters: lines.at(-1) ?? "", printed: lines.slice(0, -1).join("\n").trim() };
}
