// A shell step that pushes, as a pod with the mounted list runs it: nobody tells Git or SSH anything about hosts.
import assert from "node:assert/strict";

import {
  knownHostsFile,
  nothingKnown,
} from "../../components/internal/known-hosts/known-hosts-list";
import { KeyFolder } from "./support/key-folder";
import { inPod } from "./support/sshd";

const host = "git0.pyrocufflink.black";

describe("git push in a shell step", function () {
  this.timeout(60_000);
  const keys = new KeyFolder();
  let authority = "";

  before(async () => {
    authority = await keys.key("authority");
    for (const name of ["host", "user"]) await keys.key(name);
    await keys.certificate("signed", "host", { authority: "authority", principals: [host] });
  });
  after(() => {
    keys.remove();
  });

  it("reaches a host of the mounted list (A-43, A-45)", async () => {
    const lines = await pushed("*.pyrocufflink.blue", "*.pyrocufflink.black");
    assert.deepEqual(lines.slice(-2), ["push 0", "built by Jenkins"]);
  });

  for (const [what, patterns] of [
    ["the list lacks the zone", ["*.pyrocufflink.blue"]],
    ["nothing is mounted", []],
  ] as const)
    it(`is refused where ${what}`, async () => {
      const lines = await pushed(...patterns);
      assert.ok(lines.includes("Host key verification failed."), lines.join("\n"));
      assert.equal(lines.at(-1), "push 128");
    });

  it("needs a user that the image knows", async () => {
    const lines = await inPod(
      { names: {} },
      `unshare --user --map-user=4242 ssh -o BatchMode=yes ${host} 2>&1 || echo "ssh $?"`,
    );
    assert.deepEqual(lines, ["No user exists for uid 4242", "ssh 255"]);
  });

  function pushed(...patterns: string[]): Promise<string[]> {
    const list = { ...nothingKnown, authorities: { ca: { patterns, key: authority } } };
    return inPod(
      {
        names: { [host]: "127.0.0.2" },
        ...(patterns.length === 0 ? {} : { knownHosts: knownHostsFile(list) }),
      },
      `login ${keys.path("user")}
       serves 127.0.0.2 22 ${keys.path("host")} ${keys.path("signed-cert.pub")}
       git init --quiet --bare --initial-branch main "$HOME/rpm.git"
       git init --quiet --initial-branch main /run/workspace
       cd /run/workspace
       git -c user.name=jenkins -c user.email=jenkins@example commit --quiet --allow-empty -m "built by Jenkins"
       git push --quiet ${host}:rpm.git main < /dev/null 2>&1 && pushed=0 || pushed=$?
       echo "push $pushed"
       if [ "$pushed" = 0 ]; then git -C "$HOME/rpm.git" log --format=%s main; fi`,
    );
  }
});
