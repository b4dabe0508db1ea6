import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { execa } from "../../../local/execa";
import { tools } from "./tools";

/**
 * Shell functions of a link: one switch, and machines with an adapter `enp2s0` on it, each in a network namespace.
 *
 * Addresses are usable at once, so that no test waits for duplicate address detection.
 */
const functions = `set -eu
mount -t tmpfs tmpfs /run
mkdir -p /run/netns
ip link set lo up
ip link add storage type bridge mcast_snooping 0
ip link set storage up

machine() { # name [address/length]
  ip netns add "$1"
  ip link add "$1" type veth peer name enp2s0 netns "$1"
  ip link set "$1" master storage up
  ip netns exec "$1" sysctl --quiet --write net/ipv6/conf/enp2s0/accept_dad=0
  ip -n "$1" link set lo up
  ip -n "$1" link set enp2s0 up
  if [ "$#" -gt 1 ]; then ip -n "$1" address add "$2" dev enp2s0 nodad; fi
}

on() { local machine=$1; shift; ip netns exec "$machine" "$@"; }

serves() { # machine address port…
  # One for each server: the end of another one's word would be read as the end of this one's.
  local listening=/run/listening-$1-$3
  mkfifo "$listening"
  on "$1" "$NODE" -e 'const [fifo, address, ...ports] = process.argv.slice(1);
    let left = ports.length;
    const listening = () => { if (--left === 0) require("fs").writeFileSync(fifo, "\\n"); };
    for (const port of ports) require("net").createServer((socket) => socket.end()).listen(+port, address, listening)' \
    "$listening" "\${@:2}" &
  read -r _ < "$listening"
}

reaches() { # machine address port
  if on "$1" timeout 3 bash -c "exec 3<>/dev/tcp/$2/$3" 2> /dev/null; then
    echo "$1 reaches $2 $3"
  else
    echo "$1 does not reach $2 $3"
  fi
}

until_true() { # command…
  local end=$((SECONDS + 10))
  until "$@" > /run/condition 2>&1; do
    if [ "$SECONDS" -ge "$end" ]; then
      echo "expected within 10 s: $*, got" >&2
      tail -n 20 /run/condition /run/*.log >&2 || true
      exit 1
    fi
    read -r -t 0.05 _ <> /run/never || true
  done
}
mkfifo /run/never
`;

/** Files by name, absolute ones below the folder that the script finds in `$FILES`. */
export type Files = Readonly<Record<string, string>>;

/**
 * Runs a script in namespaces of its own, with the functions of a link. Everything it made and started is gone when it
 * ends.
 *
 * @returns its lines
 * @throws with what it wrote to standard error when it fails, also where there are no namespaces
 */
export async function onLink(script: string, files: Files = {}): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "jenkins-stack-link-"));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content, { mode: 0o600 });
    }
    const [command = "", ...args] = await namespaces();
    const run = await execa(command, [...args, "bash", "-s"], {
      env: { ...(await tools()), FILES: folder, NODE: process.execPath },
      input: `${functions}\n${script}\n`,
      reject: false,
    });
    if (run.failed) throw new Error(`the script ended with ${run.exitCode ?? 0}: ${run.stderr}`);
    return run.stdout.split("\n").filter((line) => line !== "");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Namespaces for anybody where the kernel allows that, else for root alone. */
async function namespaces(): Promise<string[]> {
  const own = "--net --mount --pid --fork --kill-child --mount-proc".split(" ");
  const anybody = ["unshare", "--user", "--map-root-user", ...own];
  const problems: string[] = [];
  for (const [command = "", ...args] of [anybody, ["unshare", ...own]]) {
    const tried = await execa(command, [...args, "true"], { reject: false });
    if (!tried.failed) return [command, ...args];
    problems.push(tried.stderr);
  }
  throw new Error(
    `expected network namespaces for this user or for root, got\n${problems.join("\n")}\nallow user namespaces, or run the suite as root`,
  );
}
