import { parseAddress } from "../../components/internal/address";
import { parseCidr } from "../../components/internal/cidr";
import { parseName, parseSubdomain } from "../../components/internal/kubernetes-name";
import { group, listOf, oneOf, text, wholeNumber, yesOrNo } from "../fields";
import { annotations, ingress, readTimeoutSeconds } from "./exposure-ingress";
import { network } from "./exposure-network";

const sourceRanges = listOf(text(parseCidr))
  .default([])
  .meta({
    description: "Networks that may connect; an empty list means all.",
    examples: [["192.0.2.0/24", "2001:db8::/32"]],
  });

const gateway = group({
  name: text(parseSubdomain).meta({ description: "Name of the Gateway.", examples: ["public"] }),
  namespace: text(parseName).meta({
    description: "Namespace of the Gateway. Its listener has to allow routes of the controller's.",
    examples: ["gateways"],
  }),
  sectionName: text(parseName)
    .default("https")
    .meta({
      description:
        "Listener that terminates TLS. The certificate and the oldest TLS version are the listener's.",
      examples: ["https"],
    }),
  redirectSectionName: text(parseName)
    .exactOptional()
    .meta({
      description: "Listener without TLS, whose requests are sent to HTTPS.",
      examples: ["http"],
    }),
  readTimeoutSeconds,
})
  .exactOptional()
  .meta({ description: "The Gateway that the HTTPRoute joins, with type gateway." });

const loadBalancer = group({
  controller: oneOf(["aws", "azure", "other"])
    .default("other")
    .meta({
      description:
        "Whose load balancer it is: the health check of the known ones asks for the login page, because every other page answers 403.",
      examples: ["other"],
    }),
  address: text(parseAddress)
    .exactOptional()
    .meta({
      description: "Fixed address, where the controller of load balancers takes one.",
      examples: ["192.0.2.40"],
    }),
  port: wholeNumber(1, 65535)
    .default(8080)
    .meta({
      description:
        "Port of the address. Jenkins itself speaks no TLS: a load balancer or a proxy in front of it has to.",
      examples: [443],
    }),
  sourceRanges,
  annotations,
})
  .exactOptional()
  .meta({ description: "The load balancer, with type load-balancer." });

const nodePort = group({
  port: wholeNumber(30000, 32767)
    .exactOptional()
    .meta({
      description: "Port of the nodes; when absent, the cluster chooses one.",
      examples: [30080],
    }),
  sourceRanges,
})
  .exactOptional()
  .meta({ description: "The port of the nodes, with type node-port." });

const webhooks = group({
  host: text(parseSubdomain).meta({
    description: "Host that webhooks are sent to.",
    examples: ["hooks.pyrocufflink.blue"],
  }),
  receivers: listOf(oneOf(["github", "git-notify-commit"]), { atLeast: 1 }).meta({
    description:
      "What answers there: /github-webhook/ (its plugin is installed then), /git/notifyCommit. Nothing else does, not even the login page.",
    examples: [["github"]],
  }),
  className: text(parseSubdomain)
    .exactOptional()
    .meta({
      description: "Class of its Ingress; when absent, that of the users'.",
      examples: ["nginx-public"],
    }),
  sectionName: text(parseName)
    .exactOptional()
    .meta({
      description: "Listener of the Gateway; when absent, that of the users'.",
      examples: ["https-hooks"],
    }),
})
  .exactOptional()
  .meta({
    description:
      "A second host that the internet may reach, for webhooks alone. With type ingress or gateway.",
  });

/** How users outside the cluster reach Jenkins, and who reaches it on the network. */
export const exposure = group({
  type: oneOf(["none", "ingress", "gateway", "load-balancer", "node-port"])
    .default("none")
    .meta({
      description:
        "How users reach Jenkins at the host of jenkins.url; none means through kubectl port-forward. Agents never come this way.",
      examples: ["ingress"],
    }),
  ingress,
  gateway,
  loadBalancer,
  nodePort,
  externalDns: yesOrNo()
    .default(false)
    .meta({
      description: "Whether external-dns is asked for the DNS records of the hosts.",
      examples: [false],
    }),
  webhooks,
  network,
})
  .prefault({})
  .meta({
    description: "How users outside the cluster reach Jenkins, and who reaches it on the network.",
  });
