import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { compareImage, contentHash, writeImage, type LunAddress } from "../../../local/initiator";
import { secret, TestNas } from "../nas-simulator/support/nas";

const size = 2 ** 20;
const chap = { user: "k8s", password: secret };

describe("content of a LUN", () => {
  const nas = new TestNas();
  const bytes = randomBytes(size / 2);
  let address: LunAddress;
  let image = "";
  before(async () => {
    await nas.start();
    await nas.login();
    const { iqn } = await nas.offerLun("content", {}, { size });
    address = { portal: nas.portal, iqn, lun: 1, chap };
    image = join(nas.folder, "image, with a comma.raw");
    writeFileSync(image, bytes);
  });
  after(() => nas.stop());

  it("is an image after the image was written, byte by byte", async () => {
    await writeImage(address, image);
    assert.equal(await compareImage(address, image), true);
    const hash = (part: Buffer): string => createHash("sha256").update(part).digest("hex");
    assert.equal(await contentHash(address, { length: bytes.length }), hash(bytes));
    const second = bytes.subarray(4096, 8192);
    assert.equal(await contentHash(address, { offset: 4096, length: 4096 }), hash(second));
  });

  it("is not an image that differs in one byte", async () => {
    await writeImage(address, image);
    const other = join(nas.folder, "other.raw");
    writeFileSync(other, Buffer.concat([bytes.subarray(1), Buffer.from([0x5a])]));
    assert.equal(await compareImage(address, other), false);
  });

  it("cannot be read beyond the end of the LUN", async () => {
    const beyond = contentHash(address, { offset: size, length: size });
    await assert.rejects(beyond, /expected it to be read, got/);
  });

  it("is closed to a wrong secret, which no message shows", async () => {
    const wrong = { ...address, chap: { ...chap, password: "Wrong-12chars" } };
    for (const attempt of [
      writeImage(wrong, image),
      compareImage(wrong, image),
      contentHash(wrong, { length: 512 }),
    ]) {
      await assert.rejects(attempt, ({ message }: Error) => {
        assert.match(message, /expected it to .*, got .*Authentication failure\(513\)/);
        assert.ok(!message.includes("Wrong-12chars"));
        return true;
      });
    }
  });

  it("fails for an image that is not there, and takes none for an equal one", async () => {
    const absent = join(nas.folder, "absent.raw");
    await assert.rejects(compareImage(address, absent), /expected it to be compared/);
    await assert.rejects(writeImage(address, absent), /expected it to take an image/);
  });
});
