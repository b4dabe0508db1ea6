import assert from "node:assert/strict";

import { unknownImage, type Wanted } from "../../restore/plan";
import { restoredText } from "../../restore/report";

const name = "upgrade-2.579.2-to-2.580.1-0f3a9c1d";
const wanted: Wanted = {
  stack: "prod",
  lun: "jenkins",
  snapshot: {
    ...{ name, uuid: "u", description: name, createdAt: "2026-11-21T12:00:01.000Z" },
    present: false,
  },
  keptAs: `before-restore-${name}`,
  isHome: true,
  maintenance: false,
};
const restored = {
  restoredAt: "2026-11-21T13:00:00.000Z",
  before: `before-restore-${name}`,
  alsoKept: [],
  started: true,
  grown: false,
};

describe("restoredText", () => {
  it("says what is where, how to undo it, and how builds begin again", () => {
    assert.deepEqual(restoredText(wanted, restored).split("\n"), [
      `LUN jenkins holds snapshot ${name} of 2026-11-21T12:00:01.000Z`,
      `what it held before is in snapshot before-restore-${name}; to undo: npm run restore -- --stack prod --lun jenkins --snapshot before-restore-${name}`,
      "Jenkins starts and begins no build; once it looks right: npm run restore -- --stack prod --release",
    ]);
  });

  it("says exactly what to set after the way back from an upgrade (A-02)", () => {
    const takenUnder = {
      image: "docker.io/jenkins/jenkins:2.579.2-jdk21",
      plugins: "unknown",
    } as const;
    const text = restoredText({ ...wanted, takenUnder }, { ...restored, started: false });
    assert.match(text, /\n {2}1\. in Pulumi\.prod\.yaml: jenkins\.image: \S+:2\.579\.2-jdk21\n/);
    assert.match(text, /\n {2}2\. .* git checkout <commit> -- components\/jenkins\/plugins\/lock/);
    assert.match(
      text,
      new RegExp(`\n  3\\. npm run up -- --stack prod --restore-snapshot ${name}\n`),
    );
  });

  it("names no image where nobody knows it", () => {
    const takenUnder = { image: unknownImage, plugins: "unknown" } as const;
    const text = restoredText({ ...wanted, takenUnder }, { ...restored, started: false });
    assert.match(text, /because nobody knows whether the snapshot was taken under the Jenkins/);
    assert.match(
      text,
      /\n {2}1\. in Pulumi\.prod\.yaml: jenkins\.image: the one of that day, as git/,
    );
  });

  it("says how to start a Jenkins that differs in its plugins alone, and how to start what there is (A-02)", () => {
    const takenUnder = { plugins: "other" } as const;
    const text = restoredText({ ...wanted, takenUnder }, { ...restored, started: false });
    assert.match(text, /^Jenkins is stopped, because the snapshot was taken under other plugins/m);
    assert.match(text, /\n {2}1\. the plugins of that day: git log/);
    assert.doesNotMatch(text, /jenkins\.image/);
    assert.match(text, /as it was until now, .*: npm run restore -- --stack prod --start$/);
  });

  it("says that the LUN was smaller then, and that its file system still is (A-27)", () => {
    const text = restoredText(wanted, { ...restored, grown: true });
    assert.match(text, /^it was smaller then and was grown again; .* docs\/growth\.md tells how/m);
  });

  it("says why a controller is stopped, and tells a LUN of builds nothing about Jenkins", () => {
    const stopped = { ...restored, started: false };
    assert.match(restoredText(wanted, stopped), /Jenkins was stopped before and is left so/);
    const inMaintenance = { ...wanted, maintenance: true };
    assert.match(restoredText(inMaintenance, stopped), /stopped by jenkins\.maintenance/);
    assert.doesNotMatch(restoredText({ ...wanted, isHome: false }, stopped), /Jenkins/);
  });

  it("names what repeated runs have kept", () => {
    const text = restoredText(wanted, { ...restored, alsoKept: ["a", "b"] });
    assert.match(text, /runs that were cut off have kept as well: a, b/);
  });
});
