import { parseName, parseSubdomain } from "../../components/internal/kubernetes-name";
import { parseAnnotationKey, parseLabelValue } from "../../components/internal/labels";
import { accepted, refused, type Parsed } from "../../components/internal/parsed";
import { parsePodYaml } from "../../components/internal/pod-yaml";
import { parseSeLinuxLevel } from "../../components/internal/selinux";
import { parseTaintKey, taintEffects } from "../../components/internal/tolerations";
import { group, keyed, listOf, oneOf, text, wholeNumber, yesOrNo } from "../fields";
import { parseAgentLabel } from "../job-words";
import { agentContainer, agentResources } from "./agent-container";
import { agentVolume, agentWorkspace } from "./agent-volumes";

const toleration = group({
  value: text(parseLabelValue)
    .exactOptional()
    .meta({ description: "Value of the taint; any by default.", examples: ["ci"] }),
  effect: oneOf(taintEffects)
    .exactOptional()
    .meta({ description: "Effect of the taint; every one by default.", examples: ["NoSchedule"] }),
}).meta({ description: "One taint." });

/** Unlike a label of ours, one of a node may have a prefix of Kubernetes. */
function parseNodeLabel(key: string): Parsed<string> {
  return parseAnnotationKey(key).ok
    ? accepted(key)
    : refused("a label of nodes such as node-role.kubernetes.io/ci");
}

const nodeLabels = (description: string) =>
  keyed(
    parseNodeLabel,
    text(parseLabelValue).meta({ description: "Value of the label.", examples: ["true"] }),
  )
    .default({})
    .meta({ description, examples: [{ "example.org/ci": "true" }] });

const placement = {
  nodeSelector: nodeLabels("Labels that a node must have, beside Linux and the architecture."),
  preferredNodes: nodeLabels(
    "Labels of nodes that are preferred; others are taken when those are full.",
  ),
  tolerations: keyed(parseTaintKey, toleration)
    .default({})
    .meta({
      description: "Taints that its pods tolerate, by key.",
      examples: [{ "example.org/ci": { effect: "NoSchedule" } }],
    }),
};

const lifetime = {
  instanceCap: wholeNumber(1, 1000)
    .exactOptional()
    .meta({
      description: "Most pods of this kind at once; as many as the cloud allows by default.",
      examples: [2],
    }),
  idleMinutes: wholeNumber(0, 1440)
    .default(0)
    .meta({
      description: "Minutes a pod waits for a next build; 0 makes one pod a build.",
      examples: [0],
    }),
  activeDeadlineSeconds: wholeNumber(60, 604_800)
    .default(43_200)
    .meta({
      description:
        "Seconds after which Kubernetes ends the pod, whatever runs in it: no build hangs forever. A pipeline sets a shorter time with options { timeout }.",
      examples: [43_200],
    }),
  podRetention: oneOf(["never", "onFailure", "always", "evicted"])
    .exactOptional()
    .meta({
      description: "When a pod outlives its build; what agents.cloud says by default.",
      examples: ["onFailure"],
    }),
};

const definition = {
  inheritFrom: text(parseName)
    .exactOptional()
    .meta({
      description: "Template whose fields it takes over where it has none of its own.",
      examples: ["base"],
    }),
  yaml: text(parsePodYaml)
    .exactOptional()
    .meta({
      description:
        "Pod in YAML, merged with the rest: for what has no field; what has one is refused. A container of it that is not in containers gets no volumes.",
      examples: ["spec: {hostname: builder}"],
    }),
  yamlMergeStrategy: oneOf(["merge", "override"])
    .default("merge")
    .meta({
      description: "What becomes of the YAML of the template inherited from.",
      examples: ["merge"],
    }),
  showRawYaml: yesOrNo()
    .default(true)
    .meta({ description: "Whether builds print the YAML of their pod.", examples: [true] }),
};

/** One kind of agent (B-10, B-22, C-20, C-29, D-17). */
export const agentTemplate = group({
  labels: listOf(text(parseAgentLabel)).meta({
    description: "Labels by which builds ask for it; no two kinds have the same.",
    examples: [["base"]],
  }),
  forAnyBuild: yesOrNo()
    .default(false)
    .meta({ description: "Whether builds that ask for no label run here too.", examples: [false] }),
  arch: oneOf(["amd64", "arm64"])
    .default("amd64")
    .meta({ description: "Architecture of its nodes.", examples: ["amd64"] }),
  agent: agentResources({
    cpuRequest: "200m",
    cpuLimit: "2",
    memoryRequest: "256Mi",
    memoryLimit: "1Gi",
  })
    .prefault({})
    .meta({ description: "Requests and limits of the inbound agent itself." }),
  containers: keyed(parseName, agentContainer)
    .default({})
    .meta({
      description:
        'Containers beside the inbound agent, by the name that container("<name>") takes.',
      examples: [{ kubectl: { image: "registry.example/tools/kubectl:1.36.1" } }],
    }),
  volumes: agentVolume,
  workspace: agentWorkspace,
  serviceAccount: text(parseSubdomain)
    .exactOptional()
    .meta({
      description: "ServiceAccount of its pods; that of the stack's agents by default.",
      examples: ["deployer"],
    }),
  apiToken: yesOrNo()
    .default(false)
    .meta({
      description: "Whether its pods get the token of their ServiceAccount.",
      examples: [false],
    }),
  seLinuxLevel: text(parseSeLinuxLevel)
    .exactOptional()
    .meta({
      description:
        "SELinux level of its pods: the same for all that share a claim, or each labels the files anew.",
      examples: ["s0:c35,c75"],
    }),
  ...placement,
  ...lifetime,
  ...definition,
}).meta({ description: "One kind of agent." });
