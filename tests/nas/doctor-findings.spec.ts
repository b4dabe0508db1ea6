import assert from "node:assert/strict";

import { ofFailure } from "../../nas/doctor/finding";
import { lookAtInterfaces } from "../../nas/doctor/interfaces";
import type { Connection } from "../../nas/dsm/connection";
import { Failure } from "../../nas/failure";
import { said } from "./doctor-healthy";

describe("lookAtInterfaces", () => {
  const look = async (names: readonly string[], maxVersion = 7) => {
    const apis = names.map((name) => [name, { minVersion: 1, maxVersion, path: "entry.cgi" }]);
    const send = () => Promise.resolve(Object.fromEntries(apis) as unknown);
    return said(await lookAtInterfaces({ send } as unknown as Connection));
  };
  const system = ["SYNO.API.Auth", "SYNO.Core.Storage.Volume", "SYNO.Core.System"];
  const san = ["LUN", "Node", "Target"].map((name) => `SYNO.Core.ISCSI.${name}`);

  it("finds what the verbs call", async () => {
    assert.deepEqual(await look([...system, ...san, "SYNO.Other"]), [
      "ok SAN Manager: is there",
      "ok interfaces: 6 of 6 that are needed",
    ]);
  });

  it("tells a missing SAN Manager from an old DSM", async () => {
    assert.equal(
      (await look([...system, ...san.slice(1)]))[0],
      "error SAN Manager: no SYNO.Core.ISCSI.LUN version 1",
    );
    assert.deepEqual(await look([...system, ...san], 3), [
      "ok SAN Manager: is there",
      "error interfaces: no SYNO.API.Auth version 6",
    ]);
  });
});

describe("ofFailure", () => {
  it("parts what was found from what to do", () => {
    const failure = new Failure("failed", "a: expected b, got c; do d; or e\nf: expected g");
    assert.deepEqual(ofFailure("x", failure), {
      ...{ check: "x", state: "error", found: "a: expected b, got c" },
      fix: "do d; or e; f: expected g",
    });
    assert.deepEqual(ofFailure("x", new Failure("failed", "a")), {
      ...{ check: "x", state: "error", found: "a" },
    });
  });
});
