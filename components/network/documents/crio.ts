import { parsed } from "../../internal/arguments";
import { parseMinorVersion } from "../../internal/kubernetes-version";
import { skipLabelAnnotations } from "../../internal/selinux";
import { readableFile, type NodeDocument } from "./document";

/** What {@link crioDropIn} is made from. */
export interface CrioDropInArgs {
  /** Minor version of CRI-O, e.g. `1.35`. */
  readonly version: string;
  /** Annotation by which a pod asks for the workload; CRI-O compares its name alone. */
  readonly activationAnnotation: string;
}

/**
 * Lets the pods of one workload skip the labelling of volumes, and nobody else's.
 *
 * A name that CRI-O does not know keeps it from starting, so the second one is left out below 1.35. A workload, not a
 * list of the runtime: that would take the runtime's own defaults away.
 *
 * @see https://github.com/cri-o/cri-o/blob/main/ANNOTATION_MIGRATION.md
 */
export function crioDropIn({ version, activationAnnotation }: CrioDropInArgs): NodeDocument {
  const { v1, v2 } = skipLabelAnnotations;
  const names = parsed(parseMinorVersion, version) >= 35 ? [v1, v2] : [v1];
  return readableFile("/etc/crio/crio.conf.d/90-jenkins.conf", [
    "[crio.runtime.workloads.jenkins]",
    `activation_annotation = ${JSON.stringify(activationAnnotation)}`,
    `allowed_annotations = [${names.map((name) => JSON.stringify(name)).join(", ")}]`,
  ]);
}
