/**
 * Shell that makes the folder `$temporary` and removes it when the script ends, whatever ends it.
 *
 * @param name start of its name below `/tmp`: the path of an agent's socket in it has to stay short
 * @param before command that comes before the removal
 */
export function temporaryFolder(name: string, before?: string): string {
  return `temporary=$(mktemp -d /tmp/${name}.XXXXXX)
finish() {
  status=$?
  trap - EXIT
${before === undefined ? "" : `  ${before}\n`}  rm -rf "$temporary"
  exit "$status"
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM`;
}

/**
 * The folder as a home for GnuPG and rpm: settings that a build left in its own home are nobody's business here, and
 * agents would outlive the script.
 */
export const temporaryHome = `${temporaryFolder("gpg", "gpgconf --kill all || :")}
HOME=$temporary
GNUPGHOME=$temporary
export HOME GNUPGHOME`;
