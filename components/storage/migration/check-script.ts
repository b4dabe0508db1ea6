/**
 * Looks whether the old home can be copied to the new volume: nothing is written.
 *
 * Room is compared with what the whole old file system uses, which costs no walk over its files. File systems that
 * count no inodes say 0 of them.
 */
export const checkScript = String.raw`able() {
  [ "$(id -u)" = 0 ] || refuse "the copy keeps the owners of files, which only root may do"
  abilities=$(rsync --version 2>/dev/null) || refuse "the image has no rsync"
  for ability in hardlinks ACLs xattrs; do
    case $abilities in
      *"no $ability"*) refuse "the rsync of the image keeps no $ability" ;;
      *"$ability"*) ;;
      *) refuse "the rsync of the image keeps no $ability" ;;
    esac
  done
  find / -maxdepth 0 -cnewer / -quit 2>/dev/null || refuse "the image needs GNU find"
}

is_home() {
  [ -f "$OLD/config.xml" ] && return
  for inner in "$OLD"/*/config.xml; do
    [ -d "$(dirname "$inner")/jobs" ] || continue
    refuse "the Jenkins home is not the top folder of the old volume but $(basename "$(dirname "$inner")"): set storage.migration.from.path"
  done
  refuse "the old volume holds no Jenkins home: there is no config.xml"
}

is_free() {
  [ ! "$OLD" -ef "$NEW" ] || refuse "old and new are the same volume"
  same_origin
  [ ! -f "$marker" ] || return 0
  found=$(find "$NEW" -mindepth 1 -maxdepth 1 ! -name lost+found ! -path "$marker*" -print -quit)
  [ -z "$found" ] || refuse "the new volume holds $(basename "$found"), which no migration has put there"
}

# Size of a block, blocks: all, free, free for users; inodes: all, free.
volume() {
  stat -f -c '%S %b %f %a %c %d' "$1"
}

has_room() {
  set -- $(volume "$OLD")
  used=$((($2 - $3) * $1)) used_inodes=$(($5 - $6))
  set -- $(volume "$NEW")
  # What an earlier pass copied is room, too: it is not copied again.
  room=$((($4 + $2 - $3) * $1)) inodes=$5
  printf 'the old volume uses %s MiB and %s inodes; the new one has room for %s MiB and %s inodes\n' \
    $((used >> 20)) "$used_inodes" $((room >> 20)) "$inodes"
  [ "$used" -le "$room" ] ||
    refuse "the new volume is too small: $((used >> 20)) MiB are used, $((room >> 20)) MiB fit; grow its LUN"
  [ "$inodes" -eq 0 ] || [ "$used_inodes" -le "$inodes" ] ||
    refuse "the new volume has too few inodes: $used_inodes are used, $inodes exist; a bigger file system has more"
}

check() {
  able
  is_home
  is_free
  has_room
  printf '%s' "${"$"}{RECONCILERS-}" | while IFS= read -r reconciler || [ -n "$reconciler" ]; do
    printf 'warning: %s looks after the old claim: it must not delete it or make it anew\n' "$reconciler"
  done
}`;
