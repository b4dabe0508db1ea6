/**
 * Lets a node and a file system follow a LUN that has grown.
 *
 * Everything runs with the programs and in the mounts of the node: only there is the session known to iscsid, and an
 * online resize2fs needs a right of the node itself. It may be repeated; where nothing grew, nothing changes.
 *
 * Reads IQN, PORTAL, DEVICE, BYTES and FS_TYPE. What goes wrong is its last line.
 */
export const growthScript = `set -eu
node() { nsenter --target 1 --mount --net -- "$@"; }
fail() { echo "growth: $*" >&2; exit 1; }

node iscsiadm --mode node --targetname "$IQN" --portal "$PORTAL" --rescan

size=0
for attempt in 1 2 3 4 5 6 7 8 9 10; do
  size=$(node blockdev --getsize64 "$DEVICE") || size=0
  [ "$size" -ge "$BYTES" ] && break
  [ "$attempt" = 10 ] || sleep 2
done
[ "$size" -ge "$BYTES" ] || fail "expected $DEVICE to have $BYTES bytes, got $size; is the LUN of the NAS that big?"

disk=$(node readlink -f "$DEVICE")
if node lsblk --noheadings --output TYPE "$disk" | grep -q mpath; then
  fail "expected one path to $DEVICE, got multipath; grow its map and the file system by hand"
fi
mount=$(node findmnt --noheadings --first-only --output TARGET --source "$disk") ||
  fail "expected $DEVICE to be mounted on this node, got no mount; is Jenkins on another one?"

case $FS_TYPE in
  ext4) node resize2fs "$disk" ;;
  xfs) node xfs_growfs "$mount" ;;
  *) fail "expected ext4 or xfs, got $FS_TYPE" ;;
esac
echo "growth: $DEVICE has $size bytes, and its file system follows"
`;
