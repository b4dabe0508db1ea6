import { parseCidr } from "../../components/internal/cidr";
import { parseName } from "../../components/internal/kubernetes-name";
import { parseByteSize, parseQuantity } from "../../components/internal/quantity";
import { parseRegistryServer, parseRegistryUser } from "../../components/internal/registry";
import { group, keyed, listOf, oneOf, text, wholeNumber, yesOrNo } from "../fields";
import { agentResources } from "./agent-container";
import { port, servers } from "./egress";

const parseCpu = (quantity: string) => parseQuantity(quantity, "40");

const registry = group({
  server: text(parseRegistryServer).meta({
    description:
      "Key of the registry in the pull secret: host, port and path without a scheme. Docker Hub's is https://index.docker.io/v1/.",
    examples: ["ghcr.io"],
  }),
  username: text(parseRegistryUser).meta({
    description: "User of the registry; the password is in the secret registryPasswords.",
    examples: ["jenkins"],
  }),
}).meta({ description: "One registry that needs a login." });

const cores = (description: string, example: string) =>
  text(parseCpu)
    .exactOptional()
    .meta({ description: `${description}; derived by default.`, examples: [example] });

const bytes = (description: string, example: string) =>
  text(parseByteSize)
    .exactOptional()
    .meta({ description: `${description}; derived by default.`, examples: [example] });

const quota = group({
  enabled: yesOrNo()
    .default(true)
    .meta({ description: "Whether the namespace has a ResourceQuota.", examples: [true] }),
  pods: wholeNumber(1, 10_000)
    .exactOptional()
    .meta({ description: "Most pods; derived by default.", examples: [20] }),
  cpuRequests: cores("Most processor time kept free", "20"),
  cpuLimits: cores("Most processor time", "40"),
  memoryRequests: bytes("Most memory kept free", "40Gi"),
  memoryLimits: bytes("Most memory", "80Gi"),
  ephemeralStorageRequests: bytes("Most room on the nodes' disks kept free", "40Gi"),
  ephemeralStorageLimits: bytes("Most room on the nodes' disks", "400Gi"),
  claims: wholeNumber(0, 10_000)
    .exactOptional()
    .meta({ description: "Most PersistentVolumeClaims; derived by default.", examples: [10] }),
})
  .prefault({})
  .meta({
    description:
      "Most that all pods of the namespace take together. What is not set is derived from the agents: the greediest pods that the cap and the caps of the templates allow, and a quarter more for those that still end.",
  });

const containers = group({
  usual: agentResources({
    cpuRequest: "100m",
    cpuLimit: "2",
    memoryRequest: "256Mi",
    memoryLimit: "1Gi",
  })
    .prefault({})
    .meta({
      description:
        "What a container gets that says nothing, as in the pods that pipelines define. One that states a request above the usual limit has to state a limit as well.",
    }),
  most: group({
    cpu: cores("Processor time", "16"),
    memory: bytes("Memory", "32Gi"),
    ephemeralStorage: bytes("Room on the node's disk", "100Gi"),
  })
    .prefault({})
    .meta({
      description:
        "Largest limits that a container may have. What is not set is that of the largest container of the agents, and at least 8 cores, 16Gi of memory and 50Gi of disk.",
    }),
})
  .prefault({})
  .meta({ description: "Bounds of the single container." });

const network = group({
  enabled: yesOrNo()
    .default(true)
    .meta({
      description:
        "Whether the namespace has network policies: nothing gets in, and builds reach name servers, the controller, exposure.network.sourceHosts and what is declared here. They are enforced by the network plugin of the cluster, if it does.",
      examples: [true],
    }),
  internetPorts: listOf(port)
    .default([80, 443])
    .meta({
      description:
        "TCP ports of public servers that builds reach; 873 is rsync's. Addresses of private networks and of the cluster are not among them. None shuts builds off from the internet.",
      examples: [[80, 443, 873]],
    }),
  ownNetworks: listOf(text(parseCidr))
    .default([])
    .meta({
      description: "Public networks of your own, which builds do not reach as internet.",
      examples: [["2001:db8::/32"]],
    }),
  egress: servers("builds ask").meta({
    description:
      "Servers with private addresses that builds ask, by a name of your choice: registries, package mirrors, repositories.",
    examples: [{ registry: { networks: ["192.0.2.80/32"], ports: [443] } }],
  }),
})
  .prefault({})
  .meta({ description: "What builds reach." });

/** What every namespace of builds has: the stack's own one and those of teams (A-40 to A-42, C-26, E-04). */
export const jobSpace = {
  registries: keyed(parseName, registry)
    .default({})
    .meta({
      description:
        "Registries with a login, by a name of your choice. Every pod of the namespace may pull from them.",
      examples: [{ ghcr: { server: "ghcr.io", username: "jenkins" } }],
    }),
  podSecurity: oneOf(["baseline", "restricted"])
    .default("baseline")
    .meta({
      description:
        "Pod Security Standard the API server enforces. The restricted one refuses root, which many images expect; at baseline it is only told and recorded what it would refuse.",
      examples: ["baseline"],
    }),
  quota,
  containers,
  network,
};
