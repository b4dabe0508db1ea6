import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { writeImage, type LunAddress } from "../../../../local/initiator";
import { secret, snapshotAttributes, type TestNas } from "./nas";

const mebibyte = 2 ** 20;

/** Small, so that a whole LUN is compared in no time. */
export const smallSize = 16 * mebibyte;

/** A LUN that an initiator can use. */
export interface FilledLun {
  readonly uuid: string;
  /** Id of its target. */
  readonly id: string;
  readonly address: LunAddress;
}

/** LUNs with content that a test knows: two random images that differ in the first byte, and where they lie. */
export class FilledLuns {
  readonly first: string;
  readonly second: string;
  /** First bytes of the two images. */
  readonly firstBytes = { first: 1, second: 2 } as const;

  constructor(private readonly nas: TestNas) {
    const written = (name: "first" | "second"): string => {
      const path = join(nas.folder, `${name}.raw`);
      const content = randomBytes(mebibyte);
      content[0] = this.firstBytes[name];
      writeFileSync(path, content);
      return path;
    };
    this.first = written("first");
    this.second = written("second");
  }

  /** Makes a mapped LUN that takes snapshots and holds the first image. */
  async offer(name: string): Promise<FilledLun> {
    const size = { ...snapshotAttributes, size: smallSize };
    const { uuid, id, iqn } = await this.nas.offerLun(name, {}, size);
    const chap = { user: "k8s", password: secret };
    const address = { portal: this.nas.portal, iqn, lun: 1, chap };
    await writeImage(address, this.first);
    return { uuid, id, address };
  }

  /** Takes a snapshot that is described by its name; returns its uuid. */
  async snapshot(lun: string, name: string, more: object = {}): Promise<string> {
    const request = { src_lun_uuid: lun, snapshot_name: name, description: name, ...more };
    const { data } = await this.nas.lun("take_snapshot", request);
    return (data as { snapshot_uuid: string }).snapshot_uuid;
  }
}
