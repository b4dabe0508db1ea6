import assert from "node:assert/strict";

import { changed, reading } from "./good-settings";

describe("readSections, given Gentoo settings", () => {
  it("takes a volume of one node where everything is kept on that node (A-68)", () => {
    const local = { storageClass: "local", accessMode: "ReadWriteOnce" };
    const { problems } = reading(
      changed({
        "gentoo.repository": local,
        "gentoo.binaryPackages": local,
        "gentoo.node": "worker-1",
      }),
    );
    assert.deepEqual(problems, []);
  });

  it("takes a prune right outside the hours of the update", () => {
    for (const [schedule, prune] of [
      [undefined, "0 7 * * *"],
      [undefined, "0 1 * * *"],
      ["47 3 * * *", "47 4 * * *"],
      ["47 3 * * *", "47 2 * * *"],
    ])
      assert.deepEqual(
        reading(changed({ "gentoo.schedule": schedule, "gentoo.prune": { schedule: prune } }))
          .problems,
        [],
      );
  });

  it("asks for a password, and stays inside the cluster, unless the settings say otherwise (A-67)", () => {
    const image = "docker.io/gentoo/stage3:nomultilib-20260824";
    const { sections, problems } = reading(
      changed({ "gentoo.rsync": { image, networks: ["10.1.0.0/16"] } }),
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(sections?.gentoo?.rsync, {
      image,
      networks: ["10.1.0.0/16"],
      service: "ClusterIP",
      password: true,
      maxConnections: 8,
      timeoutSeconds: 600,
    });
  });
});
