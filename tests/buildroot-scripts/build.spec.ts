// How a build goes, by the real scripts and a stand-in of make.
import assert from "node:assert/strict";
import { existsSync, readdirSync, rmSync } from "node:fs";

import { BuildrootFolder } from "./buildroot-folder";

const jobs = "BR2_JLEVEL=4";
const options = ["BR2_x86_64=y", "BR2_PACKAGE_BUSYBOX=y", "BR2_PACKAGE_ZLIB=y"];

describe("the script that builds with Buildroot", function () {
  this.timeout(20_000);
  let buildroot: BuildrootFolder;

  beforeEach(() => {
    buildroot = new BuildrootFolder();
  });
  afterEach(() => {
    buildroot.remove();
  });

  it("builds everything the first time, with as many jobs as the container has processors", () => {
    const { status, said, errors, made } = buildroot.build();
    assert.deepEqual([status, errors], [0, []]);
    assert.deepEqual(said, ["full build, because nothing was built here before"]);
    assert.deepEqual(made, [jobs, "all"]);
  });

  it("keeps downloads, compiler's results and other configurations in a full build", () => {
    buildroot.write("cache/dl/zlib/zlib.tar.gz", "");
    buildroot.write("cache/output/other/build/zlib", "");
    buildroot.rebuilt(() => undefined, { BUILDROOT_CLEAN: "true" });
    assert.deepEqual(
      readdirSync(buildroot.path("cache")).filter((name) => !name.startsWith(".")),
      ["ccache", "dl", "output"],
    );
    assert.ok(existsSync(buildroot.path("cache/dl/zlib/zlib.tar.gz")));
    assert.ok(existsSync(buildroot.path("cache/output/other/build/zlib")));
  });

  for (const [what, target, made] of [
    ["goes on with a build that failed, and does not clean twice", "all", [jobs, "all"]],
    ["cleans once more where the cleaning failed", "zlib-dirclean", ["zlib-dirclean", jobs, "all"]],
  ] as const)
    it(what, () => {
      buildroot.build();
      buildroot.configure(...options, 'BR2_PACKAGE_ZLIB_FLAVOUR="ng"');
      buildroot.write("fails", target);
      assert.equal(buildroot.build().status, 2);
      rmSync(buildroot.path("fails"));
      assert.deepEqual(buildroot.build().made, made);
    });

  it("takes the external tree from a folder of a checkout, and a defconfig from any file", () => {
    buildroot.write("whole/tree/external.desc", "name: AIMEE\n");
    buildroot.write("whole/tree/package/zlib/zlib.mk", "one\n");
    buildroot.write("whole/config", `${options.join("\n")}\n`);
    buildroot.commit("whole");
    const environment = { BUILDROOT_EXTERNAL: "whole/tree", BUILDROOT_DEFCONFIG: "whole/config" };
    buildroot.build(environment);
    buildroot.write("whole/tree/package/zlib/zlib.mk", "two\n");
    assert.deepEqual(buildroot.build(environment).said, [
      "zlib again, because of another 1/package/zlib/zlib.mk",
    ]);
  });

  it("passes targets on", () => {
    const { made } = buildroot.build({ BUILDROOT_TARGETS: "all legal-info" });
    assert.deepEqual(made, [jobs, "all", "legal-info"]);
  });

  const refusals: readonly (readonly [string, Record<string, string>, string])[] = [
    [
      "a configuration whose name leads elsewhere",
      { BUILDROOT_CONFIGURATION: "../x" },
      'buildroot: expected the name of a configuration of letters, digits and . _ -, got "../x"',
    ],
    [
      "a folder without Buildroot",
      { BUILDROOT_SOURCE: "tree" },
      "buildroot: expected Buildroot in tree, got no Makefile there",
    ],
    [
      "a folder that is no external tree",
      { BUILDROOT_EXTERNAL: "buildroot" },
      "buildroot: expected an external tree in buildroot, got no external.desc there",
    ],
    [
      "to build without ever a configuration",
      { BUILDROOT_DEFCONFIG: "" },
      "buildroot: expected the name of a defconfig, got nothing, and nothing was configured before",
    ],
  ];
  for (const [what, environment, message] of refusals)
    it(`refuses ${what}`, () => {
      const { status, errors, made } = buildroot.build(environment);
      assert.deepEqual([status, errors, made], [2, [message], []]);
    });

  it("refuses a folder with @, which Jenkins makes for builds at once", () => {
    buildroot.write("job@2/buildroot/Makefile", "");
    const { status, errors } = buildroot.build({ BUILDROOT_SOURCE: "job@2/buildroot" });
    assert.equal(status, 2);
    assert.match(errors[0] ?? "", /expected a folder without @ in its path, got .*job@2/);
  });

  it("refuses what Git does not know, because nobody could say whether it changed", () => {
    buildroot.write("plain/Makefile", "");
    const { status, errors } = buildroot.build({
      ...{
        BUILDROOT_SOURCE: "plain",
        BUILDROOT_EXTERNAL: "",
        BUILDROOT_DEFCONFIG: "tree/configs/test_defconfig",
      },
      GIT_CEILING_DIRECTORIES: buildroot.folder,
    });
    assert.equal(status, 2);
    assert.match(errors.at(-1) ?? "", /^buildroot: expected a folder of a Git checkout, got /);
  });
});
