import { execa } from "../execa";
import { onPath } from "./path-search";

const required = { major: 1, minor: 26 };

const install =
  "curl -fsSL https://go.dev/dl/go1.26.8.linux-$(dpkg --print-architecture).tar.gz | sudo tar -C /usr/local -xz";

/** Settings of the caller that say where modules come from and where they are kept; all else is ours. */
const kept = new Set([
  "GOPATH",
  "GOROOT",
  "GOCACHE",
  "GOMODCACHE",
  "GOPROXY",
  "GONOPROXY",
  "GOPRIVATE",
  "GOINSECURE",
  "GOAUTH",
  "GOTMPDIR",
]);

/**
 * The environment of a reproducible build: no toolchain download, no cgo, no workspace, and the
 * committed go.sum as the only judge of a module (the checksum database lacks some of these versions).
 */
export function goEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = Object.entries(env).filter(([name]) => !/^(GO|CGO_)/.test(name) || kept.has(name));
  return {
    ...Object.fromEntries(own),
    GOTOOLCHAIN: "local",
    GO111MODULE: "on",
    GOWORK: "off",
    GOOS: "linux",
    GOARCH: process.arch === "x64" ? "amd64" : process.arch,
    CGO_ENABLED: "0",
    GOSUMDB: "off",
    GOFLAGS: "-mod=readonly -trimpath -buildvcs=false",
  };
}

/** Whether `go version` names a Go that can build the tools. */
export function isSufficient(output: string): boolean {
  const [, major, minor] = /go version go(\d+)\.(\d+)/.exec(output) ?? [];
  return Number(major) === required.major && Number(minor) >= required.minor;
}

/**
 * The Go command: from PATH, else from where its own installation instructions put it.
 *
 * @param wanted what cannot be built without it, for the error
 * @param usualFolders where it is looked for after PATH
 * @throws when there is none, or only an older one
 */
export async function findGo(
  env: NodeJS.ProcessEnv,
  wanted: readonly string[],
  usualFolders: readonly string[] = ["/usr/local/go/bin"],
): Promise<string> {
  const path = [env["PATH"] ?? "", ...usualFolders].join(":");
  const candidates = await onPath("go", { PATH: path });
  let newest = "none";
  for (const candidate of candidates) {
    const { stdout } = await execa(candidate, ["version"], {
      extendEnv: false,
      env: goEnvironment(env),
      reject: false,
      timeout: 10_000,
    });
    if (isSufficient(stdout)) return candidate;
    newest = `${stdout.trim()} (${candidate})`;
  }
  throw new Error(
    `toolchain: expected Go ${required.major}.${required.minor} or newer to build ${wanted.join(", ")}, ` +
      `got ${newest}; install it with: ${install}`,
  );
}
