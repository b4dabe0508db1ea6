// The verbs that look, against the simulated NAS: it shares no code with the tool and offers its LUNs through a real iSCSI
// target. It does not prove what a real DSM answers.
import assert from "node:assert/strict";
import { join } from "node:path";

import { TestNas } from "../local/nas-simulator/support/nas";
import { runTool } from "./run-tool";
import { Scratch } from "./story";

describe("nas doctor, drift and audit, with the simulated NAS", () => {
  const nas = new TestNas();
  let scratch: Scratch;
  let request: object;
  before(async () => {
    scratch = new Scratch();
    await nas.start();
    request = {
      nas: {
        ...{ url: nas.url, account: "pulumi", password: "right" },
        certificateAuthority: join(nas.folder, "ca.crt"),
      },
      lun: { name: "jenkins", volume: "/volume1", sizeBytes: 2 ** 31, description: "home" },
      target: {
        ...{ name: "jenkins", iqn: "iqn.2000-01.com.synology:nas.jenkins" },
        chap: { user: "k8s", password: "chap-secret-14" },
      },
      mappingIndex: 1,
    };
  });
  after(async () => {
    await nas.stop();
    scratch.discard();
  });
  const tool = (...argv: string[]) => runTool(argv, request, scratch);
  const json = async (...argv: string[]) => {
    const { exitCode, stdout, stderr } = await tool(...argv, "--json");
    assert.notEqual(stdout, "", stderr);
    return { exitCode, document: JSON.parse(stdout) as Record<string, unknown> };
  };
  const notOk = async () => {
    const network = ["--portal", nas.portal, "--prefix", "::1/128"];
    const { exitCode, document } = await json("doctor", ...network);
    const findings = document["findings"] as { check: string; state: string; found: string }[];
    return {
      exitCode,
      findings: findings
        .filter(({ state }) => state !== "ok")
        .map(({ check, state, found }) => [state, check, found.replaceAll(nas.portal, "PORTAL")]),
    };
  };

  it("are content from the first look to the last of a LUN's life (A-23, A-26)", async () => {
    const [[, , identity = ""] = [], ...others] = (await notOk()).findings;
    const [, nodeUuid] = /^node (\S+), any other would do$/.exec(identity) ?? [];
    assert.ok(nodeUuid !== undefined, identity);
    assert.deepEqual(others, [["warning", "portal", "PORTAL has no target to announce yet"]]);
    request = { ...request, nas: { ...(request as { nas: object }).nas, nodeUuid } };

    assert.equal((await tool("lun", "ensure")).exitCode, 0);
    assert.deepEqual(await notOk(), { exitCode: 0, findings: [] });
    const { stdout } = await tool("drift", "--portal", nas.portal);
    assert.equal(stdout, "jenkins: as described\n");
    assert.equal((await tool("audit")).stdout, "nothing is left over\n");
  });

  it("see what is changed by hand", async () => {
    await nas.login();
    const { data } = await nas.lun("list");
    const { luns } = data as { luns: { uuid: string }[] };
    await nas.lun("set", { uuid: luns[0]!.uuid, new_size: 3 * 2 ** 30 });
    const { exitCode, document } = await json("drift", "--portal", nas.portal);
    assert.equal(exitCode, 6);
    assert.deepEqual(
      (document["differences"] as { property: string; found: string }[]).map(
        ({ property, found }) => [property, found],
      ),
      [["lun.sizeBytes", String(3 * 2 ** 30)]],
    );
  });

  it("see a retired LUN, a clone and what they leave behind (A-26)", async () => {
    assert.equal((await tool("snapshot", "take", "--name", "one")).exitCode, 0);
    const clone = ["--snapshot", "one", "--name", "rehearsal"];
    assert.equal((await tool("snapshot", "clone", ...clone)).exitCode, 0);
    assert.equal((await tool("lun", "retire")).exitCode, 0);
    const { exitCode, document } = await json("audit");
    assert.equal(exitCode, 6);
    assert.deepEqual(
      (document["strays"] as { kind: string; name: string }[]).map(({ kind, name }) => [
        kind,
        name.replace(/-\d{8}-.*/, ""),
      ]),
      [
        ["retired LUN", "jenkins.retired"],
        ["clone", "rehearsal"],
        ["target without LUN", "jenkins"],
      ],
    );
  });
});
