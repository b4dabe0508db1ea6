import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Build } from "../../../local/toolchain/builds";

/** Writes an executable shell script. */
export function writeScript(path: string, body: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}

/**
 * A stand-in for the Go command: it notes each call in `calls`, announces packages on stderr as Go does,
 * and "builds" scripts that print a version. A build goes on until the file `go-on` exists.
 */
export function fakeGo(
  folder: string,
  { says = "go version go1.26.8 linux/amd64", made = "exit 0" } = {},
) {
  const bin = join(folder, "go-bin");
  const goOn = join(folder, "go-on");
  const calls = join(folder, "calls");
  writeScript(
    join(bin, "go"),
    `case "$1" in
version) echo "${says}" ;;
list) echo "go: downloading example.org/a v1.0.0" >&2; printf 'a\\nb\\nc\\n' ;;
build)
  echo "$PWD $* GOFLAGS=$GOFLAGS GOSUMDB=$GOSUMDB GOPROXY=\${GOPROXY-}" >> "${calls}"
  echo example.org/a >&2
  while [ "$1" != -o ]; do shift; done
  output=$2; shift 2
  [ -e "${goOn}.broken" ] && { echo "main.go:1: syntax error" >&2; exit 1; }
  make() { printf '#!/bin/sh\\n%s\\n' '${made}' > "$1"; chmod 755 "$1"; }
  if [ -d "$output" ]; then for package; do make "$output$(basename "$package")"; done; else make "$output"; fi
  while [ ! -e "${goOn}" ]; do sleep 0.02; done ;;
esac`,
  );
  writeFileSync(calls, "");
  return {
    bin,
    calls,
    letGo: () => {
      writeFileSync(goOn, "");
    },
    breakBuild: () => {
      writeFileSync(`${goOn}.broken`, "");
    },
  };
}

/** A pinned module of two tools that are accepted on PATH from version 1.2 on. */
export function exampleBuild(folder: string): Build<"alpha" | "beta"> {
  const module = join(folder, "module");
  if (!existsSync(module)) {
    mkdirSync(module);
    writeFileSync(join(module, "go.mod"), "module example\n");
    writeFileSync(join(module, "go.sum"), "");
  }
  const tool = (name: "alpha" | "beta") => ({
    name,
    check: ["--version"],
    recognition: {
      args: ["--version"],
      pattern: /version v(\d+)\.(\d+)\.(\d+)/,
      accepts: (major: number, minor: number) => major === 1 && minor >= 2,
      expected: "1.2 or newer",
    },
  });
  return {
    name: "example",
    version: "1.2.3",
    folder: module,
    packages: ["example.org/cmd/alpha", "example.org/cmd/beta"],
    ldflags: ["-s", "-w"],
    tools: [tool("alpha"), tool("beta")],
  };
}
