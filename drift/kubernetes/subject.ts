import type { RecordedObject } from "./recorded";

/** How an object is named in a table, e.g. `ConfigMap jenkins/jenkins-configuration`. */
export function subjectOf({
  kind,
  namespace,
  name,
}: Pick<RecordedObject, "kind" | "namespace" | "name">): string {
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}
