import assert from "node:assert/strict";

import {
  reconcilers,
  type ForeignMetadata,
} from "../../../../components/storage/migration/reconcilers";

describe("reconcilers", () => {
  const cases: Readonly<Record<string, readonly [ForeignMetadata, readonly string[]]>> = {
    "nobody, of a claim made by hand": [{ name: "jenkins", labels: { app: "jenkins" } }, []],
    "nobody, of a claim that says nothing": [{}, []],
    "Argo CD by its annotation": [
      {
        annotations: {
          "argocd.argoproj.io/tracking-id": "ci:/PersistentVolumeClaim:jenkins/jenkins",
        },
        labels: { "app.kubernetes.io/instance": "ci" },
      },
      ["Argo CD application ci"],
    ],
    "Argo CD by its label": [
      { labels: { "argocd.argoproj.io/instance": "ci" } },
      ["Argo CD application ci"],
    ],
    "Argo CD or Helm, where the label is of both": [
      { labels: { "app.kubernetes.io/instance": "ci" } },
      ["Argo CD application or Helm release ci"],
    ],
    "Flux and the Helm release it makes": [
      {
        labels: {
          "kustomize.toolkit.fluxcd.io/name": "apps",
          "helm.toolkit.fluxcd.io/name": "jenkins",
        },
        annotations: { "meta.helm.sh/release-name": "jenkins" },
      },
      ["Flux kustomization apps", "Flux Helm release jenkins", "Helm release jenkins"],
    ],
    "an operator that owns it": [
      { ownerReferences: [{ kind: "Jenkins", name: "main" }] },
      ["Jenkins main"],
    ],
    "whoever applies a manifest": [
      { annotations: { "kubectl.kubernetes.io/last-applied-configuration": "{}" } },
      ["a manifest for kubectl apply"],
    ],
    "a StatefulSet, by the number that it gives its claims": [
      { name: "home-jenkins-0" },
      ["perhaps a StatefulSet with volumeClaimTemplates"],
    ],
  };
  for (const [what, [metadata, expected]] of Object.entries(cases))
    it(`tells ${what} (A-30)`, () => {
      assert.deepEqual(reconcilers(metadata), expected);
    });
});
