import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";

import type { AgentTemplate } from "../../../components/internal/agent-template";
import { labels } from "../../../components/internal/labels";
import type { TeamCloud } from "../../../components/internal/team-cloud";
import {
  plainAgents,
  plainConfiguration,
} from "../../../components/jenkins/configuration/settings";
import type { JenkinsControllerArgs } from "../../../components/jenkins/jenkins-controller";
import { controller } from "../../support/controller";
import { unwrapped } from "../../support/secrets";
import { reaches, type End } from "./reach";

const template: AgentTemplate = {
  name: "web",
  labels: ["web"],
  forAnyBuild: false,
  arch: "amd64",
};
const web: TeamCloud = {
  namespace: pulumi.output("jenkins-web"),
  agentServiceAccount: pulumi.output("jenkins-agent"),
  containerCap: 4,
  templates: [template],
  folders: ["web"],
};

interface Cloud {
  readonly name: string;
  readonly namespace: string;
  readonly containerCapStr: string;
  readonly usageRestricted: boolean;
  readonly defaultsProviderTemplate?: string;
  readonly templates: readonly {
    readonly name: string;
    readonly label: string;
    readonly volumes?: readonly object[];
  }[];
}

describe("the cloud of a team", () => {
  it("starts the team's agents in the team's namespace, for permitted folders alone", async () => {
    const { own, team } = await clouds({ teams: { web } });
    assert.deepEqual([own!.name, own!.usageRestricted], ["kubernetes", false]);
    const { name, namespace, containerCapStr, usageRestricted, templates } = team!;
    assert.deepEqual([name, namespace, containerCapStr], ["web", "jenkins-web", "4"]);
    assert.equal(usageRestricted, true);
    assert.deepEqual(
      templates.map(({ label }) => label),
      ["web"],
    );
  });

  it("is permitted to its folders, beside the stack's own where those have that (D-01)", async () => {
    const folders = { web: { agents: true }, data: {} };
    const { jobs } = await clouds({
      teams: { web },
      configuration: { ...plainConfiguration, folders },
    });
    assert.match(
      jobs,
      /folder\('web'\)[^]*permittedClouds[^]*string\('kubernetes'\)\s+string\('web'\)/,
    );
    assert.equal([...jobs.matchAll(/permittedClouds/g)].length, 1);
  });

  it("mounts the known hosts of its own namespace, if there are any (A-43)", async () => {
    const knownHosts = { configMapName: pulumi.output("ssh-known-hosts"), key: "ssh_known_hosts" };
    const { team } = await clouds({ teams: { web: { ...web, knownHosts } } });
    assert.match(JSON.stringify(team!.templates[0]!.volumes), /ssh-known-hosts/);
    const without = await clouds({ teams: { web } });
    assert.equal(without.team!.templates[0]!.volumes, undefined);
  });

  it("has its own template, not the stack's, for pods that pipelines define (A-15)", async () => {
    const cloud = { ...plainAgents.cloud, defaultsTemplate: "default" };
    const { own, team } = await clouds({ teams: { web }, agents: { ...plainAgents, cloud } });
    assert.equal(own!.defaultsProviderTemplate, "default");
    assert.equal(team!.defaultsProviderTemplate, "web");
  });

  it("is the only one beside the stack's own, and none without teams", async () => {
    assert.equal((await clouds({ teams: { web } })).count, 2);
    assert.equal((await clouds({})).count, 1);
  });

  it("lets the controller run agents in the namespace, with the same rights (A-05)", async () => {
    const deployment = await controller({ teams: { web } });
    const own = deployment.only("Role", "jenkins-agents").inputs;
    const team = deployment.only("Role", "jenkins-agents-web").inputs;
    assert.deepEqual(team.rules, own.rules);
    assert.equal(team.metadata.namespace, "jenkins-web");
    const binding = deployment.only("RoleBinding", "jenkins-agents-web").inputs;
    assert.equal(binding.metadata.namespace, "jenkins-web");
    assert.deepEqual(binding.subjects, [
      { kind: "ServiceAccount", name: "jenkins", namespace: "jenkins" },
    ]);
  });

  it("lets the team's agents connect to the controller, and no other namespace (E-04)", async () => {
    const deployment = await controller({ teams: { web } });
    const policies = deployment.all("NetworkPolicy").map(({ inputs }) => inputs);
    const pod = (namespace: string): End => ({ namespace, labels: labels("agent") });
    const home: End = { namespace: "jenkins", labels: labels("controller") };
    for (const port of [8080, 50000]) {
      for (const namespace of ["jenkins-jobs", "jenkins-web"])
        assert.equal(reaches(policies, pod(namespace), home, port), true, namespace);
      assert.equal(reaches(policies, pod("jenkins-data"), home, port), false);
    }
  });

  it("rejects a team's agent that could never start", async () => {
    const templates = [{ ...template, instanceCap: 5 }];
    await assert.rejects(controller({ teams: { web: { ...web, templates } } }), {
      message: /^teams\.web\.web\.instanceCap: expected at most the cloud's cap of 4, got 5$/m,
    });
  });
});

async function clouds(overrides: Partial<JenkinsControllerArgs>) {
  const deployment = await controller(overrides);
  const files = Object.assign(
    {},
    ...deployment.all("ConfigMap").map(({ inputs }) => unwrapped(inputs.data)),
  ) as Record<string, string>;
  const { jenkins } = parse(files["cloud-kubernetes.yaml"]!) as {
    jenkins: { clouds: { kubernetes: Cloud }[] };
  };
  const [own, team] = jenkins.clouds.map(({ kubernetes }) => kubernetes);
  return { own, team, count: jenkins.clouds.length, jobs: files["jobs.yaml"] ?? "" };
}
