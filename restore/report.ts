import type { Restored } from "./restore";
import type { Wanted } from "./plan";

/** What an operator reads after a restore: what is where now, and the commands that come next. */
export function restoredText(wanted: Wanted, restored: Restored): string {
  const { stack, lun, snapshot } = wanted;
  const { before, alsoKept } = restored;
  const lines = [`LUN ${lun} holds snapshot ${snapshot.name} of ${snapshot.createdAt}`];
  if (before !== undefined)
    lines.push(
      `what it held before is in snapshot ${before}; to undo: npm run restore -- --stack ${stack} --lun ${lun} --snapshot ${before}`,
    );
  if (alsoKept.length > 0)
    lines.push(`runs that were cut off have kept as well: ${alsoKept.join(", ")}`);
  if (wanted.isHome) lines.push(...afterwards(wanted, restored.started));
  return lines.join("\n");
}

function afterwards(
  { stack, snapshot, otherImage, maintenance }: Wanted,
  started: boolean,
): readonly string[] {
  const release = `npm run restore -- --stack ${stack} --release`;
  if (started) return [`Jenkins starts and begins no build; once it looks right: ${release}`];
  if (otherImage !== undefined)
    return [
      `Jenkins is stopped, because the snapshot was taken under another image than the settings name. To start it as it was then:`,
      `  1. in Pulumi.${stack}.yaml: jenkins.image: ${otherImage}`,
      `  2. the plugins of that day: git log -- components/jenkins/plugins/lock.json, then git checkout <commit> -- components/jenkins/plugins/lock.json`,
      `  3. npm run up -- --stack ${stack} --restore-snapshot ${snapshot.name}`,
      `  4. Jenkins begins no build; once it looks right: ${release}`,
    ];
  return [
    maintenance
      ? `Jenkins is stopped by jenkins.maintenance; its next start is a quiet one, then: ${release}`
      : `Jenkins was stopped before and is left so; its next start is a quiet one, then: ${release}`,
  ];
}
