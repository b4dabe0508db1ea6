import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../../local/toolchain/cache";
import { ensureTools, findTools } from "../../../local/toolchain/ensure";
import { eventually, scratchFolder } from "../instance/scratch";
import { exampleBuild, fakeGo, writeScript } from "./fake-go";

describe("ensureTools", () => {
  const folder = scratchFolder();
  const environment = (...path: string[]): NodeJS.ProcessEnv => ({
    XDG_CACHE_HOME: join(folder(), "cache"),
    PATH: [...path, "/usr/bin", "/bin"].join(":"),
  });
  const cached = (env: NodeJS.ProcessEnv): string[] =>
    readdirSync(cacheFolder(env)).filter((name) => !name.endsWith(".json"));
  const builds = (calls: string): number => readFileSync(calls, "utf8").split("\n").length - 1;

  it("builds all tools of a module with one call, once", async () => {
    const go = fakeGo(folder());
    go.letGo();
    const env = environment(go.bin);
    const first = await ensureTools([exampleBuild(folder())], { env });
    const second = await ensureTools([exampleBuild(folder())], { env });
    assert.deepEqual(second, first);
    assert.equal(first.alpha.origin, "cache");
    assert.equal(first.alpha.version, "1.2.3");
    assert.equal(builds(go.calls), 1);
    assert.equal(cached(env).length, 1);
  });

  it("lets the committed go.sum decide, whatever the caller's Go settings say", async () => {
    const go = fakeGo(folder());
    go.letGo();
    const caller = {
      GOFLAGS: "-mod=mod",
      GOSUMDB: "sum.golang.org",
      GOPROXY: "https://proxy.example",
    };
    await ensureTools([exampleBuild(folder())], { env: { ...environment(go.bin), ...caller } });
    assert.match(
      readFileSync(go.calls, "utf8"),
      /GOFLAGS=-mod=readonly -trimpath -buildvcs=false GOSUMDB=off GOPROXY=https:\/\/proxy\.example/,
    );
  });

  it("prefers an accepted version on PATH and needs no Go for it", async () => {
    const bin = join(folder(), "bin");
    for (const name of ["alpha", "beta"]) writeScript(join(bin, name), `echo "version v1.4.0"`);
    const tools = await ensureTools([exampleBuild(folder())], {
      env: { PATH: bin, HOME: folder() },
    });
    assert.deepEqual(tools.alpha, { path: join(bin, "alpha"), version: "1.4.0", origin: "path" });
  });

  it("passes over other versions and broken executables on PATH", async () => {
    const env = environment(
      join(folder(), "old"),
      join(folder(), "broken"),
      join(folder(), "good"),
    );
    writeScript(join(folder(), "old", "alpha"), `echo "version v1.1.9"`);
    writeScript(join(folder(), "broken", "alpha"), `echo "version v1.2.0"; exit 1`);
    const good = writeScript(join(folder(), "good", "alpha"), `echo "version v1.2.0"`);
    const found = await findTools([exampleBuild(folder())], env);
    assert.equal(found.get("alpha")?.path, good);
    assert.equal(found.get("beta"), undefined);
  });

  it("asks an executable for its version only when its file has changed", async () => {
    const env = environment(join(folder(), "bin"));
    const asked = join(folder(), "asked");
    const alpha = join(folder(), "bin", "alpha");
    writeScript(alpha, `echo x >> ${asked}; echo "version v1.2.0"`);
    await findTools([exampleBuild(folder())], env);
    await findTools([exampleBuild(folder())], env);
    assert.equal(readFileSync(asked, "utf8"), "x\n");
    writeScript(alpha, `echo x >> ${asked}; echo "version v1.30.0"`);
    const found = await findTools([exampleBuild(folder())], env);
    assert.equal(found.get("alpha")?.version, "1.30.0");
  });

  it("builds again when the pin changes or an executable is gone", async () => {
    const go = fakeGo(folder());
    go.letGo();
    const env = environment(go.bin);
    const build = exampleBuild(folder());
    const { alpha } = await ensureTools([build], { env });
    rmSync(alpha.path);
    await ensureTools([build], { env });
    assert.equal(builds(go.calls), 2);
    writeFileSync(join(build.folder, "go.sum"), "example.org/a v1.0.0 h1:x\n");
    await ensureTools([build], { env });
    assert.equal(builds(go.calls), 3);
    assert.equal(cached(env).length, 2);
  });

  it("shows the compiler's words when a build fails, and leaves nothing that looks finished", async () => {
    const go = fakeGo(folder());
    go.breakBuild();
    const env = environment(go.bin);
    await assert.rejects(ensureTools([exampleBuild(folder())], { env }), {
      message: "example: expected go build to succeed, got\nmain.go:1: syntax error",
    });
    assert.equal((await findTools([exampleBuild(folder())], env)).size, 0);
  });

  it("refuses an executable that was built but does not run", async () => {
    const go = fakeGo(folder(), { made: "exit 3" });
    go.letGo();
    const env = environment(go.bin);
    await assert.rejects(
      ensureTools([exampleBuild(folder())], { env }),
      /^Error: alpha: expected the built executable to run, got Command failed with exit code 3/,
    );
    assert.equal((await findTools([exampleBuild(folder())], env)).size, 0);
  });

  it("names the command that installs Go when the only one is too old", async () => {
    const go = fakeGo(folder(), { says: "go version go1.25.9 linux/amd64" });
    const env = { ...environment(), PATH: go.bin };
    await assert.rejects(
      ensureTools([{ ...exampleBuild(folder()) }], { env, goFolders: [] }),
      /^Error: toolchain: expected Go 1\.26 or newer to build example, got go version go1\.25\.9 linux\/amd64 \(.*\); install it with: curl /,
    );
  });

  it("names the command that installs Go when there is none", async () => {
    const env = { ...environment(), PATH: join(folder(), "empty") };
    await assert.rejects(
      ensureTools([exampleBuild(folder())], { env, goFolders: [] }),
      /^Error: toolchain: expected Go 1\.26 or newer to build example, got none; install it with: curl /,
    );
  });

  it("waits for a build of another run, says so, and builds nothing itself", async () => {
    const go = fakeGo(folder());
    const env = environment(go.bin);
    const reports: string[] = [];
    const first = ensureTools([exampleBuild(folder())], { env });
    await eventually(() => (builds(go.calls) === 1 ? true : undefined));
    const report = (text: string): void => void reports.push(text);
    const second = ensureTools([exampleBuild(folder())], { env, report });
    await eventually(() => (reports.length > 0 ? true : undefined));
    go.letGo();
    assert.deepEqual(await second, await first);
    assert.equal(reports[0], `waiting for process ${process.pid}, which builds example`);
    assert.equal(builds(go.calls), 1);
  });

  it("starts over after a run was killed in the middle of a build", async () => {
    const go = fakeGo(folder());
    const env = environment(go.bin);
    const room = JSON.stringify(join(__dirname, "../../../local/toolchain/ensure"));
    const support = JSON.stringify(join(__dirname, "fake-go"));
    const script = `void require(${room}).ensureTools([require(${support}).exampleBuild(${JSON.stringify(folder())})]);`;
    const register = join(__dirname, "../../../typescript/register.cjs");
    const run = spawn(process.execPath, ["--require", register, "-e", script], {
      env,
      stdio: "ignore",
    });
    await eventually(() => (builds(go.calls) === 1 ? true : undefined));
    const ended = once(run, "exit");
    run.kill("SIGKILL");
    await ended;
    const left = cached(env);
    assert.equal(left.length, 1);
    assert.match(left[0] ?? "", /^\.building-/);
    assert.equal((await findTools([exampleBuild(folder())], env)).size, 0);
    go.letGo();
    await ensureTools([exampleBuild(folder())], { env });
    assert.equal(builds(go.calls), 2);
    assert.equal(cached(env).length, 1);
    assert.doesNotMatch(cached(env)[0] ?? "", /building/);
  });

  it("reports modules, packages and time", async () => {
    const go = fakeGo(folder());
    const env = environment(go.bin);
    const reports: string[] = [];
    const report = (text: string): void => void reports.push(text);
    const done = ensureTools([exampleBuild(folder())], { env, report, verbose: true });
    await eventually(() => reports.find((text) => /: 1 of 3 packages compiled, \d+ s$/.test(text)));
    go.letGo();
    await done;
    assert.equal(reports[0], "building example 1.2.3: 0 modules downloaded, 0 s");
    assert.ok(reports.some((text) => text.startsWith("$ go build -v ")));
  });
});
