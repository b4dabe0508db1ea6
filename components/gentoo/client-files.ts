import { rsyncModules, rsyncUser } from "./rsync-daemon";

/** Content of files by their path below the root. */
export type ClientFiles = Readonly<Record<string, string>>;

/** Where a machine's password is; the program never sees that file. */
const passwordFile = "/etc/portage/rsync.password";

/**
 * Portage's configuration for machines that take the repository and the binary packages from the rsync share.
 *
 * The repository is verified by the signatures inside it. Binary packages of this stack are not signed, and since
 * 3.0.78 Portage has to be told so. The password is asked for in the clear by nobody: it belongs into a file of root's,
 * which these files only name.
 *
 * @param host name or address, an IPv6 address without brackets
 */
export function clientFiles({
  host,
  password,
}: {
  readonly host: string;
  readonly password: boolean;
}): ClientFiles {
  const server = host.includes(":") ? `[${host}]` : host;
  const user = password ? `${rsyncUser}@` : "";
  const login = password ? ` --password-file=${passwordFile}` : "";
  // Less than one byte is a package that is being built.
  const fetch = `rsync -Lt --min-size=1 --timeout=60${login} "\${URI}" "\${DISTDIR}/\${FILE}"`;
  return {
    "etc/portage/repos.conf/gentoo.conf": `[DEFAULT]
main-repo = gentoo

[gentoo]
location = /var/db/repos/gentoo
sync-type = rsync
sync-uri = rsync://${server}/${rsyncModules.repository}
auto-sync = yes
sync-rsync-verify-metamanifest = yes
sync-openpgp-key-path = /usr/share/openpgp-keys/gentoo-release.asc
`,
    "etc/portage/binrepos.conf/jenkins-stack.conf": `[jenkins-stack]
priority = 10
sync-uri = rsync://${user}${server}/${rsyncModules.binaryPackages}
verify-signature = false
fetchcommand = ${fetch}
resumecommand = ${fetch}
`,
    "etc/portage/jenkins-stack.make.conf": `# Named in /etc/portage/make.conf: source /etc/portage/jenkins-stack.make.conf
FEATURES="\${FEATURES} getbinpkg"
`,
  };
}
