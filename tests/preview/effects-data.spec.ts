// What the rules say of resources that hold data, or the keys to it.
import assert from "node:assert/strict";

import { stepBetween, type Step } from "../../preview/step";
import { told } from "./support/effects";
import { changed, made, removed, stateOf, types, type Given } from "./support/steps";

const volume: Given = { type: types.volume, name: "jenkins-home", component: "IscsiVolume" };
const claim: Given = { type: types.claim, name: "jenkins-home", component: "IscsiVolume" };
const lun: Given = { type: types.command, name: "lun-jenkins", component: "SynologyLun" };
const inVolume = (spec: object) => ({ metadata: { name: "jenkins-home" }, spec });
const inLun = (environment: object) => ({
  environment: { LUN_NAME: "jenkins", LUN_SIZE: "20Gi", ...environment },
});

const rows: readonly (readonly [string, Step, readonly string[]])[] = [
  ["a new volume", made(volume), ["safe: new volume; nothing on the NAS is formatted or erased"]],
  [
    "a volume that grows",
    changed(
      volume,
      inVolume({ capacity: { storage: "20Gi" } }),
      inVolume({ capacity: { storage: "1Ti" } }),
    ),
    ["safe: volume states its new size (20Gi → 1Ti)"],
  ],
  [
    "a volume that shrinks",
    changed(
      volume,
      inVolume({ capacity: { storage: "20Gi" } }),
      inVolume({ capacity: { storage: "20G" } }),
    ),
    ["refused: volume would shrink (20Gi → 20G): that cuts its file system off"],
  ],
  [
    "a volume that would go with its claim",
    changed(
      volume,
      inVolume({ persistentVolumeReclaimPolicy: "Retain" }),
      inVolume({ persistentVolumeReclaimPolicy: "Delete" }),
    ),
    ["refused: the data would go with the claim (Delete)"],
  ],
  [
    "a volume for another claim, on other nodes",
    changed(
      volume,
      inVolume({ claimRef: { name: "a" }, nodeAffinity: { a: 1 } }),
      inVolume({ claimRef: { name: "b" }, nodeAffinity: { a: 2 } }),
    ),
    [
      "touches data: review needed: the volume is reserved for another claim",
      "touches data: review needed: other nodes may attach the volume",
    ],
  ],
  [
    "a field of a volume that nobody knows",
    changed(volume, inVolume({ mountOptions: ["a"] }), inVolume({ mountOptions: ["b"] })),
    [
      "touches data: review needed: spec.mountOptions[0] of a PersistentVolume changes: what that does is not known here",
    ],
  ],
  [
    "a protected volume that another portal would replace",
    stepBetween(
      stateOf(
        { ...volume, protect: true },
        inVolume({ iscsi: { targetPortal: "[fd00::1]:3260" } }),
      ),
      stateOf(
        { ...volume, protect: true },
        inVolume({ iscsi: { targetPortal: "[fd00::2]:3260" } }),
      ),
    ),
    [
      "refused: volume jenkins-home would be replaced (spec.iscsi.targetPortal): it is protected, because it holds data",
    ],
  ],
  [
    "a protected claim that would go",
    removed({ ...claim, protect: true }, { metadata: { name: "jenkins", namespace: "jenkins" } }),
    ["refused: claim jenkins would be removed: it is protected, because it holds data"],
  ],
  [
    "a claim that is not protected",
    removed(claim, { metadata: { name: "jenkins" } }),
    ["touches data: review needed: claim jenkins would be removed; its volume stays"],
  ],
  [
    "a volume that loses its protection",
    stepBetween(stateOf({ ...volume, protect: true }, {}), stateOf(volume, {})),
    [
      "touches data: review needed: loses its protection: a later change could remove it with its data",
    ],
  ],
  ["a new LUN", made(lun, inLun({})), ["safe: LUN jenkins of 20Gi is found on the NAS, or made"]],
  [
    "a LUN that grows",
    changed(
      lun,
      { ...inLun({}), stdin: "[secret]" },
      { ...inLun({ LUN_SIZE: "30Gi" }), stdin: "[secret]" },
      ["stdin"],
    ),
    ["safe: LUN grows online (20Gi → 30Gi); its file system is grown on the node"],
  ],
  [
    "a LUN that shrinks",
    changed(lun, inLun({}), inLun({ LUN_SIZE: "10Gi" })),
    ["refused: LUN would shrink (20Gi → 10Gi): a LUN is never shrunk"],
  ],
  [
    "another LUN",
    changed(lun, inLun({ LUN_IQN: "iqn.a" }), inLun({ LUN_IQN: "iqn.b" })),
    [
      "touches data: review needed: another LUN is meant (IQN iqn.a → iqn.b): the NAS tool refuses unless the NAS has it already",
    ],
  ],
  [
    "another login for the NAS",
    changed(lun, { ...inLun({}), stdin: "[secret]" }, { ...inLun({}), stdin: "[secret]" }, [
      "stdin",
    ]),
    [
      "touches data: review needed: the NAS is asked for something else: a password, or what no preview shows",
    ],
  ],
  [
    "a LUN of which previews show more than before",
    changed(lun, inLun({}), inLun({ LUN_SESSIONS: "1", NAS_URL: "https://nas.example:5001" })),
    ["safe: previews show more of what the NAS is asked for"],
  ],
  [
    "another script for the NAS",
    changed(lun, { ...inLun({}), update: "a" }, { ...inLun({}), update: "b" }),
    ["touches data: review needed: another command runs against the NAS"],
  ],
  [
    "CHAP drawn anew",
    changed(
      { type: types.password, name: "lun-jenkins-chap", component: "SynologyLun" },
      { keepers: { rotation: "1" } },
      { keepers: { rotation: "2" } },
    ),
    [
      "touches data: review needed: CHAP password is drawn anew: nodes need the new one for their next login",
    ],
  ],
  [
    "the administrator's password drawn anew",
    changed(
      { type: types.password, name: "jenkins-admin", component: "JenkinsController" },
      { length: 22 },
      { length: 30 },
    ),
    ["touches data: review needed: the first administrator's password is drawn anew"],
  ],
  [
    "a credential's password drawn anew",
    changed(
      { type: types.password, name: "jenkins-credentials-a", component: "JenkinsCredentials" },
      { length: 22 },
      { length: 30 },
    ),
    [
      "interrupts builds: password of a credential is drawn anew: whoever checks it needs the new one",
    ],
  ],
  [
    "a CHAP Secret that changes",
    changed(
      { type: types.secret, name: "jenkins-home-chap", component: "IscsiVolume" },
      { type: "kubernetes.io/iscsi-chap", stringData: "[secret]" },
      { type: "kubernetes.io/iscsi-chap", stringData: "[secret]" },
      ["stringData"],
    ),
    ["touches data: review needed: nodes log in to the LUN with other CHAP credentials"],
  ],
  [
    "the guard of a volume that goes",
    removed(
      { type: types.guard, component: "IscsiVolume" },
      { metadata: { name: "jenkins-home-keeps-data" } },
    ),
    [
      "touches data: review needed: the guard of a volume changes: ValidatingAdmissionPolicy jenkins-home-keeps-data",
    ],
  ],
  [
    "a namespace that goes",
    removed({ type: types.namespace }, { metadata: { name: "jenkins" } }),
    ["touches data: review needed: namespace jenkins would be removed with everything in it"],
  ],
  [
    "a kind that nobody knows",
    made({ type: "kubernetes:example.org/v1:Widget" }),
    ["touches data: review needed: Widget is made: what that does is not known here"],
  ],
  [
    "a command that nobody knows",
    changed({ type: types.command }, { create: "true" }, { create: "rm" }),
    ["touches data: review needed: Command changes: what that does is not known here"],
  ],
  [
    "a Secret that nobody knows",
    removed({ type: types.secret }, { type: "Opaque" }),
    ["touches data: review needed: Secret is removed: what that does is not known here"],
  ],
  [
    "documents of a node",
    changed(
      { type: types.remoteCommand, component: "AppliedDocuments" },
      { stdin: "[secret]" },
      { stdin: "[secret]" },
      ["stdin"],
    ),
    [
      "touches data: review needed: the node's storage network is set up anew: its sessions may break off",
    ],
  ],
  [
    "another cluster",
    changed({ type: types.provider }, { clusterIdentifier: "a" }, { clusterIdentifier: "b" }),
    ["touches data: review needed: another cluster: every object would be made anew there"],
  ],
  ["a resource that stays", changed(volume, inVolume({}), inVolume({})), []],
];

describe("effectsOf, of data (P-08)", () => {
  for (const [what, step, expected] of rows)
    it(`judges ${what}`, () => {
      assert.deepEqual(told(step), expected);
    });
});
