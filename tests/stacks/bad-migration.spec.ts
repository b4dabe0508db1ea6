import type { Values } from "./good-settings";
import { describeRefusals } from "./refusals";

const image = "docker.io/gentoo/stage3:nomultilib-20260824";
const lun = { volume: "/volume1", size: "20Gi", iqn: "iqn.2000-01.example.nas:spare" };

/** Settings with a second home beside the one in use. */
const homes: Values = {
  "storage.luns.spare": lun,
  "storage.homes": { "jenkins-home": { lun: "spare" } },
};
const foreign = { claim: "old", podLabels: { app: "jenkins" } };
const stopped: Values = { "jenkins.maintenance": true };

/** A migration between two claims of the stack. */
const own = (migration: Values): Values => ({
  ...homes,
  "storage.migration": { from: { claim: "jenkins" }, to: "jenkins-home", image, ...migration },
});

describeRefusals("migration settings", [
  [
    "an image that moves",
    own({ image: "docker.io/gentoo/stage3:latest" }),
    'storage.migration.image: expected an image with its registry and an exact tag or digest, got "docker.io/gentoo/stage3:latest"; a moving tag would change the software on every pod restart',
  ],
  [
    "a phase that does not exist",
    own({ phase: "verify" }),
    'storage.migration.phase: expected one of "check", "precopy", "copy", "switch", got "verify"',
  ],
  [
    "a folder outside the volume",
    own({ from: { claim: "jenkins", path: "/var/jenkins_home" } }),
    'storage.migration.from.path: expected a folder within the volume such as jenkins_home, got "/var/jenkins_home"; it starts at the volume\'s top folder',
  ],
  [
    "a claim of another namespace (A-29)",
    own({ from: { claim: "jenkins", namespace: "ci" } }),
    'storage.migration.from.namespace: expected jenkins.namespace (jenkins), got "ci"; a pod mounts claims of its own namespace alone: let jenkins.namespace be that one, or bind the old volume to a claim in it first',
  ],
  [
    "one claim that is both (A-30)",
    { "storage.migration": { from: { claim: "jenkins" }, image } },
    'storage.migration.to: expected another claim than storage.migration.from.claim, got "jenkins"; old and new stay side by side, so that no name is raced: declare the new one in storage.homes',
  ],
  [
    "a new home that nothing declares",
    own({ to: "jenkins-new" }),
    'storage.migration.to: expected jenkins.claim or a claim of storage.homes (jenkins, jenkins-home), got "jenkins-new"',
  ],
  [
    "a way past the claim in use",
    own({ from: foreign }),
    'storage.migration.to: expected jenkins.claim (jenkins), got "jenkins-home"; a home comes from the claim in use, or goes to it',
  ],
  [
    "a foreign home whose pods nobody would wait for (A-29)",
    { ...stopped, "storage.migration": { from: { claim: "old" }, image } },
    "storage.migration.from.podLabels: expected the labels of the pods that use the old claim, got nothing; kubectl --namespace jenkins get pods --show-labels",
  ],
  [
    "labels for pods that are known",
    own({ from: { claim: "jenkins", podLabels: { app: "jenkins" } } }),
    "storage.migration.from.podLabels: expected no labels with a claim of this stack, got an object; who uses that one is known",
  ],
  [
    "a last copy beside a running Jenkins (A-29)",
    own({ phase: "copy" }),
    "jenkins.maintenance: expected true in the phase copy, got false; the last copy needs a home that nobody writes to",
  ],
  [
    "a Jenkins on a home that is not whole (A-29)",
    { "storage.migration": { from: foreign, image, phase: "precopy" } },
    "jenkins.maintenance: expected true in the phase precopy, got false; Jenkins must not start on a home that is not whole yet",
  ],
  [
    "a copy beside a Jenkins that is stopped",
    { ...own({ phase: "precopy" }), ...stopped },
    'storage.migration.phase: expected copy, got "precopy"; no Jenkins runs on the old home, so there is nothing to copy beside',
  ],
  [
    "a switch that leaves Jenkins on the old home (A-30)",
    own({ phase: "switch" }),
    'jenkins.claim: expected storage.migration.to (jenkins-home) in the phase switch, got "jenkins"; exchange jenkins.claim and jenkins.lun with the entry of storage.homes',
  ],
]);
