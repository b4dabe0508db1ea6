// Runs for different LUNs are not kept apart by the lock of a LUN: `pulumi up` starts them all at once.
import assert from "node:assert/strict";

import type { EnsureRequest } from "../../nas/request";
import { runTool } from "./run-tool";
import { requestFor, Scratch, ScriptedNas } from "./story";

describe("several runs at once for one account", () => {
  let scratch: Scratch;
  let nas: ScriptedNas;
  beforeEach(async () => {
    scratch = new Scratch();
    nas = await ScriptedNas.start(scratch.identity);
  });
  afterEach(async () => {
    await nas.stop();
    scratch.discard();
  });

  const forLun = (number: number): EnsureRequest => {
    const { lun, target, ...rest } = requestFor(nas, scratch);
    const name = `lun-${number}`;
    const iqn = `iqn.2000-01.com.synology:nas.${name}`;
    return { ...rest, lun: { ...lun, name }, target: { ...target, name, iqn } };
  };
  const five = [1, 2, 3, 4, 5];

  it("show a wrong password to the NAS once: five would be Auto Block's ban", async () => {
    nas.password = "another";
    const runs = await Promise.all(
      five.map((number) => runTool(["lun", "ensure"], forLun(number), scratch)),
    );
    assert.deepEqual(
      runs.map(({ exitCode }) => exitCode),
      five.map(() => 5),
    );
    assert.deepEqual(nas.calls, ["API.Auth login"]);
    assert.equal(runs.filter(({ stderr }) => stderr.includes("it is not tried again")).length, 4);
  });

  it("let a verb that looks at no LUN wait for the same answer", async () => {
    nas.password = "another";
    const verbs = [["lun", "show"], ["doctor"], ["drift"], ["lun", "ensure"]];
    await Promise.all(verbs.map((argv) => runTool(argv, forLun(1), scratch)));
    assert.equal(nas.of("API.Auth login").length, 1);
  });

  it("still work side by side once they are let in", async () => {
    let most = 0;
    nas.meanwhile = () => {
      const open = nas.of("API.Auth login").length - nas.of("API.Auth logout").length;
      most = Math.max(most, open);
    };
    const runs = await Promise.all(
      five.map((number) => runTool(["lun", "ensure"], forLun(number), scratch)),
    );
    assert.deepEqual(
      runs.map(({ stderr, exitCode }) => (exitCode === 0 ? "" : stderr)),
      five.map(() => ""),
    );
    assert.ok(most > 1, "one run works while another one does");
  });
});
