import { parseImage } from "../../components/internal/image";
import { parseItemPath } from "../../components/internal/item-path";
import { parseCronSchedule } from "../../components/internal/cron-schedule";
import { parseName } from "../../components/internal/kubernetes-name";
import { group, keyed, listOf, text, wholeNumber, yesOrNo } from "../fields";
import { parseNamespace } from "../words";
import { agentTemplate } from "./agent-template";
import { caches } from "./caches";
import { jobSpace } from "./job-space";

const cleanUp = group({
  enabled: yesOrNo()
    .default(false)
    .meta({
      description:
        "Whether a CronJob deletes old agent pods. Jenkins deletes its own ones; what it cannot see are pods of a Jenkins at another address, and pods that agents.cloud.podRetention kept.",
      examples: [false],
    }),
  image: text(parseImage)
    .exactOptional()
    .meta({
      description: "Image with kubectl, sh and awk, with an exact version.",
      examples: ["docker.io/alpine/k8s:1.34.2"],
    }),
  schedule: text(parseCronSchedule)
    .default("23 * * * *")
    .meta({ description: "When it runs, in UTC.", examples: ["23 * * * *"] }),
  finishedHours: wholeNumber(1, 8760)
    .default(24)
    .meta({
      description: "Hours, from its start, after which a pod that has ended is deleted.",
      examples: [24],
    }),
  runningHours: wholeNumber(1, 8760)
    .default(72)
    .meta({
      description: "Hours after which a pod is deleted although it runs: longer than any build.",
      examples: [72],
    }),
})
  .prefault({})
  .meta({ description: "What removes pods that Jenkins has forgotten, in every namespace." });

const team = group({
  namespace: text(parseNamespace).meta({
    description: "Namespace of the team's pods.",
    examples: ["jenkins-web"],
  }),
  ...jobSpace,
  containerCap: wholeNumber(1, 1000)
    .default(5)
    .meta({ description: "Most build pods of the team at once.", examples: [5] }),
  templates: keyed(parseName, agentTemplate)
    .default({})
    .meta({
      description:
        "Kinds of agents of the team, by name. One with the team's name, which is its label as well, is always there; an entry of that name replaces it.",
      examples: [{ "web-node": { labels: ["web-node"] } }],
    }),
  folders: listOf(text(parseItemPath))
    .default([])
    .meta({
      description:
        "Folders of configuration.folders whose jobs may run in the team's namespace; jobs elsewhere may not.",
      examples: [["web"]],
    }),
}).meta({ description: "One team." });

/** Where builds run, and what they may pull, take and reach (A-03, A-40, C-26). */
export const jobs = group({
  namespace: text(parseNamespace)
    .default("jenkins-jobs")
    .meta({
      description: "Namespace of the build pods.",
      examples: ["jenkins-jobs"],
    }),
  ...jobSpace,
  caches,
  cleanUp,
  teams: keyed(parseName, team)
    .default({})
    .meta({
      description:
        "Further namespaces of builds, by the name of the team that has one: a cloud of its own in Jenkins, with its own registries, quota and agents.",
      examples: [{ web: { namespace: "jenkins-web", folders: ["web"] } }],
    }),
})
  .prefault({})
  .meta({ description: "Where builds run, and what they may pull, take and reach." });
