import assert from "node:assert/strict";

import { jobSpace } from "../components/jobs/job-args";
import { sections } from "../../stacks/settings";
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

describe("readSections, given jobs", () => {
  it("has the defaults of the components when it says nothing (A-03)", () => {
    const { namespace, cleanUp, teams, ...space } = sections.shape.jobs.parse({});
    assert.equal(namespace, "jenkins-jobs");
    assert.equal(cleanUp.enabled, false);
    assert.deepEqual(teams, {});
    assert.deepEqual(space, jobSpace);
  });

  for (const [title, changes] of [
    [
      "a team with a folder, agents and logins of its own (A-41)",
      {
        ...team,
        "jobs.teams.web.registries": { ghcr: { server: "ghcr.io", username: "web" } },
        "jobs.teams.web.templates": { node: { labels: ["node"], containers: { node: { image } } } },
        "registryPasswords.web/ghcr": "web-secret-value",
      },
    ],
    [
      "a quota that a pod of every template fits in (C-26)",
      {
        "jobs.quota": { pods: 5, cpuLimits: "20", memoryLimits: "40Gi", claims: 0 },
      },
    ],
    [
      "servers, their own networks and no internet (E-25)",
      {
        "jobs.network": {
          internetPorts: [],
          ownNetworks: ["2001:db8::/32"],
          egress: {
            mirror: { networks: ["192.0.2.80/32"], ports: [80, 443, 873] },
            registry: { namespace: "registry", ports: [5000] },
          },
        },
      },
    ],
    [
      "a clean-up (C-24)",
      {
        "jobs.cleanUp": { enabled: true, image: "docker.io/alpine/k8s:1.34.2" },
      },
    ],
    [
      "restricted pods, where every pod says so",
      {
        gentoo: undefined,
        "jobs.podSecurity": "restricted",
        "agents.cloud.restrictedPodSecurity": true,
      },
    ],
  ] as const)
    it(`takes ${title}`, () => {
      assert.deepEqual(reading(changed(changes)).problems, []);
    });
});

describeRefusals("jobs", [
  [
    "privileged pods beside builds (D-03)",
    { "jobs.podSecurity": "privileged" },
    'jobs.podSecurity: expected one of "baseline", "restricted", got "privileged"',
  ],
  [
    "restricted pods without a cloud that makes them so (B-27)",
    { gentoo: undefined, "jobs.podSecurity": "restricted" },
    'jobs.podSecurity: expected "baseline" without agents.cloud.restrictedPodSecurity, got "restricted"; the API server would refuse every pod that says nothing of its security',
  ],
  [
    "restricted pods together with Gentoo (E-21)",
    { "jobs.podSecurity": "restricted", "agents.cloud.restrictedPodSecurity": true },
    'jobs.podSecurity: expected "baseline" together with gentoo, got "restricted"; emerge installs what it builds, as root within its pod',
  ],
  [
    "a quota in which a template never starts (C-26)",
    {
      "agents.templates.compiler": {
        labels: ["compiler"],
        containers: { compiler: { image, resources: { memoryLimit: "60Gi" } } },
      },
      "jobs.quota.memoryLimits": "32Gi",
    },
    'jobs.quota.memoryLimits: expected at least 61Gi, what one pod of the template compiler takes, got "32Gi"',
  ],
  [
    "a bound of a container below that of a template (C-26)",
    {
      "agents.templates.compiler": {
        labels: ["compiler"],
        containers: { compiler: { image, resources: { cpuLimit: "24" } } },
      },
      "jobs.containers.most.cpu": "16",
    },
    'jobs.containers.most.cpu: expected at least 24, the limit of the container compiler of the template compiler, got "16"',
  ],
  [
    "a usual request above the usual limit (B-27)",
    { "jobs.containers.usual.memoryRequest": "2Gi" },
    'jobs.containers.usual.memoryRequest: expected at most the limit 1Gi, got "2Gi"',
  ],
  [
    "an amount in a unit that Kubernetes does not know",
    { "jobs.quota.memoryLimits": "64GB" },
    'jobs.quota.memoryLimits: expected a Kubernetes quantity such as "200Gi", got "64GB"; did you mean "64G" or "64Gi"?',
  ],
  [
    "an amount without quotes",
    { "jobs.quota.cpuLimits": 40 },
    'jobs.quota.cpuLimits: expected a Kubernetes quantity such as "40", got 40; put quotes around it: "40"',
  ],
  [
    "no pods at all",
    { "jobs.quota.pods": 0 },
    "jobs.quota.pods: expected a whole number from 1 to 10000, got 0",
  ],
  [
    "a misspelt bound",
    { "jobs.quota.cpuLimit": "40" },
    "jobs.quota.cpuLimit: unknown setting; did you mean jobs.quota.cpuLimits?",
  ],
  [
    "an address instead of a network (E-25)",
    { "jobs.network.egress.mirror": { networks: ["192.0.2.80"], ports: [443] } },
    'jobs.network.egress.mirror.networks[0]: expected a network such as 10.0.0.0/8 or fd00::/8, got "192.0.2.80"; did you mean "192.0.2.80/32"?',
  ],
  [
    "servers nowhere (E-25)",
    { "jobs.network.egress.mirror": { ports: [443] } },
    "jobs.network.egress.mirror: expected either networks or a namespace, got neither",
  ],
  [
    "a port twice",
    { "jobs.network.internetPorts": [443, 443] },
    "jobs.network.internetPorts[1]: expected every entry once, got 443",
  ],
  [
    "a clean-up without an image (C-24)",
    { "jobs.cleanUp.enabled": true },
    "jobs.cleanUp.image: expected an image with kubectl as long as jobs.cleanUp.enabled, got nothing",
  ],
  [
    "a clean-up with a moving image (A-01)",
    { "jobs.cleanUp": { enabled: true, image: "docker.io/alpine/k8s:latest" } },
    'jobs.cleanUp.image: expected an image with its registry and an exact tag or digest, got "docker.io/alpine/k8s:latest"; a moving tag would change the software on every pod restart',
  ],
  [
    "a clean-up that keeps what has ended longer than what runs",
    { "jobs.cleanUp": { finishedHours: 48, runningHours: 24 } },
    "jobs.cleanUp.runningHours: expected at least jobs.cleanUp.finishedHours (48), got 24",
  ],
  [
    "a schedule without its hour",
    { "jobs.cleanUp.schedule": "@hourly" },
    'jobs.cleanUp.schedule: expected a schedule of five fields such as "47 3 * * *", got "@hourly"',
  ],
]);

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
