import { parse } from "yaml";

import { accepted, type Parsed } from "./parsed";

/** A pod as YAML states it, as far as anybody here looks into it. */
export interface PodYaml {
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly spec?: PodSpecYaml;
}

/** The part of a pod that says what runs. */
export interface PodSpecYaml extends Readonly<Record<string, unknown>> {
  readonly containers?: readonly ContainerYaml[];
  readonly initContainers?: readonly ContainerYaml[];
  readonly volumes?: readonly Readonly<Record<string, unknown>>[];
}

/** A container as YAML states it. */
export interface ContainerYaml extends Readonly<Record<string, unknown>> {
  readonly name?: string;
  readonly securityContext?: Readonly<Record<string, unknown>>;
}

const hostFields = ["hostNetwork", "hostPID", "hostIPC"];

/**
 * Reads the YAML of a pod, or of the part of one that is to be merged over another.
 *
 * What would make a build root on its node is refused here, whatever the namespace's own level says (D-03).
 */
export function parsePodYaml(text: string): Parsed<PodYaml> {
  const pod = objectIn(text);
  if (pod === undefined) return refused("it has to be one mapping with a spec");
  const unknown = Object.keys(pod).find(
    (key) => !["apiVersion", "kind", "metadata", "spec"].includes(key),
  );
  if (unknown !== undefined) return refused(`a pod has no ${JSON.stringify(unknown)}`);
  if ((pod["kind"] ?? "Pod") !== "Pod") return refused("its kind has to be Pod");
  const spec = isObject(pod["spec"]) ? pod["spec"] : {};
  const lists = ["containers", "initContainers", "volumes"].filter((key) => key in spec);
  const broken = lists.find((key) => !listOfObjects(spec[key]));
  if (broken !== undefined) return refused(`spec.${broken} has to be a list of mappings`);
  const danger = dangers(spec);
  return danger === undefined ? accepted(pod as PodYaml) : refused(danger);
}

/** The text is not repeated: it is long, and may hold what nobody should read in a log. */
function refused(fix: string): Parsed<never> {
  return { ok: false, problem: { expected: "the YAML of a pod", found: "another text", fix } };
}

/** What of a pod reaches out of it, in words; nothing when nothing does. */
function dangers(spec: Readonly<Record<string, unknown>>): string | undefined {
  const shared = hostFields.find((field) => spec[field] === true);
  if (shared !== undefined) return `spec.${shared} would let a build into its node`;
  const volumes = (spec["volumes"] ?? []) as readonly Readonly<Record<string, unknown>>[];
  if (volumes.some((volume) => "hostPath" in volume))
    return "a hostPath volume would let a build into its node";
  const containers = ["containers", "initContainers"].flatMap(
    (key) => (spec[key] ?? []) as readonly ContainerYaml[],
  );
  return containers.some(({ securityContext }) => securityContext?.["privileged"] === true)
    ? "a privileged container is root on its node"
    : undefined;
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listOfObjects(value: unknown): boolean {
  return Array.isArray(value) && value.every(isObject);
}
