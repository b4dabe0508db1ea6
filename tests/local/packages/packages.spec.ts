import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installScript } from "../../../local/packages/install-script";
import { refusal } from "../../../local/packages/packages";
import { executableFolders, missingPackages, requiredPackages } from "../../../local/packages";
import { eventually, scratchFolder } from "../instance/scratch";
import { writeScript } from "../toolchain/fake-go";

describe("missingPackages", () => {
  const folder = scratchFolder();
  const all = ["tgtd", "tgtadm", "iscsi-ls", "iscsi-inq", "iscsi-readcapacity16", "openssl"];
  const missing = async (executables: readonly string[]): Promise<string[]> => {
    for (const name of executables) writeScript(join(folder(), "bin", name), "exit 0");
    const packages = await missingPackages(requiredPackages, [join(folder(), "bin")]);
    return packages.map(({ name }) => name);
  };

  it("finds everything present", async () => {
    assert.deepEqual(await missing(all), []);
  });

  it("finds everything missing on an empty machine", async () => {
    assert.deepEqual(await missing([]), ["tgt", "libiscsi-bin", "openssl"]);
  });

  for (const [gone, name] of [
    ["tgtadm", "tgt"],
    ["iscsi-readcapacity16", "libiscsi-bin"],
    ["openssl", "openssl"],
  ] as const) {
    it(`wants ${name} when ${gone} is missing`, async () => {
      assert.deepEqual(await missing(all.filter((other) => other !== gone)), [name]);
    });
  }

  it("finds a library in the folder of the machine's architecture, and misses one that is not there", async () => {
    const package_ = (library: string) => [
      { name: library, executables: [], libraries: [library] },
    ];
    assert.deepEqual(await missingPackages(package_("libc.so.6"), []), []);
    assert.deepEqual(await missingPackages(package_("no/such.so"), []), package_("no/such.so"));
  });

  it("does not take a file that cannot be executed for the tool", async () => {
    mkdirSync(join(folder(), "bin"), { recursive: true });
    writeFileSync(join(folder(), "bin", "openssl"), "", { mode: 0o644 });
    assert.deepEqual(await missing(all.filter((name) => name !== "openssl")), ["openssl"]);
  });
});

describe("executableFolders", () => {
  it("adds the folders of daemons to PATH, and never the working folder", () => {
    const folders = executableFolders({ PATH: "/opt/bin::/usr/bin" });
    assert.deepEqual(folders.slice(0, 2), ["/opt/bin", "/usr/bin"]);
    assert.ok(folders.includes("/usr/sbin"));
    assert.equal(new Set(folders).size, folders.length);
    assert.ok(!folders.includes(""));
  });
});

describe("refusal", () => {
  const names = ["tgt", "openssl"];
  for (const [can, expected] of [
    [{ aptGet: true, root: true, sudo: false }, undefined],
    [{ aptGet: true, root: false, sudo: true }, undefined],
    [
      { aptGet: true, root: false, sudo: false },
      "packages: expected tgt, openssl to be installed, got neither root nor sudo without a password; install them with: sudo apt-get install --no-install-recommends tgt openssl",
    ],
    [
      { aptGet: false, root: true, sudo: true },
      "packages: expected the content of the Debian packages tgt, openssl, got a system without apt-get; install what provides them",
    ],
  ] as const) {
    it(`${expected === undefined ? "has none" : "explains itself"} for ${JSON.stringify(can)}`, () => {
      assert.equal(refusal(names, can), expected);
    });
  }
});

describe("installScript", () => {
  const folder = scratchFolder();
  const policy = (): string => join(folder(), "policy-rc.d");
  const calls = (): string => join(folder(), "calls");
  const prepare = (body: string): NodeJS.ProcessEnv => {
    const note = `"${policy()}"; echo "$? $*" >> "${calls()}"`;
    writeScript(join(folder(), "bin", "apt-get"), `${note}\n${body}`);
    return { PATH: `${join(folder(), "bin")}:/usr/bin:/bin` };
  };
  const args = (): string[] => ["-s", "--", policy(), "tgt", "openssl"];
  const run = (body: string) =>
    spawnSync("sh", args(), { env: prepare(body), input: installScript, encoding: "utf8" });
  const install = "install --yes --no-install-recommends tgt openssl";

  it("installs while the policy forbids every start, and removes the policy", () => {
    assert.equal(run("exit 0").status, 0);
    assert.equal(readFileSync(calls(), "utf8"), `101 ${install}\n`);
    assert.equal(existsSync(policy()), false);
  });

  it("refreshes the index when the first attempt fails", () => {
    const result = run(
      `[ "$1" = update ] && touch "${folder()}/fresh"; [ -e "${folder()}/fresh" ]`,
    );
    assert.equal(result.status, 0);
    assert.equal(readFileSync(calls(), "utf8"), `101 ${install}\n101 update\n101 ${install}\n`);
  });

  it("restores the policy that was there", () => {
    writeFileSync(policy(), "#!/bin/sh\nexit 104\n", { mode: 0o755 });
    assert.equal(run("exit 0").status, 0);
    assert.equal(readFileSync(calls(), "utf8"), `101 ${install}\n`);
    assert.equal(readFileSync(policy(), "utf8"), "#!/bin/sh\nexit 104\n");
  });

  it("restores the policy when the installation fails", () => {
    writeFileSync(policy(), "original");
    assert.notEqual(run("exit 100").status, 0);
    assert.equal(readFileSync(policy(), "utf8"), "original");
  });

  it("restores the policy when it is interrupted", async () => {
    writeFileSync(policy(), "original");
    const env = prepare("sleep 0.3");
    const shell = spawn("sh", args(), { env, stdio: ["pipe", "ignore", "ignore"] });
    shell.stdin.end(installScript);
    const ended = once(shell, "exit");
    await eventually(() => (existsSync(calls()) ? true : undefined));
    shell.kill("SIGTERM");
    assert.deepEqual(await ended, [130, null]);
    assert.equal(readFileSync(policy(), "utf8"), "original");
  });

  it("finds the original that a killed run left aside", () => {
    writeFileSync(`${policy()}.before-jenkins-stack`, "original");
    writeFileSync(policy(), "#!/bin/sh\nexit 101\n");
    assert.equal(run("exit 0").status, 0);
    assert.equal(readFileSync(policy(), "utf8"), "original");
  });
});
