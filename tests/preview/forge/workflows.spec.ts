import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parse, parseDocument } from "yaml";

const root = join(__dirname, "../../..");
const actions = [
  ".github/workflows/check.yml",
  ".github/workflows/comment.yml",
  ".github/workflows/preview.yml",
  ".gitea/workflows/pull-request.yml",
] as const;
const all = [...actions, ".gitlab-ci.yml", "Jenkinsfile"] as const;

interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly if?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly container?: string;
  readonly "timeout-minutes"?: number;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const textOf = (file: string) => readFileSync(join(root, file), "utf8");
const workflow = (file: string) => parse(textOf(file)) as Workflow;
const jobsOf = (file: string) => Object.entries(workflow(file).jobs);
const ownBranch = "github.event.pull_request.head.repo.full_name == github.repository";

// Whether a forge runs them is for the forge; what makes them dangerous is in their text.
describe("workflows of pull requests (P-04)", () => {
  for (const file of actions)
    describe(file, () => {
      it("is YAML without a warning", () => {
        const { errors, warnings } = parseDocument(textOf(file), { uniqueKeys: true });
        assert.deepEqual([...errors, ...warnings], []);
      });

      it("pins every action to a commit, and says which version that is", () => {
        const lines = textOf(file)
          .split("\n")
          .filter((line) => /\buses:/.test(line));
        assert.ok(lines.length > 0);
        for (const line of lines)
          assert.match(
            line,
            /uses: (?:https:\/\/github\.com\/)?actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/,
          );
      });

      it("runs an image with an exact tag", () => {
        for (const [, { container }] of jobsOf(file))
          if (container !== undefined) assert.match(container, /^[\w./-]+:\d+\.\d+\.\d+$/);
      });

      it("ends, and one run gives way to the next", () => {
        assert.notEqual(workflow(file).concurrency, undefined);
        for (const [name, job] of jobsOf(file)) assert.ok((job["timeout-minutes"] ?? 0) > 0, name);
      });

      it("leaves no token in a checkout", () => {
        for (const [name, { steps }] of jobsOf(file))
          for (const step of steps.filter(({ uses }) => uses?.includes("/checkout@")))
            assert.equal(step.with?.["persist-credentials"], false, name);
      });

      it("puts nothing that somebody chose into a script", () => {
        for (const [name, { steps }] of jobsOf(file))
          for (const { run = "" } of steps) assert.doesNotMatch(run, /\$\{\{/, name);
      });

      it("never gives code of a pull request the rights of the base", () => {
        assert.doesNotMatch(textOf(file), /pull_request_target/);
      });

      it("runs scripts of packages nowhere", () => {
        const installs = textOf(file).match(/npm ci.*/g) ?? [];
        for (const install of installs) assert.equal(install, "npm ci --ignore-scripts");
      });

      it("has secrets only in jobs for branches of this repository", () => {
        const withSecrets = jobsOf(file).filter(([, job]) => /secrets\./.test(JSON.stringify(job)));
        for (const [name, job] of withSecrets) {
          assert.equal(name, "connected");
          assert.ok(job.if?.includes(`&& ${ownBranch}`), job.if);
          assert.doesNotMatch(job.if ?? "", /\|\|/);
        }
      });
    });

  it("lets only the workflow write that runs none of the pull request's code", () => {
    for (const file of [".github/workflows/check.yml", ".github/workflows/preview.yml"]) {
      assert.deepEqual(workflow(file).permissions, { contents: "read" });
      for (const [, { permissions }] of jobsOf(file)) assert.equal(permissions, undefined);
    }
    const { on, permissions, jobs } = workflow(".github/workflows/comment.yml");
    assert.deepEqual(Object.keys(on), ["workflow_run"]);
    assert.deepEqual(permissions, {});
    assert.deepEqual(jobs["comment"]?.permissions, {
      contents: "read",
      actions: "read",
      "pull-requests": "write",
    });
    const refs = jobs["comment"].steps.filter(({ uses }) => uses?.includes("/checkout@"));
    assert.deepEqual(
      refs.map((step) => step.with?.["ref"]),
      ["${{ github.event.repository.default_branch }}"],
    );
  });

  it("waits for the workflow that makes the reports, by its name", () => {
    const { on } = workflow(".github/workflows/comment.yml");
    const { workflows } = on["workflow_run"] as { workflows: string[] };
    const preview = parse(textOf(".github/workflows/preview.yml")) as { name: string };
    assert.deepEqual(workflows, [preview.name]);
  });

  it("comments on Gitea only where the token may, and with nothing else in the step", () => {
    for (const [, { steps }] of jobsOf(".gitea/workflows/pull-request.yml"))
      for (const step of steps.filter(({ run }) => run?.includes("npm run comment"))) {
        assert.deepEqual(step.env, { GITEA_TOKEN: "${{ github.token }}" });
      }
    const { hermetic } = workflow(".gitea/workflows/pull-request.yml").jobs;
    const comment = hermetic?.steps.find(({ run }) => run?.includes("npm run comment"));
    assert.equal(comment?.if, `always() && ${ownBranch}`);
  });

  it("gives GitLab's connected preview and comment environments of their own", () => {
    const { errors, warnings } = parseDocument(textOf(".gitlab-ci.yml"), { merge: true });
    assert.deepEqual([...errors, ...warnings], []);
    const jobs = parse(textOf(".gitlab-ci.yml")) as Record<
      string,
      { environment?: { name: string }; rules?: { if?: string }[] }
    >;
    const own = "$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_MERGE_REQUEST_PROJECT_ID";
    for (const [name, environment] of [
      ["connected", "preview"],
      ["comment", "comment"],
    ] as const) {
      assert.equal(jobs[name]?.environment?.name, environment);
      assert.ok(jobs[name].rules?.every((rule) => rule.if?.endsWith(own)));
    }
    assert.equal(jobs["hermetic"]?.environment, undefined);
  });

  it("gives a fork no credential on Jenkins", () => {
    const text = textOf("Jenkinsfile");
    const fork = text.slice(
      text.indexOf("stage('Preview of a fork')"),
      text.indexOf("stage('Preview')"),
    );
    assert.match(fork, /env\.CHANGE_FORK != null/);
    assert.doesNotMatch(fork, /withCredentials|credentialsId/);
    const before = text.slice(0, text.indexOf("stage('Preview of a fork')"));
    assert.doesNotMatch(before, /credentials/);
    const parts = text.split(/(?=stage\('|post \{)/);
    const secret = parts.filter((part) => part.includes("withCredentials"));
    assert.equal(secret.length, 2);
    for (const part of secret)
      assert.match(part.slice(0, part.indexOf("withCredentials")), /env\.CHANGE_FORK == null/);
  });

  it("runs on Jenkins in a pod that the restricted standard admits", () => {
    const yaml = /yaml '''([^]*?)'''/.exec(textOf("Jenkinsfile"))?.[1] ?? "";
    const { spec } = parse(yaml) as {
      spec: {
        automountServiceAccountToken: boolean;
        securityContext: { runAsNonRoot: boolean; seccompProfile: { type: string } };
        containers: {
          image: string;
          securityContext: { allowPrivilegeEscalation: boolean; capabilities: object };
          resources: { limits: object; requests: object };
        }[];
      };
    };
    assert.equal(spec.automountServiceAccountToken, false);
    assert.equal(spec.securityContext.runAsNonRoot, true);
    assert.equal(spec.securityContext.seccompProfile.type, "RuntimeDefault");
    for (const { image, securityContext, resources } of spec.containers) {
      assert.match(image, /:\d+\.\d+\.\d+$/);
      assert.deepEqual(securityContext, {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
      });
      assert.deepEqual(Object.keys(resources).sort(), ["limits", "requests"]);
    }
  });

  it("uses commands and options that there are", () => {
    const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };
    for (const file of all) {
      const lines = textOf(file).replaceAll(/\\\n\s*/g, " ");
      const used = [...lines.matchAll(/npm run ([\w:-]+)(?: -- ([^|\n]*))?/g)];
      assert.ok(used.length > 0, file);
      for (const [, script = "", args = ""] of used) {
        assert.ok(script in scripts, `${file}: npm run ${script}`);
        const command = /^node commands\/start\.mjs (\w+)$/.exec(scripts[script] ?? "")?.[1];
        for (const [option] of args.matchAll(/--[a-z-]+/g))
          assert.ok(
            textOf(`commands/${command ?? ""}.ts`).includes(`"${option} `) ||
              textOf(`commands/${command ?? ""}.ts`).includes(`"${option}"`),
            `${file}: npm run ${script} -- ${option}`,
          );
      }
    }
  });

  it("has scripts that a shell can read", () => {
    const scripts = actions.flatMap((file) =>
      jobsOf(file).flatMap(([, { steps }]) => steps.flatMap(({ run }) => run ?? [])),
    );
    const jenkins = [...textOf("Jenkinsfile").matchAll(/sh '''([^]*?)'''/g)].map(([, it]) => it);
    const gitLab = Object.values(
      parse(textOf(".gitlab-ci.yml")) as Record<string, { script?: string[] } | undefined>,
    ).flatMap((job) => job?.script ?? []);
    const functions = [...scripts, ...jenkins, ...gitLab].map(
      (script, index) => `script${index}() {\n${script ?? ""}\n}`,
    );
    const { status, stderr } = spawnSync("bash", ["-n"], { input: functions.join("\n") });
    assert.equal(status, 0, stderr.toString());
    assert.ok(functions.length > 20, String(functions.length));
  });

  it("previews every stack but the local one, and fails where a file only looks like one", () => {
    const steps = workflow(".github/workflows/preview.yml").jobs["stacks"]?.steps ?? [];
    const list = steps.find(({ id }) => id === "list")?.run ?? "";
    const listed = (...files: string[]) => {
      const folder = mkdtempSync(join(tmpdir(), "jenkins-stack-stacks-"));
      try {
        for (const file of files) writeFileSync(join(folder, file), "");
        const output = join(folder, "output");
        writeFileSync(output, "");
        const env = { PATH: process.env["PATH"], GITHUB_OUTPUT: output };
        const ran = spawnSync("bash", ["-e", "-c", list], { cwd: folder, env, encoding: "utf8" });
        return { output: readFileSync(output, "utf8"), said: ran.stdout, status: ran.status };
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    };
    assert.equal(listed().output, "names=[]\n");
    assert.equal(listed("Pulumi.yaml", "Pulumi.local.yaml").output, "names=[]\n");
    const all = listed(
      "Pulumi.prod.yaml",
      "Pulumi.b-1.yaml",
      "Pulumi.prod.eu.yaml",
      "xPulumi.a.yaml",
    );
    assert.equal(all.output, 'names=["b-1","prod.eu","prod"]\n');
    for (const odd of ["$(id)", '","x', "-x", "a b", "ä", "a\n::notice::b"]) {
      const { output, said, status } = listed("Pulumi.prod.yaml", `Pulumi.${odd}.yaml`);
      assert.deepEqual([output, status], ["", 1], odd);
      assert.match(said, /^Pulumi\.<stack>\.yaml: expected letters, .*; rename the file\n$/);
    }
  });

  it("lets a job of Gitea write only where it comments", () => {
    const { permissions, jobs } = workflow(".gitea/workflows/pull-request.yml");
    assert.deepEqual(permissions, { contents: "read" });
    for (const [name, job] of Object.entries(jobs)) {
      const comments = job.steps.some(({ run }) => run?.includes("npm run comment"));
      const wanted = comments ? { contents: "read", "pull-requests": "write" } : undefined;
      assert.deepEqual(job.permissions, wanted, name);
    }
  });

  it("lets one run of a pull request comment at a time", () => {
    const comment = parse(textOf(".github/workflows/comment.yml")) as Workflow;
    assert.match(JSON.stringify(comment.concurrency), /head_branch/);
    assert.match(JSON.stringify(workflow(".gitea/workflows/pull-request.yml").concurrency), /ref/);
    const gitLab = parse(textOf(".gitlab-ci.yml")) as { comment: { resource_group?: string } };
    assert.equal(gitLab.comment.resource_group, "comment-$CI_MERGE_REQUEST_IID");
    assert.match(textOf("Jenkinsfile"), /disableConcurrentBuilds\(/);
  });
});
