import {
  parsePlainValue,
  parseVariable,
  parseVariableName,
} from "../../components/internal/build-variable";
import { parseImage } from "../../components/internal/image";
import { parseSubdomain } from "../../components/internal/kubernetes-name";
import { parseByteSize, parseQuantity } from "../../components/internal/quantity";
import { group, keyed, text, yesOrNo } from "../fields";
import { parseAbsolutePath, parseCommand, parseDataKey, parseReason } from "../job-words";

const parseCpu = (quantity: string) => parseQuantity(quantity, "500m");

interface Defaults {
  readonly cpuRequest: string;
  readonly cpuLimit: string;
  readonly memoryRequest: string;
  readonly memoryLimit: string;
}

/** Requests and limits of one container (B-08, C-29). */
export function agentResources(defaults: Defaults) {
  const { cpuRequest, cpuLimit, memoryRequest, memoryLimit } = defaults;
  return group({
    cpuRequest: text(parseCpu)
      .default(cpuRequest)
      .meta({ description: "Processor time kept free.", examples: [cpuRequest] }),
    cpuLimit: text(parseCpu)
      .default(cpuLimit)
      .meta({ description: "Most processor time.", examples: [cpuLimit] }),
    memoryRequest: text(parseByteSize)
      .default(memoryRequest)
      .meta({ description: "Memory kept free.", examples: [memoryRequest] }),
    memoryLimit: text(parseByteSize)
      .default(memoryLimit)
      .meta({
        description: "Most memory; beyond it the container is ended.",
        examples: [memoryLimit],
      }),
    ephemeralStorageRequest: text(parseByteSize)
      .default("1Gi")
      .meta({ description: "Room on the node's disk that is kept free.", examples: ["1Gi"] }),
    ephemeralStorageLimit: text(parseByteSize)
      .default("10Gi")
      .meta({
        description: "Most room on the node's disk; beyond it the pod is evicted.",
        examples: ["10Gi"],
      }),
  });
}

const secretVariable = group({
  secret: text(parseSubdomain).meta({
    description: "Secret of the jobs namespace.",
    examples: ["sonar"],
  }),
  key: text(parseDataKey).meta({ description: "Key of the Secret.", examples: ["login"] }),
}).meta({ description: "One variable from a Secret." });

/** A container that waits for the steps of a pipeline (B-10, B-28, E-21). */
export const agentContainer = group({
  image: text(parseImage).meta({
    description: "Image with an exact version. It has to bring a shell and the command below.",
    examples: ["registry.pyrocufflink.blue/tools/builder:1.4.2"],
  }),
  command: text(parseCommand)
    .default("sleep")
    .meta({ description: "What keeps it waiting for steps.", examples: ["sleep"] }),
  args: text(parseCommand)
    .default("infinity")
    .meta({ description: "Arguments of the command.", examples: ["infinity"] }),
  tty: yesOrNo()
    .default(false)
    .meta({ description: "Whether it has a terminal.", examples: [false] }),
  workingDir: text(parseAbsolutePath)
    .default("/home/jenkins/agent")
    .meta({
      description: "Folder the workspace is mounted in.",
      examples: ["/home/jenkins/agent"],
    }),
  shell: text(parseAbsolutePath)
    .exactOptional()
    .meta({ description: "Shell that runs the steps; sh by default.", examples: ["/bin/bash"] }),
  environment: keyed(
    parseVariable,
    text(parsePlainValue).meta({ description: "Value of the variable.", examples: ["C.UTF-8"] }),
  )
    .default({})
    .meta({
      description: "Environment. Everybody sees it: a secret comes from a Secret.",
      examples: [{ LANG: "C.UTF-8" }],
    }),
  secretEnvironment: keyed(parseVariableName, secretVariable)
    .default({})
    .meta({
      description: "Environment from Secrets, by the name of the variable.",
      examples: [{ SONAR_TOKEN: { secret: "sonar", key: "login" } }],
    }),
  resources: agentResources({
    cpuRequest: "500m",
    cpuLimit: "2",
    memoryRequest: "512Mi",
    memoryLimit: "2Gi",
  })
    .prefault({})
    .meta({ description: "Requests and limits of the container." }),
  root: yesOrNo()
    .default(false)
    .meta({
      description: "Whether it runs as root within its pod; all others run as user 1000.",
      examples: [false],
    }),
  rootReason: text(parseReason)
    .exactOptional()
    .meta({
      description: "Why it has to be root; needed as soon as it is.",
      examples: ["emerge installs what it builds"],
    }),
}).meta({ description: "One container." });
