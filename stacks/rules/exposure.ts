import { parseAddress } from "../../components/internal/address";
import type { Sections } from "../settings";
import { rule, type Violation } from "./rule";

/** The groups of settings that belong to one type of exposure each. */
const groups = {
  ingress: "ingress",
  gateway: "gateway",
  loadBalancer: "load-balancer",
  nodePort: "node-port",
} as const;

/** What the exposure must satisfy as a whole (E-09…E-12, E-15). */
export const exposureRules = [
  rule<Sections>(["exposure.type"], groupsOfType),
  rule<Sections>(["exposure.type", "jenkins.url"], routableHost),
  rule<Sections>(["exposure.type", "exposure.externalDns"], usefulRecord),
  rule<Sections>(["exposure.ingress"], ingressTls),
  rule<Sections>(["exposure.gateway"], separateListeners),
  rule<Sections>(["exposure.type", "exposure.webhooks", "jenkins.url"], webhookFront),
  rule<Sections>(["exposure.type", "exposure.network"], knownProxies),
  rule<Sections>(["exposure.network.egress"], oneKindOfServer),
];

function* groupsOfType({ exposure }: Sections): Generator<Violation> {
  for (const group of ["ingress", "gateway", "loadBalancer", "nodePort"] as const) {
    const type = groups[group];
    const path = ["exposure", group];
    const needed = group === "ingress" || group === "gateway";
    if (exposure.type === type && needed && exposure[group] === undefined)
      yield { path, problem: { expected: `what belongs to exposure.type ${type}` } };
    else if (exposure.type !== type && exposure[group] !== undefined)
      yield {
        path,
        problem: {
          expected: `nothing with exposure.type ${exposure.type}`,
          fix: `it belongs to exposure.type ${type}`,
        },
      };
  }
}

function* routableHost(settings: Sections): Generator<Violation> {
  const { hostname } = new URL(settings.jenkins.url);
  if (isRouted(settings) && (hostname.startsWith("[") || parseAddress(hostname).ok))
    yield {
      path: ["jenkins", "url"],
      problem: {
        expected: `a host name with exposure.type ${settings.exposure.type}`,
        fix: "requests are told apart by it",
      },
    };
}

function* usefulRecord({ exposure }: Sections): Generator<Violation> {
  if (exposure.externalDns && (exposure.type === "none" || exposure.type === "node-port"))
    yield {
      path: ["exposure", "externalDns"],
      problem: {
        expected: `false with exposure.type ${exposure.type}`,
        fix: "there is no address for a record",
      },
      value: true,
    };
}

function* ingressTls({ exposure: { ingress } }: Sections): Generator<Violation> {
  if (ingress === undefined) return;
  const { clusterIssuer, issuer, secretName } = ingress.tls;
  const path = ["exposure", "ingress", "tls"];
  if (clusterIssuer !== undefined && issuer !== undefined)
    yield {
      path: [...path, "issuer"],
      problem: { expected: "nothing beside exposure.ingress.tls.clusterIssuer" },
    };
  const named = [clusterIssuer, issuer, secretName].some((source) => source !== undefined);
  if (!named && ingress.controller !== "aws-load-balancer")
    yield {
      path,
      problem: {
        expected: "a clusterIssuer, an issuer or a secretName",
        found: "none of them",
        fix: "passwords travel over this connection",
      },
    };
  if (ingress.controller === "ingress-nginx" && ingress.minimumTls !== "TLSv1.2")
    yield {
      path: ["exposure", "ingress", "minimumTls"],
      problem: {
        expected: '"TLSv1.2" with ingress-nginx',
        fix: "it takes versions for all of its hosts only: set ssl-protocols in its ConfigMap",
      },
    };
}

function* separateListeners({ exposure: { gateway } }: Sections): Generator<Violation> {
  if (gateway !== undefined && gateway.redirectSectionName === gateway.sectionName)
    yield {
      path: ["exposure", "gateway", "redirectSectionName"],
      problem: {
        expected: "another listener than exposure.gateway.sectionName",
        fix: "a request would be sent back to where it is",
      },
    };
}

function* webhookFront(settings: Sections): Generator<Violation> {
  const { type, webhooks } = settings.exposure;
  if (webhooks === undefined) return;
  const path = ["exposure", "webhooks"];
  if (!isRouted(settings)) {
    yield {
      path,
      problem: {
        expected: `nothing with exposure.type ${type}`,
        fix: "only an Ingress or a Gateway tells paths apart",
      },
    };
    return;
  }
  if (webhooks.host === new URL(settings.jenkins.url).hostname)
    yield {
      path: [...path, "host"],
      problem: {
        expected: "another host than that of jenkins.url",
        fix: "there everything answers, webhooks too",
      },
    };
  const foreign = type === "ingress" ? "sectionName" : "className";
  if (webhooks[foreign] !== undefined)
    yield {
      path: [...path, foreign],
      problem: { expected: `nothing with exposure.type ${type}` },
    };
}

function* knownProxies(settings: Sections): Generator<Violation> {
  const { enabled, proxyNamespaces, proxyNetworks } = settings.exposure.network;
  if (isRouted(settings) && enabled && proxyNamespaces.length + proxyNetworks.length === 0)
    yield {
      path: ["exposure", "network", "proxyNamespaces"],
      problem: {
        expected: "the namespace of the pods that pass requests on",
        found: "none",
        fix: "the network policies would let no user in",
      },
    };
}

function* oneKindOfServer({ exposure }: Sections): Generator<Violation> {
  for (const [name, { networks, namespace }] of Object.entries(exposure.network.egress))
    if ((networks === undefined) === (namespace === undefined))
      yield {
        path: ["exposure", "network", "egress", name],
        problem: {
          expected: "either networks or a namespace",
          found: networks === undefined ? "neither" : "both",
        },
      };
}

function isRouted({ exposure: { type } }: Sections): boolean {
  return type === "ingress" || type === "gateway";
}
