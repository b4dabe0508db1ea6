import assert from "node:assert/strict";

import { backupFindings, lookAtBackup, type CareRecord } from "../../doctor/backup";

const now = Date.parse("2026-11-21T12:00:00Z");
const declared = {
  target: { kind: "hyperBackup", to: "another building" },
  secretsCopy: "safe of the administrators",
  maxAgeDays: 8,
  rehearsalMaxAgeDays: 100,
} as const;
const recent: CareRecord = {
  lastBackup: "2026-11-20T02:00:00Z",
  lastRehearsal: "2026-10-01T09:00:00Z",
  rehearsed: "before-2.580.1",
};
const content = [
  { check: "backup", state: "ok", found: "hyperBackup, to another building, last 1 day ago" },
  { check: "rehearsal", state: "ok", found: "last 51 days ago, of snapshot before-2.580.1" },
  { check: "secrets backup", state: "ok", found: "safe of the administrators" },
];

describe("backupFindings", () => {
  const of = (check: string, record: CareRecord) =>
    backupFindings(declared, record, now).find((finding) => finding.check === check);

  it("is content with a recent backup and a recent rehearsal (A-34, A-26, D-06)", () => {
    assert.deepEqual(backupFindings(declared, recent, now), content);
  });

  it("warns of a backup older than the setting, and not of one exactly as old (A-34)", () => {
    assert.equal(of("backup", { lastBackup: "2026-11-13T12:00:00Z" })?.state, "ok");
    assert.deepEqual(of("backup", { lastBackup: "2026-11-13T11:59:59Z" }), {
      check: "backup",
      state: "warning",
      found: "hyperBackup, to another building, last 8 days ago, and backup.maxAgeDays is 8",
      fix: "look at its task in DSM; once it has run: npm run backup -- --stack <stack> --done",
    });
  });

  it("warns of a backup that was never recorded, and of a record that is no time (A-34)", () => {
    assert.deepEqual(
      [of("backup", {}), of("backup", { lastBackup: "yesterday" })].map((one) => one?.found),
      [
        "hyperBackup, to another building: no run was ever recorded",
        'hyperBackup, to another building: the record says "yesterday", which is no time',
      ],
    );
    assert.equal(of("backup", {})?.state, "warning");
  });

  it("warns of a rehearsal longer ago than the setting, and of none at all (A-26)", () => {
    assert.deepEqual(of("rehearsal", { lastRehearsal: "2026-08-01T00:00:00Z" }), {
      check: "rehearsal",
      state: "warning",
      found: "last 112 days ago, and backup.rehearsalMaxAgeDays is 100",
      fix: "npm run rehearse-restore -- --stack <stack>",
    });
    assert.equal(of("rehearsal", {})?.found, "a restore was never rehearsed");
  });

  it("takes a clock that is ahead for now", () => {
    const record = { lastRehearsal: "2026-11-21T12:05:00Z" };
    assert.equal(of("rehearsal", record)?.found, "last within a day");
  });

  it("shows what is waived with its reason, and never as a warning (A-34, D-06)", () => {
    const reason = "every job is built from its repository";
    const { maxAgeDays, rehearsalMaxAgeDays } = declared;
    const waived = { waived: reason, secretsWaived: reason, maxAgeDays, rehearsalMaxAgeDays };
    assert.deepEqual(
      backupFindings(waived, recent, now).map(({ state, found }) => [state, found]),
      [
        ["ok", `waived: ${reason}`],
        ["ok", "last 51 days ago, of snapshot before-2.580.1"],
        ["ok", `waived: ${reason}`],
      ],
    );
  });
});

describe("lookAtBackup", () => {
  const sections = {
    backup: declared,
    storage: { luns: {}, homes: {}, secretNamespace: "jenkins-storage" },
  };
  const asked: string[] = [];
  const look = (status: number, body: unknown) =>
    lookAtBackup({
      ...{ sections, now },
      cluster: {
        read: (path) => {
          asked.push(path);
          return Promise.resolve({ status, body, time: now });
        },
      },
    });

  it("reads the record where no build can write it", async () => {
    assert.deepEqual(await look(200, { data: recent }), content);
    assert.deepEqual(asked, ["/api/v1/namespaces/jenkins-storage/configmaps/jenkins-care"]);
  });

  it("knows of nothing where there is no record yet", async () => {
    for (const [status, body] of [
      [404, { reason: "NotFound" }],
      [200, {}],
    ] as const)
      assert.deepEqual(
        (await look(status, body)).map(({ state }) => state),
        ["warning", "warning", "ok"],
      );
  });

  it("says when it could not look", async () => {
    const refused = await look(403, {});
    assert.match(refused[0]?.found ?? "", /not looked at.*answered 403/);
    const away = await lookAtBackup({ sections, now });
    assert.match(away[1]?.found ?? "", /not looked at.*the cluster/);
  });
});
