import assert from "node:assert/strict";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  chmodSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Failure } from "../../nas/failure";
import { RefusedCredential } from "../../nas/refused-credential";
import { runFolder } from "../../nas/run-folder";

describe("RefusedCredential", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "nas-refused-"))));
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const memory = (
    password = "the-password",
    account = "pulumi",
    url = "https://[::1]:5001",
  ): RefusedCredential => new RefusedCredential(folder, url, { account, password });
  const file = (): string => join(folder, readdirSync(folder)[0]!);
  const age = (minutes: number): void => {
    const record = JSON.parse(readFileSync(file(), "utf8")) as object;
    const at = new Date(Date.now() - minutes * 60_000).toISOString();
    writeFileSync(file(), JSON.stringify({ ...record, at }));
  };

  it("keeps a refused password from being tried again, for this account on this NAS only", () => {
    memory().refused(400);
    assert.throws(() => {
      memory().check();
    }, Failure);
    memory("another").check();
    memory("the-password", "someone").check();
    memory("the-password", "pulumi", "https://[::1]:5002").check();
  });

  it("says how to go on", () => {
    memory().refused(400);
    assert.throws(
      () => {
        memory().check();
      },
      ({ message }: Error) =>
        message.endsWith(
          `Change nas.password, or, if the cause was cured on the NAS, remove ${file()}`,
        ),
    );
  });

  it("forgets once a password is accepted", () => {
    memory().refused(400);
    memory("another").accepted();
    memory().check();
    assert.deepEqual(readdirSync(folder), []);
  });

  it("keeps a wrong password for ever, other refusals for five minutes", () => {
    memory().refused(402);
    age(4);
    assert.throws(() => {
      memory().check();
    }, Failure);
    age(6);
    memory().check();
    memory().refused(400);
    age(10_000);
    assert.throws(() => {
      memory().check();
    }, Failure);
  });

  it("keeps a salted hash, in a file of this user only", () => {
    memory().refused(400);
    const first = readFileSync(file(), "utf8");
    memory().refused(400);
    assert.notEqual(readFileSync(file(), "utf8"), first);
    assert.ok(!first.includes("the-password"));
    assert.equal(statSync(file()).mode & 0o777, 0o600);
  });

  it("takes a file cut short by a crash for none", () => {
    memory().refused(400);
    writeFileSync(file(), '{"code":40');
    memory().check();
  });
});

describe("runFolder", () => {
  it("is closed to others, and refuses a folder that is not", () => {
    const base = mkdtempSync(join(tmpdir(), "nas-folder-"));
    try {
      const folder = runFolder(base);
      assert.equal(statSync(folder).mode & 0o777, 0o700);
      assert.equal(runFolder(base), folder);
      chmodSync(folder, 0o755);
      assert.throws(
        () => runFolder(base),
        /^Failure: run folder: expected ".+" to be a folder of this user with mode 0700/,
      );
    } finally {
      rmSync(base, { recursive: true });
    }
  });
});
