import assert from "node:assert/strict";

import { versionScript } from "../../components/gentoo/rsync-daemon";
import { ContainerFolder } from "./support/container";

describe("versionScript", () => {
  const cases: readonly (readonly [printed: string, status: number])[] = [
    ["rsync  version 3.5.0  protocol version 32", 0],
    ["rsync  version 3.5.1  protocol version 32", 0],
    ["rsync  version v3.10.0  protocol version 33", 0],
    ["rsync  version 4.0.0  protocol version 40", 0],
    ["rsync  version 3.4.3  protocol version 32", 1],
    ["rsync  version 3.2.7  protocol version 31", 1],
    ["rsync  version 2.6.9  protocol version 29", 1],
    ["openrsync: protocol version 29", 1],
    ["", 1],
  ];
  for (const [printed, expected] of cases)
    it(`${expected === 0 ? "takes" : "refuses"} "${printed}" (A-67)`, async () => {
      const { status, stderr } = await check(`echo "${printed}"`);
      assert.equal(status, expected);
      if (expected !== 0)
        assert.match(stderr, /^expected rsync 3\.5\.0 or newer in this image, got /);
    });

  it("refuses an image without rsync", async () => {
    const { status, stderr } = await check(undefined);
    assert.equal(status, 1);
    assert.match(stderr, /got none: older ones let clients out of their module$/m);
  });

  async function check(rsync: string | undefined) {
    const container = new ContainerFolder(rsync === undefined ? {} : { rsync });
    try {
      // Nothing but what the script itself needs, so that this machine's own rsync is not found.
      container.write("/stand-ins/sed", '#!/bin/sh\nexec /bin/sed "$@"\n', 0o755);
      const PATH = container.path("/stand-ins");
      return await container.run(["/bin/sh", "-c", versionScript], { PATH });
    } finally {
      container.remove();
    }
  }
});
