import { execa } from "../execa";
import { isExecutable } from "../toolchain";
import { installScript } from "./install-script";
import {
  executableFolders,
  missingPackages,
  requiredPackages,
  type RequiredPackage,
} from "./required";

/** How the packages are installed. */
export interface PackageOptions {
  /** Receives one line of progress that replaces the last one. */
  readonly report?: (text: string) => void;
  /** What has to be there. Default: what the local platform runs on. */
  readonly packages?: readonly RequiredPackage[];
}

/** What decides whether packages can be installed here. */
export interface Privileges {
  readonly aptGet: boolean;
  readonly root: boolean;
  /** sudo works without asking for a password. */
  readonly sudo: boolean;
}

async function privileges(): Promise<Privileges> {
  const root = process.getuid?.() === 0;
  const asked = root ? undefined : await execa("sudo", ["-n", "true"], { reject: false });
  return {
    aptGet: await isExecutable("/usr/bin/apt-get"),
    root,
    sudo: asked?.failed === false,
  };
}

/** Why the packages cannot be installed, with the command that does it; undefined when they can. */
export function refusal(names: readonly string[], can: Privileges): string | undefined {
  const list = names.join(", ");
  if (!can.aptGet) {
    return `packages: expected the content of the Debian packages ${list}, got a system without apt-get; install what provides them`;
  }
  if (can.root || can.sudo) return undefined;
  const command = `sudo apt-get install --no-install-recommends ${names.join(" ")}`;
  return `packages: expected ${list} to be installed, got neither root nor sudo without a password; install them with: ${command}`;
}

/**
 * Installs the Debian packages whose content is missing; their daemons are not started.
 *
 * @returns the names of the packages installed, empty when nothing was missing
 * @throws with the command to run when this user cannot install them, or with apt-get's words when it fails
 */
export async function ensurePackages({
  report = () => undefined,
  packages = requiredPackages,
}: PackageOptions = {}): Promise<readonly string[]> {
  const missing = await missingPackages(packages, executableFolders());
  if (missing.length === 0) return [];
  const names = missing.map(({ name }) => name);
  const can = await privileges();
  const reason = refusal(names, can);
  if (reason !== undefined) throw new Error(reason);
  report(`installing ${names.join(", ")}`);
  const shell = ["sh", "-s", "--", "/usr/sbin/policy-rc.d", ...names];
  const [command, args] = can.root ? ["sh", shell.slice(1)] : ["sudo", ["-n", ...shell]];
  const installed = await execa(command, args, { input: installScript, all: true, reject: false });
  if (installed.failed) {
    const words = installed.all.trim().split("\n").slice(-8).join("\n");
    throw new Error(`packages: expected apt-get to install ${names.join(", ")}, got\n${words}`);
  }
  const still = await missingPackages(missing, executableFolders());
  if (still.length > 0) {
    const left = still.map(({ name }) => name).join(", ");
    throw new Error(
      `packages: expected ${left} to be complete after the installation, got files missing`,
    );
  }
  return names;
}
