import { createHash } from "node:crypto";
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

import { execa } from "../execa";
import type { LunAddress } from "./initiator";

/** A part of a LUN. */
export interface Extent {
  /** Bytes from its start, a multiple of 512; default 0. */
  readonly offset?: number;
  /** Bytes, a multiple of 512. */
  readonly length: number;
}

/**
 * Writes a raw disk image to the start of a LUN; zeros of the image are written too, what lies behind it stays.
 *
 * @throws when the login is refused, there is no such LUN or the image is larger
 */
export async function writeImage(address: LunAddress, file: string): Promise<void> {
  const target = ["--target-image-opts", file, lunOptions(address)];
  const { exitCode, stderr } = await qemuImg(address, ["convert", "-n", "-f", "raw", ...target]);
  if (exitCode !== 0) throw failure(address, "to take an image", stderr);
}

/**
 * Whether a LUN holds a raw disk image, and nothing but zeros behind it.
 *
 * @throws when they cannot be compared: the login is refused, there is no such LUN or no such file
 */
export async function compareImage(address: LunAddress, file: string): Promise<boolean> {
  const image = `driver=raw,file.driver=file,file.filename=${commaDoubled(file)}`;
  const { exitCode, stderr } = await qemuImg(address, [
    "compare",
    "--image-opts",
    image,
    lunOptions(address),
  ]);
  // 1 = they differ; 2 and more = they could not be read.
  if (exitCode === 0 || exitCode === 1) return exitCode === 0;
  throw failure(address, "to be compared with an image", stderr);
}

/**
 * SHA-256 (hex) of a part of a LUN as an initiator reads it.
 *
 * @throws when the login is refused, there is no such LUN or it is shorter
 */
export async function contentHash(address: LunAddress, extent: Extent): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "lun-content-"));
  const copy = join(folder, "copy");
  try {
    const { offset = 0, length } = extent;
    const part = `${lunOptions(address)},offset=${offset},size=${length}`;
    const { exitCode, stderr } = await qemuImg(address, [
      "convert",
      "--image-opts",
      ...["-O", "raw"],
      part,
      copy,
    ]);
    if (exitCode !== 0) throw failure(address, "to be read", stderr);
    const hash = createHash("sha256");
    await pipeline(createReadStream(copy), hash);
    return hash.digest("hex");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs qemu-img on a LUN; it reads the CHAP secret from a file that nobody else can read and that goes away after. */
async function qemuImg(
  { chap }: LunAddress,
  [command = "", ...args]: readonly string[],
): Promise<{ readonly exitCode: number; readonly stderr: string }> {
  const folder = mkdtempSync(join(tmpdir(), "chap-"));
  try {
    const file = join(folder, "secret");
    writeFileSync(file, chap?.password ?? "", { mode: 0o600 });
    const secret = chap === undefined ? [] : ["--object", `secret,id=chap,file=${file}`];
    const result = await execa("qemu-img", [command, ...secret, ...args], {
      stdin: "ignore",
      reject: false,
      timeout: 60_000,
    });
    if (result.code === "ENOENT") {
      throw new Error(
        "qemu-img: expected the command to be installed, got none; apt-get install qemu-utils qemu-block-extra",
      );
    }
    const stderr = result.timedOut ? "no answer within a minute" : result.stderr;
    return { exitCode: result.exitCode ?? -1, stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function lunOptions({ portal, iqn, lun, chap, initiator }: LunAddress): string {
  const options = {
    driver: "raw",
    "file.driver": "iscsi",
    "file.transport": "tcp",
    "file.portal": portal,
    "file.target": iqn,
    "file.lun": lun,
    ...(initiator !== undefined && { "file.initiator-name": initiator }),
    ...(chap !== undefined && { "file.user": chap.user, "file.password-secret": "chap" }),
  };
  return Object.entries(options)
    .map(([key, value]) => `${key}=${commaDoubled(String(value))}`)
    .join(",");
}

/** A comma ends an option of QEMU, two of them are one comma. */
function commaDoubled(value: string): string {
  return value.replaceAll(",", ",,");
}

function failure({ portal, iqn, lun }: LunAddress, expected: string, stderr: string): Error {
  const reason = /(?:Failed|failed|error).*$/m.exec(stderr)?.[0] ?? stderr.trim().split("\n")[0];
  return new Error(
    `iscsi://${portal}/${iqn}/${lun}: expected it ${expected}, got ${JSON.stringify(reason)}`,
  );
}
