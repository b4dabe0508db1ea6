import assert from "node:assert/strict";

import fc from "fast-check";

import type { AgentTemplate } from "../../../components/internal/agent-template";
import { podNeeds, templateContainers } from "../../../components/internal/pod-needs";
import { parsed } from "../../../components/internal/arguments";
import { bytesText, coresText, parseQuantity } from "../../../components/internal/quantity";
import { derivedBounds, hardLimits, boundsInForce } from "../../../components/jobs/quota";
import { agent, usual } from "./job-args";

const gibibyte = 2 ** 30;

const builder: AgentTemplate = {
  ...agent,
  name: "builder",
  forAnyBuild: false,
  labels: ["builder"],
  instanceCap: 2,
  containers: [
    {
      name: "builder",
      image: "registry.example/builder:1.2.3",
      root: false,
      resources: {
        cpuRequest: "1500m",
        cpuLimit: "8",
        memoryRequest: "2Gi",
        memoryLimit: "16Gi",
        ephemeralStorageRequest: "5Gi",
        ephemeralStorageLimit: "40Gi",
      },
    },
  ],
};

describe("podNeeds", () => {
  it("sums the inbound agent and the containers, as the plugin will ask for them (C-26, B-08)", () => {
    assert.deepEqual(podNeeds(builder, [builder], usual), {
      cpuRequests: 1.7,
      cpuLimits: 10,
      memoryRequests: 2.25 * gibibyte,
      memoryLimits: 17 * gibibyte,
      ephemeralStorageRequests: 6 * gibibyte,
      ephemeralStorageLimits: 50 * gibibyte,
      claims: 0,
    });
  });

  it("counts claims that live as long as the pod, wherever a template asks for them", () => {
    const ephemeral = { size: "50Gi" };
    const template: AgentTemplate = {
      ...agent,
      workspace: { ephemeral },
      volumes: [
        { mountPath: "/cache", source: { ephemeral } },
        { mountPath: "/tmp" },
        { mountPath: "/packages", claimName: "packages", readOnly: true },
      ],
    };
    assert.equal(podNeeds(template, [template], usual).claims, 2);
  });

  it("takes over the containers of the template it inherits from", () => {
    const child: AgentTemplate = { ...agent, name: "child", inheritFrom: "builder" };
    const names = templateContainers(child, [builder, child], usual).map(({ name }) => name);
    assert.deepEqual(names, ["builder", "jnlp"]);
    const changed: AgentTemplate = {
      ...child,
      containers: [{ ...builder.containers![0]!, resources: usual }],
    };
    assert.equal(podNeeds(changed, [builder, changed], usual).cpuLimits, 4);
  });

  it("reads containers that only YAML describes, with the defaults of the API server (B-22)", () => {
    const yaml = `
spec:
  containers:
    - name: database
      resources: { limits: { cpu: 500m, memory: 2Gi } }
    - name: silent
`;
    const template: AgentTemplate = { ...agent, yaml };
    assert.deepEqual(templateContainers(template, [template], usual).slice(0, 2), [
      {
        name: "database",
        // A request that is not stated is the limit.
        cpuRequests: 0.5,
        cpuLimits: 0.5,
        memoryRequests: 2 * gibibyte,
        memoryLimits: 2 * gibibyte,
        ephemeralStorageRequests: gibibyte,
        ephemeralStorageLimits: 10 * gibibyte,
      },
      {
        name: "silent",
        cpuRequests: 0.1,
        cpuLimits: 2,
        memoryRequests: 0.25 * gibibyte,
        memoryLimits: gibibyte,
        ephemeralStorageRequests: gibibyte,
        ephemeralStorageLimits: 10 * gibibyte,
      },
    ]);
  });

  it("ends where templates inherit from each other", () => {
    const one: AgentTemplate = { ...agent, name: "one", inheritFrom: "two" };
    const two: AgentTemplate = { ...agent, name: "two", inheritFrom: "one" };
    assert.equal(podNeeds(one, [one, two], usual).cpuLimits, 2);
  });
});

