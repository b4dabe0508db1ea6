import type { Restored } from "./restore";
import { unknownImage, type TakenUnder, type Wanted } from "./plan";

/** What an operator reads after a restore: what is where now, and the commands that come next. */
export function restoredText(wanted: Wanted, restored: Restored): string {
  const { stack, lun, snapshot } = wanted;
  const { before, alsoKept, grown } = restored;
  const lines = [`LUN ${lun} holds snapshot ${snapshot.name} of ${snapshot.createdAt}`];
  if (before !== undefined)
    lines.push(
      `what it held before is in snapshot ${before}; to undo: npm run restore -- --stack ${stack} --lun ${lun} --snapshot ${before}`,
    );
  if (alsoKept.length > 0)
    lines.push(`runs that were cut off have kept as well: ${alsoKept.join(", ")}`);
  if (grown)
    lines.push(
      "it was smaller then and was grown again; the file system in it is as small as it was, docs/growth.md tells how it follows",
    );
  if (wanted.isHome) lines.push(...afterwards(wanted, restored.started));
  return lines.join("\n");
}

function afterwards(
  { stack, snapshot, takenUnder, maintenance }: Wanted,
  started: boolean,
): readonly string[] {
  const release = `npm run restore -- --stack ${stack} --release`;
  if (started) return [`Jenkins starts and begins no build; once it looks right: ${release}`];
  if (takenUnder !== undefined)
    return [
      `Jenkins is stopped, because ${reasonOf(takenUnder)}. To start it as it was then:`,
      ...numbered([
        ...settingsOf(stack, takenUnder),
        `npm run up -- --stack ${stack} --restore-snapshot ${snapshot.name}`,
        `where that changes nothing: npm run restore -- --stack ${stack} --start`,
        `Jenkins begins no build; once it looks right: ${release}`,
      ]),
      `To start it as it was until now, which may rewrite the home for good: npm run restore -- --stack ${stack} --start`,
    ];
  return [
    maintenance
      ? `Jenkins is stopped by jenkins.maintenance; its next start is a quiet one, then: ${release}`
      : `Jenkins was stopped before and is left so; its next start is a quiet one, then: ${release}`,
  ];
}

function reasonOf({ image, plugins }: TakenUnder): string {
  if (image === unknownImage)
    return "nobody knows whether the snapshot was taken under the Jenkins that would start";
  if (image !== undefined) return "the snapshot was taken under another image than would start";
  return plugins === "other"
    ? "the snapshot was taken under other plugins than would start"
    : "nobody knows whether the snapshot was taken under the plugins that would start";
}

function settingsOf(stack: string, { image, plugins }: TakenUnder): readonly string[] {
  const lock = "components/jenkins/plugins/lock.json";
  return [
    ...(image === undefined ? [] : [`in Pulumi.${stack}.yaml: jenkins.image: ${wordFor(image)}`]),
    ...(plugins === undefined
      ? []
      : [`the plugins of that day: git log -- ${lock}, then git checkout <commit> -- ${lock}`]),
  ];
}

function wordFor(image: string): string {
  return image === unknownImage ? "the one of that day, as git log tells" : image;
}

function numbered(steps: readonly string[]): readonly string[] {
  return steps.map((step, index) => `  ${index + 1}. ${step}`);
}
