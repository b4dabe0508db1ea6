import assert from "node:assert/strict";

import type { EnsureRequest } from "../../nas/request";
import { FakePortal } from "./doctor-fake-portal";
import { ownLun, type OwnNas } from "./own-nas";
import { runTool } from "./run-tool";
import { type ScriptedNas } from "./story";

describe("nas drift --portal", () => {
  const given = ownLun();
  let nas: ScriptedNas;
  let request: EnsureRequest;
  let scratch: OwnNas["scratch"];
  beforeEach(() => {
    ({ nas, request, scratch } = given());
  });
  const drift = async (input: unknown = request, ...options: string[]) => {
    const { exitCode, stdout, stderr } = await runTool(
      ["drift", "--json", ...options],
      input,
      scratch,
    );
    if (stdout === "") return { exitCode, stderr };
    const { differences } = JSON.parse(stdout) as {
      differences: { property: string; expected: string; found: string }[];
    };
    return {
      exitCode,
      found: differences.map(({ property, expected, found }) => [property, expected, found]),
    };
  };

  it("finds a portal that the NAS does not announce for the target (A-23)", async () => {
    const portal = await FakePortal.start({
      announces: [
        `TargetName=${request.target.iqn}`,
        "TargetAddress=[fd00::10]:3260,1",
        "TargetAddress=[fd00::11]:3260,1",
      ],
    });
    try {
      assert.deepEqual(await drift(request, "--portal", portal.text), {
        exitCode: 6,
        found: [["nas.portal", portal.text, "[fd00::10]:3260, [fd00::11]:3260"]],
      });
    } finally {
      await portal.stop();
    }
  });

  it("tells what is at the portal instead of the NAS, and everything else all the same (A-23)", async () => {
    nas.luns[0]!.size = 3 * 2 ** 30;
    const size = ["lun.sizeBytes", "2147483648", "3221225472"];
    const silent = await FakePortal.start({ announces: [] });
    const { text } = silent;
    await silent.stop();
    assert.deepEqual(await drift(request, "--portal", text), {
      exitCode: 6,
      found: [size, ["nas.portal", text, "ECONNREFUSED"]],
    });
    const proxy = await FakePortal.start({
      banner: "HTTP/1.1 400 Bad Request\r\n\r\n".padEnd(64),
    });
    try {
      assert.deepEqual(await drift(request, "--portal", proxy.text), {
        exitCode: 6,
        found: [size, ["nas.portal", proxy.text, "bytes that are no iSCSI"]],
      });
    } finally {
      await proxy.stop();
    }
  });

  it("leaves the portal out where this machine has no way to it, and says so", async () => {
    // A link-local address without its zone is refused by the machine itself.
    assert.deepEqual(await runTool(["drift", "--portal", "[fe80::1]:3260"], request, scratch), {
      exitCode: 0,
      stdout: "jenkins: as described\n",
      stderr: "[fe80::1]:3260 is not reached from this machine: nas.portal is not compared\n",
    });
  });

  it("refuses a portal that is none", async () => {
    assert.deepEqual(await drift(request, "--portal", "fd00::10"), {
      exitCode: 2,
      stderr: '--portal: expected [ipv6]:port or ipv4:port, got "fd00::10"\n',
    });
    assert.deepEqual(nas.calls, []);
  });
});
