import { spawn, type ChildProcess } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import type { LunAddress } from "../../../../local/initiator";

/** An initiator that stays logged in and does nothing unless it is asked: what a node with a mounted volume is. */
export class IdleInitiator {
  readonly name = "iqn.2004-10.com.example:idle";
  readonly #process: ChildProcess;
  #printed = "";

  /** @param folder where a file for the CHAP secret may be made */
  constructor({ portal, iqn, lun, chap }: LunAddress, folder: string) {
    const secret = join(folder, "idle-initiator-secret");
    writeFileSync(secret, chap?.password ?? "", { mode: 0o600 });
    const options = {
      driver: "iscsi",
      transport: "tcp",
      portal,
      target: iqn,
      lun,
      "initiator-name": this.name,
      user: chap?.user ?? "",
      "password-secret": "chap",
      "cache.direct": "on",
    };
    const described = Object.entries(options).map(([key, value]) => `${key}=${value}`);
    const object = `secret,id=chap,file=${secret}`;
    this.#process = spawn(
      "qemu-io",
      [
        ...["-d", "unmap"],
        "--object",
        object,
        "--image-opts",
        `driver=raw,${described.map((one) => `file.${one}`).join(",")}`,
      ],
      { stdio: ["pipe", "pipe", "ignore"] },
    );
    this.#process.stdout?.on("data", (chunk: Buffer) => (this.#printed += chunk.toString("utf8")));
  }

  /** Reads the first byte of the LUN over the session that it has. */
  async firstByte(): Promise<number> {
    this.#printed = "";
    this.#process.stdin?.write("read -v 0 512\n");
    const line = await this.#printedLine(/^(?:qemu-io> )*00000000: {2}([0-9a-f]{2}) /m);
    return parseInt(line, 16);
  }

  /** Gives back the start of the LUN (UNMAP). */
  async discard(bytes: number): Promise<void> {
    this.#printed = "";
    this.#process.stdin?.write(`discard 0 ${bytes}\n`);
    await this.#printedLine(/(discard \d+)\/\d+ bytes/);
  }

  /** Logs out. */
  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.kill("SIGKILL");
    await ended;
  }

  /** What the first group of a pattern matches, as soon as it is printed; rejects after some seconds. */
  #printedLine(pattern: RegExp): Promise<string> {
    return new Promise((resolve, reject) => {
      const done = (): void => {
        clearTimeout(late);
        this.#process.off("exit", fail);
        this.#process.stdout?.off("data", look);
      };
      const look = (): void => {
        const found = pattern.exec(this.#printed)?.[1];
        if (found === undefined) return;
        done();
        resolve(found);
      };
      const fail = (): void => {
        done();
        reject(new Error(`the idle initiator has not answered; it printed ${this.#printed}`));
      };
      const late = setTimeout(fail, 6000);
      this.#process.once("exit", fail);
      this.#process.stdout?.on("data", look);
    });
  }
}

/** An initiator that stays logged in and reads, until it is killed. */
export function keepReading({ portal, iqn, lun, chap, initiator = "" }: LunAddress): ChildProcess {
  return spawn("iscsi-perf", ["-i", initiator, "-t", "60", `iscsi://${portal}/${iqn}/${lun}`], {
    env: {
      ...process.env,
      LIBISCSI_CHAP_USERNAME: chap?.user,
      LIBISCSI_CHAP_PASSWORD: chap?.password,
    },
    stdio: "ignore",
  });
}
