import { parseLine, parseReason } from "../job-words";
import { group, oneOf, text, wholeNumber } from "../fields";

/** What keeps the Jenkins home when the NAS itself is lost (A-34, D-06). */
export const backup = group({
  target: group({
    kind: oneOf(["hyperBackup", "snapshotReplication", "other"]).meta({
      description:
        "What makes the backup: Hyper Backup or Snapshot Replication of DSM, or something else. Its task is set up there, not by this program.",
      examples: ["hyperBackup"],
    }),
    to: text(parseLine).meta({
      description: "Where the backup is kept: another machine, in the best case in another place.",
      examples: ["rsync server in the other building, nightly"],
    }),
  })
    .exactOptional()
    .meta({
      description:
        "The backup of the home's LUN outside of the NAS. Snapshots do not count: they are lost with the NAS.",
      examples: [{ kind: "hyperBackup", to: "rsync server in the other building, nightly" }],
    }),
  waived: text(parseReason)
    .exactOptional()
    .meta({
      description: "Why there is no backup outside of the NAS, instead of backup.target.",
      examples: ["every job is built from its repository, history may be lost"],
    }),
  secretsCopy: text(parseLine)
    .exactOptional()
    .meta({
      description:
        "Where a copy of the folder secrets/ of the home is kept, apart from the backup: without it, every credential that Jenkins has stored is lost.",
      examples: ["encrypted, in the safe of the administrators"],
    }),
  secretsWaived: text(parseReason)
    .exactOptional()
    .meta({
      description: "Why there is no copy of secrets/, instead of backup.secretsCopy.",
      examples: ["every credential is a Secret of this program, none is stored in the home"],
    }),
  maxAgeDays: wholeNumber(1, 366)
    .default(8)
    .meta({
      description: "How old the last backup may be before the doctor warns, in days.",
      examples: [2],
    }),
  rehearsalMaxAgeDays: wholeNumber(1, 1000)
    .default(100)
    .meta({
      description:
        "How long ago the last rehearsal of a restore may be before the doctor warns, in days.",
      examples: [35],
    }),
})
  .prefault({})
  .meta({
    description:
      "What keeps the Jenkins home when the NAS itself is lost. A stack says what it has, or why it has none.",
  });
