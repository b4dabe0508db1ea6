import assert from "node:assert/strict";

import { rsyncDaemon } from "../../../components/gentoo/rsync-daemon";
import {
  rsyncdConf,
  rsyncdFindings,
  type RsyncDaemon,
  type RsyncModule,
} from "../../../components/gentoo/rsyncd-conf";

// That the real daemon understands every line of it is shown in tests/rsync/.
const daemon = rsyncDaemon({
  networks: ["10.1.0.0/16", "fd5c:1a8:7e2b::/48"],
  password: true,
  maxConnections: 8,
  timeoutSeconds: 600,
});

describe("rsyncdConf", () => {
  const sections = rsyncdConf(daemon).split("\n\n");

  it("only ever gives, without any privilege (A-67)", () => {
    assert.match(rsyncdConf(daemon), /^read only = yes$/m);
    assert.match(rsyncdConf(daemon), /^use chroot = no$/m);
    assert.doesNotMatch(rsyncdConf(daemon), /^(uid|gid|write only|incoming chmod|address) /m);
    assert.match(rsyncdConf(daemon), /^port = 8730$/m);
  });

  it("counts connections by a lock it can write", () => {
    assert.match(rsyncdConf(daemon), /^max connections = 8$/m);
    assert.match(rsyncdConf(daemon), /^lock file = \/run\/rsyncd\/rsyncd\.lock$/m);
  });

  it("lets the networks in, and itself for the probe", () => {
    assert.match(
      rsyncdConf(daemon),
      /^hosts allow = 127\.0\.0\.1 ::1 10\.1\.0\.0\/16 fd5c:1a8:7e2b::\/48$/m,
    );
  });

  it("offers the published snapshot to all, and packages to those who know the password", () => {
    assert.equal(
      sections[1],
      [
        "[binpkgs]",
        "comment = Binary packages",
        "path = /var/cache/binpkgs",
        "list = no",
        "ignore nonreadable = yes",
        "exclude = + /Packages.gz - /Packages?* - *.gpkg.tar?* - *.xpak?* - .*.portage_lockfile - /lost+found",
        "auth users = builder",
        "secrets file = /etc/rsyncd-secrets/rsyncd.secrets",
        "auth digest = sha256",
      ].join("\n"),
    );
    assert.equal(
      sections[2],
      [
        "[gentoo-portage]",
        "comment = Gentoo ebuild repository",
        "path = /var/db/repos/.gentoo-rcu/latest",
        "list = yes",
        "ignore nonreadable = yes",
        "",
      ].join("\n"),
    );
  });

  it("asks nobody for a password where there is none", () => {
    const open = rsyncDaemon({
      networks: [],
      password: false,
      maxConnections: 8,
      timeoutSeconds: 60,
    });
    assert.doesNotMatch(rsyncdConf(open), /auth|secrets/);
  });
});

describe("rsyncdFindings", () => {
  it("finds nothing wrong with the stack's own daemon", () => {
    assert.deepEqual(rsyncdFindings(daemon).filter(Boolean), []);
  });

  const repository = daemon.modules["gentoo-portage"]!;
  const module = (overrides: Partial<RsyncModule>): Partial<RsyncDaemon> => ({
    modules: { packages: { ...repository, ...overrides } },
  });
  const login = (user: string) => module({ login: { user, secretsFile: "/etc/secrets" } });
  const refusals: readonly (readonly [string, Partial<RsyncDaemon>, string])[] = [
    [
      "a user who may write, whatever is said of the module",
      login("builder:rw"),
      'modules.packages.login.user: expected a plain user name, got "builder:rw"; it would let that user write',
    ],
    [
      "a group for a user",
      login("@builders"),
      'modules.packages.login.user: expected a plain user name, got "@builders"',
    ],
    [
      "a second parameter behind a line break",
      module({ comment: "packages\nread only = no" }),
      'modules.packages.comment: expected one line of plain words, got "packages\\nread only = no"',
    ],
    [
      "a path that the daemon would expand",
      module({ path: "/srv/%RSYNC_USER_NAME%" }),
      'modules.packages.path: expected an absolute path of plain names, got "/srv/%RSYNC_USER_NAME%"',
    ],
    [
      "a filter of two rules",
      module({ filters: ["- /a + /b"] }),
      'modules.packages.filters[0]: expected a filter rule without blanks such as "- /lost+found", got "- /a + /b"',
    ],
    [
      "a module that would be the global section",
      { modules: { global: repository } },
      'modules.global: expected a module name such as gentoo-portage, got "global"',
    ],
    [
      "a port of root's",
      { port: 873 },
      "port: expected a whole number from 1024 to 65535, got 873",
    ],
    [
      "no limit of connections",
      { maxConnections: 0 },
      "maxConnections: expected a whole number from 1 to 1000, got 0",
    ],
    [
      "a lock that is nowhere",
      { files: { ...daemon.files, lock: "" } },
      'files.lock: expected an absolute path of plain names, got ""',
    ],
    [
      "a host name for a network",
      { networks: ["builder.example"] },
      'networks[0]: expected a network such as 10.0.0.0/8 or fd00::/8, got "builder.example"',
    ],
  ];
  for (const [what, overrides, finding] of refusals)
    it(`refuses ${what}`, () => {
      assert.deepEqual(rsyncdFindings({ ...daemon, ...overrides }).filter(Boolean), [finding]);
    });
});
