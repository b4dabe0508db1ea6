import assert from "node:assert/strict";

import { parse } from "yaml";

import { JenkinsController } from "../../../components/jenkins/jenkins-controller";
import { controller, controllerArgs as args } from "../../support/controller";
import { deploy, type Deployment } from "../../support/deploy";
import { named, single } from "../../support/find";

describe("JenkinsController", () => {
  let deployment: Deployment;

  before(async () => {
    deployment = await deploy(() => new JenkinsController("jenkins", args));
  });

  describe("a changed configuration", () => {
    const restart = { ...args.configuration, onChange: "restart" } as const;

    it("is loaded into the running pod: one ConfigMap that keeps its name (A-14)", async () => {
      const { inputs } = deployment.only("ConfigMap", "jenkins-configuration");
      assert.equal(inputs.metadata.name, "jenkins-configuration");
      assert.equal("immutable" in inputs, false);
      const changed = await controller({ containerCap: 11 });
      assert.notDeepEqual(
        changed.only("ConfigMap", "jenkins-configuration").inputs.data,
        inputs.data,
      );
      assert.deepEqual(
        changed.only("StatefulSet").inputs.spec,
        deployment.only("StatefulSet").inputs.spec,
      );
    });

    it("is waited for after the ConfigMap and the pod that loads it (C-05)", () => {
      const { dependsOn } = single(deployment.all("Job")).opts;
      const awaited = (dependsOn as readonly object[]).map(({ constructor }) => constructor.name);
      assert.deepEqual(awaited.sort(), ["ConfigMap", "StatefulSet"]);
    });

    it("is waited for on the controller's nodes, whatever taints they have (C-29)", async () => {
      const tolerations = { "example.org/jenkins": { effect: "NoSchedule" } } as const;
      const tainted = await controller({ tolerations });
      const { spec } = single(tainted.all("Job")).inputs.spec.template;
      assert.deepEqual(spec.tolerations, [
        { key: "example.org/jenkins", operator: "Exists", effect: "NoSchedule" },
      ]);
    });

    it("rolls the pod where the settings want a restart, and nothing reloads it (A-14)", async () => {
      const restarted = await controller({ configuration: restart });
      const { inputs } = restarted.only("ConfigMap", "jenkins-configuration");
      assert.equal(inputs.immutable, true);
      assert.equal("name" in inputs.metadata, false);
      assert.deepEqual(named(podOf(restarted).volumes, "configuration").projected.sources, [
        { configMap: { name: "jenkins-configuration-0a1b2c3d" } },
      ]);
      assert.deepEqual(restarted.all("Job"), []);
      assert.equal(
        podOf(restarted).initContainers.some(({ name }) => name === "configuration-reload"),
        false,
      );
    });
  });

  describe("the cloud of its configuration", () => {
    it("is the one of its cluster, with the plugin it takes, without any setting (B-06, E-16)", () => {
      const { name, templates } = cloud(deployment);
      assert.equal(name, "kubernetes");
      assert.ok(templates.length > 0);
      assert.match(pluginsOf(deployment), /^kubernetes:\d/m);
    });

    it("leads agents that use WebSocket to the web address alone (C-22)", async () => {
      const { cloud: plain } = args.agents;
      const agents = { ...args.agents, cloud: { ...plain, transport: "webSocket" } } as const;
      const found = await controller({ agents });
      const { jenkinsTunnel, webSocket } = cloud(found);
      assert.deepEqual([jenkinsTunnel, webSocket], [undefined, true]);
      assert.deepEqual(
        found.all("Service").map(({ inputs }) => inputs.metadata.name),
        ["jenkins"],
      );
      const ports = (of: Deployment) =>
        single(podOf(of).containers).ports.map(({ containerPort }) => containerPort);
      assert.deepEqual([ports(deployment), ports(found)], [[8080, 50_000], [8080]]);
    });

    it("offers the default agent and those of other parts, in the jobs namespace (B-07, C-19)", async () => {
      const extraTemplates = [
        { name: "x", labels: ["x"], forAnyBuild: false, arch: "amd64" as const },
      ];
      const { namespace, templates } = cloud(await controller({ extraTemplates }));
      assert.equal(namespace, "jenkins-jobs");
      assert.deepEqual(
        templates.map(({ name }) => name),
        ["default", "x"],
      );
    });

    it("leads agents to the Services of the controller (A-07, C-22)", async () => {
      const { jenkinsUrl, jenkinsTunnel } = cloud(
        await controller({ url: "https://example.org/ci/" }),
      );
      assert.equal(jenkinsUrl, "http://jenkins.jenkins.svc:8080/ci");
      assert.equal(jenkinsTunnel, "jenkins-agent.jenkins.svc:50000");
    });

    it("and its plugins answer to Prometheus when that is on (C-27, D-02)", async () => {
      const monitoring = { ...args.monitoring, enabled: true };
      const watched = await controller({ monitoring });
      assert.match(pluginsOf(watched), /^prometheus:/m);
      assert.doesNotMatch(pluginsOf(deployment), /^prometheus:/m);
      const { data } = watched.only("ConfigMap", "jenkins-configuration").inputs;
      assert.ok(JSON.stringify(data).includes("prometheusConfiguration"));
    });
  });
});

function podOf(found: Deployment) {
  return found.only("StatefulSet").inputs.spec.template.spec;
}

function pluginsOf(found: Deployment): string {
  return found.only("ConfigMap", "jenkins-plugins").inputs.data["plugins.txt"] ?? "";
}

interface Cloud {
  readonly name: string;
  readonly namespace: string;
  readonly jenkinsUrl: string;
  readonly jenkinsTunnel?: string;
  readonly webSocket?: true;
  readonly templates: readonly { readonly name: string }[];
}

/** The only cloud of the configuration, whatever file it is in. */
function cloud(deployment: Deployment): Cloud {
  const { data } = deployment.only("ConfigMap", "jenkins-configuration").inputs;
  const clouds = Object.values(data).flatMap((text) => {
    const document: unknown = parse(text);
    const found = (document as { jenkins?: { clouds?: { kubernetes: Cloud }[] } } | undefined)
      ?.jenkins?.clouds;
    return found ?? [];
  });
  return single(clouds).kubernetes;
}
