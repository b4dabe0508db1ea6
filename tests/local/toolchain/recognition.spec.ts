import assert from "node:assert/strict";
import { readFileSync, symlinkSync } from "node:fs";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { duration } from "../../../local/toolchain/build";
import { builds, type Tool } from "../../../local/toolchain/builds";
import { cacheFolder } from "../../../local/toolchain/cache";
import { findTools } from "../../../local/toolchain/ensure";
import { goEnvironment, isSufficient } from "../../../local/toolchain/go";
import { acceptedVersion } from "../../../local/toolchain/path-search";
import { supportedPlatform } from "../../../local/toolchain";
import { scratchFolder } from "../instance/scratch";
import { writeScript } from "./fake-go";

const recognitionOf = (tool: Tool) => {
  const found = builds.flatMap(({ tools }) => tools).find(({ name }) => name === tool)?.recognition;
  assert.ok(found !== undefined);
  return found;
};

describe("acceptedVersion", () => {
  const cases: readonly [Tool, string, string | undefined][] = [
    ["pulumi", "v3.248.0", "3.248.0"],
    ["pulumi", "v3.270.1", "3.270.1"],
    ["pulumi", "v3.247.9", undefined],
    ["pulumi", "v4.0.0", undefined],
    ["pulumi", "", undefined],
    ["etcd", "etcd Version: 3.6.14\nGit SHA: x", "3.6.14"],
    ["etcd", "etcd Version: 3.5.30", undefined],
    ["kube-apiserver", "Kubernetes v1.36.1", "1.36.1"],
    ["kube-scheduler", "Kubernetes v1.36.7", "1.36.7"],
    ["kube-controller-manager", "Kubernetes v1.37.0", undefined],
    ["kubectl", "Client Version: v1.34.2\nKustomize Version: v5.8.1", "1.34.2"],
    ["kubectl", "Client Version: v1.33.9\nKustomize Version: v5.8.1", undefined],
    ["kwok", "kwok version v0.8.0 go1.26.8 (linux/amd64)", "0.8.0"],
    ["kwokctl", "kwokctl version v0.7.0 go1.26.8 (linux/amd64)", undefined],
  ];
  for (const [tool, output, expected] of cases) {
    it(`${expected === undefined ? "refuses" : "accepts"} ${tool} that prints ${JSON.stringify(output)}`, () => {
      assert.equal(acceptedVersion(recognitionOf(tool), output), expected);
    });
  }
});

describe("builds", () => {
  it("yields every tool exactly once", () => {
    const names = builds.flatMap(({ tools }) => tools.map(({ name }) => name)).sort();
    assert.deepEqual(names, [
      "etcd",
      "kube-apiserver",
      "kube-controller-manager",
      "kube-scheduler",
      "kubectl",
      "kwok",
      "kwokctl",
      "pulumi",
      "pulumi-language-nodejs",
    ]);
  });

  for (const { name, folder, version, packages } of builds) {
    it(`pins ${name} to ${version} in a complete module`, () => {
      const required = readFileSync(join(folder, "go.mod"), "utf8");
      const tools = readFileSync(join(folder, "tools.go"), "utf8");
      const module = required.split("\n").find((line) => line.endsWith(` v${version}`));
      assert.ok(module !== undefined, "go.mod names the version");
      for (const path of packages) assert.ok(tools.includes(`_ "${path}"`), path);
      const path = module.trim().replace("require ", "").split(" ")[0] ?? "";
      const sums = readFileSync(join(folder, "go.sum"), "utf8").split("\n");
      assert.ok(sums.some((line) => line.startsWith(`${path} v${version} h1:`)));
      assert.ok(sums.some((line) => line.startsWith(`${path} v${version}/go.mod h1:`)));
    });
  }
});

