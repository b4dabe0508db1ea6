import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { jobSpace } from "../components/jobs/job-args";
import { sections } from "../../stacks/settings";
import { changed, reading, root, type Values } from "./good-settings";
import { describeRefusals } from "./refusals";

const image = "registry.example/tools/node:24.1.0";
describe("readSections, given jobs", () => {
  it("has the defaults of the components when it says nothing (A-03)", () => {
    const { namespace, caches, cleanUp, teams, ...space } = sections.shape.jobs.parse({});
    assert.equal(namespace, "jenkins-jobs");
    assert.equal(cleanUp.enabled, false);
    assert.deepEqual(teams, {});
    assert.deepEqual(caches, {});
    assert.deepEqual(space, jobSpace);
  });

  for (const [title, changes] of [
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

describe("the examples of docs/jobs.md", () => {
  const document = readFileSync(join(root, "docs/jobs.md"), "utf8");
  const examples = [...document.matchAll(/```yaml\n([\s\S]*?)```/g)].map(
    ([, text = ""]) => parse(text) as Values,
  );

  it("are settings without a problem (A-41, C-26, E-25)", () => {
    assert.equal(examples.length, 6);
    for (const example of examples) {
      const { registries = {} } = example["jenkins-stack:jobs"] as { registries?: object };
      const names = Object.keys(registries);
      const sections = Object.entries(example).map(([key, value]) => [key.split(":")[1], value]);
      const passwords = Object.fromEntries(names.map((name) => [name, `${name}-secret-value`]));
      const changes = { ...Object.fromEntries(sections), registryPasswords: passwords } as Values;
      assert.deepEqual(reading(changed(changes)).problems, []);
    }
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
    "a quota in which a template never starts with what it takes over from the default one (C-26)",
    {
      "agents.templates.default": {
        labels: ["default"],
        forAnyBuild: true,
        containers: { scan: { image, resources: { memoryLimit: "8Gi" } } },
      },
      "agents.templates.compiler": {
        labels: ["compiler"],
        containers: { compiler: { image, resources: { memoryLimit: "16Gi" } } },
      },
      "jobs.quota.memoryLimits": "20Gi",
    },
    'jobs.quota.memoryLimits: expected at least 25Gi, what one pod of the template compiler takes, got "20Gi"',
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
