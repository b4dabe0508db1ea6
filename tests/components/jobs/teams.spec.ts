import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import {
  nothingKnown,
  type KnownHostsList,
} from "../../../components/internal/known-hosts/known-hosts-list";
import type { TeamSettings } from "../../../components/jobs/settings";
import { jobTeams, teamTemplates, type JobTeam } from "../../../components/jobs/teams";
import { deploy } from "../../support/deploy";
import { hostKeys } from "../../support/host-keys";
import { leaks, unwrapped } from "../../support/secrets";
import { boundaries, jobSpace } from "./job-args";

const web: TeamSettings = {
  ...jobSpace,
  namespace: "jenkins-web",
  registries: { ghcr: { server: "ghcr.io", username: "web" } },
  containerCap: 4,
  templates: {},
  folders: ["web"],
};
const data: TeamSettings = { ...web, namespace: "jenkins-data", registries: {}, folders: [] };

describe("jobTeams", () => {
  it("gives every team a namespace with accounts, boundaries and policies of its own (A-03, C-26)", async () => {
    const { deployment } = await made({ web, data });
    assert.deepEqual(
      deployment.all("Namespace").map(({ inputs }) => inputs.metadata.name),
      ["jenkins-data", "jenkins-web"],
    );
    for (const kind of [
      "ServiceAccount",
      "ServiceAccountPatch",
      "ResourceQuota",
      "LimitRange",
    ] as const)
      assert.deepEqual(
        deployment.all(kind).map(({ inputs }) => inputs.metadata.namespace),
        ["jenkins-data", "jenkins-web"],
        kind,
      );
    assert.equal(deployment.all("NetworkPolicy").length, 4);
    assert.equal(
      deployment.only("ResourceQuota", "team-web-boundaries-quota").inputs.spec.hard["pods"],
      "5",
    );
  });

  it("gives a team its own logins and nobody else's (A-41)", async () => {
    const { deployment } = await made({ web, data });
    const { inputs } = deployment.only("Secret");
    assert.equal(inputs.metadata.namespace, "jenkins-web");
    assert.deepEqual(leaks(inputs, ["web-password", "jobs-password"]), []);
    const { auths } = JSON.parse(
      (unwrapped(inputs.stringData) as Record<string, string>)[".dockerconfigjson"]!,
    ) as { auths: Record<string, { username: string; password: string }> };
    assert.deepEqual(Object.keys(auths), ["ghcr.io"]);
    assert.equal(auths["ghcr.io"]!.password, "web-password");
  });

  it("tells what the controller needs for a cloud in it", async () => {
    const { teams } = await made({ web });
    const { namespace, agentServiceAccount, containerCap, folders, templates } = teams["web"]!;
    assert.equal(await promised(namespace), "jenkins-web");
    assert.equal(await promised(agentServiceAccount), "jenkins-agent");
    assert.equal(containerCap, 4);
    assert.deepEqual(folders, ["web"]);
    assert.deepEqual(
      templates.map(({ name }) => name),
      ["web"],
    );
  });

  it("gives every team the list of known hosts, which a pod finds in its own namespace (A-43, A-44)", async () => {
    const hosts = { "git.example": { keys: [hostKeys.ed25519], aliases: [] } };
    const { deployment, teams } = await made({ web, data }, { ...nothingKnown, hosts });
    assert.deepEqual(
      deployment.all("ConfigMap").map(({ inputs }) => inputs.metadata.namespace),
      ["jenkins-data", "jenkins-web"],
    );
    assert.equal(teams["web"]!.knownHosts!.key, "ssh_known_hosts");
    assert.equal("knownHosts" in (await made({ web })).teams["web"]!, false);
  });

  it("makes nothing without teams", async () => {
    const { deployment, teams } = await made({});
    assert.deepEqual(deployment.inventory(), []);
    assert.deepEqual(teams, {});
  });
});

describe("teamTemplates", () => {
  const described = { labels: ["node"], forAnyBuild: false, arch: "amd64" as const };
  const own = { ...described, containers: {}, volumes: {} };

  it("have a plain agent with the team's label, which no build gets that asks for none (B-09)", () => {
    const [plain, ...others] = teamTemplates("web", { templates: {} }, "arm64");
    assert.deepEqual(plain, { name: "web", labels: ["web"], forAnyBuild: false, arch: "arm64" });
    assert.deepEqual(others, []);
  });

  it("are followed by the team's own, one of which may replace it", () => {
    const names = (templates: Record<string, typeof own>) =>
      teamTemplates("web", { templates }, "amd64").map(({ name }) => name);
    assert.deepEqual(names({ node: own }), ["web", "node"]);
    assert.deepEqual(names({ web: own }), ["web"]);
  });
});

async function made(
  teams: Readonly<Record<string, TeamSettings>>,
  knownHosts: KnownHostsList = nothingKnown,
) {
  let result: Readonly<Record<string, JobTeam>> = {};
  const deployment = await deploy(() => {
    result = jobTeams({
      teams,
      registryPasswords: {
        ghcr: pulumi.secret("jobs-password"),
        "web/ghcr": pulumi.secret("web-password"),
      },
      arch: "amd64",
      knownHosts,
      cleanUp: boundaries.cleanUp,
      controllerNamespace: boundaries.controllerNamespace,
      sourceHosts: {},
      apiServer: boundaries.apiServer,
    });
  });
  return { deployment, teams: result };
}

function promised<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply((value) => {
      resolve(value);
    });
  });
}
