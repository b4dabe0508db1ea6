import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";

import { give, portageTools, type PortageTools } from "../../gentoo-scripts/support/portage-user";
import { Share, type Transfer } from "./share";

/** The snapshot that {@link publishedShare} has published. */
export const repository = "/var/db/repos/.gentoo-rcu/snapshots/1";

/** Folder of the binary packages. */
export const packages = "/var/cache/binpkgs";

/** A share for every test of the surrounding `describe`, with rsync's real programs and empty volumes. */
export function emptyShare(): () => Share {
  let tools: PortageTools;
  let share: Share;

  before(async function () {
    this.timeout(120_000);
    tools = await portageTools("rsync", [{ name: "rsync", executables: ["rsync"] }]);
  });
  after(() => {
    tools.remove();
  });
  beforeEach(() => {
    share = new Share(tools);
  });
  afterEach(async () => {
    await share.remove();
  });
  return () => share;
}

/** The same with a published repository and one binary package. */
export function publishedShare(): () => Share {
  const share = emptyShare();

  beforeEach(() => {
    share().write(`${repository}/metadata/timestamp.chk`, "Mon, 24 Aug 2026\n");
    share().write(`${repository}/app-misc/one/one-1.ebuild`, "EAPI=8\n");
    share().write(`${packages}/Packages`, "PACKAGES: 1\n");
    share().write(`${packages}/app-misc/one/one-1-1.gpkg.tar`, "package");
    const latest = share().path("/var/db/repos/.gentoo-rcu/latest");
    symlinkSync("snapshots/1", latest);
    give(latest);
  });
  return share;
}

/** That a client ended with this status and these words. */
export function assertEnded({ status, stderr }: Transfer, code: number, message: RegExp): void {
  assert.match(stderr, message);
  assert.equal(status, code);
}
