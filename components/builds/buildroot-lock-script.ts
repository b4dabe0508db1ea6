/**
 * Runs a command while nobody else builds on the same volume: `sh with-lock.sh <command> [<argument>…]`.
 *
 * Buildroot locks downloads, but nothing of its output folder. The lock is held by whatever process of the build still
 * lives, and the kernel drops it when the last of them dies, however that happens. A lost node cannot hold it either:
 * the volume is attached to one node at a time.
 *
 * Exit status 75 says that the volume did not become free in time.
 *
 * @see https://man7.org/linux/man-pages/man1/flock.1.html
 */
export const buildrootLockScript = `set -eu
umask 0022
holder=$BUILDROOT_CACHE/.lock-holder

exec 9>>"$BUILDROOT_CACHE/.lock"
if ! flock --nonblock 9; then
  echo "buildroot: $(cat "$holder") has the volume; waiting for at most $BUILDROOT_LOCK_SECONDS s" >&2
  if ! flock --wait "$BUILDROOT_LOCK_SECONDS" 9; then
    echo "buildroot: expected the volume to be free within $BUILDROOT_LOCK_SECONDS s, got $(cat "$holder") still on it" >&2
    exit 75
  fi
fi
echo "\${BUILD_URL:-process $$}" >"$holder"
exec "$@"
`;
