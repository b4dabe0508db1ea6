import {
  parseGitRepository,
  parseGitRevision,
  parseRepositoryPath,
} from "../../components/internal/git-repository";
import { parseItemPath } from "../../components/internal/item-path";
import { parseSubdomain } from "../../components/internal/kubernetes-name";
import { group, keyed, oneOf, text, wholeNumber, yesOrNo } from "../fields";
import {
  parseGitHubName,
  parseInterval,
  parseJenkinsSchedule,
  parseLine,
  parseReason,
} from "../job-words";

const shown = {
  displayName: text(parseLine)
    .exactOptional()
    .meta({ description: "Name that people see instead.", examples: ["Infrastructure"] }),
  description: text(parseLine)
    .exactOptional()
    .meta({ description: "What it is for.", examples: ["Builds of the infrastructure team"] }),
};

const folder = group({
  ...shown,
  agents: yesOrNo()
    .default(false)
    .meta({
      description:
        "Whether jobs in it, and in folders within it, may use the agents when agents.cloud.usageRestricted is on.",
      examples: [true],
    }),
}).meta({ description: "One folder." });

const repository = text(parseGitRepository).meta({
  description: "Git repository.",
  examples: ["https://git.pyrocufflink.net/infra/cfg.git"],
});
const credentials = text(parseSubdomain)
  .exactOptional()
  .meta({ description: "Credential that reads the repository.", examples: ["git-read"] });
const script = text(parseRepositoryPath)
  .default("Jenkinsfile")
  .meta({ description: "File of the repository with the pipeline.", examples: ["Jenkinsfile"] });

const pipeline = group({
  ...shown,
  repository,
  branch: text(parseGitRevision)
    .default("main")
    .meta({ description: "Branch that is built.", examples: ["main"] }),
  script,
  credentials,
  schedule: text(parseJenkinsSchedule)
    .exactOptional()
    .meta({
      description:
        "When it runs by itself; H spreads jobs over the time. Without it somebody, or something, starts it.",
      examples: ["H 4 * * *"],
    }),
}).meta({ description: "One pipeline of one branch." });

const gitHub = group({
  owner: text(parseGitHubName).meta({
    description: "Account of the repository.",
    examples: ["pyrocufflink"],
  }),
  repository: text(parseGitHubName).meta({
    description: "Name of the repository.",
    examples: ["cfg"],
  }),
  pullRequests: yesOrNo()
    .default(true)
    .meta({
      description: "Whether pull requests of the repository's own branches are built.",
      examples: [true],
    }),
  forks: group({
    trust: oneOf(["none", "permission", "contributors", "nobody"])
      .default("none")
      .meta({
        description:
          "Pull requests from forks: none are built, or all of them, and then the word says whose may change the Jenkinsfile — those of people who may write, of contributors, or nobody's. Whatever it says, the rest of a stranger's code runs on the agents.",
        examples: ["none"],
      }),
    reason: text(parseReason)
      .exactOptional()
      .meta({
        description: "Why pull requests from forks have to be built; needed as soon as they are.",
        examples: ["agents of this folder have no network and no credential"],
      }),
  })
    .prefault({})
    .meta({ description: "Pull requests from forks." }),
})
  .exactOptional()
  .meta({ description: "A repository on GitHub, instead of repository." });

const multibranch = group({
  ...shown,
  repository: repository.exactOptional().meta({
    description: "Repository on any Git server.",
    examples: ["https://git.example/a.git"],
  }),
  gitHub,
  credentials: credentials.meta({
    description: "Credential that reads the repository; of type gitHubApp for GitHub.",
    examples: ["github-app"],
  }),
  script,
  scanInterval: text(parseInterval)
    .default("1h")
    .meta({
      description: "How often the repository is looked at, even if no message comes from it.",
      examples: ["1h"],
    }),
  orphans: group({
    days: wholeNumber(1, 3650)
      .default(7)
      .meta({ description: "Days a branch that is gone is kept.", examples: [7] }),
    branches: wholeNumber(1, 1000)
      .default(20)
      .meta({ description: "Branches that are gone and kept.", examples: [20] }),
  })
    .prefault({})
    .meta({ description: "What is kept of branches that are gone." }),
}).meta({ description: "One project with a pipeline for every branch." });

/** Folders and jobs (C-32, E-15, A-54). */
export const jobFields = {
  folders: keyed(parseItemPath, folder)
    .default({})
    .meta({
      description: "Folders, by full name. A folder within another one needs that one, too.",
      examples: [{ infra: {} }],
    }),
  pipelines: keyed(parseItemPath, pipeline)
    .default({})
    .meta({
      description: "Pipelines of one branch, by full name.",
      examples: [{ "infra/images": { repository: "https://git.example/infra/images.git" } }],
    }),
  multibranch: keyed(parseItemPath, multibranch)
    .default({})
    .meta({
      description: "Projects with a pipeline for every branch, by full name.",
      examples: [{ "infra/cfg": { repository: "https://git.example/infra/cfg.git" } }],
    }),
  undeclaredJobs: oneOf(["keep", "delete"])
    .default("keep")
    .meta({
      description:
        "What becomes of folders and jobs that an earlier deployment declared and this one does not: they stay, or they are deleted with their builds. What people made by hand always stays, and so does a folder in which something is left. Deleting begins with what is declared while this says delete.",
      examples: ["keep"],
    }),
};
