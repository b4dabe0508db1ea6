import { temporaryHome } from "./temporary-folder";

/**
 * Signs packages, and on request the metadata of their folder: `sh sign.sh <folder>…` (A-52).
 *
 * Nobody is there to type: the passphrase comes from a file by GnuPG's loopback, never from an argument. The key is
 * imported into a home of its own, below `/tmp` because the path of an agent's socket is short, and that ends with the
 * script, whatever ends it. Another key than the pinned one is refused before anything is signed.
 *
 * The macros are those of rpm 4 and rpm 6 alike; each ignores those of the other. Packages with the right signature stay
 * as they are, and others' signatures are replaced: signing twice changes nothing.
 *
 * Environment: `RPM_KEY_FILE`, `RPM_FINGERPRINT`, `RPM_PASSPHRASE` where the key has one, `RPM_METADATA` (`true` to have
 * the metadata written, after the packages are signed, and signed too).
 *
 * @see https://rpm-software-management.github.io/rpm/man/rpmsign.1
 */
export const rpmSignScript = `set -eu
here=$(cd "$(dirname "$0")" && pwd)
fail() {
  echo "sign: $1" >&2
  exit 1
}

[ $# -gt 0 ] || fail "expected the folders of the packages, got nothing"
[ -s "\${RPM_KEY_FILE:-}" ] || fail "expected a file with the private key in RPM_KEY_FILE, got none"
echo "\${RPM_FINGERPRINT:-}" | grep -Eqx '[0-9A-F]{40}' ||
  fail "expected 40 hexadecimal digits in RPM_FINGERPRINT, got \\"\${RPM_FINGERPRINT:-}\\""
key=$(cd "$(dirname "$RPM_KEY_FILE")" && pwd)/$(basename "$RPM_KEY_FILE")

${temporaryHome}

(umask 077 && printf '%s\\n' "\${RPM_PASSPHRASE:-}" >"$HOME/passphrase")
unset RPM_PASSPHRASE
# The agent's copy of the key lies beside its passphrase: hardening it costs seconds and protects nothing.
echo "s2k-count 65536" >"$HOME/gpg-agent.conf"
unattended="--batch --pinentry-mode loopback --passphrase-file $HOME/passphrase"

gpg --batch --import "$key" 2>"$HOME/log" || fail "expected a private key in RPM_KEY_FILE, got something else"
found=$(gpg --batch --with-colons --list-secret-keys | sed -n '/^sec:/,/^fpr:/s/^fpr:*\\([0-9A-F]*\\):.*/\\1/p')
[ "$found" = "$RPM_FINGERPRINT" ] || fail "expected the key $RPM_FINGERPRINT, got \${found:-none}"
sign() {
  gpg $unattended --quiet --local-user "$RPM_FINGERPRINT" --armor --detach-sign "$@"
}
echo | sign >/dev/null 2>"$HOME/log" || fail "expected the passphrase of $RPM_FINGERPRINT, got one that does not open it"

RPM_PUBLIC_KEY=$HOME/public.asc
export RPM_PUBLIC_KEY
gpg --batch --armor --export "$RPM_FINGERPRINT" >"$RPM_PUBLIC_KEY"
rpmkeys --dbpath "$HOME/rpmdb" --import "$RPM_PUBLIC_KEY"
signed() {
  rpmkeys --dbpath "$HOME/rpmdb" --define '_pkgverify_level all' --define '_pkgverify_flags 0x0' --checksig "$1" >/dev/null 2>&1
}

for folder in "$@"; do
  find "$folder" -type f -name '*.rpm' | LC_ALL=C sort >"$HOME/packages"
  [ -s "$HOME/packages" ] || fail "expected packages in $folder, got none"
  while read -r package; do
    if signed "$package"; then echo "sign: $package is signed already"
    else
      # rpm 6 would put a second signature beside another key's; rpm 4 replaces it either way.
      rpmsign --resign "$package" </dev/null \\
        --define "__gpg $(command -v gpg)" \\
        --define "_gpg_path $HOME" \\
        --define "_gpg_name $RPM_FINGERPRINT" \\
        --define "_openpgp_sign gpg" \\
        --define "_openpgp_sign_id $RPM_FINGERPRINT" \\
        --define "_gpg_sign_cmd_extra_args $unattended" \\
        >"$HOME/log" 2>&1 || fail "expected rpmsign to sign $package, got: $(cat "$HOME/log")"
      echo "sign: $package"
    fi
  done <"$HOME/packages"
  if [ "\${RPM_METADATA:-}" = true ]; then
    createrepo_c --quiet --update "$folder"
    sign --yes --output "$folder/repodata/repomd.xml.asc" "$folder/repodata/repomd.xml"
  fi
done
sh "$here/check.sh" "$@"
`;
