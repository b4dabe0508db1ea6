import { accepted, refused, type Parsed } from "./parsed";

/** What a taint does to a pod that does not tolerate it. */
export const taintEffects = ["NoSchedule", "PreferNoSchedule", "NoExecute"] as const;

/** Taints a pod tolerates, by the taint's key. */
export type Tolerations = Readonly<
  Record<
    string,
    {
      /**
       * Value of the taint.
       *
       * @default - any
       */
      readonly value?: string;
      /**
       * Effect of the taint.
       *
       * @default - every one
       */
      readonly effect?: (typeof taintEffects)[number];
    }
  >
>;

/** One toleration, in the words of a pod. */
export interface Toleration {
  readonly key: string;
  readonly operator: "Exists" | "Equal";
  readonly value?: string;
  readonly effect?: string;
  readonly tolerationSeconds?: number;
}

/** The tolerations of a pod, in the order of their keys. */
export function tolerationList(tolerations: Tolerations): Toleration[] {
  return Object.entries(tolerations)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, { value, effect }]) => ({
      key,
      ...(value === undefined
        ? { operator: "Exists" as const }
        : { operator: "Equal" as const, value }),
      ...(effect === undefined ? {} : { effect }),
    }));
}

/**
 * Reads the key of a taint.
 *
 * The two of a lost node are refused: how long they are tolerated is a setting of its own.
 */
export function parseTaintKey(text: string): Parsed<string> {
  const expected = "the key of a taint such as node-role.kubernetes.io/ci";
  const [name = "", prefix, ...rest] = text.split("/").reverse();
  if (
    rest.length > 0 ||
    !/^[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/.test(name) ||
    (prefix !== undefined && !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(prefix))
  )
    return refused(expected);
  return lostNodeTaints.some((taint) => taint === text)
    ? refused(expected, "set nodeFailureSeconds")
    : accepted(text);
}

const lostNodeTaints = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"] as const;

/** How long a pod stays on a node that is lost before another one takes it over. */
export function lostNodeTolerations(seconds: number): Toleration[] {
  return lostNodeTaints.map((key) => ({
    key,
    operator: "Exists",
    effect: "NoExecute",
    tolerationSeconds: seconds,
  }));
}
