import { markerFile } from "../../internal/migrated-home";
import { checkScript } from "./check-script";
import { copyScript } from "./copy-script";
import type { MigrationPhase } from "./settings";
import { switchScript } from "./switch-script";

/** Where a pod of the migration sees the volumes. */
export const volumePaths = { old: "/old", new: "/new" } as const;

/** Exit code of what another try would not change: it ends the Job at once. */
export const refusalCode = 3;

/**
 * The script of a phase: a POSIX shell, rsync and GNU find.
 *
 * It reads OLD and NEW (folders), FROM (what the marker calls the old home), SCRATCH (a folder for lists) and, to check,
 * RECONCILERS (a line for each).
 */
export function migrationScript(phase: MigrationPhase): string {
  const bodies: Readonly<Record<MigrationPhase, string>> = {
    check: `${checkScript}\ncheck`,
    precopy: `${checkScript}\n${copyScript}\ncheck\nhot_copy`,
    copy: `${checkScript}\n${copyScript}\ncheck\nlast_copy`,
    switch: switchScript,
  };
  return `${commonScript}\n${bodies[phase]}\n`;
}

const commonScript = String.raw`set -eu
export LC_ALL=C
marker=$NEW/${markerFile}

refuse() {
  printf 'refused: %s\n' "$1" >&2
  exit ${refusalCode}
}

# What the marker says of a thing; nothing without a marker.
marked() {
  if [ -f "$marker" ]; then sed -n "s/^$1 //p" "$marker"; fi
}

# The first thing in a home that changed after the comparison began. The change time is the kernel's: no copy sets it,
# and no program sets it back.
changed_since() {
  home=$1
  shift
  find "$home" "$@" \( -path "$home/lost+found" -o -path "$marker*" \) -prune -o -cnewer "$marker" -print -quit
}
# What is deleted at the top changes the top folder alone.
old_changed() {
  inside=$(changed_since "$OLD" -mindepth 1)
  if [ -n "$inside" ]; then printf '%s\n' "$inside"; else changed_since "$OLD" -maxdepth 0; fi
}
# The marker itself changes the top folder of the new home.
new_changed() {
  changed_since "$NEW" -mindepth 1
}

same_origin() {
  origin=$(marked from)
  [ -z "$origin" ] || [ "$origin" = "$FROM" ] ||
    refuse "the new home comes from $origin, not from $FROM"
}`;
