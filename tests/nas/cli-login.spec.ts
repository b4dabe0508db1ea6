import assert from "node:assert/strict";

import type { EnsureRequest } from "../../nas/request";
import { ownNas, type OwnNas } from "./own-nas";
import { runTool } from "./run-tool";
import { type ScriptedNas } from "./story";

describe("nas login device", () => {
  const given = ownNas();
  let nas: ScriptedNas;
  let request: EnsureRequest;
  let scratch: OwnNas["scratch"];
  beforeEach(() => {
    ({ nas, request, scratch } = given());
  });

  it("gives a device token once, only when asked for it, and spends no code before", async () => {
    nas.otp = "123456";
    const asked = { ...request, oneTimePassword: "123456" };
    const silent = await runTool(["login", "device"], asked, scratch);
    assert.deepEqual([silent.exitCode, silent.stdout, nas.calls], [2, "", []]);
    assert.match(
      silent.stderr,
      /^--print-token: expected the word that the token may be printed, got none;/,
    );
    const { exitCode, stdout, stderr } = await runTool(
      ["login", "device", "--print-token", "--device-name", "ci"],
      asked,
      scratch,
    );
    assert.equal(exitCode, 0, stderr);
    const [[token, name] = []] = nas.devices;
    assert.deepEqual([stdout, name], [`${String(token)}\n`, "ci"]);
    assert.match(stderr, /^enrolled "ci"; set nas\.deviceName to it/);
    const nasWithToken = { ...request.nas, deviceName: "ci", deviceToken: token };
    const shown = await runTool(["lun", "ensure"], { ...request, nas: nasWithToken }, scratch);
    assert.equal(shown.exitCode, 0, shown.stderr);
    for (const output of [stderr, shown.stdout, shown.stderr])
      assert.ok(!output.includes(String(token)) && !output.includes("123456"));
  });

  it("takes the device name of the request, and ignores a token that is to be replaced", async () => {
    nas.otp = "123456";
    const withName = { ...request.nas, deviceName: "laptop", deviceToken: "old" };
    const input = { nas: withName, oneTimePassword: "123456" };
    const { stdout } = await runTool(
      ["login", "device", "--print-token", "--json"],
      input,
      scratch,
    );
    const [[token, name] = []] = nas.devices;
    assert.deepEqual(JSON.parse(stdout), { deviceToken: token, deviceName: "laptop" });
    assert.equal(name, "laptop");
  });

  for (const [oneTimePassword, got] of [
    [undefined, "none"],
    ["12345", "another value (not shown)"],
    [123456, "another value (not shown)"],
  ] as const)
    it(`refuses the one-time password ${String(oneTimePassword)} before it is sent`, async () => {
      const input = { nas: request.nas, oneTimePassword };
      assert.deepEqual(await runTool(["login", "device", "--print-token"], input, scratch), {
        exitCode: 2,
        stdout: "",
        stderr: `oneTimePassword: expected the six digits that the authenticator shows, in quotes, got ${got}\n`,
      });
      assert.deepEqual(nas.calls, []);
    });
});
