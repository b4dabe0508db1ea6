import { block, call, credential, description } from "./dsl-text";
import { groovyText } from "./groovy";
import type { GitHubSettings, MultibranchSettings } from "./settings";

/** The Job DSL script of a project with a pipeline for every branch (E-15). */
export function multibranchScript(path: string, job: MultibranchSettings): string {
  const { gitHub, repository = "", orphans } = job;
  const source =
    gitHub === undefined ? gitSource(path, repository, job) : gitHubSource(path, gitHub, job);
  return block(`multibranchPipelineJob(${groovyText(path)})`, [
    ...description(job),
    block("branchSources", [block("branchSource", [block("source", [source])])]),
    block("factory", [block("workflowBranchProjectFactory", [call("scriptPath", job.script)])]),
    block("orphanedItemStrategy", [
      block("discardOldItems", [
        `daysToKeep(${String(orphans.days)})`,
        `numToKeep(${String(orphans.branches)})`,
      ]),
    ]),
    block("triggers", [block("periodicFolderTrigger", [call("interval", job.scanInterval)])]),
    ...(gitHub === undefined ? [] : forkTrait(gitHub)),
  ]);
}

/** The id of a source stays the same, or every branch would be a new one and build again. */
function gitSource(path: string, repository: string, job: MultibranchSettings): string {
  return block("git", [
    call("id", path),
    call("remote", repository),
    ...credential("credentialsId", job),
    block("traits", ["gitBranchDiscovery()"]),
  ]);
}

function gitHubSource(path: string, gitHub: GitHubSettings, job: MultibranchSettings): string {
  const { owner, repository, pullRequests } = gitHub;
  return block("github", [
    call("id", path),
    call("repoOwner", owner),
    call("repository", repository),
    call("repositoryUrl", `https://github.com/${owner}/${repository}`),
    "configuredByUrl(false)",
    ...credential("credentialsId", job),
    block("traits", [
      // 1 leaves out branches that are built as pull requests already, 3 takes every branch.
      `gitHubBranchDiscovery { strategyId(${pullRequests ? "1" : "3"}) }`,
      ...(pullRequests ? ["gitHubPullRequestDiscovery { strategyId(1) }"] : []),
    ]),
  ]);
}

/** Classes of the GitHub plugin, by whose changes to the pipeline itself count. */
const trustClasses = {
  permission: "TrustPermission",
  contributors: "TrustContributors",
  nobody: "TrustNobody",
} as const;

/**
 * Pull requests from forks, where somebody wants them (A-54). Without the trait Jenkins sees none.
 *
 * Written as XML: the DSL has no working method for its kinds of trust.
 *
 * @see https://issues.jenkins.io/browse/JENKINS-60874
 */
function forkTrait({ forks }: GitHubSettings): string[] {
  if (forks.trust === "none") return [];
  const trait = "org.jenkinsci.plugins.github_branch_source.ForkPullRequestDiscoveryTrait";
  return [
    block("configure", [
      "def traits = it / 'sources' / 'data' / 'jenkins.branch.BranchSource' / 'source' / 'traits'",
      block(`traits << ${groovyText(trait.replaceAll("_", "__"))}`, [
        "strategyId(1)",
        `trust(class: ${groovyText(`${trait}$${trustClasses[forks.trust]}`)})`,
      ]),
    ]),
  ];
}
