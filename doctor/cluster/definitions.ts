import type { Sections } from "../../stacks/settings";
import { fault, fine, type Finding } from "../finding";
import type { ClusterApi } from "./api";
import { neededDefinitions } from "./needed-definitions";

const path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

/** Looks whether the cluster has the API groups that the settings ask for (C-30). */
export async function lookAtDefinitions(
  api: ClusterApi,
  settings: Sections,
): Promise<readonly Finding[]> {
  const needed = neededDefinitions(settings);
  const present = await Promise.all(
    needed.map(async ({ definition }) => (await api.read(`${path}/${definition}`)).status === 200),
  );
  const missing = needed.filter((_, index) => present[index] === false);
  if (missing.length > 0)
    return missing.map(({ setting, definition }) =>
      fault(
        "API groups",
        `${setting} needs ${definition}, which the cluster does not have`,
        `install what brings it, or change ${setting}`,
      ),
    );
  const groups = [...new Set(needed.map(({ definition }) => definition.replace(/^[^.]+\./, "")))];
  return [
    fine(
      "API groups",
      groups.length === 0
        ? "the settings need none beside those of Kubernetes"
        : `the cluster has ${groups.join(", ")}`,
    ),
  ];
}
