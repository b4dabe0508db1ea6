import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { execa } from "../../../local/execa";

const root = join(__dirname, "../../..");

/** Content by path; `undefined` removes the file. */
export type Files = Readonly<Record<string, string | undefined>>;

/** A repository of git in a temporary folder, with the packages of this one. */
export class Repository {
  private constructor(readonly folder: string) {}

  /** Makes one without a commit. */
  static async create(): Promise<Repository> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "jenkins-stack-repository-")));
    const repository = new Repository(folder);
    await repository.git("init", "--quiet", "--initial-branch=main");
    await symlink(join(root, "node_modules"), join(folder, "node_modules"));
    await repository.write({ ".git/info/exclude": "node_modules\n" });
    return repository;
  }

  async write(files: Files): Promise<void> {
    for (const [name, content] of Object.entries(files)) {
      const file = join(this.folder, name);
      await mkdir(dirname(file), { recursive: true });
      if (content === undefined) await rm(file);
      else await writeFile(file, content);
    }
  }

  /** Copies what another repository has and git does not ignore, without some folders. */
  async take(other: string, without: readonly string[]): Promise<void> {
    const wanted = [".", ...without.map((folder) => `:!${folder}`)];
    const listed = [
      "ls-files",
      "-z",
      "--cached",
      "--others",
      "--exclude-standard",
      "--",
      ...wanted,
    ];
    const { stdout } = await execa("git", listed, { cwd: other });
    // What another suite removes meanwhile is no part of the program.
    await execa(
      "tar",
      ["--create", "--null", "--ignore-failed-read", "--files-from=-", "--file=-"],
      {
        cwd: other,
        input: stdout,
        encoding: "buffer",
      },
    ).pipe("tar", ["--extract", "--file=-"], { cwd: this.folder });
  }

  /** Commits everything there is. */
  async commit(): Promise<string> {
    await this.git("add", "--all");
    await this.git("commit", "--quiet", "--allow-empty", "--message=change");
    return (await this.git("rev-parse", "HEAD")).trim();
  }

  async git(...args: string[]): Promise<string> {
    const identity = ["-c", "user.name=test", "-c", "user.email=test@example"];
    const { stdout } = await execa("git", [...identity, "-c", "gc.auto=0", ...args], {
      cwd: this.folder,
    });
    return stdout;
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
