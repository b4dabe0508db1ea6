import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { contentHash, writeImage, type LunAddress } from "../../../local/initiator";
import type { TestNas } from "../../local/nas-simulator/support/nas";
import { chapPassword } from "./tool";

/** What the start of a LUN is filled with. */
export type Pattern = "A" | "B";

const length = 64 * 1024;
const contents = { A: Buffer.alloc(length, "A"), B: Buffer.alloc(length, "B") };

/** Fills the start of a LUN through a real initiator. */
export async function fill(nas: TestNas, name: string, pattern: Pattern): Promise<void> {
  const image = join(nas.folder, `pattern-${pattern}`);
  writeFileSync(image, contents[pattern]);
  await writeImage(lun(nas, name), image);
}

/** Which pattern a real initiator reads at the start of a LUN. */
export async function dataOf(nas: TestNas, name: string): Promise<Pattern | "neither"> {
  const found = await contentHash(lun(nas, name), { length });
  const known = (["A", "B"] as const).find(
    (pattern) => createHash("sha256").update(contents[pattern]).digest("hex") === found,
  );
  return known ?? "neither";
}

function lun(nas: TestNas, name: string): LunAddress {
  return {
    portal: nas.portal,
    iqn: `iqn.2000-01.com.synology:nas.${name}`,
    lun: 1,
    chap: { user: "k8s", password: chapPassword },
  };
}
