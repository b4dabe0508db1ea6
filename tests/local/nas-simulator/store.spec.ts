import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { TargetBackend } from "../../../local/nas-simulator/backend";
import { attributeDefaults, newLun } from "../../../local/nas-simulator/lun-rules";
import { settingsSchema } from "../../../local/nas-simulator/settings";
import type { Lun } from "../../../local/nas-simulator/state";
import { Store } from "../../../local/nas-simulator/store";
import { plainSettings } from "./support/nas";

describe("Store of the simulated NAS", () => {
  it("keeps a LUN that is being deleted locked until it is gone, however late anybody looks", async () => {
    const folder = mkdtempSync(join(tmpdir(), "store-spec-"));
    try {
      let now = 0;
      const backend = { converge: () => Promise.resolve() } as unknown as TargetBackend;
      const store = new Store(folder, backend, settingsSchema.parse(plainSettings), () => now);
      mkdirSync(join(folder, "luns"), { recursive: true });
      writeFileSync(join(folder, "luns", `${lun.uuid}.img`), "");
      await store.change((draft) => {
        draft.luns.push({ ...lun, action: "deleting", settledAt: 10 });
      });
      now = 9;
      await store.settle();
      now = 11;
      assert.deepEqual(
        store.record.luns.map((one) => store.isLocked(one)),
        [true],
      );
      await store.settle();
      assert.deepEqual(store.record.luns, []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

const lun: Lun = {
  ...newLun,
  ...{ uuid: "5b08661a-f467-41b9-91ba-d1d22cb5a3c8", lunId: 1, name: "home", description: "" },
  ...{ type: "BLUN", location: "/volume1", size: 2 ** 30, attributes: attributeDefaults },
  settledAt: 0,
};
