// What of a restore's command line contradicts itself, and what is only looked at.
import assert from "node:assert/strict";

import { giveUp, startLeft } from "../../commands/restore/begun";
import { refuseContradictions, type RestoreOptions } from "../../commands/restore/options";
import { release } from "../../commands/restore/release";
import type { OperatedStack } from "../../commands/restore/stack";
import {
  startsNow,
  takenUnder as ofSnapshot,
  type Starts,
} from "../../commands/restore/taken-under";
import { isPresent } from "../../nas/snapshot/present";
import type { KnownSnapshot } from "../../restore/world";
import type { Asked, Fields, Verb } from "../../cluster-api";
import { pluginsWord } from "../../upgrade/snapshot-name";

describe("refuseContradictions", () => {
  const refuse = (options: Partial<RestoreOptions>) => () => {
    refuseContradictions({ stack: "prod", ...options });
  };

  it("takes what belongs together", () => {
    for (const options of [
      {},
      { abandon: true, dryRun: true },
      { release: true },
      { start: true, dryRun: true },
      { snapshot: "good", dryRun: true, confirm: "jenkins" },
      { snapshot: "good", asClone: "restored", write: true },
    ] as const)
      refuse(options)();
  });

  it("refuses two wishes at once, and half a wish", () => {
    for (const [options, message] of [
      [{ abandon: true, release: true }, "--abandon: expected no --release beside it, got both"],
      [{ release: true, snapshot: "a" }, "--release: expected no --snapshot beside it, got both"],
      [{ start: true, asClone: "a" }, "--start: expected no --as-clone beside it, got both"],
      [{ asClone: "a" }, "--as-clone: expected --snapshot beside it, got none"],
      [{ write: true }, "--write: expected --as-clone beside it, got none"],
    ] as const)
      assert.throws(refuse(options), { kind: "request", message });
  });
});

describe("what a restore is asked to do", () => {
  /** A stack whose API server has these objects, and remembers what was changed. */
  function stack(replicas: number, restore?: object, maintenance = false) {
    const changed: { verb: Verb; path: string; asked: Asked | undefined }[] = [];
    const objects: Readonly<Record<string, Fields>> = {
      "/api/v1/namespaces/jenkins-storage/configmaps/jenkins-care": {
        metadata: { resourceVersion: "7" },
        data: restore === undefined ? {} : { restore: JSON.stringify(restore) },
      },
      "/apis/apps/v1/namespaces/jenkins/statefulsets/jenkins": {
        metadata: { generation: 1 },
        spec: { replicas },
      },
    };
    const sections = {
      jenkins: { namespace: "jenkins", maintenance, url: "https://ci.example/" },
      storage: { secretNamespace: "jenkins-storage" },
    };
    const api = {
      send: (verb: Verb, path: string, asked?: Asked) => {
        if (verb !== "GET") changed.push({ verb, path, asked });
        const body = objects[path];
        return Promise.resolve(
          body === undefined ? { status: 404, body: {} } : { status: 200, body },
        );
      },
    };
    return { name: "prod", stored: { sections }, api, changed } as unknown as OperatedStack & {
      readonly changed: readonly { readonly asked: Asked }[];
    };
  }
  const begun = {
    ...{ lun: "jenkins", snapshot: "u", name: "good", starts: true },
    ...{ known: [], restoredTime: 0, open: [] },
  };

  it("is not done by a look: builds stay held, the controller stays stopped", async () => {
    const here = stack(0);
    assert.match(
      await release(here, { dryRun: true }),
      /^would let Jenkins at .* nothing was chan/,
    );
    assert.equal(
      await startLeft(here, { dryRun: true }),
      "would start the controller; nothing was changed",
    );
    assert.equal(await giveUp(here, { dryRun: true }), "no restore is under way");
    assert.deepEqual(here.changed, []);
  });

  it("starts a controller that a restore has left stopped", async () => {
    const here = stack(0);
    assert.match(await startLeft(here, {}), /^started the controller; .* --stack prod --release$/);
    assert.deepEqual(
      here.changed.map(({ asked }) => asked.body),
      [{ spec: { replicas: 1 } }],
    );
    const running = stack(1);
    assert.equal(await startLeft(running, {}), "the controller is started already");
    assert.deepEqual(running.changed, []);
  });

  it("does not start one under a restore, nor one in maintenance", async () => {
    for (const [here, message] of [
      [stack(0, begun), /^RestoreRefused: --start: expected no restore under way, got that of LUN/],
      [stack(0, undefined, true), /^RestoreRefused: --start: expected jenkins\.maintenance to be/],
    ] as const) {
      await assert.rejects(startLeft(here, {}), message);
      assert.deepEqual(here.changed, []);
    }
  });
});

