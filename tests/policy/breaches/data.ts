import { type Breach } from "../support/breach";
import { changed, withInput } from "../support/changes";

/** What the rules that keep data refuse. */
export const dataBreaches: readonly Breach[] = [
  [
    "a volume that would be replaced",
    "data-kept",
    changed("PersistentVolume/jenkins-home", () => ({ operation: "replace" })),
    "PersistentVolume/jenkins-home: expected to be kept, got a plan to replace it",
  ],
  [
    "a LUN's command that would be deleted",
    "data-kept",
    changed("Command/lun-jenkins", () => ({ operation: "delete" })),
    "Command/lun-jenkins: expected to be kept, got a plan to delete it",
  ],
  [
    "a namespace that would be deleted with every claim in it",
    "data-kept",
    changed("Namespace/jobs", () => ({ operation: "delete" })),
    "Namespace/jenkins-jobs: expected to be kept, got a plan to delete it",
  ],
  [
    "a claim without protection",
    "data-protected",
    changed("PersistentVolumeClaim/jenkins-home", () => ({ protect: false })),
    "PersistentVolumeClaim/jenkins protect: expected true, got false",
  ],
  [
    "a volume whose data goes with its claim",
    "data-retained",
    withInput("PersistentVolume/jenkins-home", "spec|persistentVolumeReclaimPolicy", "Delete"),
    'PersistentVolume/jenkins-home spec.persistentVolumeReclaimPolicy: expected "Retain", got "Delete"',
  ],
  [
    "a command that a trigger replaces",
    "data-retained",
    withInput("Command/lun-jenkins", "triggers", ["500Gi"]),
    "Command/lun-jenkins triggers: expected none, got a list",
  ],
  [
    "a command that deletes its LUN",
    "data-retained",
    withInput("Command/lun-jenkins", "delete", "exec node nas/run.cjs lun delete --json"),
    "Command/lun-jenkins delete: expected none, or lun retire, got another command",
  ],
];
