import { parseAddress } from "../../components/internal/address";
import { parseCidr } from "../../components/internal/cidr";
import { parseImage } from "../../components/internal/image";
import { parseSubdomain } from "../../components/internal/kubernetes-name";
import { group, listOf, oneOf, text, wholeNumber, yesOrNo } from "../fields";

/** The rsync daemon that serves machines outside the cluster. */
export const rsync = group({
  image: text(parseImage).meta({
    description:
      "Image with rsync 3.5.0 or newer, which the pod checks before it serves; a Gentoo stage3 has one.",
    examples: ["docker.io/gentoo/stage3:nomultilib-20260824"],
  }),
  networks: listOf(text(parseCidr), { atLeast: 1 }).meta({
    description:
      "Networks whose machines may read. They are what the load balancer, the network policy and the daemon let in.",
    examples: [["fd5c:1a8:7e2b::/48"]],
  }),
  service: oneOf(["ClusterIP", "LoadBalancer"])
    .default("ClusterIP")
    .meta({
      description: "Whether the daemon has an address outside the cluster (LoadBalancer).",
      examples: ["LoadBalancer"],
    }),
  address: text(parseAddress)
    .exactOptional()
    .meta({
      description: "Fixed address of the load balancer, where its controller takes one.",
      examples: ["fd5c:1a8:7e2b:20::73"],
    }),
  host: text(parseSubdomain)
    .exactOptional()
    .meta({
      description:
        "Name by which the machines reach the daemon, for their configuration; when absent the fixed address, else the name within the cluster.",
      examples: ["gentoo.pyrocufflink.blue"],
    }),
  password: yesOrNo()
    .default(true)
    .meta({
      description:
        "Whether binary packages are given to those alone who know the generated password; the ebuild repository is everybody's.",
      examples: [true],
    }),
  maxConnections: wholeNumber(1, 1000)
    .default(8)
    .meta({ description: "Most transfers at once.", examples: [8] }),
  timeoutSeconds: wholeNumber(10, 86400)
    .default(600)
    .meta({ description: "Seconds after which a silent client is let go.", examples: [600] }),
})
  .exactOptional()
  .meta({
    description:
      "rsync daemon that serves the repository and the binary packages, read-only, to machines outside; when absent, there is none. rsync speaks in the clear: the networks are to be one's own.",
  });
