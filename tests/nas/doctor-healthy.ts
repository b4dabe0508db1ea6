import type { Finding } from "../../nas/doctor/finding";
import type { Inventory } from "../../nas/doctor/inventory";
import type { Lun } from "../../nas/dsm/luns";
import type { Target } from "../../nas/dsm/targets";

/** In bytes. */
export const gibibyte = 2 ** 30;
/** IQN of the LUN that is looked for. */
export const iqn = "iqn.2000-01.com.synology:nas.jenkins";
/** A LUN that is looked for. */
export const wanted = {
  lun: { name: "jenkins", volume: "/volume1", sizeBytes: 20 * gibibyte, description: "" },
  target: {
    ...{ name: "jenkins", iqn, maxSessions: 1 },
    chap: { user: "k8s", password: "chap-secret-14" },
  },
  mappingIndex: 1,
};
/** That LUN, as it should be. */
export const lun: Lun = {
  ...{ name: "jenkins", uuid: "uuid", sizeBytes: 20 * gibibyte, allocatedBytes: 5 * gibibyte },
  ...{ type: "BLUN", volume: "/volume1", description: "", attributes: {}, status: "normal" },
  ...{ locked: false, restoredTime: 0, clonedFrom: "" },
};
/** Its target, as it should be. */
export const target: Target = {
  ...{ id: "4", name: "jenkins", iqn, enabled: true, maxSessions: 1, authentication: 1 },
  ...{ chapUser: "k8s", mutualUser: "", status: "online", portals: [], acls: [], sessions: [] },
  mappings: [{ lunUuid: "uuid", index: 1 }],
};
/** Its volume, with room. */
export const volume = {
  ...{ path: "/volume1", status: "normal", fileSystem: "btrfs", readOnly: false },
  ...{ freeBytes: 100 * gibibyte, totalBytes: undefined },
};
/** A NAS on which nothing is wrong. */
export const healthy: Inventory = {
  ...{ luns: [lun], targets: [target], volumes: [volume], hosts: [] },
  limits: { luns: 256, targets: 128, snapshotsPerLun: 128 },
};
/** Findings as one line each, without what to do. */
export const said = (findings: readonly Omit<Finding, "fix">[]) =>
  findings.map(({ check, state, found }) => `${state} ${check}: ${found}`);
