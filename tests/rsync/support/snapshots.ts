/**
 * Shell functions that write a repository as Portage's storage drivers do: `publish_rcu` a new snapshot beside the others
 * and one rename, `publish_in_place` file by file.
 *
 * Both take the version that every file then holds and the number of files.
 *
 * @see https://gitweb.gentoo.org/proj/portage.git/tree/lib/portage/repository/storage/hardlink_rcu.py
 */
export const storageDrivers = `
write_tree() {
  mkdir -p "$1/metadata"
  echo "$2" > "$1/metadata/timestamp.chk"
  number=0
  while [ "$number" -lt "$3" ]; do
    printf '%s\\n%s' "$2" "$PADDING" > "$1/file-$number"
    number=$((number + 1))
  done
}

publish_rcu() {
  store="$REPOS/.gentoo-rcu"
  rm -rf "$store/update"
  mkdir -p "$store/snapshots"
  write_tree "$store/update" "$1" "$2"
  mv "$store/update" "$store/snapshots/$1"
  ln -s "snapshots/$1" "$store/latest.new"
  mv -T "$store/latest.new" "$store/latest"
}

publish_in_place() {
  store="$REPOS/.gentoo-rcu"
  mkdir -p "$store/snapshots/1"
  if [ ! -L "$store/latest" ]; then ln -s snapshots/1 "$store/latest"; fi
  write_tree "$store/snapshots/1" "$1" "$2"
}
`;

/** The drivers, by the functions above. */
export type StorageDriver = "publish_rcu" | "publish_in_place";