describe("derivedBounds", () => {
  const derived = (templates: readonly AgentTemplate[], containerCap = 10, stackPods = {}) =>
    derivedBounds({ templates, containerCap, containers: { usual, most: {} }, stackPods });

  it("are those of the greediest pods the caps allow, and of those that still end (C-26)", () => {
    const { pods, cpuLimits, memoryRequests } = derived([agent, builder], 40);
    assert.equal(pods, 50);
    // Three pods of the builder, one of them ending; the others are pipelines', whose two containers take 2 cores each.
    assert.equal(cpuLimits, 3 * 10 + 47 * 4);
    assert.equal(memoryRequests, 3 * 2.25 * gibibyte + 47 * 0.5 * gibibyte);
  });

  it("take every resource from its own greediest mix", () => {
    const stingy: AgentTemplate = { ...builder, agent: { ...usual, memoryLimit: "64Gi" } };
    const lavish: AgentTemplate = { ...agent, name: "lavish", agent: { ...usual, cpuLimit: "32" } };
    const { cpuLimits, memoryLimits } = derived([stingy, lavish], 2);
    assert.equal(cpuLimits, 3 * 32);
    assert.equal(memoryLimits, 3 * 80 * gibibyte);
  });

  it("have room for a claim of every pod and for those that are there already", () => {
    const mounting: AgentTemplate = {
      ...agent,
      workspace: { claim: { name: "workspace" } },
      volumes: [
        { mountPath: "/a", claimName: "packages", readOnly: false },
        { mountPath: "/b", source: { claim: { name: "packages", readOnly: true } } },
      ],
    };
    assert.equal(derived([mounting], 4).claims, 5 + 2);
  });

  it("have room for one pod of a pipeline with the largest container there may be (B-27)", () => {
    const { pods, cpuRequests, memoryRequests, memoryLimits } = derived([agent], 1);
    assert.equal(pods, 2);
    assert.equal(cpuRequests, 8.2);
    assert.equal(memoryRequests, 16.5 * gibibyte);
    assert.equal(memoryLimits, 18 * gibibyte);
  });

  it("count the containers of the template that all others take over from (C-26)", () => {
    const defaults: AgentTemplate = {
      ...agent,
      containers: [
        { name: "scan", image: "registry.example/scan:1.2.3", root: false, resources: usual },
      ],
    };
    const bounds = (defaultsTemplate?: string) =>
      derivedBounds({
        templates: [defaults, builder],
        containerCap: 40,
        containers: { usual, most: {} },
        stackPods: {},
        ...(defaultsTemplate === undefined ? {} : { defaultsTemplate }),
      });
    assert.equal(bounds().cpuLimits, 3 * 10 + 47 * 4);
    assert.equal(bounds("default").cpuLimits, 3 * 12 + 47 * 6);
    assert.equal(bounds("none").cpuLimits, bounds().cpuLimits);
  });

  it("have room for the pods of the stack itself (C-26)", () => {
    const without = derived([agent]);
    const sync = { ...usual, cpuLimit: "4" };
    const beside = derived([agent], 10, {
      sync: { pods: 2, resources: sync, claims: 1 },
      share: { pods: 1 },
    });
    assert.equal(beside.pods - without.pods, 3);
    assert.equal(beside.cpuLimits - without.cpuLimits, 2 * 4 + 2);
    assert.equal(beside.claims - without.claims, 1);
  });

  it("admit any mix of pods within the caps (C-26)", () => {
    const kinds = [agent, builder, { ...builder, name: "third", instanceCap: 5 }];
    const cap = 8;
    const bounds = derived(kinds, cap);
    const counts = fc.tuple(...kinds.map(({ instanceCap = cap }) => fc.nat(instanceCap)));
    fc.assert(
      fc.property(counts, (mix) => {
        fc.pre(mix.reduce((sum, count) => sum + count, 0) <= cap);
        const taken = mix.reduce(
          (sum, count, index) => sum + count * podNeeds(kinds[index]!, kinds, usual).memoryLimits,
          0,
        );
        assert.ok(taken <= bounds.memoryLimits);
      }),
    );
  });
});

describe("hardLimits", () => {
  const derived = derivedBounds({
    templates: [agent],
    containerCap: 40,
    containers: { usual, most: {} },
    stackPods: {},
  });

  it("are written as Kubernetes counts them (C-26)", () => {
    assert.deepEqual(hardLimits(derived), {
      pods: "50",
      "requests.cpu": "10",
      "limits.cpu": "200",
      "requests.memory": "25Gi",
      "limits.memory": "100Gi",
      "requests.ephemeral-storage": "100Gi",
      "limits.ephemeral-storage": "1000Gi",
      persistentvolumeclaims: "50",
    });
  });

  it("follow the settings where those say something", () => {
    const set = boundsInForce(derived, { enabled: true, pods: 3, cpuRequests: "1500m", claims: 0 });
    const { pods, persistentvolumeclaims, ...others } = hardLimits(set);
    assert.deepEqual([pods, persistentvolumeclaims, others["requests.cpu"]], ["3", "0", "1500m"]);
    assert.equal(others["limits.cpu"], "200");
  });

  it("lose nothing in writing: at least the amount, and less than a thousandth or a byte more", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 50 }), (bytes) => {
        assert.equal(parsed(parseQuantity, bytesText(bytes)), bytes);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 7 }), (thousandths) => {
        const cores = parsed(parseQuantity, coresText(thousandths / 1000));
        assert.ok(Math.abs(cores - thousandths / 1000) < 1e-6);
      }),
    );
  });
});
