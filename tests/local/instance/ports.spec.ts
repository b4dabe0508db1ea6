import assert from "node:assert/strict";
import { execa } from "execa";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { join } from "node:path";
import { openInstance, requirePorts } from "../../../local/instance";
import { parseListeningSockets, portHolders } from "../../../local/instance/port-holder";
import { listen, requireIpv6Loopback } from "../../../local/instance/loopback";
import { hold, isFree, openPorts } from "../../../local/instance/ports";
import { recordProcess } from "../../../local/instance/processes";
import { startTimeOf } from "../../../local/instance/process-table";
import { scratchFolder } from "./scratch";

describe("openInstance", () => {
  const root = scratchFolder();

  it("chooses a different port for each use and keeps them", async () => {
    const first = await openInstance(root());
    const again = await openInstance(root());
    assert.deepEqual(again, first);
    assert.equal(new Set(Object.values(first.ports)).size, 8);
    assert.equal(first.relativeFolder, ".local");
    assert.equal(first.folder, join(root(), ".local"));
  });

  it("gives all who open it at once the same ports", async () => {
    const opened = await Promise.all(Array.from({ length: 6 }, () => openInstance(root())));
    for (const { ports } of opened) assert.deepEqual(ports, opened[0]?.ports);
  });

  it("leaves the ports of a stopped neighbour alone", async () => {
    const first = await openInstance(root(), ".local");
    const second = await openInstance(root(), ".local-test");
    const shared = Object.values(first.ports).filter((port) =>
      Object.values(second.ports).includes(port),
    );
    assert.deepEqual(shared, []);
  });

  it("prefers the registered iSCSI port when nobody has it", async () => {
    // Held, so that no other platform takes it in between.
    const free = await hold(3260);
    const { ports } = await openInstance(root());
    assert.equal(ports.iscsi === 3260, free);
  });

  it("chooses another iSCSI port when somebody else has the registered one", async () => {
    // Where another process has it already, that process is the somebody else.
    const holder = await listen("::1", 3260);
    try {
      const { ports } = await openInstance(root());
      assert.notEqual(ports.iscsi, 3260);
      assert.ok(await isFree(ports.iscsi));
    } finally {
      if (typeof holder === "object") holder.close();
    }
  });

  it("chooses no port that another process has chosen and does not listen on yet", async () => {
    const code = `
      const { openInstance } = require("./local/instance");
      openInstance(${JSON.stringify(root())}).then(({ ports }) => {
        console.log(JSON.stringify(Object.values(ports)));
        process.stdin.resume();
      });`;
    const other = execa("node", ["--require", "./typescript/register.cjs", "--eval", code], {
      cwd: join(__dirname, "../../.."),
      stdin: "pipe",
    });
    const [line] = (await once(createInterface(other.stdout), "line")) as [string];
    const chosen = JSON.parse(line) as number[];
    assert.equal(chosen.length, 8);
    for (const port of chosen) assert.equal(await hold(port), false, String(port));
    other.stdin.end();
    await other;
    // Another platform may have taken the registered one meanwhile.
    for (const port of chosen.filter((one) => one !== 3260))
      assert.equal(await hold(port), true, String(port));
  });

  it("makes no folder on a host without IPv6 loopback", async () => {
    const folder = join(root(), ".local");
    await assert.rejects(openPorts(folder, () => Promise.resolve("absent")));
    assert.ok(!existsSync(folder));
  });

  it("completes what ports.json does not name and changes nothing else", async () => {
    mkdirSync(join(root(), ".local"));
    const file = join(root(), ".local", "ports.json");
    writeFileSync(file, JSON.stringify({ dsm: 5001 }));
    const { ports } = await openInstance(root());
    assert.equal(ports.dsm, 5001);
    assert.deepEqual(JSON.parse(readFileSync(file, "utf8")), ports);
  });

  for (const [content, complaint] of [
    ["{", /ports\.json: expected JSON, got "\{"/],
    ['{"dsm": 70000}', /ports\.json: dsm: /],
    ['{"dsm": "5001"}', /ports\.json: dsm: /],
  ] as const) {
    it(`refuses ${content} as ports.json`, async () => {
      mkdirSync(join(root(), ".local"));
      writeFileSync(join(root(), ".local", "ports.json"), content);
      await assert.rejects(openInstance(root()), complaint);
    });
  }

  for (const outside of ["..", "../other", "/tmp/elsewhere", "."]) {
    it(`refuses the folder ${outside}`, async () => {
      await assert.rejects(
        openInstance(root(), outside),
        /expected a folder below the project root/,
      );
    });
  }
});

