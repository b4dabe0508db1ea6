import assert from "node:assert/strict";

import { versionChanges } from "../../preview/versions";
import { changed, types } from "./support/steps";

const controller = (image: string) => ({
  spec: { template: { spec: { containers: [{ name: "jenkins", image }] } } },
});
const set = { type: types.statefulSet, component: "JenkinsController" };
const job = { type: types.job, component: "JenkinsController" };
const plugins = (list: string) => ({ data: { "plugins.txt": list } });
const map = { type: types.configMap, name: "jenkins-plugins", component: "JenkinsController" };

describe("versionChanges", () => {
  it("names Jenkins with its changelog, and its image no second time (A-01)", () => {
    const [before, after] = ["2.580.1", "2.580.2"].map((version) =>
      controller(`docker.io/jenkins/jenkins:${version}-jdk21`),
    );
    const steps = [set, job].map((given) => changed(given, before ?? {}, after ?? {}));
    assert.deepEqual(versionChanges(steps), [
      {
        what: "Jenkins",
        before: "2.580.1",
        after: "2.580.2",
        link: "https://www.jenkins.io/changelog-stable/#v2.580.2",
      },
    ]);
  });

  it("names plugins that change, come and go (B-04)", () => {
    const step = changed(
      map,
      plugins("git:5.8.0\nmailer:1\nold:2\n"),
      plugins("git:5.9.0\nmailer:1\nnew:3\n"),
    );
    assert.deepEqual(
      versionChanges([step]).map(({ what, before, after, link }) => [what, before, after, link]),
      [
        ["git", "5.8.0", "5.9.0", "https://plugins.jenkins.io/git/releases/"],
        ["new", undefined, "3", "https://plugins.jenkins.io/new/releases/"],
        ["old", "2", undefined, "https://plugins.jenkins.io/old/releases/"],
      ],
    );
  });

  it("finds images in pods and in the configuration that describes pods, by tag or digest", () => {
    const cloud = (tag: string) => ({
      data: { "cloud.yaml": `a:\n  - image: "docker.io/jenkins/inbound-agent:${tag}"\n` },
    });
    const digest = (digit: string) =>
      controller(`registry.example/ci/own@sha256:${digit.repeat(64)}`);
    const found = versionChanges([
      changed(
        { type: types.configMap },
        cloud("3391.va_37fa_a_305d6d-4-jdk21"),
        cloud("3400.va_37fa_a_305d6d-1-jdk21"),
      ),
      changed({ type: types.deployment }, digest("a"), digest("b")),
    ]);
    assert.deepEqual(
      found.map(({ what, before, after, link }) => [what, before, after, link]),
      [
        [
          "docker.io/jenkins/inbound-agent",
          "3391.va_37fa_a_305d6d-4-jdk21",
          "3400.va_37fa_a_305d6d-1-jdk21",
          "https://github.com/jenkinsci/docker-agents/releases",
        ],
        ["registry.example/ci/own", "sha256:aaaaaaaaaaaa", "sha256:bbbbbbbbbbbb", undefined],
      ],
    );
  });

  it("finds nothing where nothing changes", () => {
    assert.deepEqual(versionChanges([changed(map, plugins("git:1\n"), plugins("git:1\n"))]), []);
  });
});
