/** Lets Jenkins start on the new home if it is what was compared, and if nobody went on with the old one since. */
export const switchScript = String.raw`same_origin
[ "$(marked state)" = verified ] ||
  refuse "the new home was never copied and compared as a whole; go back to storage.migration.phase copy"
used=$(new_changed)
changed=$(old_changed)
if [ -n "$changed" ]; then
  changed=${"$"}{changed#"$OLD/"}
  [ "$changed" != "$OLD" ] || changed="its top folder"
  [ -z "$used" ] || refuse "both homes changed since they were compared (the old one: $changed); decide which one stays and remove storage.migration"
  refuse "the old home changed after it was copied ($changed); go back to storage.migration.phase copy"
fi
if [ -n "$used" ]; then
  echo "Jenkins runs on the new home already"
else
  printf 'the new home is a whole copy: %s files, %s bytes\n' "$(marked files)" "$(marked bytes)"
fi
echo "the old home $FROM is kept until storage.migration is taken out of the settings"`;
