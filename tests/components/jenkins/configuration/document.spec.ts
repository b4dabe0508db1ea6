import assert from "node:assert/strict";

import { configurationFiles } from "../../../../components/jenkins/configuration/configuration-files";
import { configured, configurationArgs, document, withAgents } from "./support";

// Shows what Jenkins is given; that Jenkins takes it needs a Jenkins.
describe("configurationDocuments", () => {
  it("divides the configuration by concern and leaves out what is not used (C-04)", () => {
    assert.deepEqual(Object.keys(configurationFiles(configurationArgs())), [
      "jenkins.yaml",
      "cloud-kubernetes.yaml",
      "git.yaml",
      "revision",
    ]);
  });

  it("has no key that a current Jenkins refuses, and opens nothing (C-15)", () => {
    const { jenkins, security, unclassified } = document("jenkins.yaml") as Sections;
    assert.deepEqual(Object.keys(jenkins), [
      "authorizationStrategy",
      "markupFormatter",
      "mode",
      "numExecutors",
      "securityRealm",
      "slaveAgentPort",
    ]);
    assert.deepEqual(jenkins["authorizationStrategy"], {
      loggedInUsersCanDoAnything: { allowAnonymousRead: false },
    });
    assert.deepEqual(security, {
      apiToken: {
        creationOfLegacyTokenEnabled: false,
        tokenGenerationOnCreationEnabled: false,
        usageStatisticsEnabled: true,
      },
    });
    assert.deepEqual(Object.keys(unclassified), ["location"]);
  });

  it("shows descriptions as text, so that nobody's markup runs in the browser of another", () => {
    assert.equal(jenkins()["markupFormatter"], "plainText");
  });

  it("takes the administrator from the mounted Secret and lets nobody sign up (C-09, E-13)", () => {
    assert.deepEqual(jenkins()["securityRealm"], {
      local: {
        allowsSignup: false,
        users: [{ id: "${jenkins-admin-user}", password: "${jenkins-admin-password}" }],
      },
    });
  });

  it("runs no build on the controller unless somebody gives a reason (D-01, B-09)", () => {
    assert.deepEqual([jenkins()["mode"], jenkins()["numExecutors"]], ["EXCLUSIVE", 0]);
    const builds = configured({ controllerBuilds: { executors: 2, reason: "licence server" } });
    const { mode, numExecutors } = jenkins(builds);
    assert.deepEqual([mode, numExecutors], ["EXCLUSIVE", 2]);
  });

  it("states its address and the agents' port (E-14, C-22)", () => {
    const { unclassified } = document("jenkins.yaml") as Sections;
    assert.deepEqual(unclassified["location"], { url: "https://jenkins.example/" });
    assert.equal(jenkins()["slaveAgentPort"], 50_000);
    // 0 would be any port.
    assert.equal(jenkins(withAgents({ transport: "webSocket" }))["slaveAgentPort"], -1);
  });

  it("gives every build the environment, as text", () => {
    const args = configured({
      environment: { MIRROR: "https://m/", RETRIES: "3", HOME: "${HOME}" },
    });
    assert.deepEqual(jenkins(args)["globalNodeProperties"], [
      {
        envVars: {
          env: [
            { key: "MIRROR", value: "https://m/" },
            { key: "RETRIES", value: "3" },
            { key: "HOME", value: "^${HOME}" },
          ],
        },
      },
    ]);
  });

  it("lets the Git plugin trust the listed hosts, and nobody on sight (A-47)", () => {
    assert.deepEqual(strategy(), "knownHostsFileVerificationStrategy");
    const approvedHostKeys = ["@cert-authority *.a ssh-ed25519 AAAA", "b ssh-rsa AAAA"];
    assert.deepEqual(strategy({ approvedHostKeys }), {
      manuallyProvidedKeyVerificationStrategy: {
        approvedHostKeys: "@cert-authority *.a ssh-ed25519 AAAA\nb ssh-rsa AAAA",
      },
    });
  });

  it("discards old builds when a limit is set, each as the text the plugin wants (C-24)", () => {
    const args = configured({ discardBuilds: { days: 90, artifactBuilds: 5 } });
    assert.deepEqual(document("builds.yaml", args), {
      unclassified: {
        buildDiscarders: {
          configuredBuildDiscarders: [
            "jobBuildDiscarder",
            {
              simpleBuildDiscarder: {
                discarder: { logRotator: { daysToKeepStr: "90", artifactNumToKeepStr: "5" } },
              },
            },
          ],
        },
      },
    });
  });

  it("offers shared libraries from Git", () => {
    const repository = "https://git.example/library.git";
    const settings = { repository, version: "v1", implicit: false, allowVersionOverride: true };
    const args = configured({
      libraries: { infra: { ...settings, credentials: "git" }, open: settings },
    });
    const library = (name: string, scm: object) => ({
      name,
      defaultVersion: "v1",
      implicit: false,
      allowVersionOverride: true,
      includeInChangesets: true,
      retriever: { modernSCM: { scm: { git: scm } } },
    });
    assert.deepEqual(document("libraries.yaml", args), {
      unclassified: {
        globalLibraries: {
          libraries: [
            library("infra", { remote: repository, credentialsId: "git" }),
            library("open", { remote: repository }),
          ],
        },
      },
    });
  });

  it("sends mails, with a password that stands in no file of the configuration", () => {
    const args = configured({
      adminAddress: "ci@example.org",
      mailer: { server: "mail.example", port: 587, encryption: "startTls", credentials: "mail" },
    });
    assert.deepEqual(document("mail.yaml", args), {
      unclassified: {
        mailer: {
          smtpHost: "mail.example",
          smtpPort: "587",
          useSsl: false,
          useTls: true,
          charset: "UTF-8",
          authentication: {
            username: "${readFile:/run/secrets/mailer/username}",
            password: "${readFile:/run/secrets/mailer/password}",
          },
        },
      },
    });
    const { unclassified } = document("jenkins.yaml", args) as Sections;
    assert.deepEqual(unclassified["location"], {
      url: "https://jenkins.example/",
      adminAddress: "ci@example.org",
    });
  });

  for (const [encryption, useSsl, useTls] of [
    ["none", false, false],
    ["startTls", false, true],
    ["tls", true, false],
  ] as const)
    it(`talks to the mail server with encryption ${encryption}`, () => {
      const mailer = { server: "mail.example", port: 465, encryption };
      const { unclassified } = document("mail.yaml", configured({ mailer })) as unknown as {
        unclassified: { mailer: object };
      };
      assert.deepEqual(unclassified.mailer, {
        smtpHost: "mail.example",
        smtpPort: "465",
        useSsl,
        useTls,
        charset: "UTF-8",
      });
    });

  it("declares folders and jobs, and has scripts of other seed jobs approved (C-32)", () => {
    assert.deepEqual(document("jobs.yaml", configured({ folders: { infra: {} } })), {
      jobs: [{ script: "folder('infra')\n" }],
      security: { globalJobDslSecurityConfiguration: { useScriptSecurity: true } },
    });
  });
});

interface Sections extends Record<string, unknown> {
  readonly jenkins: Record<string, unknown>;
  readonly security: Record<string, unknown>;
  readonly unclassified: Record<string, unknown>;
}

function jenkins(args = configurationArgs()): Record<string, unknown> {
  return (document("jenkins.yaml", args) as Sections).jenkins;
}

function strategy(changes: Parameters<typeof configurationArgs>[0] = {}): unknown {
  const { security } = document("git.yaml", configurationArgs(changes)) as {
    security: { gitHostKeyVerificationConfiguration: { sshHostKeyVerificationStrategy: unknown } };
  };
  return security.gitHostKeyVerificationConfiguration.sshHostKeyVerificationStrategy;
}
