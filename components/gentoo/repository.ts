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
  distfiles: "gentoo-distfiles",
  compilerCache: "gentoo-compiler-cache",
} as const;

/** Where Portage keeps binary packages (PKGDIR). */
export const binaryPackagesPath = "/var/cache/binpkgs";

/** Where Portage keeps what it downloads (DISTDIR). */
export const distfilesPath = "/var/cache/distfiles";

/** Where the compiler keeps its results (CCACHE_DIR). */
export const compilerCachePath = "/var/cache/ccache";

/** The repository as Portage knows it: a link to the snapshot that is published. */
export const repositoryPath = `${repositoriesPath}/gentoo`;

const store = `${repositoriesPath}/.gentoo-rcu`;

/**
 * The snapshot that is published, by the link inside the store.
 *
 * Unlike the repository's own path it exists only once something was verified and published.
 */
export const publishedPath = `${store}/latest`;

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
location = ${repositoryPath}
sync-type = rsync
sync-uri = rsync://rsync.gentoo.org/gentoo-portage
auto-sync = yes
sync-rcu = yes
sync-rcu-store-dir = ${store}
sync-rcu-spare-snapshots = 1
sync-rcu-ttl-days = 7
sync-rsync-verify-metamanifest = yes
sync-webrsync-verify-signature = yes
sync-openpgp-key-path = /usr/share/openpgp-keys/gentoo-release.asc
`;
}
