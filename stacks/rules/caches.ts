import type { Sections } from "../settings";
import { duplicates, rule, type Violation } from "./rule";

/** What the caches of builds must satisfy. */
export const cacheRules = [
  rule<Sections>(["jobs.caches"], oneSource),
  rule<Sections>(["jobs.caches.*.export"], separateFolders),
];

function* oneSource({ jobs }: Sections): Generator<Violation> {
  for (const [name, { export: folder, storageClass }] of Object.entries(jobs.caches))
    if ((folder === undefined) === (storageClass === undefined))
      yield {
        path: ["jobs", "caches", name],
        problem: {
          expected: "either an export or a storageClass",
          found: folder === undefined ? "neither" : "both",
        },
      };
}

function separateFolders({ jobs }: Sections): Iterable<Violation> {
  return duplicates(
    Object.entries(jobs.caches).flatMap(([name, { export: folder }]) =>
      folder === undefined ? [] : [{ path: ["jobs", "caches", name, "export"], value: folder }],
    ),
    "two tools in one folder delete each other's files",
  );
}
