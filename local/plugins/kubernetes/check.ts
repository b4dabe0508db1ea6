import type { CheckResult, Provider } from "../rpc/provider";
import { isProperties, reveal, type Properties } from "../rpc/values";
import type { Configuration } from "./configuration";
import { builtInPath } from "./kinds";
import { withName } from "./naming";
import { nameOf, textAt, valueAt, withoutNulls, withValue, type KubernetesObject } from "./objects";
import { inputsOf } from "./operation";
import { withSecrets } from "./secrecy";

const managedBy = "app.kubernetes.io/managed-by";

/**
 * The inputs as they go into state: named, in a namespace, secret where a Secret is. Needs no cluster, so that
 * a preview without one works.
 *
 * @throws Error for a resource that cannot be one object: a list, a Helm release, a patch without name
 */
export async function checked(
  request: Parameters<Provider["check"]>[0],
  configuration: Configuration,
): Promise<CheckResult> {
  if (request.type.startsWith("kubernetes:helm.sh/")) {
    throw new Error("Helm releases are not supported by the offline kubernetes plugin");
  }
  const { kind, object } = inputsOf(request, request.news);
  if (kind.kind.endsWith("List")) {
    throw new Error(
      "list resources exist for compatibility with YAML manifests and Helm charts, and cannot be created directly. Use the underlying resource type instead",
    );
  }
  const olds = withoutNulls(reveal(request.olds)) as Properties;
  if (kind.patch) {
    if (!configuration.enableServerSideApply) {
      throw new Error(
        "patch resources require Server-Side Apply mode, which is enabled using the `enableServerSideApply` Provider config",
      );
    }
    if (valueAt(object, "metadata", "name") === undefined && isProperties(object["metadata"])) {
      throw new Error("patch resources require the `.metadata.name` field to be set");
    }
  }
  if (
    configuration.enableServerSideApply &&
    textAt(object, "metadata", "generateName") &&
    !nameOf(object)
  ) {
    throw new Error(
      "the `.metadata.generateName` field is not supported in Server-Side Apply mode",
    );
  }
  const named = kind.patch ? object : withName(object, olds, request.name, request.randomSeed);
  const inputs = withLabel(withNamespace(named, configuration), olds, configuration);
  return Promise.resolve({ inputs: withSecrets(inputs, request.news) });
}

function withNamespace(object: KubernetesObject, { namespace }: Configuration): KubernetesObject {
  const { apiVersion, kind } = object;
  const metadata = object["metadata"];
  if (namespace === undefined || !isProperties(metadata) || "namespace" in metadata) return object;
  const path =
    typeof apiVersion === "string" && typeof kind === "string"
      ? builtInPath(apiVersion, kind)
      : undefined;
  // A kind that is not built in is taken for namespaced, as most are.
  return path?.namespaced === false
    ? object
    : withValue(object, ["metadata", "namespace"], namespace);
}

/** Without server-side apply there are no field managers, so a label says who made the object. */
function withLabel(
  object: KubernetesObject,
  olds: Properties,
  configuration: Configuration,
): KubernetesObject {
  const wanted =
    Object.keys(olds).length === 0
      ? !configuration.enableServerSideApply
      : textAt(olds, "metadata", "labels", managedBy) === "pulumi";
  return wanted && isProperties(object["metadata"])
    ? withValue(object, ["metadata", "labels", managedBy], "pulumi")
    : object;
}
