import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { notExposed } from "../../components/jenkins/exposure/settings";
import { sections } from "../../stacks/settings";
import { changed, reading, root, type Values } from "./good-settings";
import { describeRefusals } from "./refusals";

/** Settings of an Ingress that are fine. */
const ingress: Values = {
  "exposure.type": "ingress",
  "exposure.ingress.className": "nginx",
  "exposure.ingress.controller": "ingress-nginx",
  "exposure.ingress.tls.clusterIssuer": "letsencrypt",
  "exposure.network.proxyNamespaces": ["ingress-nginx"],
};

/** Settings of a route that are fine. */
const gateway: Values = {
  "exposure.type": "gateway",
  "exposure.gateway.name": "public",
  "exposure.gateway.namespace": "gateways",
  "exposure.network.proxyNamespaces": ["gateways"],
};

const network = "expected a network such as 10.0.0.0/8 or fd00::/8, got";

describe("readSections, given an exposure", () => {
  it("has the defaults of the component when it says nothing (A-08, E-04)", () => {
    assert.deepEqual(sections.shape.exposure.parse({}), notExposed);
  });

  const webhooks = { host: "hooks.example", receivers: ["github"] };
  for (const [title, changes] of [
    ["an Ingress (E-09)", ingress],
    [
      "an Ingress with a second host for webhooks (E-15)",
      { ...ingress, "exposure.webhooks": webhooks },
    ],
    ["a Gateway (E-09)", gateway],
    ["a load balancer without a word more (E-09, B-25)", { "exposure.type": "load-balancer" }],
    ["a port of the nodes without a word more (B-25)", { "exposure.type": "node-port" }],
    [
      "an Ingress without policies",
      { ...ingress, "exposure.network.proxyNamespaces": [], "exposure.network.enabled": false },
    ],
    [
      "networks and namespaces of servers (E-25)",
      {
        "exposure.network.sourceHosts": { "github.com": { networks: ["140.82.112.0/20"] } },
        "exposure.network.egress": {
          ldap: { networks: ["192.0.2.25/32", "2001:db8::/32"], ports: [636] },
          login: { namespace: "keycloak", ports: [8443] },
        },
      },
    ],
  ] as const)
    it(`takes ${title}`, () => {
      assert.deepEqual(reading(changed(changes)).problems, []);
    });
});

describe("the examples of docs/exposure.md", () => {
  const document = readFileSync(join(root, "docs/exposure.md"), "utf8");
  const examples = [...document.matchAll(/```yaml\n([\s\S]*?)```/g)].map(
    ([, text = ""]) => parse(text) as Values,
  );

  it("are settings without a problem, whole ones and parts of an Ingress's (E-09, E-15, E-25)", () => {
    assert.equal(examples.length, 4);
    for (const example of examples) {
      const whole = example["jenkins-stack:exposure"];
      const changes = whole === undefined ? { ...ingress, ...parts(example) } : { exposure: whole };
      assert.deepEqual(reading(changed(changes)).problems, []);
    }
  });

  /** Values by path, so that they stand beside others of the same group. */
  function parts({ network, ...others }: Values): Values {
    const byPath = (group: Values, path: string) =>
      Object.entries(group).map(([key, value]) => [`${path}.${key}`, value] as const);
    return Object.fromEntries([
      ...byPath(others, "exposure"),
      ...byPath((network ?? {}) as Values, "exposure.network"),
    ]);
  }
});

