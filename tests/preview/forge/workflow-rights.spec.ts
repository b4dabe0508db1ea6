// Who may write, who gets credentials, and what a pod may. Whether a forge holds to it is for the forge.
import assert from "node:assert/strict";

import { parse, parseDocument } from "yaml";

import { jobsOf, ownBranch, textOf, workflow } from "./workflow-files";

describe("workflows of pull requests (P-04)", () => {
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

  it("comments on Gitea only where the token may, and with nothing else in the step", () => {
    for (const [, { steps }] of jobsOf(".gitea/workflows/pull-request.yml"))
      for (const step of steps.filter(({ run }) => run?.includes("npm run comment"))) {
        assert.deepEqual(step.env, { GITEA_TOKEN: "${{ github.token }}" });
      }
    const { hermetic } = workflow(".gitea/workflows/pull-request.yml").jobs;
    const comment = hermetic?.steps.find(({ run }) => run?.includes("npm run comment"));
    assert.equal(comment?.if, `always() && ${ownBranch}`);
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
});
