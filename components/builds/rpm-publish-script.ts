import { temporaryFolder } from "./temporary-folder";

/**
 * Sends a folder of packages to the Yum repository over SSH: `sh publish.sh <folder>`.
 *
 * Nothing leaves that the check refuses. Clients that read meanwhile find everything they are told of: packages first,
 * then the metadata, then `repomd.xml`, which names the metadata; what is gone is removed last, and only on request.
 *
 * The host has to be known beforehand; nobody is asked and nothing is learned. The key is copied, because
 * OpenSSH refuses one with another's rights, a carriage return or without its last line break.
 *
 * Environment: `RPM_REPOSITORY` (`<user>@<host>:<folder>`), `RPM_REPOSITORY_PORT`, `RPM_REPOSITORY_KEY_FILE`,
 * `RPM_DRY_RUN` and `RPM_DELETE` (`true`), and what the check needs.
 *
 * @see https://download.samba.org/pub/rsync/rsync.1
 */
export const rpmPublishScript = `set -eu
here=$(cd "$(dirname "$0")" && pwd)
fail() {
  echo "publish: $1" >&2
  exit 1
}

[ $# -eq 1 ] && [ -d "$1" ] || fail "expected the folder of the packages, got $*"
[ -n "\${RPM_REPOSITORY:-}" ] || fail "expected a repository in the settings packages.repository, got none"
[ -s "\${RPM_REPOSITORY_KEY_FILE:-}" ] || fail "expected a file with the private key in RPM_REPOSITORY_KEY_FILE, got none"
id -un >/dev/null 2>&1 || fail "expected user $(id -u) to have a name in the image, got none; ssh runs for nobody else"
sh "$here/check.sh" "$1"

${temporaryFolder("ssh")}
(umask 077 && tr -d '\\r' <"$RPM_REPOSITORY_KEY_FILE" >"$temporary/key")
if [ -n "$(tail -c 1 "$temporary/key")" ]; then echo >>"$temporary/key"; fi

known=\${RPM_KNOWN_HOSTS:-/etc/ssh/ssh_known_hosts}
ssh="ssh -F none -p $RPM_REPOSITORY_PORT -i $temporary/key -o IdentitiesOnly=yes -o BatchMode=yes"
ssh="$ssh -o StrictHostKeyChecking=yes -o UserKnownHostsFile=none -o GlobalKnownHostsFile=$known"
ssh="$ssh -o UpdateHostKeys=no -o ConnectTimeout=30 -o ServerAliveInterval=15"
dry=
if [ "\${RPM_DRY_RUN:-}" = true ]; then dry=--dry-run; fi
send() {
  rsync $dry --recursive --times --omit-dir-times --chmod=D755,F644 --delay-updates --prune-empty-dirs \\
    --timeout=300 --itemize-changes --rsh="$ssh" "$@" "$folder/" "$RPM_REPOSITORY/" ||
    fail "expected $RPM_REPOSITORY to take the packages, got exit status $? of rsync"
}

folder=\${1%/}
send --exclude='repodata/'
if [ -n "$(find "$folder" -type f -path '*/repodata/repomd.xml')" ]; then
  send --exclude='repodata/repomd.xml*' --include='*/' --include='repodata/*' --exclude='*'
  send --include='*/' --include='repodata/repomd.xml*' --exclude='*'
fi
if [ "\${RPM_DELETE:-}" = true ]; then send --delete-after; fi
echo "publish: \${dry:+would have }sent $folder to $RPM_REPOSITORY"
`;
