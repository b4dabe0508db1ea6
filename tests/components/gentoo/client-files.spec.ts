import assert from "node:assert/strict";

import { clientFiles } from "../../../components/gentoo/client-files";

describe("clientFiles", () => {
  it("points the repository and the binary packages to the daemon (A-67)", () => {
    const files = clientFiles({ host: "gentoo.example", password: true });
    assert.deepEqual(Object.keys(files), [
      "etc/portage/repos.conf/gentoo.conf",
      "etc/portage/binrepos.conf/jenkins-stack.conf",
      "etc/portage/jenkins-stack.make.conf",
    ]);
    assert.equal(
      setting(files, "repos.conf/gentoo.conf", "sync-uri"),
      "rsync://gentoo.example/gentoo-portage",
    );
    assert.equal(
      setting(files, "binrepos.conf/jenkins-stack.conf", "sync-uri"),
      "rsync://builder@gentoo.example/binpkgs",
    );
  });

  it("puts an IPv6 address into brackets", () => {
    const files = clientFiles({ host: "fd00::73", password: false });
    assert.equal(
      setting(files, "binrepos.conf/jenkins-stack.conf", "sync-uri"),
      "rsync://[fd00::73]/binpkgs",
    );
  });

  it("verifies the repository, and says that binary packages are not signed", () => {
    const files = clientFiles({ host: "gentoo.example", password: true });
    assert.equal(setting(files, "repos.conf/gentoo.conf", "sync-rsync-verify-metamanifest"), "yes");
    assert.equal(setting(files, "binrepos.conf/jenkins-stack.conf", "verify-signature"), "false");
  });

  it("skips packages that are being built, and names the password's file where one is needed", () => {
    const command = (password: boolean) =>
      setting(
        clientFiles({ host: "gentoo.example", password }),
        "binrepos.conf/jenkins-stack.conf",
        "fetchcommand",
      );
    assert.equal(
      command(true),
      'rsync -Lt --min-size=1 --timeout=60 --password-file=/etc/portage/rsync.password "${URI}" "${DISTDIR}/${FILE}"',
    );
    assert.doesNotMatch(command(false) ?? "", /password/);
  });
});

function setting(
  files: Readonly<Record<string, string>>,
  file: string,
  key: string,
): string | undefined {
  return new RegExp(`^${key} = (.*)$`, "m").exec(files[`etc/portage/${file}`] ?? "")?.[1];
}
