// What is built again, decided by the real scripts for a stand-in of make. That Buildroot's own make does what it is asked
// for is not shown here.
import assert from "node:assert/strict";

import { BuildrootFolder } from "./buildroot-folder";

const jobs = "BR2_JLEVEL=4";
const options = ["BR2_x86_64=y", "BR2_PACKAGE_BUSYBOX=y", "BR2_PACKAGE_ZLIB=y"];

describe("the script that builds with Buildroot, where packages suffice", function () {
  this.timeout(20_000);
  let buildroot: BuildrootFolder;

  beforeEach(() => {
    buildroot = new BuildrootFolder();
  });
  afterEach(() => {
    buildroot.remove();
  });

  it("builds incrementally when nothing changed (A-60)", () => {
    const { said, made } = buildroot.rebuilt(() => undefined);
    assert.deepEqual(said, [
      "incremental build, because nothing changed that a package is made of",
    ]);
    assert.deepEqual(made, [jobs, "all"]);
  });

  it("takes a commit without a change for none", () => {
    const { made } = buildroot.rebuilt(() => {
      buildroot.commit("buildroot");
      buildroot.commit("tree");
    });
    assert.deepEqual(made, [jobs, "all"]);
  });

  const again: readonly (readonly [string, () => void, readonly string[], readonly string[]])[] = [
    [
      "a package whose option changed",
      () => {
        buildroot.configure(...options, 'BR2_PACKAGE_ZLIB_FLAVOUR="ng"');
      },
      ["zlib again, because of another BR2_PACKAGE_ZLIB_FLAVOUR"],
      ["zlib-dirclean"],
    ],
    [
      "what uses it as well",
      () => {
        buildroot.write("users/zlib", "busybox curl rootfs-ext2\n");
        buildroot.configure(...options, 'BR2_PACKAGE_ZLIB_FLAVOUR="ng"');
      },
      [
        "zlib again, because of another BR2_PACKAGE_ZLIB_FLAVOUR",
        "busybox again, because it uses zlib",
      ],
      ["zlib-dirclean", "busybox-dirclean"],
    ],
    [
      "what can use a new package",
      () => {
        buildroot.write("users/openssl", "zlib curl\n");
        buildroot.configure(...options, "BR2_PACKAGE_OPENSSL=y", "BR2_PACKAGE_CURL=y");
      },
      [
        "for the first time curl",
        "for the first time openssl",
        "zlib again, because it uses openssl",
      ],
      ["zlib-dirclean"],
    ],
    [
      "a package of the external tree whose file changed",
      () => {
        buildroot.write("tree/package/zlib/zlib.mk", "");
        buildroot.write("tree/package/zlib/files/etc/one.conf", "");
      },
      ["zlib again, because of another 1/package/zlib/files/etc/one.conf"],
      ["zlib-dirclean"],
    ],
  ];
  for (const [what, change, said, made] of again)
    it(`builds again ${what} (A-60)`, () => {
      const build = buildroot.rebuilt(change);
      assert.deepEqual(build.said, said);
      assert.deepEqual(build.made, [...made, jobs, "all"]);
    });

  const named: readonly (readonly [string, string, string, string])[] = [
    ["busybox", "BR2_PACKAGE_BUSYBOX_CONFIG", "board/busybox.config", "busybox"],
    ["the kernel", "BR2_LINUX_KERNEL_CUSTOM_CONFIG_FILE", "board/linux.config", "linux"],
    ["the boot loader", "BR2_TARGET_UBOOT_CONFIG_FRAGMENT_FILES", "board/uboot.config", "uboot"],
  ];
  for (const [what, symbol, file, name] of named)
    it(`builds ${what} again when the configuration it names has another content`, () => {
      buildroot.configure(
        ...[...options, "BR2_LINUX_KERNEL=y", "BR2_TARGET_UBOOT=y"],
        `${symbol}="$(BR2_EXTERNAL_AIMEE_PATH)/${file}"`,
      );
      buildroot.write(`tree/${file}`, "CONFIG_ONE=y\n");
      const build = buildroot.rebuilt(() => {
        buildroot.write(`tree/${file}`, "CONFIG_TWO=y\n");
      });
      assert.deepEqual(build.said, [`${name} again, because of another ${symbol}`]);
    });

  it("builds a package again that has other patches", () => {
    buildroot.configure(...options, 'BR2_GLOBAL_PATCH_DIR="$(BR2_EXTERNAL_AIMEE_PATH)/patches"');
    buildroot.write("tree/patches/zlib/0001-one.patch", "");
    const { said } = buildroot.rebuilt(() => {
      buildroot.write("tree/patches/zlib/1.3/0002-two.patch", "");
      buildroot.write("tree/patches/of-nothing/0001-one.patch", "");
    });
    assert.deepEqual(said, ["zlib again, because of other patches"]);
  });

  it("leaves to make what make sees itself", () => {
    buildroot.configure(
      ...options,
      'BR2_ROOTFS_OVERLAY="$(BR2_EXTERNAL_AIMEE_PATH)/board/overlay"',
    );
    buildroot.write("tree/board/overlay/etc/motd", "one\n");
    const { made } = buildroot.rebuilt(() => {
      buildroot.write("tree/board/overlay/etc/motd", "two\n");
      buildroot.write("tree/README.md", "two\n");
      buildroot.configure(
        ...[...options, 'BR2_ROOTFS_OVERLAY="$(BR2_EXTERNAL_AIMEE_PATH)/board/other"'],
        ...[
          "BR2_TARGET_ROOTFS_EXT2=y",
          'BR2_ROOTFS_POST_BUILD_SCRIPT="board/post.sh"',
          "BR2_JLEVEL=3",
        ],
      );
    });
    assert.deepEqual(made, [jobs, "all"]);
  });

  it("gives an option to the package with the longest name", () => {
    const pythons = [...options, "BR2_PACKAGE_PYTHON=y", "BR2_PACKAGE_PYTHON3=y"];
    buildroot.configure(...pythons);
    const { made } = buildroot.rebuilt(() => {
      buildroot.configure(...pythons, "BR2_PACKAGE_PYTHON3_SSL=y");
    });
    assert.deepEqual(made, ["python3-dirclean", jobs, "all"]);
  });
});
