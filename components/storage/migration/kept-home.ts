import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { labels } from "../../internal/labels";
import { component } from "./placement";
import { reconcilers, type ForeignMetadata } from "./reconcilers";

/** The old home, where something else than this stack made its claim. */
export interface ForeignHome {
  readonly namespace: pulumi.Input<string>;
  readonly claim: string;
}

/**
 * Keeps a home that this stack did not make for as long as the migration is set: its volume stays when its claim goes,
 * and the API server lets nobody delete either.
 *
 * Looks the claim up, so that a missing one fails the preview. Nothing is taken back at the end: Retain stays.
 *
 * @returns who looks after the claim, a line each
 */
export function keepHome(
  name: string,
  { namespace, claim }: ForeignHome,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const found = k8s.core.v1.PersistentVolumeClaim.get(
    name,
    pulumi.interpolate`${namespace}/${claim}`,
    { parent },
  );
  const volumeName = found.spec.volumeName;
  const retained = new k8s.core.v1.PersistentVolumePatch(
    name,
    {
      metadata: {
        name: volumeName,
        // Whatever made the volume has set another policy; taking it over is the point.
        annotations: { "pulumi.com/patchForce": "true" },
      },
      spec: { persistentVolumeReclaimPolicy: "Retain" },
    },
    { parent, retainOnDelete: true },
  );
  refuseDeletion(name, { namespace, claim, volumeName }, { parent, dependsOn: [retained] });
  return found.metadata.apply((metadata) => reconcilers(metadata as ForeignMetadata).join("\n"));
}

/** @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/ */
function refuseDeletion(
  name: string,
  home: ForeignHome & { readonly volumeName: pulumi.Input<string> },
  opts: pulumi.CustomResourceOptions,
): void {
  const core = { apiGroups: [""], apiVersions: ["v1"] };
  const metadata = { name, labels: labels(component) };
  const { metadata: policy } = new k8s.admissionregistration.v1.ValidatingAdmissionPolicy(
    name,
    {
      metadata,
      spec: {
        failurePolicy: "Fail",
        matchConstraints: {
          // Volumes have no namespace, and the selector lets them through.
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": home.namespace } },
          resourceRules: [
            {
              ...core,
              resources: ["persistentvolumeclaims"],
              resourceNames: [home.claim],
              operations: ["DELETE"],
            },
            {
              ...core,
              resources: ["persistentvolumes"],
              resourceNames: [home.volumeName],
              operations: ["DELETE", "UPDATE"],
            },
          ],
        },
        validations: [
          {
            expression: 'request.operation != "DELETE"',
            message: "the old Jenkins home is kept while the setting storage.migration is there",
          },
          {
            // `dyn`, because claims have no such field and the type check would warn.
            expression:
              'request.operation == "DELETE" || dyn(object.spec).persistentVolumeReclaimPolicy == "Retain"',
            message:
              "persistentVolumeReclaimPolicy: expected Retain while the setting storage.migration is there",
          },
        ],
      },
    },
    opts,
  );
  new k8s.admissionregistration.v1.ValidatingAdmissionPolicyBinding(
    name,
    { metadata, spec: { policyName: policy.name, validationActions: ["Deny"] } },
    opts,
  );
}