describe("takenUnder", () => {
  const [older, newer] = [
    "docker.io/jenkins/jenkins:2.579.2-jdk21",
    "docker.io/jenkins/jenkins:2.580.1-jdk21",
  ];
  const snapshot = (name: string, description = name) => ({
    ...{ name, description, uuid: `uuid-of-${name}`, createdAt: "2026-11-21T12:00:00.000Z" },
    present: isPresent({ name }),
  });
  const name = "upgrade-2.579.2-to-2.580.1-0f3a9c1d";
  const upgrade = snapshot(name, `${name}: ${older} to ${newer}`);
  const [good, later] = [snapshot("good"), snapshot("later")];
  const all = [good, upgrade, later];
  const plugins = pluginsWord({ git: "5.2.0" });
  const memory = { count: 10, days: 180, now: Date.parse("2026-11-22T12:00:00.000Z") };
  const takenUnder = (
    one: KnownSnapshot,
    snapshots: readonly KnownSnapshot[],
    starts: Starts,
    known = memory,
  ) => ofSnapshot(one, snapshots, starts, known);

  it("knows the image of a snapshot before an upgrade, and of those before that", () => {
    for (const one of [good, upgrade])
      assert.equal(takenUnder(one, all, { image: newer, plugins })?.image, older);
  });

  it("believes that plugins are the same only when the snapshot says so (A-02)", () => {
    const starts = { image: older, plugins };
    assert.deepEqual(takenUnder(upgrade, all, starts), { plugins: "unknown" });
    const said = (word: string) => [
      snapshot(name, `${name}: ${older} to ${older}, plugins ${word}`),
    ];
    const [same, other] = [said(plugins), said(pluginsWord({ git: "5.1.0" }))];
    assert.equal(takenUnder(same[0]!, same, starts), undefined);
    assert.deepEqual(takenUnder(other[0]!, other, starts), { plugins: "other" });
  });

  it("compares with what the cluster would start, which settings may be ahead of", async () => {
    const answers = (volumes: readonly object[]): OperatedStack["api"] => ({
      server: "https://cluster.example",
      send: (_verb, path) =>
        Promise.resolve({
          status: 200,
          body: path.endsWith("/plugins-map")
            ? { data: { "plugins.txt": "git:5.2.0\n" } }
            : {
                spec: {
                  template: {
                    spec: {
                      containers: [
                        { name: "sidecar", image: "other" },
                        { name: "jenkins", image: older },
                      ],
                      initContainers: [
                        { volumeMounts: [{ name: "plugins", mountPath: "/etc/jenkins/plugins" }] },
                      ],
                      volumes,
                    },
                  },
                },
              },
        }),
      close: () => undefined,
    });
    const list = answers([{ name: "plugins", configMap: { name: "plugins-map" } }]);
    assert.deepEqual(await startsNow(list, "jenkins"), { image: older, plugins });
    assert.deepEqual(await startsNow(answers([]), "jenkins"), {
      image: older,
      plugins: pluginsWord({}),
    });
  });

  it("takes what runs now for what ran, as long as no upgrade lies between", () => {
    assert.equal(takenUnder(later, all, { image: newer, plugins }), undefined);
    assert.equal(takenUnder(good, [good], { image: newer, plugins }), undefined);
  });

  it("believes what a restore said of the present it kept, whatever was upgraded since (A-26)", () => {
    const kept = (ran: string) =>
      snapshot(
        "before-restore-good",
        `before-restore-good: what LUN jenkins ${ran}held before it was restored to good`,
      );
    const starts = { image: newer, plugins };
    const said = kept(`(${newer}, plugins ${plugins}) `);
    assert.equal(takenUnder(said, [said, upgrade], starts), undefined);
    assert.deepEqual(takenUnder(said, [said, upgrade], { ...starts, image: older }), {
      image: newer,
    });
    const unsaid = kept("");
    assert.equal(takenUnder(unsaid, [unsaid, upgrade], starts)?.image, "unknown");
  });

  it("knows no image where the next upgrade may have been forgotten, or was never kept", () => {
    const starts = { image: newer, plugins };
    const image = (one: KnownSnapshot, snapshots: readonly KnownSnapshot[], known = memory) =>
      takenUnder(one, snapshots, starts, known)?.image;
    assert.equal(image(good, all, { ...memory, count: 1 }), "unknown");
    assert.equal(
      image(good, all, { ...memory, now: Date.parse("2027-06-01T00:00:00Z") }),
      "unknown",
    );
    const next = (from: string) =>
      snapshot("upgrade-2.580.1-to-2.580.2-1f3a9c1d", `u: ${from} to other`);
    const chain = (from: string) => [upgrade, later, next(from)];
    const forgotten = { ...memory, count: 1 };
    assert.equal(image(later, chain(newer), forgotten), undefined, "none is missing in between");
    assert.equal(image(later, chain(older)), "unknown", "something else ran in between");
  });

  it("says that a description which was cut short names no image", () => {
    const cut = snapshot(name, `${name}: ${older.repeat(9)}`.slice(0, 250));
    assert.equal(takenUnder(cut, [cut], { image: older, plugins })?.image, "unknown");
  });
});
