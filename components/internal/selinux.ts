import { accepted, refused, type Parsed } from "./parsed";

/**
 * Annotation by which a pod asks CRI-O for the workload that may skip the labelling of volumes.
 *
 * The drop-in of the nodes and the controller's pod must agree on it: CRI-O compares the name alone.
 */
export const skipLabelActivation = "io.jenkins-stack.skip-selinux-label";

/**
 * Annotations that make CRI-O leave a volume alone whose top folder already has the pod's label.
 *
 * The first is known to every CRI-O, the second since 1.35, where it wins.
 */
export const skipLabelAnnotations = {
  v1: "io.kubernetes.cri-o.TrySkipVolumeSELinuxLabel",
  v2: "try-skip-volume-selinux-label.crio.io",
} as const;

const expected = 'an SELinux level such as "s0:c35,c75"';

/**
 * Reads the SELinux level of a process: a sensitivity and its categories.
 *
 * Never a whole label: the type of files is none for processes, and the container would not start. Two categories
 * in ascending order are what container runtimes give every pod, so the fixed level has the same form.
 */
export function parseSeLinuxLevel(text: string): Parsed<string> {
  const [, low, high] = /^s0:c(\d+),c(\d+)$/.exec(text) ?? [];
  if (low === undefined || high === undefined) return refused(expected, repair(text));
  const [first, second] = [Number(low), Number(high)];
  if (first > 1023 || second > 1023) return refused(expected, "categories end at c1023");
  if (String(first) !== low || String(second) !== high)
    return refused(expected, `did you mean "s0:c${first},c${second}"?`);
  if (first === second)
    return refused(expected, "two different categories keep other pods from the files");
  if (first > second) return refused(expected, `did you mean "s0:c${second},c${first}"?`);
  return accepted(text);
}

function repair(text: string): string | undefined {
  const level = /^\w+:\w+:\w+:(s0:c\d+,c\d+)$/.exec(text)?.[1];
  if (level !== undefined) return `the level alone: did you mean "${level}"?`;
  if (/^s0(:c\d+)?$/.test(text)) return "two categories keep other pods from the files";
  return undefined;
}