describeRefusals("exposure settings", [
  [
    "an unknown type",
    { "exposure.type": "loadbalancer" },
    'exposure.type: expected one of "none", "ingress", "gateway", "load-balancer", "node-port", got "loadbalancer"',
  ],
  [
    "E-09: an Ingress without its class",
    { "exposure.type": "ingress", "exposure.network.proxyNamespaces": ["ingress-nginx"] },
    "exposure.ingress: expected what belongs to exposure.type ingress, got nothing",
  ],
  [
    "a Gateway beside an Ingress",
    { ...ingress, "exposure.gateway": { name: "public", namespace: "gateways" } },
    "exposure.gateway: expected nothing with exposure.type ingress, got an object; it belongs to exposure.type gateway",
  ],
  [
    "an address of a load balancer that is not asked for",
    { "exposure.loadBalancer": { address: "192.0.2.40" } },
    "exposure.loadBalancer: expected nothing with exposure.type none, got an object; it belongs to exposure.type load-balancer",
  ],
  [
    "E-11: an Ingress without a certificate",
    { ...ingress, "exposure.ingress.tls": undefined },
    "exposure.ingress.tls: expected a clusterIssuer, an issuer or a secretName, got none of them; passwords travel over this connection",
  ],
  [
    "E-11: two issuers",
    { ...ingress, "exposure.ingress.tls.issuer": "ca" },
    'exposure.ingress.tls.issuer: expected nothing beside exposure.ingress.tls.clusterIssuer, got "ca"',
  ],
  [
    "E-11: a TLS version that ingress-nginx cannot keep to for one host",
    { ...ingress, "exposure.ingress.minimumTls": "TLSv1.3" },
    'exposure.ingress.minimumTls: expected "TLSv1.2" with ingress-nginx, got "TLSv1.3"; it takes versions for all of its hosts only: set ssl-protocols in its ConfigMap',
  ],
  [
    "E-11: a TLS version that browsers gave up",
    { ...ingress, "exposure.ingress.minimumTls": "TLSv1.1" },
    'exposure.ingress.minimumTls: expected one of "TLSv1.2", "TLSv1.3", got "TLSv1.1"',
  ],
  [
    "an upload size in another notation",
    { ...ingress, "exposure.ingress.bodySize": "100Mi" },
    'exposure.ingress.bodySize: expected a size as nginx writes it, such as 100m, got "100Mi"',
  ],
  [
    "a time-out that ends every console",
    { ...ingress, "exposure.ingress.readTimeoutSeconds": 30 },
    "exposure.ingress.readTimeoutSeconds: expected a whole number from 60 to 4000, got 30",
  ],
  [
    "E-10: an Ingress for an address instead of a name",
    { ...ingress, "jenkins.url": "https://[2001:db8::1]/" },
    'jenkins.url: expected a host name with exposure.type ingress, got "https://[2001:db8::1]/"; requests are told apart by it',
  ],
  [
    "E-10: a DNS record for what has no address",
    { "exposure.externalDns": true },
    "exposure.externalDns: expected false with exposure.type none, got true; there is no address for a record",
  ],
  [
    "E-11: a redirect to the listener it comes from",
    { ...gateway, "exposure.gateway.redirectSectionName": "https" },
    'exposure.gateway.redirectSectionName: expected another listener than exposure.gateway.sectionName, got "https"; a request would be sent back to where it is',
  ],
  [
    "E-04: policies that let no user in",
    { ...ingress, "exposure.network.proxyNamespaces": undefined },
    "exposure.network.proxyNamespaces: expected the namespace of the pods that pass requests on, got none; the network policies would let no user in",
  ],
  [
    "E-15: webhooks without routing",
    { "exposure.webhooks": { host: "hooks.example", receivers: ["github"] } },
    "exposure.webhooks: expected nothing with exposure.type none, got an object; only an Ingress or a Gateway tells paths apart",
  ],
  [
    "E-15: webhooks on the host of users",
    { ...ingress, "exposure.webhooks": { host: "jenkins.example", receivers: ["github"] } },
    'exposure.webhooks.host: expected another host than that of jenkins.url, got "jenkins.example"; there everything answers, webhooks too',
  ],
  [
    "E-15: a path that is no receiver of webhooks",
    { ...ingress, "exposure.webhooks": { host: "hooks.example", receivers: ["script"] } },
    'exposure.webhooks.receivers[0]: expected one of "github", "git-notify-commit", got "script"',
  ],
  [
    "E-15: a receiver whose plugin is not in the lock",
    {
      ...ingress,
      "exposure.webhooks": { host: "hooks.example", receivers: ["generic-webhook-trigger"] },
    },
    'exposure.webhooks.receivers[0]: expected one of "github", "git-notify-commit", got "generic-webhook-trigger"',
  ],
  [
    "a listener for webhooks on an Ingress",
    {
      ...ingress,
      "exposure.webhooks": { host: "hooks.example", receivers: ["github"], sectionName: "hooks" },
    },
    'exposure.webhooks.sectionName: expected nothing with exposure.type ingress, got "hooks"',
  ],
  [
    "E-25: a network with host bits",
    { "exposure.network.apiServer": ["192.0.2.10/24"] },
    `exposure.network.apiServer[0]: ${network} "192.0.2.10/24"; did you mean "192.0.2.0/24"?`,
  ],
  [
    "E-25: an address instead of a network",
    { "exposure.network.apiServer": ["2001:db8::10"] },
    `exposure.network.apiServer[0]: ${network} "2001:db8::10"; did you mean "2001:db8::10/128"?`,
  ],
  [
    "E-25: an IPv4 network in IPv6's notation",
    { "exposure.network.egress.mail": { networks: ["::ffff:192.0.2.0/120"], ports: [25] } },
    `exposure.network.egress.mail.networks[0]: ${network} "::ffff:192.0.2.0/120"; write the IPv4 network itself`,
  ],
  [
    "E-25: an empty list, which Kubernetes takes for everything",
    { "exposure.network.sourceHosts": { "github.com": { networks: [] } } },
    'exposure.network.sourceHosts["github.com"].networks: expected a list of at least 1, got a list',
  ],
  [
    "E-25: a network twice",
    { "exposure.network.egress.mail": { networks: ["192.0.2.0/24", "192.0.2.0/24"], ports: [25] } },
    'exposure.network.egress.mail.networks[1]: expected every entry once, got "192.0.2.0/24"',
  ],
  [
    "E-25: servers by networks and namespace at once",
    {
      "exposure.network.egress.login": {
        networks: ["192.0.2.0/24"],
        namespace: "keycloak",
        ports: [443],
      },
    },
    "exposure.network.egress.login: expected either networks or a namespace, got both",
  ],
  [
    "E-25: servers nowhere",
    { "exposure.network.egress.login": { ports: [443] } },
    "exposure.network.egress.login: expected either networks or a namespace, got neither",
  ],
  [
    "a port that is none",
    { "exposure.network.egress.mail": { namespace: "mail", ports: [0] } },
    "exposure.network.egress.mail.ports[0]: expected a whole number from 1 to 65535, got 0",
  ],
  [
    "B-25: a node port outside the cluster's range",
    { "exposure.type": "node-port", "exposure.nodePort.port": 8080 },
    "exposure.nodePort.port: expected a whole number from 30000 to 32767, got 8080",
  ],
  [
    "B-25: a load balancer at a link-local address",
    { "exposure.type": "load-balancer", "exposure.loadBalancer.address": "fe80::1" },
    'exposure.loadBalancer.address: expected an IP address, got "fe80::1"; a link-local address differs in meaning from link to link',
  ],
]);
