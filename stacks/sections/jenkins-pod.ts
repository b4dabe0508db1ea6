import { z } from "zod";

import { parseLabelKey } from "../../components/internal/kubernetes-name";
import { parseMinorVersion } from "../../components/internal/kubernetes-version";
import { parseAnnotationKey, parseLabelValue } from "../../components/internal/labels";
import { parseSeLinuxLevel } from "../../components/internal/selinux";
import { parseTaintKey, taintEffects } from "../../components/internal/tolerations";
import { group, keyed, oneOf, text, wholeNumber } from "../fields";

const toleration = group({
  value: text(parseLabelValue)
    .exactOptional()
    .meta({ description: "Value of the taint; when absent, any.", examples: ["ci"] }),
  effect: oneOf(taintEffects)
    .exactOptional()
    .meta({
      description: "Effect of the taint; when absent, every one.",
      examples: ["NoSchedule"],
    }),
}).meta({ description: "A taint the controller tolerates." });

/** Where the controller's pod may run, beside the nodes with a storage adapter. */
export const placementFields = {
  tolerations: keyed(parseTaintKey, toleration)
    .default({})
    .meta({
      description: "Taints of nodes that are meant for Jenkins, by key.",
      examples: [{ "node-role.kubernetes.io/ci": { effect: "NoSchedule" } }],
    }),
  nodeFailureSeconds: wholeNumber(30, 3600)
    .default(120)
    .meta({
      description:
        "Seconds the pod waits for a lost node to come back before it is given up. Its volume follows to another node once the lost one returns or carries the taint node.kubernetes.io/out-of-service.",
      examples: [120],
    }),
};

const selinux = group({
  strategy: oneOf(["none", "mount", "crio-annotation"])
    .default("none")
    .meta({
      description:
        "How the files of the home get the pod's SELinux label without a walk over all of them. mount: the kubelet mounts the volume with it, Kubernetes 1.37 and later; crio-annotation: CRI-O trusts the label of the top folder, where the nodes' drop-in allows it; none: right where nodes do not enforce SELinux.",
      examples: ["crio-annotation"],
    }),
  level: text(parseSeLinuxLevel)
    .exactOptional()
    .meta({
      description:
        "Level of the pod, and so of the files. Needed by mount and crio-annotation; never changed afterwards, because every file would be labelled anew.",
      examples: ["s0:c35,c75"],
    }),
  kubernetesVersion: text(parseMinorVersion)
    .exactOptional()
    .meta({
      description: "Version of the nodes' Kubernetes. Needed by mount.",
      examples: ["1.37"],
    }),
});

/** What else the settings say about the controller's pod. */
export const podFields = {
  selinux: selinux.prefault({}).meta({
    description: "SELinux label of the pod and of the Jenkins home.",
    examples: [{ strategy: "crio-annotation", level: "s0:c35,c75" }],
  }),
  shutdownSeconds: wholeNumber(30, 3600)
    .default(120)
    .meta({
      description:
        "Seconds Jenkins has to write the state of running pipelines down when it is asked to stop.",
      examples: [120],
    }),
  podLabels: keyed(
    parseLabelKey,
    text(parseLabelValue).meta({ description: "Value of the label.", examples: ["jenkins"] }),
  )
    .default({})
    .meta({
      description: "Labels of the pod beside the stack's own, e.g. for a log shipper.",
      examples: [{ "logging.example/stream": "jenkins" }],
    }),
  podAnnotations: keyed(
    parseAnnotationKey,
    z.string({ error: "a text" }).meta({
      description: "Value of the annotation.",
      examples: ["java"],
    }),
  )
    .default({})
    .meta({
      description: "Annotations of the pod. Its log goes to the standard output.",
      examples: [{ "fluentbit.io/parser": "java" }],
    }),
};
