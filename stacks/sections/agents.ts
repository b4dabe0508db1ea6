import { defaultTemplate } from "../../components/internal/described-agent";
import { parseLabelKey, parseName } from "../../components/internal/kubernetes-name";
import { parseLabelValue } from "../../components/internal/labels";
import { group, keyed, oneOf, text, wholeNumber, yesOrNo } from "../fields";
import { agentTemplate } from "./agent-template";

const cloud = group({
  transport: oneOf(["tcp", "webSocket"])
    .default("tcp")
    .meta({
      description:
        "How agents connect: to the agent listener of the controller, or through its web address.",
      examples: ["tcp"],
    }),
  connectTimeoutSeconds: wholeNumber(5, 600)
    .default(5)
    .meta({ description: "Seconds to reach the API server, at least 5.", examples: [5] }),
  readTimeoutSeconds: wholeNumber(15, 600)
    .default(15)
    .meta({ description: "Seconds for an answer of it, at least 15.", examples: [15] }),
  retentionTimeoutMinutes: wholeNumber(5, 1440)
    .default(5)
    .meta({ description: "Minutes an unused agent stays, at least 5.", examples: [5] }),
  waitForPodSeconds: wholeNumber(60, 7200)
    .default(600)
    .meta({
      description: "Seconds for a pod to start; pulling a large image takes minutes.",
      examples: [600],
    }),
  maxRequestsPerHost: wholeNumber(32, 10_000)
    .exactOptional()
    .meta({
      description:
        "Most connections to the API server, at least 32: every step in a container holds one. Four for each pod of jenkins.containerCap by default.",
      examples: [128],
    }),
  podRetention: oneOf(["never", "onFailure", "always", "evicted"])
    .default("never")
    .meta({ description: "When a pod outlives its build.", examples: ["never"] }),
  garbageCollectionSeconds: wholeNumber(120, 86_400)
    .default(300)
    .meta({
      description: "Seconds after which a pod that no controller knows is deleted, at least 120.",
      examples: [300],
    }),
  podLabels: keyed(
    parseLabelKey,
    text(parseLabelValue).meta({ description: "Value of the label.", examples: ["infra"] }),
  )
    .default({})
    .meta({
      description: "Labels of every agent pod beside those of the stack.",
      examples: [{ "example.org/team": "infra" }],
    }),
  usageRestricted: yesOrNo()
    .default(false)
    .meta({
      description:
        "Whether only jobs in folders with configuration.folders.<name>.agents get an agent.",
      examples: [false],
    }),
  restrictedPodSecurity: yesOrNo()
    .default(false)
    .meta({
      description:
        "Whether every container, also of pods that pipelines define, has to satisfy the restricted Pod Security Standard. Nothing can run as root then.",
      examples: [false],
    }),
  defaultsTemplate: text(parseName)
    .default(defaultTemplate)
    .meta({
      description:
        "Template from which every other pod, also one that a pipeline defines, takes the fields it does not set: the node selector above all. `none` for no template: such pods then run on any node.",
      examples: [defaultTemplate],
    }),
})
  .prefault({})
  .meta({ description: "How the controller talks to its cluster and its agents." });

/** Agents and the cloud that starts them (B-06 to B-10, C-19 to C-23). */
export const agents = group({
  cloud,
  templates: keyed(parseName, agentTemplate)
    .default({})
    .meta({
      description:
        "Kinds of agents, by name. `default` is always there and takes every build that asks for no label; an entry of that name replaces it.",
      examples: [{ base: { labels: ["base"] } }],
    }),
})
  .prefault({})
  .meta({ description: "Agents and the cloud that starts them." });
