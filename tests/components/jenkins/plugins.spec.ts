import assert from "node:assert/strict";

import fc from "fast-check";

import { pluginFindings } from "../../../components/jenkins/plugins/check";
import { closure, dependenciesOf, lockProblems } from "../../../components/jenkins/plugins/closure";
import { listPath } from "../../../components/jenkins/plugins/install-script";
import { pluginParts, type PluginPartsArgs } from "../../../components/jenkins/plugins/parts";
import { lock } from "../../../components/jenkins/plugins/plugin-lock";
import {
  pluginFeatures,
  pluginSet,
  type PluginFeature,
} from "../../../components/jenkins/plugins/plugin-set";
import { defaultPlugins } from "../../../components/jenkins/plugins/settings";
import { compareVersions } from "../../../components/jenkins/plugins/version";
import { single } from "../../support/find";

const features = Object.keys(pluginFeatures) as PluginFeature[];
const image = "docker.io/jenkins/jenkins:2.580.1-jdk21";

describe("compareVersions", () => {
  const ascending = [
    "1.0-alpha-1",
    "1.0",
    "1.2",
    "1.10",
    "1.10.1",
    "2.30.1.84-291.v9f17b_21896e2",
    "2.30.1.85.2-304.v4b_5b_62e59a_a_7",
    "6.1.0-1306.vcee1648c16a_4",
    "6.1.0-1321.v86c4c5114494",
    "98.v0a_b",
    "1013.v73c323e52b_1f",
  ];

  it("orders the versions that plugins really have", () => {
    assert.deepEqual([...ascending].reverse().sort(compareVersions), ascending);
  });

  it("takes 1.2 and 1.2.0 for one version, as Jenkins does", () => {
    assert.equal(compareVersions("1.2", "1.2.0"), 0);
  });

  it("is an order: never both older and newer", () => {
    const version = fc.constantFrom(...ascending, "1.2.0", "1.v0a", "2.559", "2.580.1");
    fc.assert(
      fc.property(version, version, (one, other) => {
        assert.equal(
          Math.sign(compareVersions(one, other)) + Math.sign(compareVersions(other, one)),
          0,
        );
      }),
    );
  });
});

describe("the committed lock", () => {
  it("is closed and loads in the Jenkins it is for (B-04)", () => {
    assert.deepEqual(lockProblems(lock), []);
  });

  it("holds what every feature asks for, and nothing that none needs (D-02)", () => {
    const roots = [...new Set<string>(Object.values(pluginFeatures).flat())];
    assert.deepEqual(
      roots.filter((id) => !(id in lock.plugins)),
      [],
    );
    assert.deepEqual(closure(lock, roots), Object.keys(lock.plugins));
  });

  it("says of every plugin either what it needs or what stands in for that", () => {
    for (const [id, { dependencies, assumed }] of Object.entries(lock.plugins))
      assert.equal(assumed === undefined, dependencies !== null, id);
  });
});

describe("pluginSet", () => {
  it("holds what configuration, agents and credentials need, dependencies included (A-50, D-02)", () => {
    const ids = pluginSet({ features: [] }).map(({ id }) => id);
    for (const id of [
      "configuration-as-code",
      "git",
      "kubernetes",
      "kubernetes-credentials-provider",
      "ssh-agent",
      "workflow-aggregator",
      "workflow-cps",
    ])
      assert.ok(ids.includes(id), id);
    for (const id of ["ldap", "job-dsl", "github", "prometheus"])
      assert.ok(!ids.includes(id), `${id} is not needed`);
    assert.deepEqual(ids, [...new Set(ids)].sort());
  });

  for (const feature of features)
    it(`is closed with the feature ${feature} (B-04)`, () => {
      const ids = pluginSet({ features: [feature] }).map(({ id }) => id);
      for (const id of ids)
        for (const needed of Object.keys(dependenciesOf(lock.plugins[id]!)))
          assert.ok(ids.includes(needed), `${id} needs ${needed}`);
      for (const root of pluginFeatures[feature]) assert.ok(ids.includes(root), root);
    });

  it("adds what the settings name, in the version of the lock", () => {
    const [added] = pluginSet({ features: [], extra: ["swarm"] }).filter(
      ({ id }) => id === "swarm",
    );
    assert.deepEqual(added, {
      id: "swarm",
      version: lock.plugins["swarm"]?.version,
      sha256: lock.plugins["swarm"]?.sha256,
    });
  });
});

