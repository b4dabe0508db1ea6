// What the rules let through is worked out from the API's description of them; no network plugin is asked.
import assert from "node:assert/strict";

import { agentPodLabels, labels } from "../../../components/internal/labels";
import { JobBoundaries, type JobBoundariesArgs } from "../../../components/jobs/job-boundaries";
import { construct } from "../../support/deploy";
import { reaches, type End } from "../jenkins/reach";
import { agent as template, boundaries } from "./job-args";

const namespace = "jenkins-jobs";
const agent: End = { namespace, labels: { ...agentPodLabels, "jenkins/label": "default" } };
const share: End = { namespace, labels: labels("gentoo-rsync") };
const sync: End = { namespace, labels: labels("gentoo-repository") };
const cleaner: End = { namespace, labels: labels("clean-up") };
const byHand: End = { namespace, labels: { app: "left-behind" } };
const controller: End = { namespace: "jenkins", labels: labels("controller") };
const stranger: End = { namespace: "default", labels: {} };
const registry: End = { namespace: "registry", labels: {} };
const internet: readonly End[] = [{ address: "140.82.121.4" }, { address: "2606:50c0:8000::1" }];
const privately: readonly End[] = [
  "10.96.0.1",
  "100.64.0.1",
  "169.254.169.254",
  "172.16.3.4",
  "192.168.178.10",
  "64:ff9b::c0a8:1",
  "fd5c:1a8:7e2b:30::10",
  "fe80::1",
].map((address) => ({ address }));
const pods = [agent, share, sync, cleaner, byHand];

const { network } = boundaries;
const stackPods: Partial<JobBoundariesArgs> = {
  open: {
    share: { podLabels: labels("gentoo-rsync"), ports: [8730], networks: ["192.168.178.0/24"] },
  },
  reach: { sync: { podLabels: labels("gentoo-repository"), ports: [873, 443] } },
};

