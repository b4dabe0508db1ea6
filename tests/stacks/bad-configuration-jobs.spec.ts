import { describeRefusals } from "./refusals";

describeRefusals("folders and jobs", [
  [
    "C-32: a job in a folder nobody declared",
    { "configuration.pipelines": { "team/app": { repository: "https://git.example/a.git" } } },
    'configuration.pipelines["team/app"]: expected a folder around it that configuration.folders has, got "team/app"; declare the folder team',
  ],
  [
    "C-32: a job in a project of many branches",
    {
      "configuration.multibranch": { app: { repository: "https://git.example/a.git" } },
      "configuration.pipelines": { "app/main": { repository: "https://git.example/a.git" } },
    },
    'configuration.pipelines["app/main"]: expected a folder around it that configuration.folders has, got "app/main"; declare the folder app',
  ],
  [
    "C-32: one name for a folder and a job",
    {
      "configuration.folders": { app: {} },
      "configuration.pipelines": { app: { repository: "https://git.example/a.git" } },
    },
    'configuration.pipelines.app: expected another value than configuration.folders.app, got "app"; a full name is one folder or one job',
  ],
  [
    "B-14: a full name with a space",
    { "configuration.folders": { "my team": {} } },
    'configuration.folders["my team"]: expected a full name such as team/app, got "my team"; did you mean "my-team"?',
  ],
  [
    "B-14: a full name that begins with a slash",
    { "configuration.folders": { "/team": {} } },
    'configuration.folders["/team"]: expected a full name such as team/app, got "/team"; did you mean "team"?',
  ],
  [
    "a branch that leads nowhere",
    {
      "configuration.pipelines": {
        app: { repository: "https://git.example/a.git", branch: "a..b" },
      },
    },
    'configuration.pipelines.app.branch: expected a branch, tag or commit such as main, got "a..b"',
  ],
  [
    "a pipeline outside of its repository",
    {
      "configuration.pipelines": {
        app: { repository: "https://git.example/a.git", script: "../Jenkinsfile" },
      },
    },
    'configuration.pipelines.app.script: expected a file of the repository such as Jenkinsfile, got "../Jenkinsfile"',
  ],
  [
    "a build every minute",
    {
      "configuration.pipelines": {
        app: { repository: "https://git.example/a.git", schedule: "* * * * *" },
      },
    },
    'configuration.pipelines.app.schedule: expected a schedule of five fields such as "H 4 * * *", got "* * * * *"; it would start a build every minute',
  ],
  [
    "a schedule by name",
    {
      "configuration.pipelines": {
        app: { repository: "https://git.example/a.git", schedule: "@daily" },
      },
    },
    'configuration.pipelines.app.schedule: expected a schedule of five fields such as "H 4 * * *", got "@daily"; write H instead',
  ],
  [
    "E-15: a project without a source",
    { "configuration.multibranch": { app: {} } },
    "configuration.multibranch.app: expected exactly one of repository and gitHub, got none",
  ],
  [
    "E-15: a project with two sources",
    {
      "configuration.multibranch": {
        app: { repository: "https://git.example/a.git", gitHub: { owner: "a", repository: "b" } },
      },
    },
    "configuration.multibranch.app: expected exactly one of repository and gitHub, got both",
  ],
  [
    "A-54: pull requests from forks without a reason",
    {
      "configuration.multibranch": {
        app: { gitHub: { owner: "a", repository: "b", forks: { trust: "contributors" } } },
      },
    },
    "configuration.multibranch.app.gitHub.forks.reason: expected a reason why pull requests from forks are built, got nothing; the code of whoever opens one runs on the agents",
  ],
  [
    "A-54: trust in everybody, which there is no word for",
    {
      "configuration.multibranch": {
        app: {
          gitHub: {
            owner: "a",
            repository: "b",
            forks: { trust: "everyone", reason: "we trust them all" },
          },
        },
      },
    },
    'configuration.multibranch.app.gitHub.forks.trust: expected one of "none", "permission", "contributors", "nobody", got "everyone"',
  ],
  [
    "an address instead of the name of a GitHub account",
    {
      "configuration.multibranch": {
        app: { gitHub: { owner: "https://github.com/a", repository: "b" } },
      },
    },
    'configuration.multibranch.app.gitHub.owner: expected a name as GitHub has it, without a path, got "https://github.com/a"',
  ],
  [
    "an interval that Jenkins does not offer",
    {
      "configuration.multibranch": {
        app: { repository: "https://git.example/a.git", scanInterval: "90m" },
      },
    },
    'configuration.multibranch.app.scanInterval: expected one of 1m, 2m, 5m, 10m, 15m, 20m, 25m, 30m, 1h, 2h, 4h, 8h, 12h, 1d, 2d, 1w, 2w, 4w, got "90m"',
  ],
  [
    "C-32: undeclared jobs that are disabled",
    { "configuration.undeclaredJobs": "disable" },
    'configuration.undeclaredJobs: expected one of "keep", "delete", got "disable"',
  ],
]);
