import { parseQuantity } from "../../components/internal/quantity";
import type { Sections } from "../settings";
import { beyondLimits } from "./agent-resources";
import { known, rule, type Owner, type Violation } from "./rule";

type Volume = NonNullable<Sections["buildroot"]>["volume"];

/** Least size of a volume: an output folder alone takes 20 to 60 GiB. */
const leastSize = 40 * 2 ** 30;

/** What the volumes of Buildroot must satisfy together, and with the rest of the stack. */
export const buildrootRules = [
  rule<Sections>(["buildroot.volume", "buildroot.workspaces"], oneSource),
  rule<Sections>(["buildroot.volume.size", "buildroot.workspaces.*.size"], enoughRoom),
  rule<Sections>(["buildroot", "storage.luns"], declaredLuns),
  rule<Sections>(["buildroot.compilerCacheSize", "buildroot.volume", "storage.luns"], roomForCache),
  rule<Sections>(["buildroot", "agents.templates"], ownNames),
  rule<Sections>(["buildroot.resources"], ({ buildroot }) =>
    buildroot === undefined ? [] : beyondLimits(["buildroot", "resources"], buildroot.resources),
  ),
];

function* oneSource(settings: Sections): Generator<Violation> {
  for (const [path, { lun, storageClass, size }] of volumes(settings)) {
    if ((lun === undefined) === (storageClass === undefined))
      yield {
        path,
        problem: {
          expected: "either a LUN or a storage class",
          found: lun === undefined ? "neither" : "both",
        },
      };
    else if (lun !== undefined && size !== undefined)
      yield {
        path: [...path, "size"],
        problem: {
          expected: "no size beside a LUN",
          fix: `set storage.luns.${lun}.size`,
        },
        value: size,
      };
    else if (storageClass !== undefined && size === undefined)
      yield {
        path: [...path, "size"],
        problem: { expected: "the size of the volume of the storage class" },
      };
  }
}

function* enoughRoom(settings: Sections): Generator<Violation> {
  for (const [path, { size }] of volumes(settings))
    if (size !== undefined && known(parseQuantity(size)) < leastSize)
      yield {
        path: [...path, "size"],
        problem: {
          expected: "at least 40Gi",
          fix: "the output of one configuration takes 20 to 60 GiB",
        },
        value: size,
      };
}

function* declaredLuns(settings: Sections): Generator<Violation> {
  const names = Object.keys(settings.storage.luns);
  for (const [path, { lun }] of volumes(settings))
    if (lun !== undefined && !names.includes(lun))
      yield {
        path: [...path, "lun"],
        problem: { expected: `a LUN of storage.luns (${names.join(", ") || "it is empty"})` },
        value: lun,
      };
}

/** LUNs that volumes of Buildroot are on. */
export function buildrootLuns(settings: Sections): Owner[] {
  return volumes(settings).flatMap(([path, { lun }]) =>
    lun === undefined ? [] : [{ path: [...path, "lun"], value: lun }],
  );
}

/** A compiler's cache that fills the volume ends every build on it. */
function* roomForCache(settings: Sections): Generator<Violation> {
  const { buildroot, storage } = settings;
  if (buildroot === undefined) return;
  const sizes = volumes(settings).flatMap(([, { lun, size }]) => {
    const stated = lun === undefined ? size : storage.luns[lun]?.size;
    return stated === undefined ? [] : [known(parseQuantity(stated))];
  });
  if (sizes.some((size) => known(parseQuantity(buildroot.compilerCacheSize)) > size / 2))
    yield {
      path: ["buildroot", "compilerCacheSize"],
      problem: { expected: "at most half of every volume" },
      value: buildroot.compilerCacheSize,
    };
}

/** Agents are told apart by the names of their templates, and builds find them by labels. */
function* ownNames(settings: Sections): Generator<Violation> {
  const own = volumes(settings).map(([path]) =>
    path[1] === "workspaces" ? `buildroot-${path[2] ?? ""}` : "buildroot",
  );
  for (const [name, { labels }] of Object.entries(settings.agents.templates)) {
    if (own.includes(name))
      yield {
        path: ["agents", "templates", name],
        problem: { expected: "another name than that of an agent of the section buildroot" },
        value: name,
      };
    for (const [index, label] of labels.entries())
      if (own.includes(label))
        yield {
          path: ["agents", "templates", name, "labels", String(index)],
          problem: {
            expected: "another label than that of an agent of the section buildroot",
            fix: "its builds would run without the volume",
          },
          value: label,
        };
  }
}

function volumes({ buildroot }: Sections): (readonly [readonly string[], Volume])[] {
  if (buildroot === undefined) return [];
  return [
    [["buildroot", "volume"], buildroot.volume],
    ...Object.entries(buildroot.workspaces).map(
      ([name, volume]) => [["buildroot", "workspaces", name], volume] as const,
    ),
  ];
}
