import { hermeticPreview } from "../../preview/hermetic";
import type { Report } from "../../preview/report/report";
import { readStackFile } from "../../stacks/plain";
import { policy } from "../../stacks/sections/policy";
import { reported } from "./announce";

/**
 * Reports what two commits make of a stack, without its cluster and its secrets.
 *
 * @param base git revision that the change is to be merged into
 * @throws Error when there is no such revision or stack
 */
export async function compared(root: string, stack: string, base: string): Promise<Report> {
  const preview = await hermeticPreview({ root, stack, base });
  const { sections } = readStackFile(root, stack);
  return reported(preview, sections?.policy ?? policy.parse(undefined));
}
