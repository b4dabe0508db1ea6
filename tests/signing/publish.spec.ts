// Publishing over a real sshd as user 1000, with the host keys that a pod would have mounted.
import assert from "node:assert/strict";
import { join } from "node:path";

import {
  knownHostsFile,
  nothingKnown,
} from "../../components/internal/known-hosts/known-hosts-list";
import { keys as fixedKeys } from "../support/keys";
import { KeyFolder } from "../ssh/support/key-folder";
import { inPod } from "../ssh/support/sshd";
import { rpmTools, SigningFolder } from "./support/signing-folder";
import { packages as toolPackages } from "./support/tools";

const host = "files.pyrocufflink.blue";
const { fingerprint } = fixedKeys.gpg;

describe("the script that publishes packages", function () {
  this.timeout(60_000);
  const signing = new SigningFolder();
  const keys = new KeyFolder();
  let knownHosts = "";
  let foreignHosts = "";
  let signed = "";

  before(async () => {
    const hostKey = await keys.key("host");
    knownHosts = knownHostsOf(hostKey);
    foreignHosts = knownHostsOf(await keys.key("other-host"));
    await keys.key("user");
    await signing.build("one");
    await signing.build("two");
    signed = signing.packages("signed", "one", "two");
    const { status, lines } = await signing.sign(signed, { RPM_METADATA: "true" });
    assert.equal(status, 0, lines.join("\n"));
  });
  after(() => {
    signing.remove();
    keys.remove();
  });

  it("sends packages and metadata to the host, and nothing the second time (A-51)", async () => {
    const lines = await published(
      `publish; find "$target" -type f -name '*.rpm' -o -name 'repomd.xml*' | sort; echo again; publish`,
    );
    const [sent, again] = [
      lines.slice(0, lines.indexOf("again")),
      lines.slice(lines.indexOf("again")),
    ];
    assert.deepEqual(
      sent.slice(-4).map((line) => line.replace(/^.*\/repository\//, "")),
      [
        "repodata/repomd.xml",
        "repodata/repomd.xml.asc",
        "two-1-1.noarch.rpm",
        "updates/one-1-1.noarch.rpm",
      ],
    );
    assert.deepEqual(
      again.filter((line) => line.startsWith("<f")),
      [],
    );
    assert.match(again.at(-1) ?? "", /^publish: sent /);
  });

  it("sends what clients are told of before it tells them", async () => {
    const lines = (await published("publish")).filter((line) => line.startsWith("<f"));
    const order = lines.map((line) =>
      line.endsWith(".rpm") ? "package" : /repomd\.xml/.test(line) ? "repomd" : "metadata",
    );
    assert.deepEqual(
      order.filter((kind, index) => kind !== order[index - 1]),
      ["package", "metadata", "repomd"],
    );
  });

  it("sends nothing on trial", async () => {
    const lines = await published('RPM_DRY_RUN=true publish; find "$target" -type f | wc -l');
    assert.equal(lines.at(-1), "0");
    assert.ok(lines.some((line) => line.endsWith("two-1-1.noarch.rpm")));
    assert.ok(
      lines.includes(`publish: would have sent ${signed} to jenkins@${host}:/run/home/repository`),
    );
  });

  it("keeps what it does not know, unless it is asked to remove that", async () => {
    const lines = await published(
      'touch "$target/kept.rpm"; publish >&2; ls "$target"; RPM_DELETE=true publish >&2; ls "$target"',
    );
    assert.deepEqual(lines, [
      "kept.rpm",
      "repodata",
      "two-1-1.noarch.rpm",
      "updates",
      "repodata",
      "two-1-1.noarch.rpm",
      "updates",
    ]);
  });

  it("repairs a key with carriage returns and without its last line break", async () => {
    const lines = await published(
      `sed 's/$/\\r/' "$KEYS/user" | head -c -2 >/run/home/bent; RPM_REPOSITORY_KEY_FILE=/run/home/bent publish`,
    );
    assert.match(lines.at(-1) ?? "", /^publish: sent /);
  });

  it("lets no package leave that is not signed (A-52)", async () => {
    const unsigned = signing.packages("unsigned", "one");
    const lines = await published('publish || echo "status $?"; find "$target" -type f | wc -l', {
      folder: unsigned,
    });
    assert.deepEqual(lines.slice(-3), ["check: 1 of 1 packages refused", "status 1", "0"]);
  });

  for (const [what, trusted] of [
    ["a host nobody knows", () => ""],
    ["a host with another key", () => foreignHosts],
  ] as const)
    it(`sends nothing to ${what}, and learns no key (A-43)`, async () => {
      const lines = await published(
        'publish || echo "status $?"; find "$target" -type f | wc -l; ls -A "$HOME/.ssh" 2>/dev/null || :',
        { hosts: trusted() },
      );
      assert.ok(lines.includes("Host key verification failed."), lines.join("\n"));
      assert.deepEqual(lines.slice(-2), ["status 1", "0"]);
      // Which status depends on who notices first that the connection is gone: rsync or ssh.
      assert.match(
        lines.at(-3) ?? "",
        /^publish: expected jenkins@\S+:\/run\/home\/repository to take the packages, got exit status \d+ of rsync$/,
      );
    });

  it("tells that the image has to know the user", async () => {
    const lines = await published(
      'unshare --user --map-user=4242 bash -c publish || echo "status $?"',
    );
    assert.deepEqual(lines.slice(-2), [
      "publish: expected user 4242 to have a name in the image, got none; ssh runs for nobody else",
      "status 1",
    ]);
  });

  it("leaves no key behind", async () => {
    const lines = await published("publish >&2; ls -d /tmp/ssh.* 2>/dev/null || echo nothing");
    assert.deepEqual(lines, ["nothing"]);
  });

  /** What a script says that may call `publish`, beside a server whose user `jenkins` owns `$target`. */
  async function published(
    script: string,
    { folder = signed, hosts = knownHosts }: { folder?: string; hosts?: string } = {},
  ): Promise<string[]> {
    const { RPM_CONFIGDIR = "" } = await rpmTools();
    const preparation = `
serves ::1 22 "$KEYS/host"
ssh-keygen -y -f "$KEYS/user" > /run/home/authorized_keys
target=/run/home/repository
mkdir "$target"
publish() { sh "$SCRIPTS/publish.sh" "$FOLDER" 2>&1; }
export -f publish
`;
    const environment = {
      KEYS: keys.folder,
      SCRIPTS: signing.path("scripts"),
      FOLDER: folder,
      ...(RPM_CONFIGDIR === "" ? {} : { RPM_CONFIGDIR }),
      RPM_FINGERPRINT: fingerprint,
      RPM_REPOSITORY: `jenkins@${host}:/run/home/repository`,
      RPM_REPOSITORY_PORT: "22",
      RPM_REPOSITORY_KEY_FILE: join(keys.folder, "user"),
    };
    const assignments = Object.entries(environment).map(
      ([name, value]) => `export ${name}='${value}'\n`,
    );
    const pod = { knownHosts: hosts, names: { [host]: "::1" }, packages: toolPackages };
    return await inPod(pod, assignments.join("") + preparation + script);
  }

  function knownHostsOf(key: string): string {
    const [type = "", data = ""] = key.split(" ");
    return knownHostsFile({
      ...nothingKnown,
      hosts: { [host]: { keys: [`${type} ${data}`], aliases: [] } },
    });
  }
});
