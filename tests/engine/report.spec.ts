// What the report says of real changes, as the real engine announces them on a stack that is deployed: previews, and one
// run each way. It does not prove what Jenkins does with them.
import assert from "node:assert/strict";
import { execa } from "execa";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseDocument, type Document } from "yaml";

import { announced } from "../../commands/preview/announce";
import type { StackRun } from "../../commands/nas/stack-cli";
import { settingsFile } from "../../local/engine/environment";
import { deploy } from "../../local/engine/deploy";
import type { Platform } from "../../local/up";
import { markdown } from "../../preview/report/markdown";
import type { Report } from "../../preview/report/report";
import { terminal } from "../../preview/report/terminal";
import { announcedChanges, newImage } from "./support/announced-changes";
import { discardPlatform, kubectl, platform, root, set, withSettings } from "./support/platform";

describe("the report of a change", () => {
  let here: Platform;
  let base: string;

  before("deploys the stack that changes are made to", async () => {
    here = await platform();
    const document = parseDocument(await readFile(settingsFile(here.instance), "utf8"));
    set(document, "credentials", ["robot"], {
      ...{ type: "usernamePassword", username: "robot", global: true, generated: true },
    });
    base = document.toString();
    await onBase(() => deploy(here.engine, here.tools.kubectl));
  });

  // The stack is another one than other suites start from.
  after(discardPlatform);

  const onBase = <T>(work: () => Promise<T>) =>
    withSettings(
      here,
      (settings) => {
        settings.contents = parseDocument(base).contents;
      },
      work,
    );

  /** A report of changed settings, from a file of their own: previews run side by side. */
  async function reportOn(change: (settings: Document) => void, name: string): Promise<Report> {
    const document = parseDocument(base);
    change(document);
    const file = join(here.instance.folder, `Pulumi.${name}.yaml`);
    await writeFile(file, document.toString(), { mode: 0o600 });
    const run: StackRun = async (args) => {
      const environment = { PULUMI_OPTION_CONFIG_FILE: file };
      const { exitCode, stdout, output } = await here.engine.onStack(args, { environment });
      return { exitCode, stdout, stderr: output };
    };
    return announced({ root, stack: "local" }, run);
  }

  describe("tells of", () => {
    const reports = new Map<string, Report>();

    before("previews changes, two at a time", async function () {
      this.timeout(900_000);
      const waiting = previews().entries();
      const work = async () => {
        for (const [index, whats] of waiting) {
          const report = await reportOn((settings) => {
            for (const what of whats) announcedChanges[what]?.change(settings);
          }, `change-${index}`);
          for (const what of whats) reports.set(what, report);
        }
      };
      await Promise.all([work(), work()]);
    });

    /** What is previewed together: a verdict is that of the gravest change, so if all are safe, each one is. */
    function previews(): readonly (readonly string[])[] {
      const all = Object.keys(announcedChanges);
      const together = Object.entries(announcedChanges)
        .filter(([, { verdict, alone }]) => verdict === "safe" && alone === undefined)
        .map(([what]) => what);
      return [together, ...all.filter((what) => !together.includes(what)).map((what) => [what])];
    }

    for (const [what, { verdict, told }] of Object.entries(announcedChanges))
      it(what, () => {
        const report = reports.get(what);
        assert.ok(report !== undefined);
        const text = terminal(report);
        assert.equal(report.verdict, verdict, text);
        for (const line of told) assert.match(text, line);
        assert.ok(markdown(report).startsWith(`**${verdict}** · stack \`local\`: `));
      });

    it("no password (A-55)", async () => {
      const { password } = here.nas;
      const all = JSON.stringify([...reports.values()]);
      assert.ok(!all.includes(password));
      assert.match(await readFile(settingsFile(here.instance), "utf8"), /nasPassword/);
    });
  });

  it("tells of plugins that the lock has moved on, with their release notes (B-04)", async () => {
    const before = await here.engine.expect(["stack", "export"]);
    const older = before.replace(/(?<=[n"]|\\n)(mailer):[\w.-]+/g, "$1:1.0");
    assert.notEqual(older, before);
    await here.engine.expect(["stack", "import"], { input: older });
    try {
      const report = await reportOn(() => undefined, "plugins");
      assert.equal(report.verdict, "restarts Jenkins", terminal(report));
      assert.match(terminal(report), /pod restart: another set of plugins$/m);
      assert.match(
        terminal(report),
        /^ {2}mailer 1\.0 → \S+ {2}https:\/\/plugins\.jenkins\.io\/mailer\/releases\/$/m,
      );
    } finally {
      await here.engine.expect(["stack", "import"], { input: before });
    }
  });

  describe("before an up", () => {
    const npm = (script: string, ...args: readonly string[]) =>
      execa("npm", ["run", "--silent", script, "--", "--stack", "local", ...args], {
        cwd: root,
        env: { JENKINS_STACK_INSTANCE: here.instance.relativeFolder },
        reject: false,
        all: true,
        stdin: "ignore",
      });
    const onInstance = () => ["--instance", here.instance.relativeFolder];
    const imageInCluster = () =>
      kubectl(here, [
        ...["get", "statefulset", "--namespace", "jenkins", "jenkins"],
        ...["--output", "jsonpath={.spec.template.spec.containers[0].image}"],
      ]);

    it("stops what is graver than accepted, does what is accepted, and refuses the way back", async () => {
      await onBase(async () => {
        const settings = parseDocument(base);
        set(settings, "jenkins", ["image"], newImage);
        await writeFile(settingsFile(here.instance), settings.toString());

        const stopped = await npm("up", ...onInstance(), "--yes");
        assert.equal(stopped.exitCode, 2, stopped.all);
        assert.match(stopped.all, /^restarts Jenkins: stack local, /m);
        assert.match(stopped.all, /run it with --yes --accept restarts$/m);
        assert.match(await imageInCluster(), /2\.580\.1/);

        const done = await npm("up", ...onInstance(), "--yes", "--accept", "restarts");
        assert.equal(done.exitCode, 0, done.all);
        assert.equal(await imageInCluster(), newImage);

        await writeFile(settingsFile(here.instance), base);
        const back = await npm("preview", ...onInstance());
        assert.equal(back.exitCode, 2, back.all);
        assert.match(back.all, /^refused: stack local, /m);
        assert.match(back.all, /jenkins 2\.580\.2 → 2\.580\.1 is a step back/);
      });
    });
  });
});
