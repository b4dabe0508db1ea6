/**
 * Copies a home and compares it.
 *
 * - Hard links, ACLs, extended attributes, holes and numbers of owners are kept. SELinux labels are not: on a volume
 *   that is mounted with a label they cannot be set, and elsewhere the node sets them.
 * - The comparison reads every byte of both sides: size and time alone miss a file that was spoiled in place. rsync ends
 *   with 0 whatever it finds, so what counts is that it lists nothing.
 * - After a comparison that found something the next copy reads every byte as well, and so repairs it.
 * - A home that Jenkins ran on is never copied over.
 *
 * @see https://download.samba.org/pub/rsync/rsync.1
 */
export const copyScript = String.raw`pass() {
  rsync -aHAXS --numeric-ids --delete --filter='-x security.selinux' \
    --exclude=/lost+found --exclude="/$(basename "$marker")*" "$@" "$OLD/" "$NEW/"
}

# The old marker is gone only when the new one is complete.
mark() {
  printf 'from %s\nstate %s\n' "$FROM" "$1" >"$marker.new"
  [ $# -eq 1 ] || printf 'files %s\nbytes %s\n' "$2" "$3" >>"$marker.new"
  [ $# -eq 1 ] || touch -r "$SCRATCH/compared" "$marker.new"
  mv -f "$marker.new" "$marker"
}

ended() {
  case $1 in
    0) ;;
    11) refuse "rsync could not write (11): the new volume is full or broken; what was copied stays" ;;
    *) printf 'rsync ended with %s; the next try goes on from here\n' "$1" >&2; exit 1 ;;
  esac
}

never_used() {
  [ "$(marked state)" = verified ] || return 0
  used=$(new_changed)
  [ -z "$used" ] ||
    refuse "the new home was used after it was compared (${"$"}{used#"$NEW/"}): a copy would destroy what was written since"
}

# What a comparison found stays known until one finds nothing.
begin() {
  never_used
  [ "$(marked state)" = differs ] || mark copying
}

hot_copy() {
  begin
  code=0
  pass || code=$?
  # 24: files that went while they were copied, which a running Jenkins does all the time.
  [ "$code" -eq 24 ] || ended "$code"
  echo "copied while Jenkins runs; the phase copy brings what changed meanwhile"
}

number() {
  sed -n "s/^$1: \([0-9,]*\).*/\1/p" "$SCRATCH/statistics" | tr -d ,
}

last_copy() {
  never_used
  if [ "$(marked state)" = verified ] && [ -z "$(old_changed)" ]; then
    echo "copied and compared before: nothing changed since"
    exit 0
  fi
  begin
  repair=
  [ "$(marked state)" != differs ] || repair=--checksum
  code=0
  pass --stats $repair >"$SCRATCH/statistics" || code=$?
  ended "$code"

  : >"$SCRATCH/compared"
  code=0
  pass --checksum --dry-run --itemize-changes >"$SCRATCH/differences" || code=$?
  ended "$code"
  if [ -s "$SCRATCH/differences" ]; then
    mark differs
    head -n 20 "$SCRATCH/differences" >&2
    refuse "old and new differ in $(wc -l <"$SCRATCH/differences") places, the first of them above; the next try copies them again"
  fi
  mark verified "$(number 'Number of files')" "$(number 'Total file size')"
  touch -r "$OLD" "$NEW"
  sync -f "$NEW"
  printf 'copied and compared: %s files, %s bytes\n' "$(marked files)" "$(marked bytes)"
}`;
