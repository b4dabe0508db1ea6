// Whether a forge runs them is for the forge; what makes them dangerous is in their text.
import assert from "node:assert/strict";

import { parse, parseDocument } from "yaml";

import { actions, jobsOf, ownBranch, textOf, workflow, type Workflow } from "./workflow-files";

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

  it("waits for the workflow that makes the reports, by its name", () => {
    const { on } = workflow(".github/workflows/comment.yml");
    const { workflows } = on["workflow_run"] as { workflows: string[] };
    const preview = parse(textOf(".github/workflows/preview.yml")) as { name: string };
    assert.deepEqual(workflows, [preview.name]);
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
