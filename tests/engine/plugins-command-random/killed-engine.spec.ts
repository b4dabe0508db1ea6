// What is left when the engine is killed while a command runs.
import assert from "node:assert/strict";
import { access, readdir, readFile, readlink, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { local } from "@pulumi/command";

import { eventually } from "../../local/plugins/support/eventually";
import { subjects } from "../../local/plugins/support/origins";
import { TestStack } from "../../local/plugins/support/test-stack";
import { pulumiExecutable } from "../../local/plugins/support/toolchain";

const [offline] = subjects("command");

describe("killed engine", () => {
  let stack: TestStack;
  before(async () => {
    stack = await TestStack.create(await pulumiExecutable(), (folder) => offline!.install(folder));
  });
  let plugin = 0;
  after(async () => {
    if (plugin > 0 && (await parentOf(plugin)) !== undefined) process.kill(plugin, "SIGKILL");
    await stack.remove();
  });

  it("takes the offline plugin with it, while the command it ran goes on to its end", async () => {
    const file = (name: string): string => join(stack.folder, name);
    const create = `echo $PPID >${file("plugin")}; while [ ! -e ${file("gate")} ]; do sleep 0.05; done; touch ${file("end")}`;
    const running = stack.up(() => {
      new local.Command("it", { create });
      return Promise.resolve();
    });
    await eventually("the command runs", async () => {
      plugin = Number(await readFile(file("plugin"), "utf8"));
      assert.ok(plugin > 0);
    });
    const [engine] = await childrenOf(process.pid, "pulumi");
    assert.ok(engine !== undefined, "the CLI is a child of this process");
    assert.equal(await parentOf(plugin), engine);

    process.kill(engine, "SIGKILL");
    assert.ok((await running).failed);
    await eventually("the plugin is gone", async () => {
      await assert.rejects(access(`/proc/${plugin}`));
    });
    plugin = 0;
    await writeFile(file("gate"), "");
    await eventually("the command reaches its end", () => access(file("end")));
    await stack.cancel();
    assert.equal(await stack.resource("it"), undefined);
  });
});

async function childrenOf(parent: number, program: string): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const children: number[] = [];
  for (const pid of pids) {
    const executable = await readlink(`/proc/${pid}/exe`).catch(() => "");
    if (basename(executable) === program && (await parentOf(pid)) === parent) children.push(pid);
  }
  return children;
}

async function parentOf(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const parent = /^PPid:\s*(\d+)$/m.exec(status)?.[1];
  return parent === undefined ? undefined : Number(parent);
}
