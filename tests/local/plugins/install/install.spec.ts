// Does not prove that the CLI can download: a stand-in for it and for the download site is used.
import assert from "node:assert/strict";
import {
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readlink,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import {
  findOfficial,
  installPlugins,
  type InstallOptions,
} from "../../../../local/plugins/install";
import { PluginClient } from "../support/plugin-client";

const version = "4.21.1";
const folderName = `resource-random-v${version}`;
const names = ["random"] as const;

describe("installPlugins", () => {
  let folder: string;
  let reports: string[];
  let environment: NodeJS.ProcessEnv;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "jenkins-stack-"));
    reports = [];
    environment = { HOME: join(folder, "home"), PATH: "" };
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const instance = (): { folder: string } => ({ folder: join(folder, "instance") });
  const path = (): string =>
    join(instance().folder, "pulumi", "plugins", folderName, "pulumi-resource-random");
  const install = async (more: Partial<InstallOptions<"random">> = {}) => {
    const report = (text: string): void => void reports.push(text);
    return (await installPlugins(instance(), { names, environment, report, ...more })).random;
  };
  /** A file that no one starts: only its place counts. */
  const officialBelow = async (home: string, inVersion = version): Promise<string> => {
    const file = join(home, "plugins", `resource-random-v${inVersion}`, "pulumi-resource-random");
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, "official", { mode: 0o755 });
    return file;
  };

  describe("offline plugin", () => {
    it("is bundled where no official one is found, and starts", async () => {
      assert.deepEqual(await install(), { version, origin: "offline", path: path() });
      assert.deepEqual(reports, [`random ${version}: bundling the offline plugin`]);
      const plugin = await PluginClient.start(path());
      try {
        assert.equal(await plugin.version(), version);
      } finally {
        await plugin.stop();
      }
    });

    it("is left alone while its sources are the same", async () => {
      await install();
      const before = await stat(path());
      await install();
      assert.equal((await stat(path())).ino, before.ino);
      assert.equal(reports.length, 1);
    });

    it("is bundled again when it was made from other sources", async () => {
      await install();
      const bundle = join(dirname(path()), "bundle.cjs");
      await writeFile(join(dirname(path()), "offline.json"), '{"hash":"of older sources"}');
      await writeFile(bundle, "throw new Error('stale');");
      await install();
      assert.doesNotMatch(await readFile(bundle, "utf8"), /^throw new Error\('stale'\)/);
    });

    it("is repaired when an interrupted run left only a part of it", async () => {
      await install();
      await rm(join(dirname(path()), "offline.json"));
      await rm(path());
      await install();
      assert.equal((await install()).origin, "offline");
      assert.ok((await stat(path())).isFile());
    });
  });

  describe("official plugin", () => {
    it("of the user's ~/.pulumi wins and is linked", async () => {
      const theirs = await officialBelow(join(folder, "home", ".pulumi"));
      assert.deepEqual(await install(), { version, origin: "official", path: path() });
      assert.equal(await readlink(path()), theirs);
      assert.ok((await lstat(dirname(path()))).isDirectory(), "the engine skips linked folders");
    });

    it("of the user's PULUMI_HOME wins over ~/.pulumi", async () => {
      await officialBelow(join(folder, "home", ".pulumi"));
      environment = { ...environment, PULUMI_HOME: join(folder, "own") };
      const theirs = await officialBelow(join(folder, "own"));
      await install();
      assert.equal(await readlink(path()), theirs);
    });

    it("of another version is not used", async () => {
      await officialBelow(join(folder, "home", ".pulumi"), "4.21.0");
      assert.equal((await install()).origin, "offline");
    });

    it("whose download was interrupted is not used", async () => {
      const theirs = await officialBelow(join(folder, "home", ".pulumi"));
      await writeFile(`${dirname(theirs)}.partial`, "");
      assert.equal((await install()).origin, "offline");
    });

    it("takes the place of the offline one when it appears, and back", async () => {
      await install();
      const theirs = await officialBelow(join(folder, "home", ".pulumi"));
      assert.equal((await install()).origin, "official");
      assert.equal(await readlink(path()), theirs);
      await rm(theirs);
      assert.equal((await install()).origin, "offline");
      assert.ok(!(await lstat(path())).isSymbolicLink());
    });

    it("is not the offline one of an instance that PULUMI_HOME points at", async () => {
      await install();
      environment = { ...environment, PULUMI_HOME: join(instance().folder, "pulumi") };
      assert.equal((await install()).origin, "offline");
    });

    it("on PATH is used when it answers the exact version itself", async () => {
      await install();
      const onPath = join(folder, "bin");
      await cp(path(), join(onPath, "pulumi-resource-random"), { recursive: true });
      await mkdir(join(folder, "empty"));
      const PATH = `${join(folder, "empty")}:${onPath}`;
      const found = join(onPath, "pulumi-resource-random");
      assert.equal(await findOfficial("random", version, { ...environment, PATH }), found);
      assert.equal(await findOfficial("random", "4.21.0", { ...environment, PATH }), undefined);
    });

    it("on PATH is passed over when it is no plugin at all", async () => {
      const onPath = join(folder, "bin", "pulumi-resource-random");
      await mkdir(dirname(onPath));
      await writeFile(onPath, "#!/bin/sh\necho hello\n", { mode: 0o755 });
      environment = { ...environment, PATH: dirname(onPath) };
      assert.equal((await install()).origin, "offline");
    });
  });

  describe("download", () => {
    let server: Server;
    let requests: number;
    let site: string;
    beforeEach(async () => {
      requests = 0;
      server = createServer((_, response) => {
        requests += 1;
        response.writeHead(404).end();
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      site = `http://127.0.0.1:${(server.address() as AddressInfo).port}/releases/plugins`;
    });
    afterEach(() => new Promise((resolve) => server.close(resolve)));

    const cli = async (body: string): Promise<string> => {
      const file = join(folder, "pulumi");
      await writeFile(file, `#!/bin/sh\necho "$@" >>${join(folder, "calls")}\n${body}\n`, {
        mode: 0o755,
      });
      return file;
    };
    const works =
      'to="$PULUMI_HOME/plugins/resource-$4-v$5"; mkdir -p "$to"; echo >"$to/pulumi-resource-$4"';
    const calls = (): Promise<string> => readFile(join(folder, "calls"), "utf8").catch(() => "");

    it("is left to the CLI when the site answers", async () => {
      environment = { ...environment, PATH: "/usr/bin:/bin" };
      const installed = await install({ site, pulumi: await cli(works) });
      assert.deepEqual(installed, { version, origin: "official", path: path() });
      assert.equal(await calls(), `plugin install resource random ${version}\n`);
    });

    it("takes the place of an offline plugin", async () => {
      environment = { ...environment, PATH: "/usr/bin:/bin" };
      await install();
      assert.equal((await install({ site, pulumi: await cli(works) })).origin, "official");
      assert.equal((await install()).origin, "official");
    });

    it("is not tried when the site does not answer, and not asked for again that day", async () => {
      await new Promise((resolve) => server.close(resolve));
      const pulumi = await cli(works);
      assert.equal((await install({ site, pulumi })).origin, "offline");
      const file = join(instance().folder, "pulumi", "reachability.json");
      const answer = JSON.parse(await readFile(file, "utf8")) as { reachable: boolean };
      assert.equal(answer.reachable, false);
      assert.equal(await calls(), "");

      await writeFile(file, JSON.stringify({ ...answer, reachable: true }));
      await install({ site, pulumi });
      assert.notEqual(await calls(), "", "the remembered answer was not believed");
    });

    it("is tried once when it fails, then forgotten for the day", async () => {
      const pulumi = await cli("exit 1");
      assert.equal((await install({ site, pulumi })).origin, "offline");
      assert.equal((await install({ site, pulumi })).origin, "offline");
      assert.equal((await calls()).split("\n").length - 1, 1);
      assert.equal(requests, 1);
    });

    it("asks again after a day, and after a clock that went back", async () => {
      const file = join(instance().folder, "pulumi", "reachability.json");
      const pulumi = await cli("exit 1");
      for (const at of [Date.now() - 25 * 60 * 60 * 1000, Date.now() + 60 * 60 * 1000]) {
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, JSON.stringify({ site, reachable: false, at }));
        await install({ site, pulumi });
      }
      assert.equal(requests, 2);
    });

    it("is not tried without a CLI", async () => {
      assert.equal((await install({ site })).origin, "offline");
      assert.equal(requests, 0);
    });
  });
});
