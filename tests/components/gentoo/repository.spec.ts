import assert from "node:assert/strict";

import {
  publishedPath,
  repositoriesPath,
  reposConf,
  repositoryPath,
} from "../../../components/gentoo/repository";

describe("reposConf", () => {
  it("publishes snapshots from a store on the same volume, never at the mount point (A-64)", () => {
    const settings = new Map(
      reposConf()
        .split("\n")
        .map((line) => line.split(" = "))
        .filter((pair): pair is [string, string] => pair.length === 2),
    );
    assert.equal(settings.get("sync-type"), "rsync");
    assert.equal(settings.get("sync-rcu"), "yes");
    for (const key of ["location", "sync-rcu-store-dir"])
      assert.match(settings.get(key) ?? "", new RegExp(`^${repositoriesPath}/.`), key);
  });

  it("verifies what it publishes", () => {
    assert.match(reposConf(), /^sync-rsync-verify-metamanifest = yes$/m);
    assert.match(reposConf(), /^sync-webrsync-verify-signature = yes$/m);
  });
});

describe("publishedPath", () => {
  it("is the link inside the store, which unlike the repository's own never shows what is not published", () => {
    const store = /^sync-rcu-store-dir = (.*)$/m.exec(reposConf())?.[1];
    assert.equal(publishedPath, `${store}/latest`);
    assert.notEqual(publishedPath, repositoryPath);
  });
});
