import { parseImage, parseJenkinsImage } from "../../components/internal/image";
import { parseName, parseSubdomain } from "../../components/internal/kubernetes-name";
import { parseApplicationUrl } from "../../components/internal/web-address";
import { group, oneOf, text, wholeNumber, yesOrNo } from "../fields";
import { parseAccount, parseNamespace } from "../words";
import { placementFields, podFields } from "./jenkins-pod";
import { processFields } from "./jenkins-process";

/** The controller and how it starts agents. */
export const jenkins = group({
  namespace: text(parseNamespace)
    .default("jenkins")
    .meta({
      description:
        "Namespace of the controller. It holds only Secrets that the controller may read.",
      examples: ["jenkins"],
    }),
  image: text(parseJenkinsImage).meta({
    description:
      "Image of the controller. Changing it is the only way in which a new Jenkins starts; the tag also pins the Java line. An image of one's own may add a build number: 2.580.1-jdk21-7.",
    examples: ["docker.io/jenkins/jenkins:2.580.1-jdk21"],
  }),
  agentImage: text(parseImage).meta({
    description: "Image of the inbound agent that every build pod starts.",
    examples: ["docker.io/jenkins/inbound-agent:3391.va_37fa_a_305d6d-4-jdk21"],
  }),
  lun: text(parseName).meta({
    description: "LUN of storage.luns that holds the Jenkins home.",
    examples: ["jenkins"],
  }),
  claim: text(parseSubdomain)
    .default("jenkins")
    .meta({
      description:
        "Name of the claim for the Jenkins home; a migration or a restored clone switches it (storage.homes).",
      examples: ["jenkins"],
    }),
  url: text(parseApplicationUrl).meta({
    description:
      "Address under which users reach Jenkins. Its path, if any, becomes the prefix of the controller.",
    examples: ["https://jenkins.pyrocufflink.blue/"],
  }),
  adminUser: text(parseAccount)
    .default("admin")
    .meta({
      description: "First administrator; the password is generated.",
      examples: ["admin"],
    }),
  maintenance: yesOrNo()
    .default(false)
    .meta({
      description:
        "Whether Jenkins is stopped, so that its volume is free for other work. Nothing but the pod goes away.",
      examples: [true],
    }),
  containerCap: wholeNumber(1, 1000)
    .default(10)
    .meta({
      description: "Most build pods at once.",
      examples: [10],
    }),
  arch: oneOf(["amd64", "arm64"])
    .default("amd64")
    .meta({
      description:
        "Architecture of the nodes that the controller and build pods run on: the Raspberry Pi has the most free memory and would attract them.",
      examples: ["amd64"],
    }),
  ...processFields,
  ...placementFields,
  ...podFields,
}).meta({ description: "The controller and how it starts agents." });
