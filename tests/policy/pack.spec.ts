// The compiled pack behind the server of @pulumi/policy, asked over gRPC as the CLI asks. Not proven here: the CLI itself
// with --policy-pack, for which the local platform's language host is too old.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { rules, type PolicyResource } from "../../policy";
import { bundledPack, bundlePath } from "../../policy/pack/bundle";
import { single } from "../support/find";
import { controller } from "./support/breach";
import { changed, withInput } from "./support/changes";
import { PackClient } from "./support/pack-client";
import { renderedStack, withOneTemplate } from "./support/rendered";

const root = join(__dirname, "../..");
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("policy pack (P-04)", function () {
  this.timeout(60_000);
  let pack: PackClient;
  let stack: readonly PolicyResource[];

  before(async () => {
    stack = withOneTemplate(await renderedStack("local")).filter(
      ({ type, operation }) => /^(kubernetes|command):/.test(type) && operation !== "read",
    );
    const lts = {
      rule: "exact-images",
      resource: "CronJob/gentoo-prune",
      reason: "runs whatever is there",
    };
    pack = await PackClient.start({
      "jenkins-stack:policy": JSON.stringify({ exemptions: { lts } }),
    });
  });
  after(() => pack.stop());

  it("is compiled from the rules as they are", async () => {
    assert.equal(
      readFileSync(join(root, bundlePath), "utf8"),
      await bundledPack(root),
      "run: npm run policy:build",
    );
  });

  it("has every rule, with its severity", async () => {
    assert.deepEqual(
      await pack.policies(),
      rules.map(({ id, severity }) => `${id} ${severity}`),
    );
  });

  it("says nothing about a clean stack", async () => {
    assert.deepEqual(await pack.analyzeStack(stack), []);
    for (const kind of ["StatefulSet", "Deployment", "LimitRange"])
      assert.deepEqual(await pack.analyze(named(stack, kind)), [], kind);
  });

  it("refuses a broken resource before it is touched", async () => {
    const latest = "docker.io/jenkins/jenkins:lts";
    const broken = withInput("StatefulSet/jenkins", `${controller}|image`, latest)(stack);
    assert.deepEqual(await pack.analyze(named(broken, "StatefulSet")), [
      {
        rule: "exact-images",
        level: "mandatory",
        text: 'StatefulSet/jenkins spec.template.spec.containers[jenkins].image: expected an image with its registry and an exact tag or digest, got "docker.io/jenkins/jenkins:lts"; name a full version such as 2.580.1, a dated tag such as 20260824, or a digest',
      },
    ]);
  });

  it("refuses data without protection (P-08)", async () => {
    const broken = changed("PersistentVolume/jenkins-home", () => ({ protect: false }))(stack);
    const volume = broken.find(({ name, protect }) => name === "jenkins-home" && !protect);
    assert.deepEqual(
      (await pack.analyze(volume!)).map(({ rule }) => rule),
      ["data-protected"],
    );
  });

  it("judges resources together at the end", async () => {
    const open = stack.filter(({ name }) => name !== "jenkins-default-deny");
    const findings = await pack.analyzeStack(open);
    assert.deepEqual(
      findings.map(({ rule }) => rule),
      ["isolated-namespaces"],
    );
  });

  it("knows the exemptions of the stack's settings", async () => {
    const image = "spec|jobTemplate|spec|template|spec|containers|0|image";
    const moving = withInput("CronJob/gentoo-prune", image, "docker.io/gentoo/stage3:latest");
    assert.deepEqual(await pack.analyze(named(moving(stack), "CronJob", "gentoo-prune")), []);
  });

  it("judges what is known of a resource when a part of it is not", async () => {
    const partly = withInput(
      "StatefulSet/jenkins",
      `${controller}|image`,
      unknown,
    )(withInput("StatefulSet/jenkins", "spec|template|spec|hostPID", true)(stack));
    assert.deepEqual(
      (await pack.analyze(named(partly, "StatefulSet"))).map(({ rule }) => rule),
      ["no-host-access"],
    );
  });
});

function named(resources: readonly PolicyResource[], kind: string, name?: string): PolicyResource {
  return single(
    resources.filter(
      (resource) =>
        resource.type.endsWith(`:${kind}`) && (name === undefined || resource.name === name),
    ),
  );
}
