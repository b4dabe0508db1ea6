import { parsePodYaml } from "../../../components/internal/pod-yaml";
import { describeParser } from "./parsing";

const expected = "expected the YAML of a pod, got another text;";

describeParser(
  parsePodYaml,
  [
    ["spec: {hostname: a}", { spec: { hostname: "a" } }],
    ["metadata: {labels: {a: b}}", { metadata: { labels: { a: "b" } } }],
    ["spec: {hostNetwork: false}", { spec: { hostNetwork: false } }],
  ],
  [
    ["", `${expected} it has to be one mapping with a spec`],
    ["- a", `${expected} it has to be one mapping with a spec`],
    ["a: [", `${expected} it has to be one mapping with a spec`],
    ["containers: []", `${expected} a pod has no "containers"`],
    ["kind: Deployment", `${expected} its kind has to be Pod`],
    ["spec: {containers: {name: a}}", `${expected} spec.containers has to be a list of mappings`],
    ["spec: {volumes: [a]}", `${expected} spec.volumes has to be a list of mappings`],
    ["spec: {hostPID: true}", `${expected} spec.hostPID would let a build into its node`],
    [
      "spec: {volumes: [{name: a, hostPath: {path: /}}]}",
      `${expected} a hostPath volume would let a build into its node`,
    ],
    [
      "spec: {initContainers: [{name: a, securityContext: {privileged: true}}]}",
      `${expected} a privileged container is root on its node`,
    ],
  ],
);