describe("the network policies of the jobs namespace", () => {
  it("are objects of the namespace by their roles, and none when they are off (E-04)", async () => {
    const { policies } = await policed(stackPods);
    assert.deepEqual(
      policies.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`),
      ["agents", "default-deny", "from-sync", "to-share"].map(
        (role) => `${namespace}/jobs-${role}`,
      ),
    );
    const off = await policed({ ...stackPods, network: { ...network, enabled: false } });
    assert.deepEqual(off.policies, []);
  });

  it("let nobody in, neither from the cluster nor from outside (E-04)", async () => {
    const { allowed } = await policed();
    for (const from of [stranger, controller, agent, ...internet, ...privately])
      for (const to of pods)
        for (const port of [22, 80, 443, 8080, 8730])
          assert.equal(allowed(from, to, port), false, JSON.stringify([from, to, port]));
  });

  it("let those networks in that a part of the stack is open to, on its port alone (E-04)", async () => {
    const { allowed } = await policed(stackPods);
    const machine: End = { address: "192.168.178.20" };
    assert.equal(allowed(machine, share, 8730), true);
    assert.equal(allowed(machine, share, 873), false);
    assert.equal(allowed(machine, agent, 8730), false);
    for (const other of [stranger, ...internet]) assert.equal(allowed(other, share, 8730), false);
  });

  it("let agents reach the controller on its two ports (E-04)", async () => {
    const { allowed } = await policed();
    for (const port of [8080, 50000]) assert.equal(allowed(agent, controller, port), true);
    assert.equal(allowed(agent, controller, 22), false);
    for (const other of [share, sync, byHand])
      assert.equal(allowed(other, controller, 8080), false);
  });

  it("let agents ask for names, and pods of nobody not even that", async () => {
    const { allowed } = await policed(stackPods);
    const servers: readonly End[] = [stranger, ...privately];
    for (const from of [agent, sync])
      for (const server of servers) assert.equal(allowed(from, server, 53, "UDP"), true);
    assert.equal(allowed(byHand, stranger, 53, "UDP"), false);
    assert.equal(allowed(share, stranger, 53), false);
  });

  it("let agents reach the internet on its ports, and no private network (E-25)", async () => {
    const { allowed } = await policed();
    for (const to of internet) {
      for (const port of [80, 443]) assert.equal(allowed(agent, to, port), true);
      for (const port of [22, 25, 873]) assert.equal(allowed(agent, to, port), false);
      assert.equal(allowed(byHand, to, 443), false);
    }
    for (const to of [...privately, stranger, registry])
      assert.equal(allowed(agent, to, 443), false, JSON.stringify(to));
  });

  it("leave networks of one's own out of the internet, in both families", async () => {
    const ownNetworks = ["203.0.113.0/24", "2001:db8:1::/48"];
    const { allowed } = await policed({ network: { ...network, ownNetworks } });
    for (const address of ["203.0.113.9", "2001:db8:1::9"])
      assert.equal(allowed(agent, { address }, 443), false);
    for (const to of internet) assert.equal(allowed(agent, to, 443), true);
  });

  it("shut agents off from the internet when it has no ports", async () => {
    const { allowed } = await policed({ network: { ...network, internetPorts: [] } });
    for (const to of [...internet, ...privately])
      for (const port of [80, 443]) assert.equal(allowed(agent, to, port), false);
  });

  it("let agents reach declared hosts of source code and other servers (E-25)", async () => {
    const { allowed } = await policed({
      sourceHosts: { "git.example": { networks: ["192.168.178.10/32"], ports: [22] } },
      network: {
        ...network,
        egress: {
          mirror: { networks: ["fd5c:1a8:7e2b:30::/64"], ports: [873] },
          registry: { namespace: "registry", ports: [5000] },
        },
      },
    });
    assert.equal(allowed(agent, { address: "192.168.178.10" }, 22), true);
    assert.equal(allowed(agent, { address: "192.168.178.10" }, 443), false);
    assert.equal(allowed(agent, { address: "192.168.178.11" }, 22), false);
    assert.equal(allowed(agent, { address: "fd5c:1a8:7e2b:30::10" }, 873), true);
    assert.equal(allowed(agent, registry, 5000), true);
    assert.equal(allowed(agent, stranger, 5000), false);
    assert.equal(allowed(byHand, registry, 5000), false);
  });

  it("keep agents from the API server, unless a kind of agent has a token (A-48)", async () => {
    const apiServer = ["10.96.0.1/32"];
    const address = "10.96.0.1";
    const without = await policed({ apiServer });
    assert.equal(without.allowed(agent, { address }, 443), false);
    const templates = [template, { ...template, name: "deployer", apiToken: true }];
    const asking = await policed({ apiServer, templates });
    assert.equal(asking.allowed(agent, { address }, 443), true);
    assert.equal(asking.allowed(agent, { address: "10.96.0.2" }, 443), false);
  });

  it("let pods of the stack reach what they need and nothing more (E-25)", async () => {
    const { allowed } = await policed(stackPods);
    for (const to of internet) {
      for (const port of [873, 443]) assert.equal(allowed(sync, to, port), true);
      assert.equal(allowed(sync, to, 80), false);
      assert.equal(allowed(share, to, 443), false);
    }
    const bound = await policed({
      reach: {
        sync: { podLabels: labels("gentoo-repository"), ports: [873], networks: ["10.1.0.0/16"] },
      },
    });
    assert.equal(bound.allowed(sync, { address: "10.1.2.3" }, 873), true);
    for (const to of internet) assert.equal(bound.allowed(sync, to, 873), false);
  });

  it("let what cleans up ask the API server while it is on (C-24)", async () => {
    const on = await policed({
      cleanUp: { ...boundaries.cleanUp, enabled: true, image: "docker.io/alpine/k8s:1.34.2" },
    });
    assert.equal(on.allowed(cleaner, { address: "10.96.0.1" }, 443), true);
    assert.equal(on.allowed(agent, { address: "10.96.0.1" }, 443), false);
    const off = await policed();
    assert.equal(off.allowed(cleaner, { address: "10.96.0.1" }, 443), false);
  });

  it("do not depend on the order of the settings", async () => {
    const one = { networks: ["192.0.2.1/32"], ports: [1] };
    const two = { networks: ["192.0.2.2/32"], ports: [2] };
    const ordered = await policed({ network: { ...network, egress: { one, two } } });
    const other = await policed({ network: { ...network, egress: { two, one } } });
    assert.deepEqual(ordered.policies, other.policies);
  });
});

async function policed(overrides: Partial<JobBoundariesArgs> = {}) {
  const deployment = await construct(
    () => new JobBoundaries("jobs", { ...boundaries, ...overrides }),
  );
  const policies = deployment.all("NetworkPolicy").map(({ inputs }) => inputs);
  const allowed = (from: End, to: End, port: number, protocol?: string) =>
    reaches(policies, from, to, port, protocol);
  return { policies, allowed };
}
