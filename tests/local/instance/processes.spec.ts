import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  endProcess,
  logPath,
  openInstance,
  recordProcess,
  runningProcess,
  startDetached,
  startTimeOf,
  stopProcess,
} from "../../../local/instance";
import { parseStat } from "../../../local/instance/process-table";
import { eventually, scratchFolder } from "./scratch";

describe("startDetached", () => {
  const root = scratchFolder();
  const instance = () => openInstance(root());

  it("starts a process in a session of its own and records it", async () => {
    const here = await instance();
    const record = await startDetached(here, "sleeper", "sleep", ["600"]);
    try {
      assert.deepEqual(await runningProcess(here, "sleeper"), record);
      assert.equal(startTimeOf(record.pid), record.startTime);
      const stat = readFileSync(`/proc/${record.pid}/stat`, "utf8").split(" ");
      assert.equal(Number(stat[5]), record.pid, "session");
    } finally {
      await stopProcess(here, "sleeper");
    }
    assert.equal(startTimeOf(record.pid), undefined);
    assert.equal(await runningProcess(here, "sleeper"), undefined);
  });

  it("leaves a running process alone", async () => {
    const here = await instance();
    const first = await startDetached(here, "sleeper", "sleep", ["600"]);
    try {
      assert.equal((await startDetached(here, "sleeper", "sleep", ["601"])).pid, first.pid);
    } finally {
      await stopProcess(here, "sleeper");
    }
  });

  it("survives the process that started it", async () => {
    const here = await instance();
    const script = `
      const { openInstance, startDetached } = require(${JSON.stringify(join(__dirname, "../../../local/instance"))});
      void openInstance(${JSON.stringify(root())}).then((here) => startDetached(here, "sleeper", "sleep", ["600"]));`;
    const register = join(__dirname, "../../../typescript/register.cjs");
    const { status, stderr } = spawnSync(process.execPath, ["--require", register, "-e", script]);
    assert.equal(status, 0, String(stderr));
    assert.notEqual(await runningProcess(here, "sleeper"), undefined);
    await stopProcess(here, "sleeper");
  });

  it("appends what the process prints to its log", async () => {
    const here = await instance();
    for (const word of ["first", "second"]) {
      await startDetached(here, "speaker", "sh", ["-c", `echo ${word}; echo loud ${word} >&2`]);
      await eventually(async () => ((await runningProcess(here, "speaker")) ? undefined : true));
    }
    assert.equal(
      readFileSync(logPath(here, "speaker"), "utf8"),
      "first\nloud first\nsecond\nloud second\n",
    );
  });

  it("says which command cannot be started", async () => {
    await assert.rejects(startDetached(await instance(), "ghost", "/nowhere/ghost", []), {
      message: "ghost: expected /nowhere/ghost to start, got spawn /nowhere/ghost ENOENT",
    });
  });
});

describe("stopProcess", () => {
  const root = scratchFolder();

  it("never ends a process that only reuses the pid", async () => {
    const here = await openInstance(root());
    const record = await startDetached(here, "sleeper", "sleep", ["600"]);
    await recordProcess(here, "old", { ...record, startTime: record.startTime - 1 });
    await stopProcess(here, "old");
    assert.equal(startTimeOf(record.pid), record.startTime);
    await stopProcess(here, "sleeper");
    assert.equal(startTimeOf(record.pid), undefined);
  });

  it("ends a process that ignores SIGTERM once the grace is over", async () => {
    const here = await openInstance(root());
    const deaf = 'trap "" TERM; echo ready; while :; do sleep 0.05; done';
    const record = await startDetached(here, "deaf", "sh", ["-c", deaf]);
    await eventually(() => (readFileSync(logPath(here, "deaf"), "utf8") === "" ? undefined : true));
    await stopProcess(here, "deaf", { graceMs: 100 });
    assert.equal(startTimeOf(record.pid), undefined);
  });

  it("has nothing to do for a name that was never started", async () => {
    await stopProcess(await openInstance(root()), "nobody");
  });

  it("takes a damaged record for no process", async () => {
    const here = await openInstance(root());
    await recordProcess(here, "damaged", { pid: process.pid, startTime: 1, command: [] });
    writeFileSync(join(here.folder, "processes", "damaged.json"), '{"pid": -1}');
    assert.equal(await runningProcess(here, "damaged"), undefined);
  });
});

describe("endProcess", () => {
  const root = scratchFolder();

  it("sends nothing to a process with another start time", async () => {
    const here = await openInstance(root());
    const record = await startDetached(here, "sleeper", "sleep", ["600"]);
    await endProcess({ ...record, startTime: record.startTime + 1 });
    assert.equal(startTimeOf(record.pid), record.startTime);
    await endProcess(record);
    assert.equal(startTimeOf(record.pid), undefined);
  });
});

describe("parseStat", () => {
  it("reads past a command with spaces and brackets", () => {
    const after = Array.from({ length: 18 }, (_, index) => String(index)).join(" ");
    assert.deepEqual(parseStat(`42 (a) S (b c) R ${after} 138006 0`), {
      state: "R",
      startTime: 138006,
    });
  });
});
