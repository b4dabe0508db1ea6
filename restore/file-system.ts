import { RestoreRefused } from "./failure";
import type { Run } from "./tool";

/** What is in a folder. */
export type Kind = "file" | "folder" | "other";

/** A file system in a file, as far as looking into it goes. */
export interface FileSystem {
  /** What was done to make it whole, in words. */
  readonly repaired: string;
  /** Names in a folder; undefined when there is no such folder. */
  readonly entries: (folder: string) => Promise<ReadonlyMap<string, Kind> | undefined>;
  /** Bytes of a file that is there. */
  readonly size: (path: string) => Promise<number>;
}

/**
 * Makes the file system in a copy of a LUN whole, as a node does before it mounts one, and opens it. A snapshot of a
 * mounted file system always has a journal to be replayed, so what lies in the copy is changed; the clone is not.
 *
 * @throws RestoreRefused when it is damaged, be it no more than a node repairs by itself, or is none at all
 */
export async function openFileSystem(
  run: Run,
  type: "ext4" | "xfs",
  file: string,
): Promise<FileSystem> {
  return type === "ext4" ? await openExt4(run, file) : await openXfs(run, file);
}

/** Lines of e2fsck that tell of no damage: what it counted, and what a mount puts right by itself. */
const harmless = [
  /^\S+: \d+\/\d+ files .* \d+\/\d+ blocks$/,
  / extent tree .*could be (?:shorter|narrower)/,
  / time (?:\(.*\) )?is in the future/,
];

/**
 * The journal is replayed first and alone, as a mount does. What the check repairs after that is damage: a node repairs
 * the same without a word and goes on, but a snapshot of a whole file system has none.
 *
 * @see https://man7.org/linux/man-pages/man8/e2fsck.8.html the exit code is a sum: 1 and 2 = repaired, 4 = not
 */
async function openExt4(run: Run, file: string): Promise<FileSystem> {
  const replay = await run("e2fsck", ["-p", "-E", "journal_only", file]);
  if (replay.exitCode < 0 || replay.exitCode > 3)
    throw damaged("ext4", `${replay.stdout}\n${replay.stderr}`, file);
  const { exitCode, stdout, stderr } = await run("e2fsck", ["-p", "-f", file]);
  const found = stdout
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !harmless.some((pattern) => pattern.test(line)));
  if (exitCode < 0 || exitCode > 3 || found.length > 0)
    throw damaged("ext4", [...found, stderr].join("\n"), file);
  const debugfs = async (request: string): Promise<string | undefined> => {
    const ran = await run("debugfs", ["-R", request, file]);
    return /^\S+: (?:File not found|Not a directory)/m.test(`${ran.stderr}\n${ran.stdout}`)
      ? undefined
      : ran.stdout;
  };
  const rows = async (folder: string): Promise<readonly string[][] | undefined> => {
    const printed = await debugfs(`ls -p ${folder}`);
    // /<inode>/<mode>/<uid>/<gid>/<name>/<size>/
    return printed
      ?.split("\n")
      .map((line) => line.split("/"))
      .filter((columns) => columns.length >= 7);
  };
  return {
    repaired: /recovering journal|orphaned inode/.test(replay.stdout)
      ? "its journal was replayed in the copy"
      : "nothing to repair",
    entries: async (folder) => {
      const found = await rows(folder);
      return found && new Map(found.map(([, , mode = "", , , name = ""]) => [name, kindOf(mode)]));
    },
    size: async (path) => {
      const [folder, name] = parts(path);
      const row = (await rows(folder))?.find((columns) => columns[5] === name);
      return Number(row?.[6] ?? 0);
    },
  };
}

function kindOf(mode: string): Kind {
  if (mode.startsWith("04")) return "folder";
  return mode.startsWith("10") ? "file" : "other";
}

/** What `xfs_repair -n` says of a log that a mount would replay. */
const dirtyLog = /valuable metadata changes in a log/;

/** What no log explains: a structure that is not what it has to be. The rest may only be behind the log. */
const beyondTheLog = /^.*(?:bad magic|bad CRC|CRC error|corrupt|superblock read failed).*$/im;

/**
 * A log can be replayed by mounting alone, which would need root. So it is dropped in the copy, and with it what was
 * written in the last seconds before the snapshot. Dropping it repairs whatever there is, so it is done for a log alone,
 * and not where the check before it has seen damage that no log explains.
 */
async function openXfs(run: Run, file: string): Promise<FileSystem> {
  let repaired = "nothing to repair";
  const first = await run("xfs_repair", ["-n", file]);
  const said = `${first.stdout}\n${first.stderr}`;
  if (dirtyLog.test(said)) {
    const damage = beyondTheLog.exec(said);
    if (damage !== null) throw damaged("xfs", damage[0], file);
    repaired =
      "its log was dropped in the copy: the last seconds before the snapshot are not looked at" +
      (first.exitCode === 0 ? "" : ", and whether anything else was damaged cannot be told");
    await run("xfs_repair", ["-L", file]);
    const { exitCode, stdout, stderr } = await run("xfs_repair", ["-n", file]);
    if (exitCode !== 0) throw damaged("xfs", `${stdout}\n${stderr}`, file);
  } else if (first.exitCode !== 0) throw damaged("xfs", said, file);
  const db = (path: string, command: string) =>
    run("xfs_db", ["-r", "-c", `path ${path}`, "-c", command, file]);
  return {
    repaired,
    entries: async (folder) => {
      const { exitCode, stdout } = await db(folder, "ls");
      if (exitCode !== 0) return undefined;
      // <cookie> <inode> <kind> <hash> <length> <name> (good)
      const rows = [...stdout.matchAll(/^\d+\s+\d+\s+(\w+)\s+0x[0-9a-f]+\s+\d+ (.*) \(\w+\)$/gm)];
      return new Map(rows.map(([, kind = "", name = ""]) => [name, xfsKind(kind)]));
    },
    size: async (path) =>
      Number(/core\.size = (\d+)/.exec((await db(path, "print core.size")).stdout)?.[1] ?? 0),
  };
}

function xfsKind(kind: string): Kind {
  if (kind === "directory") return "folder";
  return kind === "regular" ? "file" : "other";
}

function parts(path: string): readonly [folder: string, name: string] {
  const slash = path.lastIndexOf("/");
  return [path.slice(0, slash) || "/", path.slice(slash + 1)];
}

/** The copy lies in a temporary folder whose name says nothing to anybody. */
function damaged(type: string, words: string, file: string): RestoreRefused {
  const last = words
    .replaceAll(`${file}: `, "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .slice(0, 3)
    .join(" ");
  return new RestoreRefused(
    `file system: expected ${type} without damage, got ${JSON.stringify(last)}; ` +
      "rehearse an older snapshot with --snapshot, and look at the NAS and at the LUN in use",
  );
}
