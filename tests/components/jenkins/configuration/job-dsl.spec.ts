import assert from "node:assert/strict";

import { declaredFolders, declaredItems } from "../../../../components/jenkins/configuration/items";
import { jobScripts } from "../../../../components/jenkins/configuration/job-dsl";
import {
  plainConfiguration,
  type ConfigurationSettings,
  type MultibranchSettings,
} from "../../../../components/jenkins/configuration/settings";
import { single } from "../../../support/find";

const project: MultibranchSettings = {
  repository: "https://git.example/a.git",
  script: "Jenkinsfile",
  scanInterval: "1h",
  orphans: { days: 7, branches: 20 },
};
const gitHub = {
  owner: "pyrocufflink",
  repository: "cfg",
  pullRequests: true,
  forks: { trust: "none" },
} as const;

// Shows the scripts; that Job DSL takes them needs a Jenkins.
describe("jobScripts", () => {
  it("makes a folder, its description as text (C-32)", () => {
    const folders = { infra: { displayName: "Infra's", description: "a\\b" } };
    assert.equal(
      script({ folders }),
      ["folder('infra') {", "  displayName('Infra\\'s')", "  description('a\\\\b')", "}", ""].join(
        "\n",
      ),
    );
  });

  it("permits a folder the agents of a restricted cloud, by the cloud's name", () => {
    assert.equal(
      script({ folders: { infra: { agents: true } } }),
      `folder('infra') {
  configure {
    it / 'properties' / 'org.csanchez.jenkins.plugins.kubernetes.KubernetesFolderProperty' {
      permittedClouds {
        string('kubernetes')
      }
    }
  }
}
`,
    );
  });

  it("makes a pipeline of one branch, with its schedule (C-32, E-15)", () => {
    const pipelines = {
      "infra/images": {
        ...{ repository: "ssh://git@git.example/images.git", branch: "main" },
        ...{ script: "ci/Jenkinsfile", credentials: "git", schedule: "H 4 * * *" },
      },
    };
    assert.equal(
      script({ pipelines }),
      `pipelineJob('infra/images') {
  properties {
    pipelineTriggers {
      triggers {
        cron { spec('H 4 * * *') }
      }
    }
  }
  definition {
    cpsScm {
      scm {
        git {
          remote {
            url('ssh://git@git.example/images.git')
            credentials('git')
          }
          branch('main')
        }
      }
      scriptPath('ci/Jenkinsfile')
      lightweight(true)
    }
  }
}
`,
    );
  });

  it("makes a project for every branch of a repository, with an id that stays (E-15)", () => {
    assert.equal(
      script({ multibranch: { app: { ...project, credentials: "git" } } }),
      `multibranchPipelineJob('app') {
  branchSources {
    branchSource {
      source {
        git {
          id('app')
          remote('https://git.example/a.git')
          credentialsId('git')
          traits {
            gitBranchDiscovery()
          }
        }
      }
    }
  }
  factory {
    workflowBranchProjectFactory {
      scriptPath('Jenkinsfile')
    }
  }
  orphanedItemStrategy {
    discardOldItems {
      daysToKeep(7)
      numToKeep(20)
    }
  }
  triggers {
    periodicFolderTrigger {
      interval('1h')
    }
  }
}
`,
    );
  });

  it("builds branches and the repository's own pull requests on GitHub, and no stranger's (A-54)", () => {
    const text = onGitHub({});
    for (const line of [
      "repoOwner('pyrocufflink')",
      "repository('cfg')",
      "repositoryUrl('https://github.com/pyrocufflink/cfg')",
      "configuredByUrl(false)",
      "credentialsId('app')",
      "gitHubBranchDiscovery { strategyId(1) }",
      "gitHubPullRequestDiscovery { strategyId(1) }",
    ])
      assert.ok(text.includes(`            ${line}`) || text.includes(`          ${line}`), line);
    assert.doesNotMatch(text, /Fork/);
  });

  it("builds every branch where pull requests are off", () => {
    const text = onGitHub({ pullRequests: false });
    assert.match(text, /gitHubBranchDiscovery { strategyId\(3\) }/);
    assert.doesNotMatch(text, /PullRequest/);
  });

  for (const [trust, className] of [
    ["permission", "TrustPermission"],
    ["contributors", "TrustContributors"],
    ["nobody", "TrustNobody"],
  ] as const)
    it(`says whose change to the pipeline counts when forks are built: ${trust} (A-54)`, () => {
      const text = onGitHub({ forks: { trust, reason: "agents without credentials" } });
      assert.ok(
        text.includes(`  configure {
    def traits = it / 'sources' / 'data' / 'jenkins.branch.BranchSource' / 'source' / 'traits'
    traits << 'org.jenkinsci.plugins.github__branch__source.ForkPullRequestDiscoveryTrait' {
      strategyId(1)
      trust(class: 'org.jenkinsci.plugins.github_branch_source.ForkPullRequestDiscoveryTrait$${className}')
    }
  }
`),
        text,
      );
    });

  it("makes what contains another one first", () => {
    const scripts = jobScripts({
      ...plainConfiguration,
      folders: { "a/b": {}, a: {} },
      multibranch: { "a/b/c": project },
    });
    const names = scripts.map((text) => /\('([^']*)'\)/.exec(text)?.[1]);
    assert.deepEqual(names, ["a", "a/b", "a/b/c"]);
  });

  it("removes nothing unless told (C-32)", () => {
    assert.deepEqual(jobScripts(plainConfiguration), []);
    const folders = { a: {} };
    assert.equal(jobScripts({ ...plainConfiguration, folders }).length, 1);
  });

  it("removes what it declared before and not any more, last, and no filled folder (C-32)", () => {
    const scripts = jobScripts({
      ...plainConfiguration,
      folders: { a: {} },
      undeclaredJobs: "delete",
    });
    assert.equal(scripts.length, 2);
    const removal = scripts[1] ?? "";
    assert.match(removal, /^def declared = \['a'\]$/m);
    assert.match(removal, /\(before - declared\)\.sort\(\)\.reverse\(\)/);
    assert.match(removal, /if \(item != null && !filled\) item\.delete\(\)/);
  });
});

describe("declaredItems", () => {
  it("lists folders and jobs by full name, and what a credential may be limited to (C-32)", () => {
    const jobs = {
      ...plainConfiguration,
      folders: { team: {} },
      multibranch: { "team/app": project },
      pipelines: { "team/all": { repository: "https://a/b", branch: "main", script: "J" } },
    };
    assert.deepEqual(declaredItems(jobs), [
      { path: "team", kind: "folder" },
      { path: "team/all", kind: "pipeline" },
      { path: "team/app", kind: "multibranch" },
    ]);
    assert.deepEqual(declaredFolders(jobs), ["team", "team/app"]);
  });
});

function script(changes: Partial<ConfigurationSettings>): string {
  return single(jobScripts({ ...plainConfiguration, ...changes }));
}

function onGitHub(changes: Partial<NonNullable<MultibranchSettings["gitHub"]>>): string {
  const { script: file, scanInterval, orphans } = project;
  const app = {
    ...{ script: file, scanInterval, orphans, credentials: "app" },
    gitHub: { ...gitHub, ...changes },
  };
  return script({ multibranch: { app } });
}
