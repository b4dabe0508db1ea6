import assert from "node:assert/strict";

import { RestoreRefused } from "../../restore/failure";
import type { FileSystem } from "../../restore/file-system";
import { rehearse, type RehearsalWorld } from "../../restore/rehearse";

const files: FileSystem = {
  repaired: "nothing to repair",
  entries: (folder) =>
    Promise.resolve(
      new Map(
        {
          "/": [
            ["config.xml", "file"],
            ["jobs", "folder"],
          ],
          "/secrets": [["master.key", "file"]],
        }[folder] as [string, "file"][] | undefined,
      ),
    ),
  size: () => Promise.resolve(7),
};

describe("rehearse", () => {
  let steps: string[];
  const world = (failing: Partial<Record<keyof RehearsalWorld, Error>> = {}): RehearsalWorld => {
    const step = <T>(name: keyof RehearsalWorld, value: T): Promise<T> => {
      steps.push(name);
      return failing[name] === undefined ? Promise.resolve(value) : Promise.reject(failing[name]);
    };
    return {
      offer: () => step("offer", undefined),
      open: () => step("open", files),
      remove: () => step("remove", undefined),
    };
  };
  beforeEach(() => (steps = []));

  it("removes the clone after it has found a home (A-26)", async () => {
    assert.deepEqual(await rehearse(world()), { jobs: 0, repaired: "nothing to repair" });
    assert.deepEqual(steps, ["offer", "open", "remove"]);
  });

  for (const failing of ["offer", "open"] as const)
    it(`removes the clone when ${failing} fails, and says why it failed`, async () => {
      const words = new RestoreRefused("of no use");
      await assert.rejects(rehearse(world({ [failing]: words })), words);
      assert.equal(steps.at(-1), "remove");
    });

  it("says both when the clone cannot be removed either", async () => {
    const failing = { open: new RestoreRefused("damaged"), remove: new Error("NAS is away") };
    await assert.rejects(
      rehearse(world(failing)),
      /^RestoreRefused: damaged\nNAS is away\nthe clone of the rehearsal is left; the next rehearsal removes it$/,
    );
  });

  it("is no success when the clone stays", async () => {
    await assert.rejects(rehearse(world({ remove: new Error("NAS is away") })), /NAS is away/);
  });
});
