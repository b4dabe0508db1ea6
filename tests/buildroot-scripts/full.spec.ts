// When everything is built, decided by the real scripts for a stand-in of make.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";

import { BuildrootFolder } from "./buildroot-folder";

const jobs = "BR2_JLEVEL=4";
const options = ["BR2_x86_64=y", "BR2_PACKAGE_BUSYBOX=y", "BR2_PACKAGE_ZLIB=y"];

describe("the script that builds with Buildroot, where packages do not suffice", function () {
  this.timeout(20_000);
  let buildroot: BuildrootFolder;

  beforeEach(() => {
    buildroot = new BuildrootFolder();
  });
  afterEach(() => {
    buildroot.remove();
  });

  const full: readonly (readonly [string, () => void, string, Record<string, string>?])[] = [
    [
      "another architecture",
      () => {
        buildroot.configure("BR2_aarch64=y", ...options.slice(1));
      },
      "another BR2_aarch64",
    ],
    [
      "another toolchain",
      () => {
        buildroot.configure(...options, "BR2_TOOLCHAIN_BUILDROOT_CXX=y");
      },
      "another BR2_TOOLCHAIN_BUILDROOT_CXX",
    ],
    [
      "a package that is gone: it would stay in the image",
      () => {
        buildroot.configure(...options.slice(0, 2));
      },
      "no zlib any more, which would stay in the image",
    ],
    [
      "another Buildroot",
      () => {
        buildroot.write("buildroot/package/zlib/zlib.mk", "");
      },
      "another Buildroot",
    ],
    [
      "makefiles of the external tree that belong to no package",
      () => {
        buildroot.write("tree/external.mk", "include nothing\n");
      },
      "another 1/external.mk",
    ],
    [
      "another image, whose compiler builds the host's tools",
      () => undefined,
      "another image: registry.example/buildroot:2.0.0",
      { BUILDROOT_IMAGE: "registry.example/buildroot:2.0.0" },
    ],
    ["a wish for it", () => undefined, "it was asked for", { BUILDROOT_CLEAN: "true" }],
    [
      "a folder without a stamp",
      () => {
        rmSync(buildroot.path("cache/output/test/.jenkins-stack"), { recursive: true });
      },
      "nothing says what the folder was made of",
    ],
  ];
  for (const [what, change, reason, environment] of full)
    it(`builds everything for ${what}`, () => {
      const { said, made } = buildroot.rebuilt(change, environment);
      assert.deepEqual(said.slice(0, 2), ["full build, because of:", `  ${reason}`]);
      assert.deepEqual(made, ["clean", jobs, "all"]);
    });

  it("builds everything for an option of what the toolchain is made of", () => {
    buildroot.configure(...options, "BR2_PACKAGE_GLIBC=y");
    const { said } = buildroot.rebuilt(() => {
      buildroot.configure(...options, "BR2_PACKAGE_GLIBC=y", "BR2_PACKAGE_GLIBC_UTILS=y");
    });
    assert.deepEqual(
      said[1],
      "  another BR2_PACKAGE_GLIBC_UTILS of glibc, which everything is built with",
    );
  });

  it("builds everything for another kernel whose headers the toolchain has", () => {
    const kernel = [...options, "BR2_LINUX_KERNEL=y", "BR2_KERNEL_HEADERS_AS_KERNEL=y"];
    buildroot.configure(...kernel, 'BR2_LINUX_KERNEL_VERSION="6.12"');
    const { made } = buildroot.rebuilt(() => {
      buildroot.configure(...kernel, 'BR2_LINUX_KERNEL_VERSION="6.18"');
    });
    assert.equal(made[0], "clean");
  });
});
