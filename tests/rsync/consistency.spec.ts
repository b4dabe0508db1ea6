import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";

import { repositoriesPath } from "../../components/gentoo/repository";
import { asPortage } from "../gentoo-scripts/support/portage-user";
import { eventually } from "../local/plugins/support/eventually";
import { emptyShare } from "./support/serving";
import type { Share } from "./support/share";
import { storageDrivers, type StorageDriver } from "./support/snapshots";

/** Files of a tree that is small enough to be switched all the time. */
const few = 20;
/** Files of a tree whose transfer is under way for long enough to be met by a switch. */
const many = 150;

describe("readers of the repository while it is published (A-64, A-67)", () => {
  const serving = emptyShare();
  let share: Share;

  beforeEach(() => {
    share = serving();
  });

  it("see 1,500 times one version each, like a build that resolves the link once", async () => {
    const { torn, versions } = await polled("publish_rcu");
    assert.equal(torn, 0);
    assert.ok(versions > 1, `${versions} versions were seen`);
  });

  it("see torn trees without snapshots: that is how the test above can fail", async () => {
    const { torn } = await polled("publish_in_place");
    assert.ok(torn > 0);
  });

  it("get one version in every transfer while version after version is published", async () => {
    await publish("publish_rcu", 1, few);
    await share.start();
    const writer = publishing("publish_rcu");
    const seen = new Set<string>();
    try {
      for (let transfer = 0; transfer < 10; transfer += 1) {
        const versions = await fetched();
        assert.equal(versions.size, 1, `transfer ${transfer} got versions ${[...versions].join()}`);
        for (const version of versions) seen.add(version);
      }
    } finally {
      await writer.end();
    }
    assert.ok(seen.size > 1);
  });

  it("keep the version with which a transfer began; the next one gets the new one", async () => {
    await publish("publish_rcu", 1, many);
    await share.start();
    const transfer = await begun();
    await publish("publish_rcu", 2, many);
    assert.equal((await transfer.ended).status, 0);
    assert.deepEqual(versionsIn(share.path("/clients/tree")), new Set(["1"]));
    assert.equal(readdirSync(share.path("/clients/tree")).length, many + 1);
    assert.deepEqual(await fetched(), new Set(["2"]));
  });

  it("get a mix without snapshots, and are told nothing: that is how the test above can fail", async () => {
    await publish("publish_in_place", 1, many);
    await share.start();
    const transfer = await begun();
    await publish("publish_in_place", 2, many);
    assert.equal((await transfer.ended).status, 0);
    assert.deepEqual(versionsIn(share.path("/clients/tree")), new Set(["1", "2"]));
  });

  it("are told when their snapshot is removed under them: it outlives the longest transfer", async () => {
    await publish("publish_rcu", 1, many);
    await share.start();
    const transfer = await begun();
    rmSync(share.path(`${repositoriesPath}/.gentoo-rcu/snapshots/1`), { recursive: true });
    const { status, stderr } = await transfer.ended;
    assert.equal(status, 24);
    assert.match(stderr, /file has vanished: /);
  });

  /** 1,500 looks at a tree that is written all the time. */
  async function polled(driver: StorageDriver): Promise<{ torn: number; versions: number }> {
    await publish(driver, 1, few);
    const link = share.path(`${repositoriesPath}/.gentoo-rcu/latest`);
    const writer = publishing(driver);
    const seen = new Set<string>();
    let torn = 0;
    try {
      for (let poll = 0; poll < 1500; poll += 1) {
        const versions = versionsIn(realpathSync(link), few);
        if (versions.size > 1) torn += 1;
        for (const version of versions) seen.add(version);
        // The writer is another process, but its end has to be noticed.
        if (poll % 100 === 0) await new Promise(setImmediate);
      }
    } finally {
      await writer.end();
    }
    return { torn, versions: seen.size };
  }

  /** A transfer of the repository that is under way. */
  async function begun() {
    const target = share.path("/clients/tree");
    mkdirSync(target);
    const transfer = share.begin([
      ...["--recursive", "--whole-file", "--bwlimit=400", "--out-format=%n"],
      ...["rsync://gentoo-portage/", `${target}/`],
    ]);
    await eventually("the first files are there", () => {
      assert.ok(transfer.printed().split("\n").length > 5);
    });
    assert.ok(readdirSync(target).length < many / 2, "the transfer is far from its end");
    return transfer;
  }

  /** Versions of the files that a whole transfer brings. */
  async function fetched(): Promise<Set<string>> {
    const target = share.path("/clients/fetched");
    rmSync(target, { recursive: true, force: true });
    const { status, stderr } = await share.fetch("-r", "rsync://gentoo-portage/", `${target}/`);
    assert.equal(status, 0, stderr);
    return versionsIn(target);
  }

  function publish(driver: StorageDriver, version: number, files: number): Promise<void> {
    return driving(`${driver} ${version} ${files}`).ended;
  }

  /** Publishes one version after the other until it is told to end. */
  function publishing(driver: StorageDriver): { end(): Promise<void> } {
    const stop = share.path("/clients/stop");
    const writer = driving(
      `version=2; until [ -e ${stop} ]; do ${driver} $version ${few}; version=$((version + 1)); done`,
    );
    return {
      end: async () => {
        writeFileSync(stop, "");
        await writer.ended;
      },
    };
  }

  function driving(script: string): { readonly ended: Promise<void> } {
    const [program, args] = asPortage(["sh", "-euc", `${storageDrivers}\n${script}`]);
    const REPOS = share.path(repositoriesPath);
    const child = spawn(program, args, {
      env: { PATH: "/usr/bin:/bin", REPOS, PADDING: "x".repeat(4096) },
      stdio: ["ignore", "ignore", "inherit"],
    });
    const ended = once(child, "close").then(([status]) => {
      assert.equal(status, 0);
    });
    return { ended };
  }
});

/** The version in the first line of every file, or of the first ones. */
function versionsIn(tree: string, files?: number): Set<string> {
  const names =
    files === undefined
      ? readdirSync(tree).filter((name) => name.startsWith("file-"))
      : Array.from({ length: files }, (_, number) => `file-${number}`);
  return new Set(
    names.map((name) => readFileSync(`${tree}/${name}`, "utf8").split("\n", 1)[0] ?? ""),
  );
}
