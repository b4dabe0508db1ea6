// What the rules say of credentials, ways in, rights, room for builds and what runs beside Jenkins.
import assert from "node:assert/strict";

import type { Step } from "../../preview/step";
import { told } from "./support/effects";
import { changed, made, removed, types, type Given } from "./support/steps";

const credential: Given = { type: types.secret, name: "c", component: "JenkinsCredentials" };
const named = (more: object) => ({ metadata: { name: "repohost", namespace: "jenkins" }, ...more });
const role: Given = { type: types.role, component: "JenkinsController" };
const rules = (...verbs: readonly string[]) => ({ rules: [{ resources: ["pods"], verbs }] });
const quota = (pods: string) => ({ spec: { hard: { pods, "limits.cpu": "4" } } });

const rows: readonly (readonly [string, Step, string])[] = [
  [
    "a credential with another secret (A-50)",
    changed(credential, named({ data: "[secret]" }), named({ data: "[secret]" }), [
      "data.password",
    ]),
    "safe: credential repohost changes at once, without a restart; running builds keep the old one",
  ],
  [
    "a credential that other folders see (A-53)",
    changed(
      credential,
      {
        metadata: {
          name: "repohost",
          annotations: { "jenkins.io/credentials-store-locations": "['a']" },
        },
      },
      {
        metadata: {
          name: "repohost",
          annotations: { "jenkins.io/credentials-store-locations": "['b']" },
        },
      },
    ),
    "interrupts builds: credential repohost is seen by other folders: builds elsewhere lose it",
  ],
  [
    "a credential that goes",
    removed(credential, named({})),
    "interrupts builds: credential repohost is gone: builds that use it fail",
  ],
  [
    "other logins of registries (A-41)",
    changed(
      { type: types.secret, component: "JobNamespace" },
      { type: "kubernetes.io/dockerconfigjson", stringData: "[secret]" },
      { type: "kubernetes.io/dockerconfigjson", stringData: "[secret]" },
      ['stringData[".dockerconfigjson"]'],
    ),
    "safe: images are pulled with another login; running builds go on",
  ],
  [
    "more rights (A-05)",
    changed(role, rules("get"), rules("get", "delete")),
    "touches data: review needed: more is allowed: delete pods",
  ],
  [
    "fewer rights",
    changed(role, rules("get", "list"), rules("list")),
    "interrupts builds: less is allowed: get pods",
  ],
  [
    "other rights of an account",
    changed(
      { type: types.roleBinding, component: "JenkinsController" },
      named({ subjects: ["a"] }),
      named({ subjects: ["b"] }),
    ),
    "touches data: review needed: rights go to somebody else: repohost",
  ],
  [
    "a token for pods that had none (A-48)",
    changed(
      { type: types.account },
      { automountServiceAccountToken: false },
      { automountServiceAccountToken: true },
    ),
    "touches data: review needed: new pods get a token of the API server",
  ],
  [
    "less room",
    changed({ type: types.quota }, quota("18"), quota("10")),
    "interrupts builds: less room for builds: pods 18 → 10; builds that do not fit wait",
  ],
  [
    "more room",
    changed({ type: types.quota }, quota("10"), quota("18")),
    "safe: more room for builds: pods 10 → 18",
  ],
  [
    "stricter Pod Security",
    changed(
      { type: types.namespace },
      { metadata: { labels: { "pod-security.kubernetes.io/enforce": "baseline" } } },
      { metadata: { labels: { "pod-security.kubernetes.io/enforce": "restricted" } } },
    ),
    "interrupts builds: other pods are let in: new ones may be refused",
  ],
  [
    "a new namespace",
    made({ type: types.namespace }, { metadata: { name: "web" } }),
    "safe: new namespace web",
  ],
  [
    "no way in from outside",
    removed({ type: types.ingress, component: "JenkinsController" }),
    "interrupts builds: users and webhooks no longer reach Jenkins by it",
  ],
  [
    "agents that lose Jenkins",
    removed({ type: types.service, component: "JenkinsController" }),
    "interrupts builds: Jenkins has no address meanwhile: agents lose it",
  ],
  [
    "another kind of Service (B-25)",
    changed(
      { type: types.service, component: "JenkinsController" },
      { spec: { type: "ClusterIP" } },
      { spec: { type: "NodePort" } },
    ),
    "touches data: review needed: other networks reach it (type ClusterIP → NodePort)",
  ],
  [
    "another schedule (A-64)",
    changed(
      { type: types.cronJob, component: "RepositorySync" },
      { spec: { schedule: "0 1 * * *" } },
      { spec: { schedule: "0 2 * * *" } },
    ),
    "safe: runs at 0 2 * * *",
  ],
  [
    "a schedule that nobody knows",
    made({ type: types.cronJob }),
    "touches data: review needed: CronJob is made: what that does is not known here",
  ],
  [
    "a Job that nobody knows",
    made({ type: types.job }),
    "touches data: review needed: Job is made: what that does is not known here",
  ],
  [
    "a ConfigMap that nobody knows",
    made({ type: types.configMap }),
    "touches data: review needed: ConfigMap is made: what that does is not known here",
  ],
  [
    "a server that nobody knows",
    made({ type: types.deployment }),
    "touches data: review needed: Deployment is made: what that does is not known here",
  ],
  [
    "the daemon that serves packages (A-67)",
    changed(
      { type: types.deployment, component: "RsyncShare" },
      { spec: { template: { spec: { containers: [{ image: "a" }] } } } },
      { spec: { template: { spec: { containers: [{ image: "b" }] } } } },
    ),
    "safe: rsync daemon restarts with b",
  ],
  [
    "a file system that grows on its node",
    made({ type: types.job, component: "VolumeGrowth" }),
    "touches data: review needed: grows the file system of the home on its node, while Jenkins runs",
  ],
];

describe("effectsOf, of builds", () => {
  for (const [what, step, expected] of rows)
    it(`judges ${what}`, () => {
      assert.equal(told(step)[0], expected);
    });
});
