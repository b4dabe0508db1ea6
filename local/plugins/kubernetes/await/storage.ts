import { textAt, type KubernetesObject } from "../objects";
import { isReady, type Readiness } from "./readiness";

/** Available or Bound. A Released volume never is: it keeps the claim it was made for. */
export function persistentVolume(live: KubernetesObject): Readiness {
  const phase = textAt(live, "status", "phase") ?? "";
  if (phase === "Available" || phase === "Bound") return isReady;
  return {
    ready: false,
    progress: `Waiting for PersistentVolume to be Available or Bound (${phase})`,
    hints: [`PersistentVolume is ${phase || "without phase"}, expected Available or Bound`],
  };
}

/**
 * In one of the awaited phases: Bound, or Pending where the class binds with the first consumer, who would
 * otherwise be waited for in vain.
 */
export function persistentVolumeClaim(
  live: KubernetesObject,
  awaited: readonly string[],
): Readiness {
  const phase = textAt(live, "status", "phase") ?? "";
  if (awaited.includes(phase)) return isReady;
  return {
    ready: false,
    progress: `Waiting for PersistentVolumeClaim to be ${awaited.join(" or ")} (${phase})`,
    hints: [
      `PersistentVolumeClaim is ${phase || "without phase"}, expected ${awaited.join(" or ")}`,
    ],
  };
}
