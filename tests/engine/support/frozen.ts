import type { Platform } from "../../../local/up";
import { kubectl, until } from "./platform";

/** Has the cluster refuse every change of the StatefulSet meanwhile. */
export async function whileFrozen(here: Platform, work: () => Promise<void>): Promise<void> {
  const name = "the-pod-stays";
  const kind = (word: string, spec: object) => ({
    ...{ apiVersion: "admissionregistration.k8s.io/v1", kind: word },
    ...{ metadata: { name }, spec },
  });
  const rule = { apiGroups: ["apps"], apiVersions: ["v1"], resources: ["statefulsets"] };
  const policy = kind("ValidatingAdmissionPolicy", {
    matchConstraints: { resourceRules: [{ ...rule, operations: ["UPDATE"] }] },
    validations: [{ expression: "false", message: "the pod stays for now" }],
  });
  const binding = kind("ValidatingAdmissionPolicyBinding", {
    ...{ policyName: name, validationActions: ["Deny"] },
  });
  const items = JSON.stringify({ apiVersion: "v1", kind: "List", items: [policy, binding] });
  const refused = () =>
    kubectl(here, [
      ...["annotate", "statefulset", "jenkins", "--namespace", "jenkins"],
      ...["frozen=true", "--dry-run=server"],
    ]).then(
      () => false,
      () => true,
    );
  await kubectl(here, ["apply", "--filename", "-"], items);
  try {
    await until("the cluster to refuse", async () => (await refused()) || undefined, 60_000);
    await work();
  } finally {
    await kubectl(here, ["delete", "--filename", "-"], items);
    await until("the cluster to permit", async () => !(await refused()) || undefined, 60_000);
  }
}
