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
 * Bound; or Pending where the class binds with the first consumer, which would otherwise be waited for in
 * vain.
 */
export function persistentVolumeClaim(
  live: KubernetesObject,
  bindsWithFirstConsumer: boolean,
): Readiness {
  const phase = textAt(live, "status", "phase") ?? "";
  if (bindsWithFirstConsumer ? phase === "Pending" : phase === "Bound") return isReady;
  return {
    ready: false,
    progress: `Waiting for PersistentVolumeClaim to be Bound (${phase})`,
    hints: [`PersistentVolumeClaim is ${phase || "without phase"}, expected Bound`],
  };
}
