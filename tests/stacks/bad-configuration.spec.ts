import { hostKeys } from "../support/host-keys";
import { describeRefusals } from "./refusals";

const login = {
  "credentials.login": { type: "usernamePassword", username: "robot", global: true },
  "credentialSecrets.login": { password: "login-secret-value" },
};
const limited = {
  "credentials.login": { type: "usernamePassword", username: "robot", folders: ["a"] },
  "credentialSecrets.login": { password: "login-secret-value" },
};

describeRefusals("configuration", [
  [
    "D-01: builds on the controller without a reason",
    { "configuration.controllerBuilds": { executors: 1 } },
    "configuration.controllerBuilds.reason: expected a reason of at least 10 characters, got nothing",
  ],
  [
    "D-01: a reason that is none",
    { "configuration.controllerBuilds": { executors: 1, reason: "because" } },
    'configuration.controllerBuilds.reason: expected a reason of at least 10 characters, got "because"',
  ],
  [
    "a mail address without a host",
    { "configuration.adminAddress": "admin" },
    'configuration.adminAddress: expected a mail address such as ci@example.org, got "admin"',
  ],
  [
    "C-04: a change that neither reloads nor restarts",
    { "configuration.onChange": "ignore" },
    'configuration.onChange: expected one of "reload", "restart", got "ignore"',
  ],
  [
    "D-17: a time without an end that is not 0",
    { "configuration.buildTimeoutMinutes": -1 },
    "configuration.buildTimeoutMinutes: expected a whole number from 0 to 43200, got -1",
  ],
  [
    "D-17: a pod that may run longer than every build",
    {
      "configuration.buildTimeoutMinutes": 60,
      "agents.templates": { tools: { labels: ["tools"], activeDeadlineSeconds: 3601 } },
    },
    "agents.templates.tools.activeDeadlineSeconds: expected at most 3600, the time of a build, got 3601; raise configuration.buildTimeoutMinutes",
  ],
  [
    "C-24: discarding without a limit",
    { "configuration.discardBuilds": {} },
    "configuration.discardBuilds: expected at least one of days, builds, artifactDays, artifactBuilds, got none",
  ],
  [
    "C-24: no build kept",
    { "configuration.discardBuilds": { builds: 0 } },
    "configuration.discardBuilds.builds: expected a whole number from 1 to 100000, got 0",
  ],
  [
    "a variable with a name of its own kind",
    { "configuration.environment": { "MY-VAR": "x" } },
    'configuration.environment.MY-VAR: expected the name of a variable of letters, digits and _, got "MY-VAR"; did you mean "MY_VAR"?',
  ],
  [
    "a password as a variable",
    { "configuration.environment": { DB_PASSWORD: "secret-value" } },
    'configuration.environment.DB_PASSWORD: expected the name of a variable that holds no secret, got "DB_PASSWORD"; variables are shown in builds; make it a credential, or take it from a Secret',
  ],
  [
    "a token as a value, without repeating it",
    { "configuration.environment": { HUB: "ghp_secret-value" } },
    "configuration.environment.HUB: expected a value that is no secret, got what looks like a key or token; make it a credential",
  ],
  [
    "a number as a value",
    { "configuration.environment": { RETRIES: 3 } },
    'configuration.environment.RETRIES: expected a text, got 3; put quotes around it: "3"',
  ],
  [
    "a library with a password in its address, without repeating it",
    {
      "configuration.libraries": {
        infra: { repository: "https://bot:secret-value@git.example/a.git", version: "main" },
      },
    },
    "configuration.libraries.infra.repository: expected the address of a Git repository such as https://git.example/team/app.git, without a user or password in it, got one with them; name a credential",
  ],
  [
    "a library without encryption",
    {
      "configuration.libraries": {
        infra: { repository: "http://git.example/a.git", version: "main" },
      },
    },
    'configuration.libraries.infra.repository: expected the address of a Git repository such as https://git.example/team/app.git, got "http://git.example/a.git"; code that is built must not be changed on its way',
  ],
  [
    "a library without a version",
    { "configuration.libraries": { infra: { repository: "https://git.example/a.git" } } },
    "configuration.libraries.infra.version: expected a branch, tag or commit such as main, got nothing",
  ],
  [
    "a credential nobody declared",
    {
      "configuration.libraries": {
        infra: { repository: "https://git.example/a.git", version: "main", credentials: "git" },
      },
    },
    'configuration.libraries.infra.credentials: expected a credential of credentials (none), got "git"',
  ],
  [
    "a credential of another kind",
    {
      "configuration.libraries": {
        infra: { repository: "git@git.example:a.git", version: "main", credentials: "login" },
      },
      "knownHosts.hosts": { "git.example": { keys: [hostKeys.ed25519] } },
      ...login,
    },
    'configuration.libraries.infra.credentials: expected a credential of type sshKey, got "login"',
  ],
  [
    "C-32: a credential that the job's folder does not see",
    {
      "configuration.folders": { a: {}, b: {} },
      "configuration.pipelines": {
        "b/job": { repository: "https://git.example/a.git", credentials: "login" },
      },
      ...limited,
    },
    'configuration.pipelines["b/job"].credentials: expected a credential that the folder "b" sees, got "login"; credentials.login is limited to a',
  ],
  [
    "a limited credential where Jenkins looks it up without a job",
    {
      "configuration.folders": { a: {} },
      "configuration.libraries": {
        infra: { repository: "https://git.example/a.git", version: "main", credentials: "login" },
      },
      ...limited,
    },
    'configuration.libraries.infra.credentials: expected a credential that is global, got "login"; credentials.login is limited to a',
  ],
  [
    "mails without a sender",
    { "configuration.mailer": { server: "mail.example.org" } },
    "configuration.adminAddress: expected the sender of mails together with configuration.mailer, got nothing",
  ],
  [
    "a mail password on an open line",
    {
      "configuration.adminAddress": "ci@example.org",
      "configuration.mailer": {
        server: "mail.example.org",
        encryption: "none",
        credentials: "login",
      },
      ...login,
    },
    'configuration.mailer.encryption: expected startTls or tls together with credentials, got "none"; the password travels over this connection',
  ],
  [
    "C-33: a file that is no Groovy",
    { "configuration.initGroovy": ["groovy/init.sh"] },
    'configuration.initGroovy[0]: expected a file such as groovy/quiet-period.groovy, got "groovy/init.sh"',
  ],
  [
    "C-33: a file that is not there",
    { "configuration.initGroovy": ["groovy/missing.groovy"] },
    'configuration.initGroovy[0]: expected a file that can be read, got "groovy/missing.groovy"',
  ],
  [
    "C-33: a file outside of the project",
    { "configuration.initGroovy": ["../init.groovy"] },
    'configuration.initGroovy[0]: expected a path relative to the project\'s root, got "../init.groovy"; it must not lead out of the project',
  ],
  [
    "C-33: a file with a password in it, without repeating it",
    { "configuration.initGroovy": ["tests/stacks/files/password.groovy"] },
    'configuration.initGroovy[0]: expected a file without a secret in it, got "tests/stacks/files/password.groovy"; read it from a credential instead',
  ],
]);
