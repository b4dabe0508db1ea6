import { parsePlainValue, parseVariable } from "../../components/internal/build-variable";
import { parseGitRepository, parseGitRevision } from "../../components/internal/git-repository";
import { parseName, parseSubdomain } from "../../components/internal/kubernetes-name";
import { group, keyed, listOf, oneOf, text, wholeNumber, yesOrNo } from "../fields";

import { parseGroovyPath, parseHost, parseMailAddress, parseReason } from "../job-words";
import { jobFields } from "./configuration-jobs";

const limit = (description: string) =>
  wholeNumber(1, 100_000)
    .exactOptional()
    .meta({ description, examples: [90] });

const discardBuilds = group({
  days: limit("Days a build is kept."),
  builds: limit("Builds of a job that are kept."),
  artifactDays: limit("Days the artifacts of a build are kept."),
  artifactBuilds: limit("Builds of a job whose artifacts are kept."),
})
  .exactOptional()
  .meta({
    description:
      "Old builds that are discarded in every job, beside what a job says itself. None by default: a home that was moved here would lose its history.",
  });

const library = group({
  repository: text(parseGitRepository).meta({
    description: "Git repository of the library.",
    examples: ["https://git.pyrocufflink.net/infra/jenkins-library.git"],
  }),
  version: text(parseGitRevision).meta({
    description: "Branch, tag or commit that a pipeline gets unless it asks for another.",
    examples: ["main"],
  }),
  credentials: text(parseSubdomain)
    .exactOptional()
    .meta({ description: "Credential that reads the repository.", examples: ["git-read"] }),
  implicit: yesOrNo()
    .default(false)
    .meta({ description: "Whether every pipeline loads it without asking.", examples: [false] }),
  allowVersionOverride: yesOrNo()
    .default(true)
    .meta({ description: "Whether a pipeline may ask for another version.", examples: [true] }),
}).meta({ description: "One shared library." });

const mailer = group({
  server: text(parseHost).meta({ description: "Mail server.", examples: ["mail.example.org"] }),
  port: wholeNumber(1, 65_535)
    .default(587)
    .meta({ description: "Port of the mail server.", examples: [587] }),
  encryption: oneOf(["none", "startTls", "tls"])
    .default("startTls")
    .meta({ description: "How the connection is encrypted.", examples: ["startTls"] }),
  replyTo: text(parseMailAddress)
    .exactOptional()
    .meta({ description: "Address that answers go to.", examples: ["ci@example.org"] }),
  credentials: text(parseSubdomain)
    .exactOptional()
    .meta({
      description: "Credential of type usernamePassword with which Jenkins logs in.",
      examples: ["mail"],
    }),
})
  .exactOptional()
  .meta({ description: "Mail server; without one Jenkins sends nothing." });

/** What Jenkins is told about itself (C-04, C-19, C-32). */
export const configuration = group({
  adminAddress: text(parseMailAddress)
    .exactOptional()
    .meta({ description: "Sender of mails, and whom to ask.", examples: ["ci@example.org"] }),
  onChange: oneOf(["reload", "restart"])
    .default("reload")
    .meta({
      description:
        "Whether a change is loaded into the running controller, or the controller starts anew with it. Either way the deployment waits for it and fails if Jenkins refuses it.",
      examples: ["reload"],
    }),
  controllerBuilds: group({
    executors: wholeNumber(1, 8).meta({
      description: "Builds on the controller at once.",
      examples: [1],
    }),
    reason: text(parseReason).meta({
      description: "Why builds have to run there.",
      examples: ["the license server answers only the controller"],
    }),
  })
    .exactOptional()
    .meta({
      description:
        "Builds on the controller itself. They can read its secrets and every job, so there are none unless a reason is given, and each deployment warns of them.",
    }),
  buildTimeoutMinutes: wholeNumber(0, 43_200)
    .default(1440)
    .meta({
      description:
        "Minutes after which a build is aborted, 0 for never: no build hangs forever. All of its time counts, also what a pipeline waits for agents and answers; a pipeline sets a shorter time with options { timeout }. A day by default: twice what the pod of an agent may run. A change starts the controller anew.",
      examples: [2880],
    }),
  discardBuilds,
  environment: keyed(
    parseVariable,
    text(parsePlainValue).meta({
      description: "Value of the variable.",
      examples: ["https://mirror.example/"],
    }),
  )
    .default({})
    .meta({
      description: "Environment of every build. Everybody sees it: a secret is a credential.",
      examples: [{ MIRROR: "https://mirror.example/" }],
    }),
  libraries: keyed(parseName, library)
    .default({})
    .meta({
      description: "Shared pipeline libraries, by the name that @Library takes.",
      examples: [
        { infra: { repository: "https://git.example/infra/library.git", version: "main" } },
      ],
    }),
  mailer,
  ...jobFields,
  initGroovy: listOf(text(parseGroovyPath))
    .default([])
    .meta({
      description:
        "Groovy files of this project that Jenkins runs at its start, in the order of their names and with all rights. For what has no setting; never with a secret in them.",
      examples: [["groovy/quiet-period.groovy"]],
    }),
})
  .prefault({})
  .meta({ description: "What Jenkins is told about itself, and its folders and jobs." });
