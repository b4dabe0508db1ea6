import assert from "node:assert/strict";

import { changed, reading, type Values } from "./good-settings";
import { describeRefusals } from "./refusals";

/** A team that is fine, by the paths of its settings. */
const team: Values = {
  "configuration.folders": { web: {} },
  "jobs.teams.web.namespace": "jenkins-web",
  "jobs.teams.web.folders": ["web"],
};

const image = "registry.example/tools/node:24.1.0";
const namespaceBorder = "a namespace is the border of what its ServiceAccounts may read";

describe("readSections, given a team", () => {
  it("takes one with a folder, agents and logins of its own (A-41)", () => {
    const changes = {
      ...team,
      "jobs.teams.web.registries": { ghcr: { server: "ghcr.io", username: "web" } },
      "jobs.teams.web.templates": { node: { labels: ["node"], containers: { node: { image } } } },
      "registryPasswords.web/ghcr": "web-secret-value",
    };
    assert.deepEqual(reading(changed(changes)).problems, []);
  });
});

describeRefusals("teams", [
  [
    "a team without a namespace",
    { "jobs.teams.web": {} },
    "jobs.teams.web.namespace: expected a name of lower-case letters, digits and - (RFC 1123), got nothing",
  ],
  [
    "a team in the namespace of the others (A-03)",
    { ...team, "jobs.teams.web.namespace": "jenkins-jobs" },
    `jobs.teams.web.namespace: expected another value than jobs.namespace, got "jenkins-jobs"; ${namespaceBorder}`,
  ],
  [
    "a team in the controller's namespace (A-04)",
    { ...team, "jobs.teams.web.namespace": "jenkins" },
    `jobs.teams.web.namespace: expected another value than jenkins.namespace, got "jenkins"; ${namespaceBorder}`,
  ],
  [
    "a team by the name of the stack's own cloud",
    { "jobs.teams.kubernetes": { namespace: "jenkins-web" } },
    `jobs.teams.kubernetes: expected another name than that of the stack's own cloud, got "kubernetes"; a team is a cloud of its name`,
  ],
  [
    "a team by the name of a label that the stack's own agents have (B-09)",
    { "jobs.teams.linux": { namespace: "jenkins-linux" } },
    'jobs.teams.linux: expected a name that is no label of agents.templates, got "linux"; the team\'s own agents have it as their label',
  ],
  [
    "a team with a folder that there is not",
    { "jobs.teams.web": { namespace: "jenkins-web", folders: ["wbe"] } },
    'jobs.teams.web.folders[0]: expected a folder of configuration.folders, got "wbe"',
  ],
  [
    "a login of a team without a password (A-41)",
    { ...team, "jobs.teams.web.registries": { ghcr: { server: "ghcr.io", username: "web" } } },
    `registryPasswords["web/ghcr"]: expected the password of registry web/ghcr, got nothing; store it with: pulumi config set --secret registryPasswords '{"<name>":"<password>"}'`,
  ],
  [
    "two logins for one registry in a team",
    {
      ...team,
      "jobs.teams.web.registries": {
        one: { server: "ghcr.io", username: "one" },
        two: { server: "ghcr.io", username: "two" },
      },
      "registryPasswords.web/one": "one-secret-value",
      "registryPasswords.web/two": "two-secret-value",
    },
    'jobs.teams.web.registries.two.server: expected another value than jobs.teams.web.registries.one.server, got "ghcr.io"; a pull secret holds one login a registry',
  ],
  [
    "a label that the stack's own agents have (B-09)",
    { ...team, "jobs.teams.web.templates": { node: { labels: ["linux"] } } },
    'jobs.teams.web.templates.node.labels[0]: expected a label that agents.templates has not, got "linux"; a build that asks for it would get either',
  ],
  [
    "a label that another team has",
    {
      ...team,
      "jobs.teams.data": { namespace: "jenkins-data" },
      "jobs.teams.web.templates": { node: { labels: ["data"] } },
    },
    'jobs.teams.web.templates.node.labels[0]: expected a label that jobs.teams.data has not, got "data"; a build that asks for it would get either',
  ],
  [
    "a template of a team for any build (B-09)",
    { ...team, "jobs.teams.web.templates": { node: { labels: ["node"], forAnyBuild: true } } },
    "jobs.teams.web.templates.node.forAnyBuild: expected false in a team, got true; builds that ask for no label run in the stack's own namespace",
  ],
  [
    "more pods of a kind than the team may have",
    { ...team, "jobs.teams.web.templates": { node: { labels: ["node"], instanceCap: 6 } } },
    "jobs.teams.web.templates.node.instanceCap: expected at most the team's containerCap (5), got 6",
  ],
  [
    "a template that inherits from another cloud's",
    { ...team, "jobs.teams.web.templates": { node: { labels: ["node"], inheritFrom: "default" } } },
    'jobs.teams.web.templates.node.inheritFrom: expected a template of the team (node), got "default"',
  ],
  [
    "a container that is root for no reason (E-21)",
    {
      ...team,
      "jobs.teams.web.templates": {
        node: { labels: ["node"], containers: { node: { image, root: true } } },
      },
    },
    "jobs.teams.web.templates.node.containers.node.rootReason: expected a reason why the container has to be root, got nothing",
  ],
  [
    "root where pods are restricted",
    {
      ...team,
      "agents.cloud.restrictedPodSecurity": true,
      "jobs.teams.web.podSecurity": "restricted",
      "jobs.teams.web.templates": {
        node: {
          labels: ["node"],
          containers: { node: { image, root: true, rootReason: "it installs packages" } },
        },
      },
    },
    "jobs.teams.web.templates.node.containers.node.root: expected false where pods are restricted, got true; Kubernetes refuses root there",
  ],
  [
    "a quota in which the team's agents never start (C-26)",
    {
      ...team,
      "jobs.teams.web.templates": { node: { labels: ["node"], containers: { node: { image } } } },
      "jobs.teams.web.quota.cpuLimits": "3",
    },
    'jobs.teams.web.quota.cpuLimits: expected at least 4, what one pod of the template node takes, got "3"',
  ],
]);
