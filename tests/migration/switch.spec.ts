// The switch to a copied home with real file systems, with the rights of the pod. It does not prove what a kubelet mounts,
// nor that Jenkins starts there.
import assert from "node:assert/strict";

import { Volumes } from "./support/volumes";

describe("the switch of a migration", () => {
  let volumes: Volumes;

  beforeEach(async () => {
    volumes = await Volumes.open();
    await volumes.makeHome();
  });
  afterEach(() => volumes.close());

  const touch = (volume: string) => volumes.shell(`echo x >'${volumes.inside(volume)}/touched'`);

  it("lets Jenkins start on what was compared, as often as it is asked (A-29)", async () => {
    await volumes.run("copy");
    for (const round of [1, 2]) {
      const { status, stdout } = await volumes.run("switch");
      assert.equal(status, 0, `round ${round}`);
      assert.match(stdout, /^the new home is a whole copy: \d+ files, \d+ bytes\n/);
    }
    await touch("new");
    const { status, stdout } = await volumes.run("switch");
    assert.deepEqual(
      [status, stdout],
      [
        0,
        "Jenkins runs on the new home already\n" +
          "the old home jenkins/jenkins is kept until storage.migration is taken out of the settings\n",
      ],
    );
  });

  it("sees what was deleted at the top of the old home, where nothing else changes", async () => {
    await volumes.run("copy");
    await volumes.shell(`rm '${volumes.inside("old")}/sparse'`);
    const { status, stderr } = await volumes.run("switch");
    assert.deepEqual(
      [status, stderr],
      [
        3,
        "refused: the old home changed after it was copied (its top folder); go back to storage.migration.phase copy\n",
      ],
    );
  });

  it("refuses a home that was not compared", async () => {
    const message =
      "refused: the new home was never copied and compared as a whole; go back to storage.migration.phase copy\n";
    assert.deepEqual((await volumes.run("switch")).stderr, message);
    await volumes.run("precopy");
    const { status, stderr } = await volumes.run("switch");
    assert.deepEqual([status, stderr], [3, message]);
  });

  it("refuses to choose between two homes that went on", async () => {
    await volumes.run("copy");
    await touch("old");
    await touch("new");
    const { status, stderr } = await volumes.run("switch");
    assert.deepEqual(
      [status, stderr],
      [
        3,
        "refused: both homes changed since they were compared (the old one: touched); decide which one stays and remove storage.migration\n",
      ],
    );
  });

  it("refuses the copy of another home", async () => {
    await volumes.run("copy");
    const { status, stderr } = await volumes.run("switch", { environment: { FROM: "ci/jenkins" } });
    assert.deepEqual(
      [status, stderr],
      [3, "refused: the new home comes from jenkins/jenkins, not from ci/jenkins\n"],
    );
  });
});
