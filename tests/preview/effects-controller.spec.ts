// What the rules say of the controller, its configuration and what runs before it restarts.
import assert from "node:assert/strict";

import { told } from "./support/effects";
import { changed, made, removed, types, type Given } from "./support/steps";

const set: Given = { type: types.statefulSet, name: "jenkins", component: "JenkinsController" };
const image = (version: string) => `docker.io/jenkins/jenkins:${version}-jdk21`;
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

describe("effectsOf, of the configuration", () => {
  const map: Given = {
    type: types.configMap,
    name: "jenkins-configuration",
    component: "JenkinsController",
  };
  const cloud = (...templates: readonly object[]) => ({
    data: {
      "cloud-kubernetes.yaml": JSON.stringify({
        jenkins: { clouds: [{ kubernetes: { templates } }] },
      }),
    },
  });

  it("is a reload and no restart (C-04)", () => {
    const files = (adminAddress: string) => ({
      data: {
        "jenkins.yaml": JSON.stringify({ unclassified: { location: { adminAddress } } }),
        revision: adminAddress,
      },
    });
    assert.deepEqual(told(changed(map, files("a"), files("b"))), [
      "safe: reload only: settings of Jenkins",
    ]);
  });

  it("names the agents that change", () => {
    const step = changed(
      map,
      cloud({ name: "default", cpu: 1 }, { name: "kept" }),
      cloud({ name: "default", cpu: 2 }, { name: "kept" }, { name: "go" }),
    );
    assert.deepEqual(told(step), [
      "safe: reload only: agents default, go (new): new pods follow, running builds go on",
    ]);
  });

  it("says that builds wait for agents that are gone", () => {
    const step = changed(
      map,
      cloud({ name: "default" }, { name: "go" }),
      cloud({ name: "default" }),
    );
    assert.equal(
      told(step)[0],
      'interrupts builds: agents "go" are gone: builds that ask for them wait for ever',
    );
  });

  it("is a restart where the pod reads it at its start only", () => {
    const sealed = (data: object) => ({ immutable: true, data });
    const mail = (port: string) =>
      sealed({ "mail.yaml": `unclassified: { mailer: { smtpPort: "${port}" } }` });
    assert.deepEqual(told(changed(map, mail("25"), mail("587"))), [
      "restarts Jenkins: configuration changes: pod restart",
    ]);
    const plugins = { ...map, name: "jenkins-plugins" };
    assert.deepEqual(told(changed(plugins, sealed({ a: "1" }), sealed({ a: "2" }))), [
      "restarts Jenkins: plugins change: installed at the pod restart",
    ]);
  });

  it("says that hosts which are trusted no longer are out of reach (A-43)", () => {
    const hosts: Given = { type: types.configMap, name: "known-hosts", component: "KnownHosts" };
    const file = (text: string) => ({ data: { ssh_known_hosts: text } });
    assert.match(told(changed(hosts, file("a\n"), file("a\nb\n")))[0] ?? "", /^safe: /);
    assert.match(
      told(changed(hosts, file("a\nb\n"), file("b\n")))[0] ?? "",
      /^interrupts builds: /,
    );
  });
});

describe("effectsOf, before an upgrade (A-02)", () => {
  const snapshot: Given = {
    type: types.command,
    name: "upgrade-snapshot",
    component: "UpgradeSnapshot",
  };
  const recorded = (version: string, podHash: string, more: object = {}) => ({
    environment: {
      JENKINS_IMAGE: image(version),
      PLUGINS: "git:5.9.0",
      POD_HASH: podHash,
      SNAPSHOT: "synology",
      ...more,
    },
  });

  it("names the snapshot that is taken first", () => {
    assert.deepEqual(told(changed(snapshot, recorded("2.580.1", "a"), recorded("2.580.2", "b"))), [
      "safe: takes snapshot upgrade-2.580.1-to-2.580.2-… first, then lets the pod restart",
    ]);
  });

  it("takes none where the pod stays, or where the settings want none", () => {
    const kept = changed(
      snapshot,
      recorded("2.580.1", "a", { STACK: "a" }),
      recorded("2.580.1", "a", { STACK: "b" }),
    );
    assert.deepEqual(told(kept), ["safe: records what runs; takes no snapshot"]);
    const again = { ATTEMPT: "1 a", MAINTENANCE: "" };
    assert.deepEqual(
      told(changed(snapshot, recorded("2.580.1", "a"), recorded("2.580.1", "a", again))),
      ["safe: takes snapshot upgrade-2.580.1-to-2.580.1-… first, then lets the pod restart"],
    );
    const none = changed(
      snapshot,
      recorded("2.580.1", "a", { SNAPSHOT: "none" }),
      recorded("2.580.2", "b", { SNAPSHOT: "none" }),
    );
    assert.deepEqual(told(none), [
      "restarts Jenkins: no snapshot is taken before the restart (upgrades.snapshot)",
    ]);
  });

  it("refuses a step back unless the settings permit it or a snapshot was restored", () => {
    const step = changed(snapshot, recorded("2.580.2", "a"), recorded("2.580.1", "b"));
    assert.match(
      told(step)[0] ?? "",
      /^refused: jenkins 2\.580\.2 → 2\.580\.1 is a step back .* permit "jenkins 2\.580\.2 -> 2\.580\.1" in upgrades\.allowDowngrade$/,
    );
    assert.deepEqual(
      told(step, { restoredSnapshot: "before" })[0],
      "touches data: review needed: jenkins 2.580.2 → 2.580.1, to the snapshot before",
    );
    const allowed = changed(
      snapshot,
      recorded("2.580.2", "a"),
      recorded("2.580.1", "b", { ALLOW_DOWNGRADE: "jenkins 2.580.2 -> 2.580.1" }),
    );
    assert.ok(!told(allowed).some((text) => text.startsWith("refused")));
    const plugin = changed(
      snapshot,
      recorded("2.580.1", "a"),
      recorded("2.580.1", "b", { PLUGINS: "git:5.8.0" }),
    );
    assert.match(told(plugin)[0] ?? "", /^refused: git 5\.9\.0 → 5\.8\.0/);
  });

  it("says what the check afterwards waits for", () => {
    const check = { ...snapshot, name: "upgrade-check", component: "UpgradeCheck" };
    assert.deepEqual(told(changed(check, recorded("2.580.1", "a"), recorded("2.580.2", "b"))), [
      "safe: waits until Jenkins 2.580.2 answers",
    ]);
    assert.deepEqual(told(made(check, recorded("2.580.1", "a"))), [
      "safe: waits until Jenkins 2.580.1 answers",
    ]);
  });
});

describe("effectsOf, of a migration (A-29)", () => {
  const job = (phase: string): Given => ({
    type: types.job,
    name: `home-migration-${phase}`,
    component: "VolumeMigration",
  });

  it("says what each phase does, and judges one that it does not know", () => {
    assert.deepEqual(
      ["check", "precopy", "copy", "switch", "other"].map((phase) =>
        told(made(job(phase)))[0]?.replace(/:.*/, ""),
      ),
      ["safe", "safe", "interrupts builds", "restarts Jenkins", "touches data"],
    );
    assert.match(
      told(removed(job("precopy")))[0] ?? "",
      /^safe: this phase of the migration is over/,
    );
  });
});
