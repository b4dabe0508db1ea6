import { parseQuantity } from "../../components/internal/quantity";
import type { Sections } from "../settings";
import { gentooRsyncRules } from "./gentoo-rsync";
import { gentooScheduleRules } from "./gentoo-schedules";
import { duplicates, known, rule, type Violation } from "./rule";

type Gentoo = NonNullable<Sections["gentoo"]>;

const roles = ["repository", "binaryPackages", "distfiles", "compilerCache"] as const;

/** Least size of a volume for the ebuild repository: ext4 makes one inode for 16 KiB. */
const leastRepository = 8 * 2 ** 30;

/** What the Gentoo volumes and their jobs must satisfy together. */
export const gentooRules = [
  rule<Sections>(["gentoo.repository.size"], enoughInodes),
  rule<Sections>(
    roles.map((role) => `gentoo.${role}.export`),
    separateExports,
  ),
  ...roles.map((role) =>
    rule<Sections>([`gentoo.${role}`, "gentoo.node"], ({ gentoo }) => sources(role, gentoo)),
  ),
  rule<Sections>(["gentoo.fill", "gentoo.portageImage"], imageOfTheFill),
  ...gentooScheduleRules,
  ...gentooRsyncRules,
];

function* enoughInodes({ gentoo }: Sections): Generator<Violation> {
  if (gentoo !== undefined && known(parseQuantity(gentoo.repository.size)) < leastRepository)
    yield {
      path: ["gentoo", "repository", "size"],
      problem: {
        expected: "at least 8Gi",
        fix: "a smaller ext4 runs out of inodes before it runs out of bytes",
      },
    };
}

function separateExports({ gentoo }: Sections): Iterable<Violation> {
  return duplicates(
    roles.flatMap((role) => {
      const folder = gentoo?.[role]?.export;
      return folder === undefined ? [] : [{ path: ["gentoo", role, "export"], value: folder }];
    }),
    "an update of the repository deletes what it does not know",
  );
}

/** Every volume is the NAS's or a class's; one that a single node mounts keeps every pod on that node. */
function* sources(role: (typeof roles)[number], gentoo: Gentoo | undefined): Generator<Violation> {
  const volume = gentoo?.[role];
  if (volume === undefined) return;
  const path = ["gentoo", role];
  const { export: folder, storageClass, accessMode } = volume;
  if ((folder === undefined) === (storageClass === undefined))
    yield {
      path,
      problem: {
        expected: "either an export or a storageClass",
        found: folder === undefined ? "neither" : "both",
      },
    };
  else if (accessMode !== undefined && folder !== undefined)
    yield {
      path: [...path, "accessMode"],
      problem: {
        expected: "none with an export",
        fix: "every node mounts what the NAS exports",
      },
      value: accessMode,
    };
  else if (accessMode === "ReadWriteOnce" && gentoo?.node === undefined)
    yield {
      path: [...path, "accessMode"],
      problem: {
        expected: "ReadWriteMany",
        fix: "builds and jobs on other nodes would wait for the volume for ever; set gentoo.node to keep all of them on one",
      },
      value: accessMode,
    };
}

function* imageOfTheFill({ gentoo }: Sections): Generator<Violation> {
  if (gentoo === undefined) return;
  const path = ["gentoo", "portageImage"];
  if (gentoo.fill === "image" && gentoo.portageImage === undefined)
    yield { path, problem: { expected: "the image that the repository is filled from" } };
  if (gentoo.fill === "webrsync" && gentoo.portageImage !== undefined)
    yield {
      path,
      problem: { expected: "none with the fill webrsync", fix: "set gentoo.fill to image" },
      value: gentoo.portageImage,
    };
}
