import { temporaryHome } from "./temporary-folder";

/**
 * Refuses packages that are not signed by the stack's key, whole and unchanged: `sh check.sh <folder or package>…`.
 *
 * `rpmkeys --checksig` alone calls an unsigned package fine, because its digests are: only `_pkgverify_level` makes it
 * insist on the signature. The database it asks knows one key, so that nobody else's signature counts, and it ends with
 * the script.
 *
 * A signature beside a repository's metadata has to be right as well; metadata need not have one.
 *
 * Environment: `RPM_FINGERPRINT`, and `RPM_PUBLIC_KEY`, a file; without it the key beside the script.
 *
 * @see https://rpm-software-management.github.io/rpm/man/rpmkeys.8
 */
export const rpmCheckScript = `set -eu
here=$(cd "$(dirname "$0")" && pwd)
fail() {
  echo "check: $1" >&2
  exit 1
}

key=\${RPM_PUBLIC_KEY:-$here/signing-key.asc}
[ $# -gt 0 ] || fail "expected folders or packages, got nothing"
[ -s "$key" ] || fail "expected the public key in $key, got no such file"

${temporaryHome}

gpg --batch --quiet --import "$key"
found=$(gpg --batch --with-colons --list-keys | sed -n '/^pub:/,/^fpr:/s/^fpr:*\\([0-9A-F]*\\):.*/\\1/p')
[ "$found" = "$RPM_FINGERPRINT" ] || fail "expected the public key $RPM_FINGERPRINT, got $found"
rpmkeys --dbpath "$HOME/rpmdb" --import "$key"

find "$@" -type f -name '*.rpm' | LC_ALL=C sort >"$HOME/packages"
[ -s "$HOME/packages" ] || fail "expected packages in $*, got none"
refused=0
while read -r package; do
  if ! rpmkeys --dbpath "$HOME/rpmdb" --define '_pkgverify_level all' --define '_pkgverify_flags 0x0' --checksig "$package"; then
    echo "check: expected a package signed by $RPM_FINGERPRINT, got another: $package" >&2
    refused=$((refused + 1))
  fi
done <"$HOME/packages"
[ "$refused" -eq 0 ] || fail "$refused of $(wc -l <"$HOME/packages") packages refused"

find "$@" -type f -path '*/repodata/repomd.xml.asc' >"$HOME/signatures"
while read -r signature; do
  gpg --batch --quiet --verify "$signature" "\${signature%.asc}" 2>"$HOME/log" ||
    fail "expected metadata signed by $RPM_FINGERPRINT, got another: \${signature%.asc}"
done <"$HOME/signatures"
`;