describe("pluginFindings", () => {
  it("lets the default plugins pass for the Jenkins they were locked for, and for a digest", () => {
    assert.deepEqual(pluginFindings(defaultPlugins, image).filter(Boolean), []);
    const digest = `docker.io/jenkins/jenkins@sha256:${"0".repeat(64)}`;
    assert.deepEqual(pluginFindings(defaultPlugins, digest).filter(Boolean), []);
  });

  it("refuses a plugin that is not locked, and a Jenkins older than the lock", () => {
    const old = "docker.io/jenkins/jenkins:2.568.2-jdk21";
    assert.deepEqual(pluginFindings({ ...defaultPlugins, extra: ["ansible"] }, old), [
      `image: expected Jenkins 2.580.1 or newer, for which the plugins were locked, got "${old}"`,
      'plugins.extra[0]: expected a plugin of the lock, got "ansible"',
    ]);
  });

  it("refuses plugins beside those of an image, whose Jenkins may be any (C-02)", () => {
    const old = "registry.example/jenkins:2.568.2-jdk21";
    assert.deepEqual(pluginFindings({ source: "image", extra: [] }, old).filter(Boolean), []);
    assert.deepEqual(pluginFindings({ source: "image", extra: ["swarm"] }, old), [
      "plugins.extra: expected nothing beside the plugins of the image, got a list",
    ]);
  });
});

describe("pluginParts", () => {
  const args: PluginPartsArgs = {
    image,
    resources: { requests: { cpu: "500m" }, limits: { cpu: "1" } },
    features: [],
  };

  it("prepares the home with the list of the set before Jenkins starts", () => {
    const { initContainers = [], configMaps = {} } = pluginParts({ ...args, features: ["ldap"] });
    const { image: used, volumeMounts, resources } = single(initContainers);
    assert.deepEqual(Object.keys(configMaps), ["plugins"]);
    assert.match(configMaps["plugins"]?.["plugins.txt"] ?? "", /^ldap:825\.v2fca_37dd5b_cb_$/m);
    assert.match(configMaps["plugins"]?.["plugins.sha256"] ?? "", /^[0-9a-f]{64} {2}git\.jpi$/m);
    assert.doesNotMatch(configMaps["plugins"]?.["plugins.sha256"] ?? "", /ldap/);
    assert.equal(used, image);
    assert.deepEqual(resources, args.resources);
    assert.deepEqual(volumeMounts, [
      { name: "home", mountPath: "/var/jenkins_home" },
      { name: "temporary", mountPath: "/tmp" },
      { name: "plugins", mountPath: listPath, readOnly: true },
    ]);
  });

  it("names the mirror and the proxy to the plugin tool (B-05, C-03)", () => {
    const updateCentre = {
      url: "https://mirror.example/update-center.json",
      downloads: "https://mirror.example/plugins",
      pluginVersions: "https://mirror.example/plugin-versions.json",
    };
    const { initContainers = [] } = pluginParts({
      ...args,
      plugins: { ...defaultPlugins, updateCentre },
      javaOptions: ["-Dhttps.proxyHost=proxy.example", "-Dhttps.proxyPort=3128"],
      environment: [{ name: "HTTPS_PROXY", value: "http://proxy.example:3128" }],
    });
    assert.deepEqual(single(initContainers).env, [
      { name: "CACHE_DIR", value: "/tmp/plugin-cache" },
      { name: "JENKINS_UC", value: updateCentre.url },
      { name: "JENKINS_UC_DOWNLOAD_URL", value: updateCentre.downloads },
      { name: "JENKINS_PLUGIN_INFO", value: updateCentre.pluginVersions },
      { name: "JAVA_OPTS", value: "-Dhttps.proxyHost=proxy.example -Dhttps.proxyPort=3128" },
      { name: "HTTPS_PROXY", value: "http://proxy.example:3128" },
    ]);
  });

  it("downloads nothing where the plugins are those of the image (C-02)", () => {
    const { initContainers = [], configMaps } = pluginParts({
      ...args,
      plugins: { source: "image", extra: [] },
    });
    const [shell, flag, script = ""] = single(initContainers).command as string[];
    assert.deepEqual([shell, flag], ["/bin/sh", "-c"]);
    assert.doesNotMatch(script, /jenkins-plugin-cli/);
    assert.equal(configMaps, undefined);
  });
});
