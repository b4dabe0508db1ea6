import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { besideText, homeBeside, iqnBeside, isOdd, withHomeBeside } from "../../restore/beside";
import { changed, reading, root, type Values } from "../stacks/good-settings";

const like = { iqn: "iqn.2000-01.com.synology:nas0.jenkins", fsType: "ext4" };
const clone = { volume: "/volume1", sizeBytes: 500 * 1024 ** 3 };
const home = homeBeside("restored", like, clone);

describe("homeBeside", () => {
  it("is a LUN like the one in use, under names of its own (A-30)", () => {
    assert.deepEqual(home.lun, {
      volume: "/volume1",
      size: "500Gi",
      iqn: "iqn.2000-01.com.synology:nas0.restored",
      chapUser: "restored",
    });
    assert.equal(homeBeside("restored", { ...like, fsType: "xfs" }, clone).lun.fsType, "xfs");
    assert.equal(iqnBeside("iqn.2000-01.example.nas:jenkins", "b"), "iqn.2000-01.example.nas:b");
  });

  it("has the size that settings can name, whole GiB, where a clone is of another one", () => {
    const odd = { ...clone, sizeBytes: 10.5 * 1024 ** 3 };
    assert.equal(homeBeside("restored", like, odd).lun.size, "11Gi");
    assert.deepEqual([isOdd(odd.sizeBytes), isOdd(clone.sizeBytes)], [true, false]);
  });

  it("is what the settings take (A-27)", () => {
    const { problems, sections } = reading(
      changed({ "storage.luns.restored": home.lun, "storage.homes.restored": { lun: "restored" } }),
    );
    assert.deepEqual(problems, []);
    assert.equal(sections?.storage.luns["restored"]?.maxSessions, 1);
  });

  it("is printed as the file would have it", () => {
    assert.equal(
      besideText(home),
      [
        "jenkins-stack:storage:",
        "  luns:",
        "    restored:",
        "      volume: /volume1",
        "      size: 500Gi",
        "      iqn: iqn.2000-01.com.synology:nas0.restored",
        "      chapUser: restored",
        "  homes:",
        "    restored:",
        "      lun: restored",
      ].join("\n"),
    );
  });
});

describe("withHomeBeside", () => {
  const file = readFileSync(join(root, "Pulumi.prod.yaml"), "utf8");

  it("adds the home to a stack's file and changes nothing else of it", () => {
    const written = withHomeBeside(file, home);
    const lines = written.split("\n");
    assert.deepEqual(
      file.split("\n").filter((line) => !lines.includes(line)),
      [],
      "comments and all",
    );
    const { config } = parse(written) as { config: Record<string, Values> };
    const before = (parse(file) as { config: Record<string, Values> }).config;
    const storage = before["jenkins-stack:storage"] as { luns: Values };
    assert.deepEqual(config, {
      ...before,
      "jenkins-stack:storage": {
        ...storage,
        luns: { ...storage.luns, restored: home.lun },
        homes: { restored: { lun: "restored" } },
      },
    });
  });

  it("writes the same again, whoever has added to it meanwhile", () => {
    const once = withHomeBeside(file, home);
    assert.equal(withHomeBeside(once, home), once);
    const more = once.replace("chapUser: restored", "chapUser: restored\n        maxSessions: 1");
    assert.equal(withHomeBeside(more, home), more);
  });

  it("refuses a name that the file uses for something else", () => {
    assert.throws(
      () => withHomeBeside(file, homeBeside("jenkins", like, { ...clone, sizeBytes: 1024 ** 3 })),
      /^RestoreRefused: storage\.luns\.jenkins: expected nothing or .*, got something else; choose another name$/,
    );
  });
});
