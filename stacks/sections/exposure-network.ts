import { everywhere, parseCidr } from "../../components/internal/cidr";
import { parseName, parseSubdomain } from "../../components/internal/kubernetes-name";
import { group, keyed, listOf, text, yesOrNo } from "../fields";
import { networks, servers, sourceHost } from "./egress";

/** Who reaches the controller on the network, and whom it reaches (E-04, E-25). */
export const network = group({
  enabled: yesOrNo()
    .default(true)
    .meta({
      description:
        "Whether the controller's namespace has network policies: nothing gets in or out but what is declared. They are enforced by the network plugin of the cluster, if it does.",
      examples: [true],
    }),
  proxyNamespaces: listOf(text(parseName))
    .default([])
    .meta({
      description:
        "Namespaces of the pods that pass requests of users on: the ingress controller's, or that of the Gateway's proxies.",
      examples: [["ingress-nginx"]],
    }),
  proxyNetworks: listOf(text(parseCidr))
    .default([])
    .meta({
      description:
        "Networks of proxies outside the cluster, or in the network of their node; also of health checks that come from neither users nor nodes.",
      examples: [["192.0.2.0/24"]],
    }),
  apiServer: networks()
    .default([...everywhere])
    .meta({
      description:
        "Networks of the API server: the addresses of its Service and of the machines behind it. The default works everywhere and leaves ports 443 and 6443 open to all; what sourceHosts and egress declare matters for these ports once this and updateCentre are narrowed.",
      examples: [["10.96.0.1/32", "192.0.2.10/32"]],
    }),
  updateCentre: networks()
    .default([...everywhere])
    .meta({
      description:
        "Networks that plugins are downloaded from, on port 443. The update centre's mirrors are all over the world; an own mirror is not.",
      examples: [["192.0.2.80/32"]],
    }),
  sourceHosts: keyed(parseSubdomain, sourceHost)
    .default({})
    .meta({
      description:
        "Hosts of source code by name. Policies know no names, so each comes with its networks.",
      examples: [{ "github.com": { networks: ["140.82.112.0/20"] } }],
    }),
  egress: servers("the controller asks").meta({
    description: "Other servers the controller asks, by a name of your choice: mail, LDAP, login.",
    examples: [{ ldap: { networks: ["192.0.2.25/32"], ports: [636] } }],
  }),
})
  .prefault({})
  .meta({ description: "Who reaches the controller on the network, and whom it reaches." });
