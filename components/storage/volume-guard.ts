import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { labels } from "../internal/labels";

/**
 * Has the API server itself refuse a smaller volume, and one that would go with its claim (A-27, P-08).
 *
 * A program cannot see what it deployed before, and the NAS tool refuses to shrink only once other resources may have
 * changed. Admission also answers the dry run of a preview, so nothing runs at all. It binds whoever else edits the
 * volume as well.
 *
 * @param volumeName name of the PersistentVolume
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export function guardVolume(name: string, volumeName: string, parent: pulumi.Resource): void {
  const metadata = { name: `${volumeName}-keeps-data`, labels: labels("storage") };
  const { metadata: policy } = new k8s.admissionregistration.v1.ValidatingAdmissionPolicy(
    name,
    {
      metadata,
      spec: {
        failurePolicy: "Fail",
        matchConstraints: {
          resourceRules: [
            {
              apiGroups: [""],
              apiVersions: ["v1"],
              resources: ["persistentvolumes"],
              resourceNames: [volumeName],
              operations: ["UPDATE"],
            },
          ],
        },
        validations: [neverSmaller, kept],
      },
    },
    { parent },
  );
  new k8s.admissionregistration.v1.ValidatingAdmissionPolicyBinding(
    name,
    { metadata, spec: { policyName: policy.name, validationActions: ["Deny"] } },
    { parent },
  );
}

/** `dyn`, because the type check of these rules does not know the keys of a capacity and would warn. */
const [now, before] = ["object", "oldObject"].map(
  (object) => `dyn(${object}.spec).capacity.storage`,
);

const neverSmaller = {
  expression: `quantity(${now}).compareTo(quantity(${before})) >= 0`,
  messageExpression: `"size: expected at least " + string(${before}) + ", got " + string(${now}) + "; a LUN is never shrunk, that would cut its file system off"`,
};

const kept = {
  expression: 'object.spec.persistentVolumeReclaimPolicy == "Retain"',
  message:
    "persistentVolumeReclaimPolicy: expected Retain; with any other the data goes with the claim",
};
