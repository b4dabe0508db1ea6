import { publishedPath, binaryPackagesPath } from "./repository";
import type { RsyncDaemon } from "./rsyncd-conf";
import type { RsyncSettings } from "./settings";

/** Port of the daemon's pod; its Service has rsync's own. */
export const daemonPort = 8730;

/** Port that clients expect, assigned to rsync. */
export const rsyncPort = 873;

/** Who reads binary packages where a password is asked for. */
export const rsyncUser = "builder";

/** Folder of the daemon's own files, which end with the pod. */
export const runFolder = "/run/rsyncd";

/** Where the pod has its configuration and, apart from it, the password. */
export const configurationFolder = "/etc/rsyncd";
export const secretsFolder = "/etc/rsyncd-secrets";
export const secretsKey = "rsyncd.secrets";

/** Names of the modules. Portage's users know the first one from Gentoo's mirrors. */
export const rsyncModules = { repository: "gentoo-portage", binaryPackages: "binpkgs" } as const;

/**
 * The daemon of this stack.
 *
 * The repository is served by the link inside Portage's store: it follows from snapshot to snapshot, every transfer keeps
 * the one it began with, and before anything is published there is nothing to serve. What builds leave beside
 * finished packages (locks, partial files, indexes being written) is hidden; placeholders of no bytes cannot be, so
 * clients ask for more than nothing.
 */
export function rsyncDaemon({
  networks,
  password,
  maxConnections,
  timeoutSeconds,
}: Omit<RsyncSettings, "image" | "service">): RsyncDaemon {
  return {
    port: daemonPort,
    ...{ maxConnections, timeoutSeconds, networks },
    files: {
      lock: `${runFolder}/rsyncd.lock`,
      pid: `${runFolder}/rsyncd.pid`,
      log: "/dev/stdout",
    },
    modules: {
      [rsyncModules.repository]: {
        comment: "Gentoo ebuild repository",
        path: publishedPath,
        listed: true,
        filters: [],
      },
      [rsyncModules.binaryPackages]: {
        comment: "Binary packages",
        path: binaryPackagesPath,
        listed: false,
        filters: [
          "+ /Packages.gz",
          "- /Packages?*",
          "- *.gpkg.tar?*",
          "- *.xpak?*",
          "- .*.portage_lockfile",
          "- /lost+found",
        ],
        ...(password
          ? { login: { user: rsyncUser, secretsFile: `${secretsFolder}/${secretsKey}` } }
          : {}),
      },
    },
  };
}

/**
 * Refuses an rsync older than 3.5.0, which fixed remote heap writes and escapes from modules without chroot.
 *
 * Suffixes of test releases and distributions are cut off.
 *
 * @see https://download.samba.org/pub/rsync/NEWS
 */
export const versionScript = `set -eu
version=$(rsync --version | sed -n '1s/^rsync  *version  *v*\\([0-9][0-9]*\\.[0-9][0-9]*\\.[0-9][0-9]*\\).*/\\1/p')
IFS=.
set -- \${version:-0.0.0}
if [ $(($1 * 10000 + $2 * 100 + $3)) -lt 30500 ]; then
  echo "expected rsync 3.5.0 or newer in this image, got \${version:-none}: older ones let clients out of their module" >&2
  exit 1
fi
echo "rsync $version"
`;

/** Asks for one file of the published repository, so that an empty volume and a broken configuration are not ready. */
export const readinessCommand: readonly string[] = [
  "rsync",
  "--contimeout=3",
  "--timeout=5",
  `rsync://localhost:${daemonPort}/${rsyncModules.repository}/metadata/timestamp.chk`,
];
