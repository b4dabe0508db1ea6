// What the rules let through is worked out from the API's description of them; no network plugin is asked.
import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { notExposed, type ExposureSettings } from "../../../components/jenkins/exposure/settings";
import { notMonitored } from "../../../components/jenkins/monitoring/settings";
import {
  controllerPolicies,
  type PolicyArgs,
} from "../../../components/jenkins/network/controller-policies";
import { construct, type Deployment } from "../../support/deploy";
import { reaches, type End } from "./reach";

const pod = (namespace: string, component = "other"): End => ({
  namespace,
  labels: {
    "app.kubernetes.io/name": "jenkins-stack",
    "app.kubernetes.io/component": component,
    "app.kubernetes.io/part-of": "jenkins-stack",
  },
});
const controller = pod("jenkins", "controller");
const neighbour = pod("jenkins");
const agent = pod("jenkins-jobs", "agent");
const stranger = pod("default");
const proxy = pod("ingress-nginx");
const prometheus = pod("monitoring");
const server: End = { address: "192.0.2.25" };
const server6: End = { address: "2001:db8::25" };

describe("controllerPolicies", () => {
  it("make three objects in the controller's namespace, and none when they are off (E-04)", async () => {
    const on = (await policed({})).all("NetworkPolicy");
    assert.deepEqual(
      on.map(({ name, inputs }) => [name, inputs.metadata.name, inputs.metadata.namespace]),
      [
        ["jenkins-configuration", "jenkins-configuration", "jenkins"],
        ["jenkins-default-deny", "jenkins-default-deny", "jenkins"],
        ["jenkins-network", "jenkins-network", "jenkins"],
      ],
    );
    const off = await policed({ network: { ...notExposed.network, enabled: false } });
    assert.deepEqual(off.all("NetworkPolicy"), []);
  });

  it("have no word about a job that there is not", async () => {
    const deployment = await policed({}, { waitsForConfiguration: false });
    assert.deepEqual(
      deployment.all("NetworkPolicy").map(({ name }) => name),
      ["jenkins-default-deny", "jenkins-network"],
    );
  });

  it("let agents reach the user interface and their port, nobody else that port (E-04)", async () => {
    const allowed = await connections({ type: "load-balancer" }, { monitoring: watched });
    assert.equal(allowed(agent, controller, 8080), true);
    assert.equal(allowed(agent, controller, 50000), true);
    for (const other of [stranger, neighbour, proxy, prometheus, server, server6])
      assert.equal(allowed(other, controller, 50000), false);
    assert.equal(allowed(agent, controller, 22), false);
  });

  it("let agents that use WebSocket reach the user interface alone (C-22, E-04)", async () => {
    const allowed = await connections({}, { transport: "webSocket" });
    assert.equal(allowed(agent, controller, 8080), true);
    assert.equal(allowed(agent, controller, 50000), false);
  });

  it("let nobody else in without exposure (E-04)", async () => {
    const allowed = await connections({});
    for (const other of [stranger, neighbour, proxy, prometheus, server, server6])
      assert.equal(allowed(other, controller, 8080), false);
  });

  for (const type of ["ingress", "gateway"] as const)
    it(`let the proxies of the ${type} in, users and other pods not (E-04)`, async () => {
      const network = { ...notExposed.network, proxyNamespaces: ["ingress-nginx"] };
      const allowed = await connections({ type, network });
      assert.equal(allowed(proxy, controller, 8080), true);
      for (const other of [stranger, server, prometheus])
        assert.equal(allowed(other, controller, 8080), false);
    });

  it("let in a proxy that somebody else set up, whatever the exposure (E-04)", async () => {
    const network = {
      ...notExposed.network,
      proxyNamespaces: ["ingress-nginx"],
      proxyNetworks: ["192.0.2.0/24"],
    };
    for (const type of ["none", "load-balancer", "node-port"] as const) {
      const allowed = await connections({ type, network });
      assert.equal(allowed(proxy, controller, 8080), true);
      assert.equal(allowed(server, controller, 8080), true);
      assert.equal(allowed(stranger, controller, 8080), false);
    }
  });

  it("let proxies in that are no pods (E-04)", async () => {
    const network = { ...notExposed.network, proxyNetworks: ["192.0.2.0/24"] };
    const allowed = await connections({ type: "ingress", network });
    assert.equal(allowed(server, controller, 8080), true);
    assert.equal(allowed({ address: "192.0.3.1" }, controller, 8080), false);
  });

  it("let in who may reach the load balancer, in both families (E-04)", async () => {
    const open = await connections({ type: "load-balancer" });
    const sourceRanges = ["192.0.2.0/24", "2001:db8::/32"];
    const loadBalancer = { controller: "other", port: 443, sourceRanges, annotations: {} } as const;
    const narrow = await connections({ type: "load-balancer", loadBalancer });
    for (const [user, inRange] of [
      [server, true],
      [server6, true],
      [{ address: "198.51.100.1" }, false],
      [{ address: "2001:db9::1" }, false],
    ] as const) {
      assert.equal(open(user, controller, 8080), true);
      assert.equal(narrow(user, controller, 8080), inRange);
    }
  });

  it("let in who may reach the port of the nodes (E-04)", async () => {
    const nodePort = { sourceRanges: ["192.0.2.0/24"] };
    const allowed = await connections({ type: "node-port", nodePort });
    assert.equal(allowed(server, controller, 8080), true);
    assert.equal(allowed(server6, controller, 8080), false);
  });

  it("let the Prometheus in while monitoring is on, not otherwise (C-27, E-04)", async () => {
    const on = await connections({}, { monitoring: watched });
    const off = await connections({}, { monitoring: notMonitored });
    assert.equal(on(prometheus, controller, 8080), true);
    assert.equal(off(prometheus, controller, 8080), false);
  });

  it("let the controller ask for names and for the API server in both families", async () => {
    const allowed = await connections({});
    for (const to of [server, server6, stranger]) {
      assert.equal(allowed(controller, to, 53), true);
      assert.equal(allowed(controller, to, 53, "UDP"), true);
    }
    for (const to of [server, server6])
      for (const port of [443, 6443]) assert.equal(allowed(controller, to, port), true);
  });

  it("let the controller reach nothing else that is not declared (E-25)", async () => {
    const allowed = await connections({});
    for (const port of [22, 25, 80, 636, 3260, 5001]) {
      assert.equal(allowed(controller, server, port), false);
      assert.equal(allowed(controller, server6, port), false);
      assert.equal(allowed(controller, stranger, port), false);
    }
  });

  it("let the controller reach declared hosts on declared ports alone (E-25)", async () => {
    const allowed = await connections({
      network: {
        ...narrowed,
        sourceHosts: { "git.example": { networks: ["192.0.2.25/32"], ports: [443, 22] } },
        egress: {
          ldap: { networks: ["2001:db8::25/128"], ports: [636] },
          login: { namespace: "keycloak", ports: [8443] },
        },
      },
    });
    assert.equal(allowed(controller, server, 443), true);
    assert.equal(allowed(controller, server, 22), true);
    assert.equal(allowed(controller, server, 636), false);
    assert.equal(allowed(controller, server6, 636), true);
    assert.equal(allowed(controller, server6, 22), false);
    assert.equal(allowed(controller, pod("keycloak"), 8443), true);
    assert.equal(allowed(controller, stranger, 8443), false);
  });

  it("let the controller reach the update centre while it installs plugins (E-25)", async () => {
    const installing = await connections({ network: narrowed }, { installsPlugins: true });
    const baked = await connections({ network: narrowed }, { installsPlugins: false });
    assert.equal(installing(controller, { address: "198.51.100.80" }, 443), true);
    assert.equal(baked(controller, { address: "198.51.100.80" }, 443), false);
  });

  it("let the job that waits for the configuration ask the API server alone", async () => {
    const allowed = await connections({ network: narrowed });
    const job = pod("jenkins", "configuration");
    assert.equal(allowed(job, { address: "203.0.113.1" }, 6443), true);
    assert.equal(allowed(job, server, 53, "UDP"), true);
    assert.equal(allowed(job, { address: "198.51.100.80" }, 443), false);
    assert.equal(allowed(job, controller, 8080), false);
    assert.equal(allowed(agent, job, 8080), false);
  });

  it("shut every other pod of the namespace off", async () => {
    const allowed = await connections({ type: "load-balancer" });
    for (const end of [server, stranger, controller, agent]) {
      assert.equal(allowed(neighbour, end, 443), false);
      assert.equal(allowed(end, neighbour, 8080), false);
    }
  });

  it("do not depend on the order of the settings", async () => {
    const one = { networks: ["192.0.2.0/24"], ports: [25] };
    const other = { networks: ["198.51.100.0/24"], ports: [636] };
    const first = await policed({ network: { ...narrowed, egress: { one, other } } });
    const second = await policed({ network: { ...narrowed, egress: { other, one } } });
    assert.deepEqual(
      first.only("NetworkPolicy", "jenkins-network").inputs,
      second.only("NetworkPolicy", "jenkins-network").inputs,
    );
  });
});

const watched = { ...notMonitored, enabled: true };
const narrowed = {
  ...notExposed.network,
  apiServer: ["203.0.113.0/24"],
  updateCentre: ["198.51.100.80/32"],
};

function policed(
  exposure: Partial<ExposureSettings>,
  change: Partial<PolicyArgs> = {},
): Promise<Deployment> {
  return construct(() => {
    const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
    controllerPolicies(
      "jenkins",
      {
        namespace: "jenkins",
        jobsNamespace: "jenkins-jobs",
        exposure: { ...notExposed, ...exposure },
        transport: "tcp",
        installsPlugins: true,
        waitsForConfiguration: true,
        ...change,
      },
      parent,
    );
    return parent;
  });
}

/** What the policies say about a connection. */
async function connections(exposure: Partial<ExposureSettings>, change: Partial<PolicyArgs> = {}) {
  const policies = (await policed(exposure, change)).all("NetworkPolicy");
  const objects = policies.map(({ inputs }) => inputs);
  return (from: End, to: End, port: number, protocol?: string) =>
    reaches(objects, from, to, port, protocol);
}
