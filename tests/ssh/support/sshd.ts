import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { execa } from "../../../local/execa";
import type { RequiredPackage } from "../../../local/packages/required";
import { tools } from "./tools";

/** A place where a build step runs, and the machines it can reach. */
export interface Pod {
  /** Content of `/etc/ssh/ssh_known_hosts`; none is no such file. */
  readonly knownHosts?: string;
  /** Addresses of machines, by name: any of 127.0.0.0/8, and ::1. */
  readonly names: Readonly<Record<string, string>>;
  /** Further files, by their paths below the folder that the script finds in `$FILES`. */
  readonly files?: Readonly<Record<string, string>>;
  /** What the script uses beside OpenSSH and Git. */
  readonly packages?: readonly RequiredPackage[];
}

/**
 * Shell functions for scripts.
 *
 * sshd runs without privileges, so that it lets in none but the user who started it, `jenkins`.
 */
const functions = `set -eu
export HOME=/run/home

serves() { # address port key [certificate]
  local name="$1-$2" line
  {
    printf 'ListenAddress %s\\nPort %s\\nHostKey %s\\n' "$1" "$2" "$3"
    if [ "$#" -gt 3 ]; then printf 'HostCertificate %s\\n' "$4"; fi
    printf 'AuthorizedKeysFile /run/home/authorized_keys\\n'
    printf 'PidFile none\\nStrictModes no\\nPasswordAuthentication no\\nKbdInteractiveAuthentication no\\n'
    printf 'SetEnv PATH="%s" LD_LIBRARY_PATH="%s"\\n' "$PATH" "\${LD_LIBRARY_PATH-}"
  } > "/run/$name.conf"
  mkfifo "/run/$name"
  "$(command -v sshd)" -D -e -f "/run/$name.conf" 2> "/run/$name" &
  exec {said}< "/run/$name"
  while read -r line <&$said; do
    echo "$line" >> "/run/$name.log"
    case $line in "Server listening"*) cat <&$said >> "/run/$name.log" & return;; esac
  done
  cat "/run/$name.log" >&2
  return 1
}

login() { # private key: its owner may log in everywhere, and does
  mkdir -p "$HOME/.ssh"
  install -m 600 "$1" "$HOME/.ssh/id_ed25519"
  ssh-keygen -y -f "$1" >> /run/home/authorized_keys
}
`;

/** A place of its own; for anybody where the kernel allows user namespaces. */
const namespaces =
  "--user --map-root-user --net --mount --pid --fork --kill-child --mount-proc".split(" ");

/** What is above the script: names, users and the list of known hosts where a pod has them. */
const around = `set -eu
mount -t tmpfs -o mode=0755 tmpfs /run
mkdir -p /run/home
ip link set lo up
echo 0 > /proc/sys/net/ipv4/ip_unprivileged_port_start
mount --bind "$FILES/etc" /etc
mount -o remount,bind,ro /etc
exec unshare --user --map-user=1000 --map-group=1000 bash "$FILES/script"
`;

/**
 * Runs a script as user 1000, `jenkins`, in a network of its own, with the functions `serves` and `login`. Everything it
 * started is gone when it ends.
 *
 * @returns its lines
 * @throws with what it wrote to standard error when it fails, also where there are no namespaces
 */
export async function inPod(pod: Pod, script: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "jenkins-stack-pod-"));
  try {
    for (const [path, content] of Object.entries(filesOf(pod, script))) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const env = { ...(await tools(pod.packages)), FILES: folder };
    const run = await execa("unshare", [...namespaces, "bash", "-c", around], {
      env,
      reject: false,
    });
    if (run.failed) throw new Error(`the script ended with ${run.exitCode ?? 0}: ${run.stderr}`);
    return run.stdout.split(/\r?\n/).filter((line) => line !== "");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function filesOf({ knownHosts, names, files }: Pod, script: string): Record<string, string> {
  return {
    "etc/passwd": "root:x:0:0::/:/bin/sh\njenkins:x:1000:1000::/run/home:/bin/sh\n",
    "etc/group": "root:x:0:\njenkins:x:1000:\n",
    "etc/nsswitch.conf": "hosts: files\n",
    "etc/hosts": Object.entries(names)
      .map(([name, address]) => `${address} ${name}\n`)
      .join(""),
    ...(knownHosts === undefined
      ? { "etc/ssh/ssh_config": "" }
      : { "etc/ssh/ssh_known_hosts": knownHosts }),
    ...files,
    script: `${functions}\n${script}\n`,
  };
}
