/** Owner of the ebuild repository in every Gentoo image (acct-user/portage). */
export const portageId = 250;

/**
 * Where the repository's volume is mounted: the parent of the repository.
 *
 * Portage publishes a synced tree by exchanging a symbolic link. Mounted at the repository itself, the volume would
 * be the thing it removes: it empties it and then fails.
 */
export const repositoriesPath = "/var/db/repos";

/** Names of the claims; agents find their volumes by them. */
export const gentooClaims = {
  repository: "gentoo-repository",
  binaryPackages: "gentoo-binary-packages",
} as const;

/** Where Portage keeps binary packages (PKGDIR). */
export const binaryPackagesPath = "/var/cache/binpkgs";

const repository = `${repositoriesPath}/gentoo`;

/**
 * `repos.conf` of everything that writes the repository.
 *
 * `sync-rcu` makes every sync a new snapshot beside the old ones and publishes it with one rename, so that a build
 * that is reading never sees half of two trees. Snapshots outlive the longest build: seven days.
 *
 * @see https://dev.gentoo.org/~zmedico/portage/doc/man/portage.5.html
 */
export function reposConf(): string {
  return `[DEFAULT]
main-repo = gentoo

[gentoo]
location = ${repository}
sync-type = rsync
sync-uri = rsync://rsync.gentoo.org/gentoo-portage
auto-sync = yes
sync-rcu = yes
sync-rcu-store-dir = ${repositoriesPath}/.gentoo-rcu
sync-rcu-spare-snapshots = 1
sync-rcu-ttl-days = 7
sync-rsync-verify-metamanifest = yes
sync-webrsync-verify-signature = yes
sync-openpgp-key-path = /usr/share/openpgp-keys/gentoo-release.asc
`;
}

/**
 * Fills an empty volume once and publishes the first snapshot before anything reads it.
 *
 * `emerge-webrsync` knows nothing of snapshots: on a published repository it would write into the one builds are
 * reading. The link that publishing leaves behind therefore decides: where it is, nothing runs. An interrupted
 * fill leaves no link and is repeated; the sync verifies the whole tree before it publishes it.
 */
export function firstFillScript(): string {
  return `set -eu
if [ -L ${repository} ]; then
  echo "the repository is published already"
  exit 0
fi
emerge-webrsync
${syncScript()}
if [ ! -L ${repository} ]; then
  echo "the sync did not publish the repository" >&2
  exit 1
fi
`;
}

/** Brings a published repository up to date. Its exit status is that of the sync. */
export function syncScript(): string {
  return "emaint sync --repo gentoo";
}
