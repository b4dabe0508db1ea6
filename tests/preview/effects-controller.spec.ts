// What the rules say of the controller and its pod.
import assert from "node:assert/strict";

import { image } from "./jenkins-image";
import { told } from "./support/effects";
import { changed, removed, types, type Given } from "./support/steps";

const set: Given = { type: types.statefulSet, name: "jenkins", component: "JenkinsController" };
const pod = (container: object, more: object = {}) => ({
  spec: {
    replicas: 1,
    template: { spec: { containers: [{ name: "jenkins", ...container }], ...more } },
  },
});

describe("effectsOf, of the controller", () => {
  it("names the versions of a restart once, whatever the number of containers (A-01)", () => {
    const both = (version: string) =>
      pod(
        { image: image(version) },
        { initContainers: [{ name: "prepare-home", image: image(version) }] },
      );
    assert.deepEqual(told(changed(set, both("2.580.1"), both("2.580.2"))), [
      "restarts Jenkins: pod restart: Jenkins 2.580.1 → 2.580.2",
    ]);
  });

  it("takes the hash of the pod for no reason of its own", () => {
    const hashed = (hash: string, version: string) => {
      const { spec } = pod({ image: image(version) });
      const metadata = { annotations: { "jenkins-stack/pod-hash": hash } };
      return { spec: { ...spec, template: { ...spec.template, metadata } } };
    };
    assert.deepEqual(told(changed(set, hashed("a", "2.580.1"), hashed("b", "2.580.2"))), [
      "restarts Jenkins: pod restart: Jenkins 2.580.1 → 2.580.2",
    ]);
    assert.deepEqual(told(changed(set, hashed("a", "2.580.1"), hashed("b", "2.580.1"))), [
      "restarts Jenkins: pod restart: another hash of the pod",
    ]);
  });

  it("merges every reason into one restart", () => {
    const step = changed(
      set,
      pod({
        image: image("2.580.1"),
        resources: { limits: { memory: "4Gi" } },
        env: [{ name: "A", value: "1" }],
      }),
      pod(
        {
          image: image("2.580.1"),
          resources: { limits: { memory: "6Gi" } },
          env: [{ name: "A", value: "2" }],
        },
        { nodeSelector: { a: "b" }, somethingNew: true },
      ),
    );
    assert.deepEqual(told(step), [
      "restarts Jenkins: pod restart: variable A, memory limit 4Gi → 6Gi, another choice of nodes, somethingNew",
    ]);
  });

  it("says when Jenkins starts on another home, or as another user (A-30)", () => {
    const on = (claimName: string, runAsUser: number) =>
      pod(
        {},
        {
          volumes: [{ name: "home", persistentVolumeClaim: { claimName } }],
          securityContext: { runAsUser },
        },
      );
    assert.deepEqual(told(changed(set, on("jenkins", 1000), on("restored", 1001))), [
      "touches data: review needed: Jenkins runs as another user: files of the home change hands",
      "touches data: review needed: Jenkins starts on another home: claim jenkins → restored; the old one is kept",
    ]);
  });

  it("names the plugins and configurations behind names that the engine makes up", () => {
    const mounting = (plugins: string, configuration: string) =>
      pod(
        {},
        {
          volumes: [
            { name: "plugins", configMap: { name: plugins } },
            {
              name: "configuration",
              projected: { sources: [{ configMap: { name: configuration } }] },
            },
          ],
        },
      );
    const step = changed(
      set,
      mounting("jenkins-plugins-11111111", "jenkins-configuration-11111111"),
      mounting("jenkins-plugins-22222222", "jenkins-configuration-22222222"),
    );
    assert.deepEqual(told(step), [
      "restarts Jenkins: pod restart: another set of plugins, another configuration",
    ]);
  });

  it("tells a stop from a start, and refuses a second controller (A-13)", () => {
    const replicas = (count: number) => ({ spec: { replicas: count } });
    assert.deepEqual(told(changed(set, replicas(1), replicas(0))), [
      "interrupts builds: Jenkins is stopped",
    ]);
    assert.deepEqual(told(changed(set, replicas(0), replicas(1))), [
      "restarts Jenkins: Jenkins is started again",
    ]);
    assert.match(
      told(changed(set, replicas(1), replicas(2)))[0] ?? "",
      /^refused: 1 → 2 controllers/,
    );
  });

  it("never takes a field of the set for safe that it does not know", () => {
    const step = changed(set, { spec: { ordinals: 1 } }, { spec: { ordinals: 2 } });
    assert.match(told(step)[0] ?? "", /^touches data: review needed: spec\.ordinals/);
    assert.match(told(removed(set))[0] ?? "", /^touches data: review needed/);
  });
});
