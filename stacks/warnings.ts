import { parseQuantity } from "../components/internal/quantity";
import type { Sections } from "./settings";

/** Memory of a controller with more than a handful of plugins and jobs. */
const comfortableMemory = 4 * 2 ** 30;

/** What is allowed and will probably be regretted (E-02). */
export function warningsOf({ jenkins }: Sections): string[] {
  const limit = parseQuantity(jenkins.memoryLimit);
  return limit.ok && limit.value < comfortableMemory
    ? [
        `jenkins.memoryLimit: ${JSON.stringify(jenkins.memoryLimit)} is enough for a trial only; expected at least 4Gi`,
      ]
    : [];
}