describe("findTools", () => {
  const folder = scratchFolder();

  it("takes the language host that lies beside the official command, through a link", async () => {
    const real = join(folder(), "opt", "pulumi");
    writeScript(join(real, "pulumi"), "echo v3.260.0");
    writeScript(join(real, "pulumi-language-nodejs"), "exit 0");
    const bin = join(folder(), "bin");
    mkdirSync(bin);
    symlinkSync(join(real, "pulumi"), join(bin, "pulumi"));
    const env = { PATH: `${bin}:/usr/bin:/bin`, XDG_CACHE_HOME: join(folder(), "cache") };
    const found = await findTools(builds, env);
    assert.equal(found.get("pulumi")?.path, join(bin, "pulumi"));
    assert.equal(found.get("pulumi-language-nodejs")?.path, join(real, "pulumi-language-nodejs"));
  });

  it("ignores a language host whose command is not on PATH", async () => {
    const bin = join(folder(), "bin");
    writeScript(join(bin, "pulumi-language-nodejs"), "exit 0");
    const found = await findTools(builds, { PATH: bin, XDG_CACHE_HOME: join(folder(), "cache") });
    assert.equal(found.has("pulumi-language-nodejs"), false);
  });
});

describe("cacheFolder", () => {
  for (const [env, expected] of [
    [{ XDG_CACHE_HOME: "/var/cache/me", HOME: "/home/me" }, "/var/cache/me/jenkins-stack/tools"],
    [{ XDG_CACHE_HOME: "", HOME: "/home/me" }, "/home/me/.cache/jenkins-stack/tools"],
    [{ XDG_CACHE_HOME: "relative", HOME: "/home/me" }, "/home/me/.cache/jenkins-stack/tools"],
    [{ HOME: "/home/me" }, "/home/me/.cache/jenkins-stack/tools"],
  ] as const) {
    it(`is ${expected} for ${JSON.stringify(env)}`, () => {
      assert.equal(cacheFolder(env), expected);
    });
  }
});

describe("goEnvironment", () => {
  it("keeps where modules come from and drops what would change the result", () => {
    const env = goEnvironment({
      PATH: "/bin",
      GOPROXY: "https://proxy.example",
      GOMODCACHE: "/modules",
      GOFLAGS: "-mod=vendor",
      GOEXPERIMENT: "x",
      GOOS: "plan9",
      CGO_ENABLED: "1",
      CGO_CFLAGS: "-O0",
    });
    assert.equal(env["GOPROXY"], "https://proxy.example");
    assert.equal(env["GOMODCACHE"], "/modules");
    assert.equal(env["GOOS"], "linux");
    assert.equal(env["CGO_ENABLED"], "0");
    assert.equal(env["GOEXPERIMENT"], undefined);
    assert.equal(env["CGO_CFLAGS"], undefined);
  });
});

describe("isSufficient", () => {
  for (const [output, expected] of [
    ["go version go1.26.8 linux/amd64", true],
    ["go version go1.26rc1 linux/amd64", true],
    ["go version go1.30 linux/arm64", true],
    ["go version go1.9.7 linux/amd64", false],
    ["go version go1.25.4 linux/amd64", false],
    ["", false],
  ] as const) {
    it(`is ${expected} for ${JSON.stringify(output)}`, () => {
      assert.equal(isSufficient(output), expected);
    });
  }
});

describe("duration", () => {
  for (const [milliseconds, expected] of [
    [0, "0 s"],
    [48_400, "48 s"],
    [59_600, "1 min 0 s"],
    [190_000, "3 min 10 s"],
  ] as const) {
    it(`writes ${milliseconds} ms as ${expected}`, () => {
      assert.equal(duration(milliseconds), expected);
    });
  }
});

describe("supportedPlatform", () => {
  for (const [platform, arch, supported] of [
    ["linux", "x64", true],
    ["linux", "arm64", true],
    ["linux", "ia32", false],
    ["darwin", "arm64", false],
    ["win32", "x64", false],
  ] as const) {
    it(`${supported ? "accepts" : "refuses"} ${platform} on ${arch}`, () => {
      assert.equal(supportedPlatform(platform, arch) === undefined, supported);
    });
  }
});
