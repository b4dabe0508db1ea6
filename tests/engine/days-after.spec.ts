// What the days after the first `up` bring, on a real API server and a LUN that a real initiator reads. Nodes only play
// their part: file systems grow in tests/growth-script, and a Jenkins answers in tests/drift.
import assert from "node:assert/strict";
import { execa } from "execa";
import { mkdtempSync, rmSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDocument } from "yaml";

import { sessionsOfStack } from "../../commands/failover/sessions-of-stack";
import { withSurroundings } from "../../commands/failover/surroundings";
import { maintain } from "../../commands/maintenance/maintain";
import { lookAtStack } from "../../commands/drift/look-at-stack";
import { stackCli, type StackCli } from "../../commands/nas/stack-cli";
import { storedStack } from "../../commands/nas/stored-stack";
import { failOver, giveBack, type Surroundings } from "../../failover";
import { deploy } from "../../local/engine/deploy";
import { settingsFile } from "../../local/engine/environment";
import { injectFault } from "../../local/nas-simulator";
import type { Platform } from "../../local/up";
import { IdleInitiator } from "../local/nas-simulator/support/initiators";
import { gibibyte, growByHand, growthObjects, homeAddress, homeSizes } from "./support/home-volume";
import { changeByHand } from "./support/by-hand";
import { keepObjects } from "./support/kept-objects";
import { controllerNode, findNode, loseNode, podsOf } from "./support/nodes";
import { deployedPlatform, kubectl, root, set, until } from "./support/platform";

const initiatorName = "iqn.2004-10.com.example:idle";

