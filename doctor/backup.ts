import type { Sections } from "../stacks/settings";
import type { ClusterApi } from "./cluster/api";
import { fine, notLookedAt, warning, type Finding } from "./finding";

/** What a stack remembers of its own care: the data of the ConfigMap {@link careRecordName}. */
export interface CareRecord {
  /** When the last backup outside of the NAS ended; RFC 3339. */
  readonly lastBackup?: string;
  /** When a restore was last rehearsed and found a Jenkins home; RFC 3339. */
  readonly lastRehearsal?: string;
  /** Snapshot that was rehearsed. */
  readonly rehearsed?: string;
}

/** A stack whose backups are looked at. */
export interface BackupSubject {
  readonly sections: Pick<Sections, "backup" | "storage">;
  /** The time against which ages are measured, in milliseconds since 1970. */
  readonly now: number;
  /** The cluster that holds the record. Default: it is not reached. */
  readonly cluster?: Pick<ClusterApi, "read">;
}

/**
 * ConfigMap with the {@link CareRecord}, in the namespace of the storage Secrets: the controller cannot reach it, so
 * nothing that a build does can make a backup look recent.
 */
export const careRecordName = "jenkins-care";

const day = 86_400_000;

/** Reads when a stack was last cared for, and says what is due. Changes nothing. */
export async function lookAtBackup({
  sections: { backup, storage },
  now,
  cluster,
}: BackupSubject): Promise<readonly Finding[]> {
  if (cluster === undefined)
    return [...notLookedAt(["backup", "rehearsal"], "the cluster"), secretsFinding(backup)];
  const path = `/api/v1/namespaces/${storage.secretNamespace}/configmaps/${careRecordName}`;
  const { status, body } = await cluster.read(path);
  if (status !== 200 && status !== 404) {
    const missing = `ConfigMap ${storage.secretNamespace}/${careRecordName} (the API server answered ${status})`;
    return [...notLookedAt(["backup", "rehearsal"], missing), secretsFinding(backup)];
  }
  const { data } = (status === 200 ? body : {}) as { readonly data?: CareRecord };
  return backupFindings(backup, data ?? {}, now);
}

/**
 * What there is to say about backup and rehearsal of a stack (A-26, A-34, D-06). Nothing is an error: what has to be
 * declared, the settings have refused to leave out.
 *
 * @param record as the cluster has it; empty where nothing was ever recorded
 * @param now in milliseconds since 1970
 */
export function backupFindings(
  backup: Sections["backup"],
  record: CareRecord,
  now: number,
): readonly Finding[] {
  return [
    homeFinding(backup, record, now),
    rehearsalFinding(backup, record, now),
    secretsFinding(backup),
  ];
}

function homeFinding(
  { target, waived, maxAgeDays }: Sections["backup"],
  { lastBackup }: CareRecord,
  now: number,
): Finding {
  const check = "backup";
  if (target === undefined) return fine(check, `waived: ${waived ?? "without a reason"}`);
  const place = `${target.kind}, to ${target.to}`;
  const age = ageOf(lastBackup, now);
  if (age === undefined)
    return warning(
      check,
      `${place}: ${lastBackup === undefined ? "no run was ever recorded" : notATime(lastBackup)}`,
      "have what makes it run npm run backup -- --stack <stack> --done afterwards",
    );
  const found = `${place}, last ${ago(age)}`;
  if (age <= maxAgeDays * day) return fine(check, found);
  return warning(
    check,
    `${found}, and backup.maxAgeDays is ${maxAgeDays}`,
    "look at its task in DSM; once it has run: npm run backup -- --stack <stack> --done",
  );
}

function rehearsalFinding(
  { rehearsalMaxAgeDays }: Sections["backup"],
  { lastRehearsal, rehearsed }: CareRecord,
  now: number,
): Finding {
  const check = "rehearsal";
  const fix = "npm run rehearse-restore -- --stack <stack>";
  const age = ageOf(lastRehearsal, now);
  if (age === undefined) {
    const never = "a restore was never rehearsed";
    return warning(check, lastRehearsal === undefined ? never : notATime(lastRehearsal), fix);
  }
  const found = `last ${ago(age)}${rehearsed === undefined ? "" : `, of snapshot ${rehearsed}`}`;
  if (age <= rehearsalMaxAgeDays * day) return fine(check, found);
  return warning(check, `${found}, and backup.rehearsalMaxAgeDays is ${rehearsalMaxAgeDays}`, fix);
}

function secretsFinding({ secretsCopy, secretsWaived }: Sections["backup"]): Finding {
  return fine("secrets backup", secretsCopy ?? `waived: ${secretsWaived ?? "without a reason"}`);
}

/** Milliseconds since a time; undefined for none and for a text that is no time. One to come is now: clocks differ. */
function ageOf(time: string | undefined, now: number): number | undefined {
  const at = Date.parse(time ?? "");
  return Number.isNaN(at) ? undefined : Math.max(0, now - at);
}

function ago(age: number): string {
  const days = Math.floor(age / day);
  if (days === 0) return "within a day";
  return days === 1 ? "1 day ago" : `${days} days ago`;
}

function notATime(text: string): string {
  return `the record says ${JSON.stringify(text)}, which is no time`;
}
