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
import type { Verdict } from "../../preview/verdict";
import { discardPlatform, kubectl, platform, root, set, withSettings } from "./support/platform";

interface Scenario {
  readonly change: (settings: Document) => void;
  readonly verdict: Verdict;
  /** Lines that the report has to have, among others. */
  readonly told: readonly RegExp[];
}

const newImage = "docker.io/jenkins/jenkins:2.580.2-jdk21";

const scenarios: Readonly<Record<string, Scenario>> = {
  "another Jenkins (A-01, A-02)": {
    change: (settings) => {
      set(settings, "jenkins", ["image"], newImage);
    },
    verdict: "restarts Jenkins",
    told: [
      /pod restart: Jenkins 2\.580\.1 → 2\.580\.2$/m,
      /takes snapshot upgrade-2\.580\.1-to-2\.580\.2-… first/,
      /Jenkins 2\.580\.1 → 2\.580\.2 {2}https:\/\/www\.jenkins\.io\/changelog-stable\/#v2\.580\.2$/m,
    ],
  },
  "configuration as code alone (C-04)": {
    change: (settings) => {
      set(settings, "configuration", ["environment"], { TZ_OF_BUILDS: "UTC" });
    },
    verdict: "safe",
    told: [/reload only: settings of Jenkins$/m],
  },
  "a LUN that grows": {
    change: (settings) => {
      set(settings, "storage", ["luns", "jenkins", "size"], "30Gi");
    },
    verdict: "safe",
    told: [/LUN grows online \(20Gi → 30Gi\)/, /volume states its new size \(20Gi → 30Gi\)/],
  },
  "a LUN that shrinks (P-08)": {
    change: (settings) => {
      set(settings, "storage", ["luns", "jenkins", "size"], "10Gi");
    },
    verdict: "refused",
    told: [
      /LUN would shrink \(20Gi → 10Gi\): a LUN is never shrunk/,
      /expected at least 20Gi, got 10Gi/,
    ],
  },
  "a node that is renamed to one that exists (A-33)": {
    change: (settings) => {
      settings.deleteIn(["config", "jenkins-stack:network", "nodes", "worker-2"]);
      set(settings, "network", ["nodes", "raspberry-pi"], {});
    },
    verdict: "safe",
    told: [/node raspberry-pi may attach volumes of the NAS/, /node worker-2 attaches no more/],
  },
  "a node that does not exist": {
    change: (settings) => {
      set(settings, "network", ["nodes", "worker-9"], {});
    },
    verdict: "refused",
    told: [/resource 'worker-9' does not exist/, /what else would change is not known/],
  },
  "a team with a namespace of its own": {
    change: (settings) => {
      set(settings, "jobs", ["teams"], { web: { namespace: "web-jobs" } });
    },
    verdict: "safe",
    told: [/new namespace web-jobs/, /traffic of the new namespace is limited/],
  },
  "a credential (A-50)": {
    change: (settings) => {
      set(settings, "credentials", ["robot", "username"], "another");
    },
    verdict: "safe",
    told: [/credential robot changes at once, without a restart/],
  },
  "another portal (A-23)": {
    change: (settings) => {
      set(settings, "nas", ["portal"], "[::1]:3999");
    },
    verdict: "refused",
    told: [
      /volume would be replaced: it is protected, because it holds data/,
      /claim would be replaced: it is protected/,
    ],
  },
  "a claim that is renamed (A-30)": {
    change: (settings) => {
      set(settings, "jenkins", ["claim"], "renamed");
    },
    verdict: "refused",
    told: [
      /claim jenkins would be removed: it is protected, because it holds data/,
      /Jenkins starts on another home: claim jenkins → renamed; the old one is kept/,
    ],
  },
  "another home beside the one in use (A-30)": {
    change: (settings) => {
      set(settings, "storage", ["luns", "second"], {
        ...{ volume: "/volume1", size: "20Gi", chapUser: "second" },
        iqn: "iqn.2000-01.com.synology:nas.second",
      });
      set(settings, "storage", ["homes"], { jenkins: { lun: "jenkins" } });
      set(settings, "jenkins", ["claim"], "second");
      set(settings, "jenkins", ["lun"], "second");
    },
    verdict: "touches data: review needed",
    told: [
      /LUN second of 20Gi is found on the NAS, or made/,
      /Jenkins starts on another home: claim jenkins → second; the old one is kept/,
    ],
  },
  "fewer agents at once": {
    change: (settings) => {
      set(settings, "jenkins", ["containerCap"], 4);
    },
    verdict: "interrupts builds",
    told: [/less room for builds: .*pods \d+ → \d+.*; builds that do not fit wait/],
  },
  "more memory for Jenkins": {
    change: (settings) => {
      set(settings, "jenkins", ["memoryLimit"], "6Gi");
    },
    verdict: "restarts Jenkins",
    told: [/pod restart: memory limit 4Gi → 6Gi$/m],
  },
  "another kind of agent": {
    change: (settings) => {
      const go = { image: "docker.io/library/golang:1.26.3" };
      set(settings, "agents", ["templates"], { go: { labels: ["go"], containers: { go } } });
    },
    verdict: "safe",
    told: [/reload only: agents go \(new\): new pods follow, running builds go on/],
  },
  "no way in from outside": {
    change: (settings) => {
      settings.setIn(["config", "jenkins-stack:exposure"], { type: "none" });
    },
    verdict: "interrupts builds",
    told: [/users and webhooks no longer reach Jenkins by it/],
  },
  "maintenance (A-29)": {
    change: (settings) => {
      set(settings, "jenkins", ["maintenance"], true);
    },
    verdict: "interrupts builds",
    told: [/Jenkins is stopped$/m],
  },
  "settings that are wrong": {
    change: (settings) => {
      set(settings, "jenkins", ["imag"], "x");
    },
    verdict: "refused",
    told: [
      /^refused: stack local, nothing would run$/m,
      /invalid settings of stack local: 1 problem\n +jenkins\.imag: unknown setting; did you mean jenkins\.image\?/,
    ],
  },
};

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

    before("previews every change, two at a time", async function () {
      this.timeout(900_000);
      const waiting = Object.entries(scenarios).entries();
      const work = async () => {
        for (const [index, [what, { change }]] of waiting)
          reports.set(what, await reportOn(change, `change-${index}`));
      };
      await Promise.all([work(), work()]);
    });

    for (const [what, { verdict, told }] of Object.entries(scenarios))
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
