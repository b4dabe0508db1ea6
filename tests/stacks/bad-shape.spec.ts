import { describeRefusals } from "./refusals";

describeRefusals("settings of the wrong shape", [
  [
    "P-03: an absolute kubeconfig",
    { "cluster.kubeconfig": "/home/me/.kube/config" },
    'cluster.kubeconfig: expected a path relative to the project\'s root, got "/home/me/.kube/config"; an absolute path would differ from machine to machine',
  ],
  [
    "a misspelt setting",
    { "storage.luns.jenkins.maxSesions": 2 },
    "storage.luns.jenkins.maxSesions: unknown setting; did you mean storage.luns.jenkins.maxSessions?",
  ],
  [
    "a setting that resembles none",
    { "cluster.colour": "blue" },
    "cluster.colour: unknown setting; known here: kubeconfig, identifier, context",
  ],
  ["a misspelt section", { getnoo: {} }, "getnoo: unknown setting; did you mean gentoo?"],
  [
    "a section that is a text",
    { jobs: "jenkins-jobs" },
    'jobs: expected a group of settings, got "jenkins-jobs"',
  ],
  [
    "a missing section",
    { network: undefined },
    "network: expected a group of settings, got nothing",
  ],
]);
