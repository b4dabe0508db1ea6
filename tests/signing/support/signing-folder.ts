import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { rpmCheckScript } from "../../../components/builds/rpm-check-script";
import { rpmPublishScript } from "../../../components/builds/rpm-publish-script";
import { rpmSignScript } from "../../../components/builds/rpm-sign-script";
import { execa } from "../../../local/execa";
import { keys } from "../../support/keys";
import { tools } from "./tools";

/** What a script did; lines of both outputs in the order they came. */
export interface ScriptResult {
  readonly status: number | undefined;
  readonly lines: readonly string[];
}

/** Passphrase of `keys.gpg`. */
export const passphrase = "test";

/** What builds get who sign with `keys.gpg`. */
export const signingKey = { fingerprint: keys.gpg.fingerprint, passphrase };

/** Scripts as the ConfigMap mounts them, keys as credentials are bound, and packages that rpmbuild made. */
export class SigningFolder {
  readonly folder = mkdtempSync(join(tmpdir(), "jenkins-stack-signing-"));

  constructor() {
    this.write("scripts/check.sh", rpmCheckScript);
    this.write("scripts/sign.sh", rpmSignScript);
    this.write("scripts/publish.sh", rpmPublishScript);
    this.write("scripts/signing-key.asc", keys.gpg.public);
    this.write("keys/private.asc", keys.gpg.private);
    this.write("keys/rsa.asc", keys.gpgRsa.private);
    this.write("keys/public.asc", keys.gpg.public);
  }

  /** Builds a package without a signature; `build` yields it as a file to copy. */
  async build(name: string): Promise<void> {
    this.write(
      `rpmbuild/${name}.spec`,
      `Name: ${name}
Version: 1
Release: 1
Summary: ${name}
License: MIT
BuildArch: noarch
%description
${name}
%install
mkdir -p %{buildroot}/usr/share/${name}
echo ${name} > %{buildroot}/usr/share/${name}/content
%files
/usr/share/${name}/content
`,
    );
    const topdir = ["--define", `_topdir ${this.path("rpmbuild")}`];
    await execa("rpmbuild", ["-bb", "--quiet", ...topdir, this.path(`rpmbuild/${name}.spec`)], {
      env: await rpmTools(),
    });
  }

  /** A folder with copies of packages that were built, the first of `names` in a folder that comes after the metadata. */
  packages(folder: string, ...names: string[]): string {
    mkdirSync(this.path(`${folder}/updates`), { recursive: true });
    for (const [index, name] of names.entries()) {
      const file = `${name}-1-1.noarch.rpm`;
      copyFileSync(
        this.path(`rpmbuild/RPMS/noarch/${file}`),
        this.path(`${folder}/${index === 0 ? "updates/" : ""}${file}`),
      );
    }
    return this.path(folder);
  }

  /** Runs one of the scripts with nothing in its environment but the tools and what is given. */
  async run(
    script: "check" | "sign" | "publish",
    environment: Readonly<Record<string, string>>,
    ...args: string[]
  ): Promise<ScriptResult> {
    const env = { ...(await rpmTools()), ...environment };
    const run = await execa("sh", [this.path(`scripts/${script}.sh`), ...args], {
      ...{ env, extendEnv: false, all: true, reject: false, cwd: this.folder },
    });
    return { status: run.exitCode, lines: run.all.split("\n").filter((line) => line !== "") };
  }

  /** {@link run} of the signing with `keys.gpg`, or what else is given. */
  sign(folder: string, environment: Readonly<Record<string, string>> = {}): Promise<ScriptResult> {
    return this.run(
      "sign",
      {
        RPM_KEY_FILE: this.path("keys/private.asc"),
        RPM_FINGERPRINT: signingKey.fingerprint,
        RPM_PASSPHRASE: signingKey.passphrase,
        ...environment,
      },
      folder,
    );
  }

  path(relative: string): string {
    return join(this.folder, relative);
  }

  write(path: string, content: string): void {
    mkdirSync(join(this.path(path), ".."), { recursive: true });
    writeFileSync(this.path(path), content);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const homes = () => readdirSync("/tmp").filter((name) => /^(gpg|ssh)\.\w{6}$/.test(name));

/** What was there before these tests is somebody else's. */
const otherHomes = homes();

/** Homes below /tmp that the scripts left. */
export function leftHomes(): string[] {
  return homes().filter((name) => !otherHomes.includes(name));
}

/** The tools; rpm that is unpacked and not installed is told where its macros are. */
export async function rpmTools(): Promise<Readonly<Record<string, string>>> {
  const environment = await tools();
  const { UNPACKED } = environment;
  return {
    ...environment,
    ...(UNPACKED === undefined ? {} : { RPM_CONFIGDIR: join(UNPACKED, "usr/lib/rpm") }),
  };
}
