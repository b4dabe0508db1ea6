import { repositoriesPath, repositoryPath } from "./repository";

/** Where the copying container has the volume: at the usual place it would hide the image's own tree. */
export const fillTarget = "/target";

/** Locked by whatever writes the repository. NFS 4.1 keeps the lock on the server and drops that of a dead node. */
const lockFile = ".gentoo-writer.lock";

// Portage has no lock of its own for a repository, and two writers remove each other's files.
const lock = `exec 9>>${repositoriesPath}/${lockFile}
if ! flock --wait 1800 9; then
  echo "another job has been writing the repository for half an hour" >&2
  exit 1
fi`;

const sync = "emaint sync --repo gentoo";

/**
 * Fills an empty volume once and publishes the first snapshot before anything reads it.
 *
 * `emerge-webrsync` knows nothing of snapshots: on a published repository it would write into the one builds are
 * reading. The link that publishing leaves behind therefore decides: where it is, nothing runs. An interrupted
 * fill leaves no link and is repeated. The first sync publishes the tree that is there, whose signature the fill has
 * checked, and then the first update of it; should a mirror not answer in between, the next sync goes on from there.
 *
 * @param fill where the tree comes from; that of an image is there already, see {@link copyScript}
 */
export function firstFillScript(fill: "webrsync" | "image"): string {
  return `set -eu
${lock}
if [ -L ${repositoryPath} ]; then
  echo "the repository is published already"
  exit 0
fi
${fill === "webrsync" ? "emerge-webrsync\n" : ""}${sync}
if [ ! -L ${repositoryPath} ]; then
  # A tree as old as the mirror's is left as it is, a plain folder: without its time it is taken for older.
  rm -f ${repositoryPath}/metadata/timestamp.chk
  ${sync}
fi
if [ ! -L ${repositoryPath} ]; then
  echo "the sync did not publish the repository" >&2
  exit 1
fi
`;
}

/**
 * Copies the tree of a `gentoo/portage` image to an empty volume, with the image's own BusyBox.
 *
 * The copy gets its name when it is complete, so that an interrupted one is never taken for a tree. Times of files
 * are kept: by them the sync knows what it need not download.
 */
export function copyScript(): string {
  const target = `${fillTarget}/gentoo`;
  const staging = `${fillTarget}/.gentoo-fill`;
  return `set -eu
exec 9>>${fillTarget}/${lockFile}
if ! flock -n 9; then
  echo "another job writes the repository" >&2
  exit 1
fi
if [ -e ${target} ] || [ -L ${target} ]; then
  echo "there is a repository already"
  exit 0
fi
rm -rf ${staging}
mkdir -p ${staging}/tree
# A shell without pipefail sees the last program of a pipe alone.
{ tar -C ${repositoryPath} -cf - . || touch ${staging}/incomplete; } | tar -C ${staging}/tree -xf -
if [ -e ${staging}/incomplete ] || [ ! -e ${staging}/tree/metadata/timestamp.chk ]; then
  echo "the image's tree could not be read to its end" >&2
  exit 1
fi
mv ${staging}/tree ${target}
rm -rf ${staging}
`;
}

/** Brings a published repository up to date. Its exit status is that of the sync. */
export function syncScript(): string {
  return `set -eu
${lock}
if [ ! -L ${repositoryPath} ]; then
  echo "nothing is published yet: delete the first fill's Job and run pulumi up --refresh" >&2
  exit 1
fi
${sync}
`;
}
