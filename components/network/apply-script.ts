import type { NodeDocument } from "./documents/document";

/** Ends a document within the script: no setting can contain it, because none of them takes a space or line break. */
const end = "end of document";

/**
 * Shell script that puts a node's files in place and makes them effective.
 *
 * A file that is as it should be is left alone, and nothing is restarted for it. Everything is checked before the first
 * file is written. What was written but not yet made effective, because a run broke off, is remembered on the node. The
 * initiator is never restarted while it has sessions, and its name is not changed under them.
 *
 * It runs from `main` at its end: of a connection that breaks off, a part of it would do nothing.
 */
export function applyScript(files: readonly NodeDocument[]): string {
  return [
    functions,
    "main() {",
    "  staged=$(mktemp -d)",
    '  trap \'rm -rf "$staged" "$root"/etc/.storage-network.*\' EXIT',
    ...files.flatMap(({ path, mode, content }) => [
      `  stage ${mode} ${path} <<'${end}'`,
      `${content}${end}`,
    ]),
    '  if [ ! -e "$staged/changed" ]; then return; fi',
    "  check",
    "  install_changed",
    "  activate",
    '  rm "$pending"',
    "}",
    "main",
    "",
  ].join("\n");
}

const functions = `set -eu
umask 077
root=\${STORAGE_ROOT:-}
pending=$root/var/lib/storage-network/pending

fail() { echo "$*" >&2; exit 1; }
changed() { grep -q -- "$1" "$staged/changed"; }

stage() {
  mkdir -p "$staged\${2%/*}"
  cat > "$staged$2"
  if cmp -s "$staged$2" "$root$2" && [ "$(stat -c 0%a "$root$2")" = "$1" ] &&
    ! grep -qsxF -- "$2" "$pending"; then
    echo "unchanged $2"
  else
    chmod "$1" "$staged$2"
    echo "$2" >> "$staged/changed"
  fi
}

check() {
  while read -r path; do
    case $path in
    *.nmconnection)
      nmcli --offline connection modify connection.id storage < "$staged$path" > "$staged/ignored" ||
        fail "$path: expected a keyfile that NetworkManager accepts; nothing was written"
      ;;
    *.nft)
      nft --check --file "$staged$path" ||
        fail "$path: expected rules that nftables accepts; nothing was written"
      ;;
    */initiatorname.iscsi)
      for session in "$root"/sys/class/iscsi_session/session*; do
        if [ -e "$session" ]; then
          fail "$path: expected no iSCSI session while the initiator's name changes; drain the node first; nothing was written"
        fi
      done
      ;;
    esac
  done < "$staged/changed"
}

install_changed() {
  mkdir -p "\${pending%/*}"
  cat "$staged/changed" > "$pending"
  while read -r path; do
    (umask 022 && mkdir -p "$root\${path%/*}")
    # Beside no other file, because some folders are read whole; on the same filesystem, so that the move is one step.
    temporary=$(mktemp "$root/etc/.storage-network.XXXXXX")
    cp -p "$staged$path" "$temporary"
    mv -f "$temporary" "$root$path"
    if command -v restorecon > /dev/null; then restorecon "$root$path"; fi
    echo "changed $path"
  done < "$staged/changed"
}

activate() {
  if changed /sysctl.d/; then sysctl --quiet --load "$root/etc/sysctl.d/90-storage.conf"; fi
  if changed /firewalld/; then
    firewall-offline-cmd --check-config
    firewall-cmd --reload
  fi
  if changed '\\.nft$\\|/storage-firewall\\.service$'; then
    systemctl daemon-reload
    systemctl enable storage-firewall.service
    # Reloaded in one step where it runs: a restart would stop it first, a moment without rules.
    systemctl reload-or-restart storage-firewall.service
  fi
  if changed '\\.nmconnection$'; then
    nmcli connection load "$root/etc/NetworkManager/system-connections/storage.nmconnection"
    nmcli connection up id storage
  fi
  if changed '\\.network$'; then networkctl reload; fi
  if changed '\\.link$'; then echo "the adapter gets its name when the node starts again"; fi
  if changed /initiatorname; then systemctl try-restart iscsid.service; fi
  if changed /iscsid.conf; then echo "iscsid.conf holds for sessions that begin from now on"; fi
  if changed /crio.conf.d/; then echo "CRI-O reads its drop-in when it starts again: systemctl restart crio"; fi
}
`;
