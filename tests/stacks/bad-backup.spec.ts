import assert from "node:assert/strict";

import { changed, reading } from "./good-settings";
import { describeRefusals } from "./refusals";

const reason = "every job is built from its repository";

describeRefusals("backups (A-34, D-06)", [
  [
    "a stack that says nothing about a backup outside of the NAS",
    { "backup.target": undefined },
    "backup.target: expected a backup outside of the NAS, got nothing; snapshots on the same NAS are lost with it; or say in backup.waived why there is none",
  ],
  [
    "a stack that says nothing about a copy of the keys",
    { "backup.secretsCopy": undefined },
    "backup.secretsCopy: expected a place where a copy of the home's secrets/ is kept, got nothing; without it, the credentials that Jenkins has stored are lost; or say in backup.secretsWaived why there is none",
  ],
  [
    "a backup that is declared and waived",
    { "backup.waived": reason },
    `backup.waived: expected no such setting beside backup.target, got "${reason}"; remove one of the two`,
  ],
  [
    "a copy of the keys that is declared and waived",
    { "backup.secretsWaived": reason },
    `backup.secretsWaived: expected no such setting beside backup.secretsCopy, got "${reason}"; remove one of the two`,
  ],
  [
    "a waiver that gives no reason",
    { "backup.target": undefined, "backup.waived": "no" },
    'backup.waived: expected a reason of at least 10 characters, got "no"',
  ],
  [
    "snapshots in the place of a backup",
    { "backup.target.kind": "snapshot" },
    'backup.target.kind: expected one of "hyperBackup", "snapshotReplication", "other", got "snapshot"',
  ],
  [
    "a backup that goes nowhere",
    { "backup.target.to": undefined },
    "backup.target.to: expected a line of text, at most 250 characters, got nothing",
  ],
]);

describe("backup", () => {
  it("may be waived with reasons, and is to be looked after all the same (A-34, D-06)", () => {
    const { problems, sections } = reading(
      changed({ backup: { waived: reason, secretsWaived: reason } }),
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(sections?.backup, {
      waived: reason,
      secretsWaived: reason,
      maxAgeDays: 8,
      rehearsalMaxAgeDays: 100,
    });
  });

  it("is missed as a whole where a stack has no such section", () => {
    assert.deepEqual(
      reading(changed({ backup: undefined })).problems.map((line) => line.split(":")[0]),
      ["backup.secretsCopy", "backup.target"],
    );
  });
});
