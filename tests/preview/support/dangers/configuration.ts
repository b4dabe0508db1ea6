import { changed, types, type Given } from "../steps";
import { least, type Danger, type Inputs } from "./danger";

const configuration: Given = {
  type: types.configMap,
  name: "jenkins-configuration",
  component: "JenkinsController",
};
const file = (name: string, content: unknown) => ({
  data: content === undefined ? {} : { [name]: JSON.stringify(content) },
});
const inFile = (name: string, before: unknown, after: unknown) =>
  changed(configuration, file(name, before), file(name, after));
const scripts = (...all: readonly string[]) => ({ jobs: all.map((script) => ({ script })) });
const branches = (days: number) =>
  `multibranchPipelineJob('a') {\n  orphanedItemStrategy {\n    discardOldItems {\n      daysToKeep(${days})\n    }\n  }\n}\n`;
const job = (name: string) => `pipelineJob('${name}') {\n}\n`;
const removal = "def before = []\nitem.delete()\n";
const rotated = (numToKeepStr: string) => ({
  unclassified: {
    buildDiscarders: {
      configuredBuildDiscarders: [
        "jobBuildDiscarder",
        { simpleBuildDiscarder: { discarder: { logRotator: { numToKeepStr } } } },
      ],
    },
  },
});
const cloud = (...templates: readonly Inputs[]) => ({
  jenkins: { clouds: [{ kubernetes: { name: "kubernetes", templates } }] },
});
const security = (strategy: unknown) => ({
  jenkins: { authorizationStrategy: strategy, securityRealm: { local: {} }, numExecutors: 0 },
});
const host = (url: string) => ({ unclassified: { location: { url } } });

/** Changes of the configuration that Jenkins loads. */
export const ofConfiguration: readonly Danger[] = [
  [
    "jobs that are deleted from now on",
    inFile("jobs.yaml", scripts(job("a")), scripts(job("a"), removal)),
    least.data,
  ],
  [
    "a job that is deleted",
    inFile("jobs.yaml", scripts(job("a"), removal), scripts(removal)),
    least.data,
  ],
  [
    "branches that are deleted sooner",
    inFile("jobs.yaml", scripts(branches(30)), scripts(branches(1))),
    least.data,
  ],
  ["a script that nobody knows", inFile("jobs.yaml", scripts(), scripts("println 1")), least.data],
  [
    "a job in place of a folder",
    inFile(
      "jobs.yaml",
      scripts("folder('a') {\n}\n"),
      scripts("folder('a') {\n  configure {\n    evil()\n  }\n}\n"),
    ),
    least.data,
  ],
  ["builds that are discarded", inFile("builds.yaml", undefined, rotated("1")), least.data],
  [
    "more builds that are discarded",
    inFile("builds.yaml", rotated("50"), rotated("1")),
    least.data,
  ],
  [
    "builds on the controller",
    inFile("jenkins.yaml", { jenkins: { numExecutors: 0 } }, { jenkins: { numExecutors: 8 } }),
    least.data,
  ],
  [
    "a Jenkins that is open to all",
    inFile("jenkins.yaml", security("loggedInUsersCanDoAnything"), {
      jenkins: { authorizationStrategy: "unsecured", numExecutors: 0 },
    }),
    least.data,
  ],
  [
    "a key that nobody knows",
    inFile("jenkins.yaml", { jenkins: {} }, { jenkins: { x: 1 } }),
    least.data,
  ],
  ["a file that nobody knows", inFile("x.yaml", undefined, { x: 1 }), least.data],
  [
    "a file that cannot be read",
    changed(
      configuration,
      { data: { "jenkins.yaml": "a: 1" } },
      { data: { "jenkins.yaml": "a: [" } },
    ),
    least.data,
  ],
  [
    "a file that is secret",
    changed(
      configuration,
      { data: { "jenkins.yaml": "[secret]" } },
      { data: { "jenkins.yaml": "[secret]" } },
      ['data["jenkins.yaml"]'],
    ),
    least.data,
  ],
  [
    "the same at a restart",
    changed(
      configuration,
      { immutable: true, ...file("jobs.yaml", scripts(job("a"), removal)) },
      { immutable: true, ...file("jobs.yaml", scripts(removal)) },
    ),
    least.data,
  ],
  [
    "another address of Jenkins",
    inFile("jenkins.yaml", host("https://a/"), host("https://b/")),
    least.builds,
  ],
  [
    "agents that are privileged",
    inFile(
      "cloud-kubernetes.yaml",
      cloud({ name: "a" }),
      cloud({ name: "a", yaml: "privileged: true" }),
    ),
    least.data,
  ],
  [
    "agents of another identity",
    inFile(
      "cloud-kubernetes.yaml",
      cloud({ name: "a", serviceAccount: "a" }),
      cloud({ name: "a", serviceAccount: "jenkins" }),
    ),
    least.data,
  ],
  [
    "host keys that are not verified",
    inFile(
      "git.yaml",
      {
        security: {
          gitHostKeyVerificationConfiguration: {
            sshHostKeyVerificationStrategy: "knownHostsFileVerificationStrategy",
          },
        },
      },
      {
        security: {
          gitHostKeyVerificationConfiguration: {
            sshHostKeyVerificationStrategy: "noHostKeyVerificationStrategy",
          },
        },
      },
    ),
    least.data,
  ],
];