describe("a deployed stack", () => {
  const folder = mkdtempSync(join(tmpdir(), "days-after-"));
  let here: Platform;

  before(async () => {
    here = await deployedPlatform();
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  const up = () => deploy(here.engine, here.tools.kubectl);
  const look = () => lookAtStack(root, "local", here.instance.relativeFolder);

  describe("that nobody touched", () => {
    it("shows no drift (P-07)", async () => {
      const { differences, skipped } = await look();
      assert.deepEqual(differences, []);
      assert.match(skipped.join("\n"), /^Jenkins: jenkins\.url: expected an answer/);
    });
  });

  describe("that was changed by hand", () => {
    let putBack: () => Promise<void>;

    before(async () => {
      putBack = await keepObjects(here, [
        ["configmap/ssh-known-hosts", "jenkins-jobs"],
        ["secret/jenkins-home-chap", "jenkins-storage"],
        ["service/jenkins", "jenkins"],
        ["service/jenkins-agent", "jenkins"],
      ]);
      await Promise.all([changeByHand(here), stored().then((it) => growByHand(it, 21))]);
    });

    after(async () => {
      await putBack();
      await kubectl(here, ["delete", "configmap", "stray", "--namespace", "jenkins"]);
    });

    it("shows every change, on the NAS and in the cluster, and no secret", async () => {
      const { differences } = await look();
      assert.deepEqual(
        differences.map(({ subject, property, expected, found }) => [
          ...[subject, property],
          ...[expected.slice(0, 20), found],
        ]),
        [
          ["LUN jenkins", "lun.sizeBytes", String(20 * gibibyte), String(21 * gibibyte)],
          [
            "ConfigMap jenkins-jobs/ssh-known-hosts",
            "data.extra",
            "absent",
            "set with kubectl-patch",
          ],
          [
            ...["ConfigMap jenkins-jobs/ssh-known-hosts", "data.ssh_known_hosts"],
            ...["github.com ssh-ed255", "tampered"],
          ],
          ["ConfigMap jenkins/stray", "", "absent", "there, labelled part-of jenkins-stack"],
          [
            ...["Secret jenkins-storage/jenkins-home-chap", 'data["node.session.auth.username"]'],
            ...["(secret)", "(another secret)"],
          ],
          [
            ...["Service jenkins/jenkins", 'metadata.labels["app.kubernetes.io/component"]'],
            ...["controller", "absent"],
          ],
          ["Service jenkins/jenkins-agent", "", "there", "absent"],
        ],
      );
    });
  });

  // It never shrinks: the settings of the suites that follow have the new size.
  describe("whose LUN gets bigger in the settings (A-27)", () => {
    before(() => change("storage", ["luns", "jenkins", "size"], "22Gi"));

    it("says nothing else of its volume while the NAS has not grown it", async () => {
      const growth = { api: "SYNO.Core.ISCSI.LUN", method: "set" };
      await injectFault(here.instance, { ...growth, effect: "code", code: 18990002 });
      await assert.rejects(up());
      assert.deepEqual(await homeSizes(here), { lun: 21, volume: "20Gi", request: "1Gi" });
    });

    it("has grown where the initiator looks, then in the cluster; the claim's request stays", async () => {
      await up();
      assert.deepEqual(await homeSizes(here), { lun: 22, volume: "22Gi", request: "1Gi" });
    });

    it("lets the node follow in a privileged pod beside the controller, and only where that is allowed", async () => {
      const objects = await growthObjects(here);
      await kubectl(
        here,
        ["apply", "--filename", "-"],
        JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }),
      );
      const node = await until("the pod that grows to have run", async () => {
        const pods = await podsOf(here, "jenkins-growth");
        return pods.find(({ status }) => status?.phase === "Succeeded")?.spec?.nodeName;
      });
      assert.equal(node, await controllerNode(here));
      const [job] = objects.filter(({ kind }) => kind === "Job");
      const { template } = job!["spec"] as { template: { spec: object } };
      const pod = {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "grow" },
        spec: template.spec,
      };
      await assert.rejects(
        kubectl(
          here,
          ["apply", "--dry-run=server", "--namespace", "jenkins-jobs", "--filename", "-"],
          JSON.stringify(pod),
        ),
        /violates PodSecurity "(baseline|restricted)/,
      );
      await kubectl(here, ["delete", "namespace", "jenkins-growth", "--wait=false"]);
    });
  });

  describe("whose node is lost", () => {
    let lost: string;

    before(async () => {
      lost = await controllerNode(here);
      await change("network", ["nodes", lost, "initiatorName"], initiatorName);
      await loseNode(here, lost);
    });

    after(async () => {
      await change("network", ["nodes", lost, "initiatorName"], undefined);
    });

    it("stays where it is while the node has a session on the NAS (A-25)", async () => {
      const command = [
        ...["commands/start.mjs", "failover", "--stack", "local", "--node", lost, "--yes"],
        ...["--instance", here.instance.relativeFolder],
      ];
      const initiator = new IdleInitiator(await homeAddress(here), folder);
      try {
        await until("the NAS to show the session", async () => {
          const sessions = await sessionsOfStack(await stored());
          return sessions.length > 0 ? true : undefined;
        });
        const { exitCode, stderr } = await execa(process.execPath, command, {
          ...{ cwd: root, reject: false, stdin: "ignore" },
        });
        assert.equal(exitCode, 3);
        assert.match(
          stderr,
          new RegExp(`expected no session of node "${lost}", got "${initiatorName}" from`),
        );
        assert.equal(await controllerNode(here), lost);
        assert.doesNotMatch(
          await kubectl(here, ["get", "node", lost, "-o", "yaml"]),
          /out-of-service/,
        );
      } finally {
        await initiator.end();
      }
    });

    it("runs on another storage node after the failover", async () => {
      // The command watches for longer, and waits for nothing but time.
      const patience = { limitSeconds: 90, watchSeconds: 0, waitMinutes: 1 };
      const now = await onStack((surroundings) => failOver(lost, patience, surroundings));
      assert.notEqual(now, lost);
      assert.equal(await controllerNode(here), now);
    });

    it("gets the node back when it is there again", async () => {
      await findNode(here, lost);
      await onStack((surroundings) => giveBack(lost, { limitSeconds: 90 }, surroundings));
      const taints = await kubectl(here, ["get", "node", lost, "-o", "jsonpath={.spec.taints}"]);
      assert.doesNotMatch(taints, /out-of-service/);
    });

    const onStack = async <T>(work: (surroundings: Surroundings) => Promise<T>) =>
      withSurroundings(root, await stored(), () => undefined, work);
  });

  describe("that is to stop", () => {
    after(() => change("jenkins", ["maintenance"], undefined));

    it("is about to lose its pod and nothing else, as a real preview says (P-07)", async () => {
      const real = await cli();
      const deployed: string[] = [];
      // tests/engine/home-migration deploys a stop.
      const previewing: StackCli = (args) => {
        if (args[0] !== "up") return real(args);
        deployed.push(args.join(" "));
        return Promise.resolve("");
      };
      const wanted = { stack: "local", stored: await stored(), stop: true, minutes: undefined };
      await maintain(previewing, wanted, () => undefined);
      assert.deepEqual(deployed, ["up --yes --skip-preview"]);
      assert.match(await readFile(settingsFile(here.instance), "utf8"), /^ +maintenance: true$/m);
    });
  });

  const cli = () => stackCli(root, "local", process.env, here.instance.relativeFolder);
  const stored = async () => storedStack(await cli(), "local", root);

  /** Changes the settings until the platform ends; undefined takes one out. */
  async function change(section: string, path: readonly string[], value: unknown): Promise<void> {
    const file = settingsFile(here.instance);
    const settings = parseDocument(await readFile(file, "utf8"));
    if (value === undefined) settings.deleteIn(["config", `jenkins-stack:${section}`, ...path]);
    else set(settings, section, path, value);
    await writeFile(file, settings.toString());
  }
});