describe("requireIpv6Loopback", () => {
  it("names the command that enables it on a host without", async () => {
    const asked: (string | number)[] = [];
    const absent = (...address: [string, number]) => {
      asked.push(...address);
      return Promise.resolve("absent" as const);
    };
    await assert.rejects(requireIpv6Loopback(absent), {
      message:
        "[::1]: expected an IPv6 loopback address, got none; enable it with: sysctl -w net.ipv6.conf.lo.disable_ipv6=0",
    });
    assert.deepEqual(asked, ["::1", 0]);
  });

  it("closes the socket it tries with", async () => {
    const server = await listen("::1", 0);
    assert.ok(typeof server === "object");
    await requireIpv6Loopback(() => Promise.resolve(server));
    const { listening } = server;
    server.close();
    assert.ok(!listening);
  });

  it("tells a host without the address from a port that is taken", async () => {
    // 2001:db8::/32 is for documentation (RFC 3849): no host has an address of it.
    assert.equal(await listen("2001:db8::1", 0), "absent");
    const server = await listen("::1", 0);
    assert.ok(typeof server === "object");
    const again = await listen("::1", (server.address() as AddressInfo).port);
    server.close();
    assert.equal(again, "taken");
  });
});

describe("requirePorts", () => {
  const root = scratchFolder();
  const servers: Server[] = [];

  const listen = (host: string, port: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const server = createServer();
      servers.push(server);
      server.once("error", reject);
      server.listen(port, host, () => {
        resolve((server.address() as AddressInfo).port);
      });
    });

  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  for (const host of ["127.0.0.1", "::1", "0.0.0.0", "::"]) {
    it(`names the process that listens on ${host}`, async () => {
      const instance = await openInstance(root());
      await listen(host, instance.ports.dsm);
      await assert.rejects(requirePorts(instance, ["dsm", "etcd"]), (error: Error) => {
        const start = `ports.dsm: expected port ${instance.ports.dsm} to be free, got it taken by process ${process.pid} (`;
        assert.equal(error.message.slice(0, start.length), start);
        assert.match(error.message, /mocha/);
        return true;
      });
    });
  }

  it("lists every taken port at once", async () => {
    const instance = await openInstance(root());
    await listen("127.0.0.1", instance.ports.etcd);
    await listen("::1", instance.ports.kwok);
    await assert.rejects(requirePorts(instance, ["etcd", "kwok", "dsm"]), (error: Error) => {
      assert.deepEqual(
        error.message.split("\n").map((line) => line.split(":")[0]),
        ["ports.etcd", "ports.kwok"],
      );
      return true;
    });
  });

  it("accepts a port that a recorded process of this instance holds", async () => {
    const instance = await openInstance(root());
    await listen("::1", instance.ports.dsm);
    const startTime = startTimeOf(process.pid) ?? 0;
    await recordProcess(instance, "nas", { pid: process.pid, startTime, command: [] });
    await requirePorts(instance, ["dsm"]);
  });

  it("does not take a record with another start time for its own process", async () => {
    const instance = await openInstance(root());
    await listen("::1", instance.ports.dsm);
    await recordProcess(instance, "nas", { pid: process.pid, startTime: 1, command: [] });
    await assert.rejects(requirePorts(instance, ["dsm"]), /ports\.dsm/);
  });

  it("finds nobody on a port that was closed", async () => {
    const port = await listen("::1", 0);
    assert.deepEqual(
      portHolders(port).map(({ pid }) => pid),
      [process.pid],
    );
    const server = servers.splice(0)[0];
    await new Promise((closed) => server?.close(closed));
    assert.deepEqual(portHolders(port), []);
  });
});

describe("parseListeningSockets", () => {
  const header =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";

  it("reads port, user and inode of listening sockets only", () => {
    const text = [
      header,
      "   0: 0100007F:0CBC 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 40911 1 0 100",
      "   1: 0100007F:0CBC 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 40912 1 0 100",
      "   2: 00000000000000000000000001000000:1389 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 77 1 0 100",
      "",
    ].join("\n");
    assert.deepEqual(parseListeningSockets(text), [
      { port: 3260, uid: 1000, inode: 40911 },
      { port: 5001, uid: 0, inode: 77 },
    ]);
  });

  it("reads nothing from a table without sockets", () => {
    assert.deepEqual(parseListeningSockets(`${header}\n`), []);
  });
});
