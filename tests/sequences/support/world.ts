import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { parseDocument } from "yaml";

import { lookAtStack } from "../../../commands/drift/look-at-stack";
import { setBack } from "../../../commands/restore/set-back";
import { onStack } from "../../../commands/restore/stack";
import { deploy } from "../../../local/engine/deploy";
import { localStack, settingsFile } from "../../../local/engine/environment";
import { signal } from "../../../local/engine/orphans";
import { contentHash, writeImage, type LunAddress } from "../../../local/initiator";
import {
  injectFault,
  releaseFaults,
  takeScheduledSnapshot,
  type FaultRequest,
} from "../../../local/nas-simulator";
import { readRecord } from "../../../local/nas-simulator/state";
import type { Platform } from "../../../local/up";
import { isPresent } from "../../../nas/snapshot/present";
import { takeSnapshot } from "../../../nas/snapshot/take";
import { isUpgradeSnapshot } from "../../../upgrade/snapshot-name";
import { killOrphans } from "../../engine/support/killed-up";
import {
  discardPlatform,
  kubectl,
  platform,
  pulumi,
  root,
  secretValue,
  set,
  until,
} from "../../engine/support/platform";
import { during } from "../../nas/story";
import { blocks, blockSize, contentOf, imageOf, retention, type Data, type Model } from "./model";

const iqn = "iqn.2000-01.com.synology:nas.jenkins";
const isReplaced = (name: string): boolean => isPresent({ name });

/** A stack on a platform of its own: what the model is compared with. */
export class World {
  private constructor(
    private readonly here: Platform,
    /** Settings of the stack before an action changes any. */
    private readonly settings: string,
    private readonly home: LunAddress,
  ) {}

  /** Makes a platform with a stack that has nothing behind it. */
  static async make(model: Model): Promise<World> {
    await discardPlatform();
    const here = await platform();
    const settings = await readFile(settingsFile(here.instance), "utf8");
    const at = { portal: here.nas.portal, iqn, lun: 1 };
    const wanted = (home: LunAddress) => new World(here, settings, home);
    await wanted(at).want(model);
    await wanted(at).up();
    const password = await secretValue(
      here,
      "jenkins-storage",
      "jenkins-home-chap",
      "node.session.auth.password",
    );
    const world = wanted({ ...at, chap: { user: "jenkins", password } });
    await world.write(model.data);
    return world;
  }

  /** Sets what the model may change. */
  async want({ release, gib }: Pick<Model, "release" | "gib">): Promise<void> {
    const document = parseDocument(this.settings);
    set(document, "jenkins", ["image"], imageOf(release));
    set(document, "storage", ["luns", "jenkins", "size"], `${gib}Gi`);
    set(document, "upgrades", ["retention"], { count: retention });
    await writeFile(settingsFile(this.here.instance), document.toString());
  }

  /** Brings the stack to its settings, after an interrupted run as well. */
  async up(): Promise<void> {
    await deploy(this.here.engine, this.here.tools.kubectl);
  }

  /** Reads the cluster before, so that what was changed by hand is put right. */
  async upWithRefresh(): Promise<void> {
    const { exitCode, output } = await pulumi(this.here, ["up", "--yes", "--refresh"]);
    assert.equal(exitCode, 0, output);
  }

  /** Brings the stack to its settings after the LUN was set back to what an older Jenkins wrote. */
  async upAfterRestoreOf(snapshot: string): Promise<void> {
    const environment = { JENKINS_STACK_RESTORED_SNAPSHOT: snapshot };
    const args = ["up", "--yes", "--skip-preview"];
    const { exitCode, output } = await pulumi(this.here, args, environment);
    assert.equal(exitCode, 0, output);
  }

  /** Starts an up and kills it, with its plugins and commands, some time after its start. */
  async killedUp(milliseconds: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await this.here.engine.run(
      ["up", "--yes", "--skip-preview", "--stack", localStack, "--non-interactive"],
      {
        onStart: (pid) => {
          timer = setTimeout(() => {
            if (pid !== undefined) signal(pid, "SIGKILL");
          }, milliseconds);
        },
      },
    );
    clearTimeout(timer);
    await killOrphans(this.here);
  }

  /** Runs an up while the NAS fails once; it may fail with it. */
  async faultyUp(fault: FaultRequest): Promise<void> {
    await injectFault(this.here.instance, fault);
    await this.up().catch(() => undefined);
    // A NAS that lets nobody in does not let this in either, for a while.
    await until("the NAS to answer again", () =>
      releaseFaults(this.here.instance).then(
        () => true as const,
        () => undefined,
      ),
    );
  }

  /** Sets the LUN back, as an operator does, who does what a refusal says. */
  async restore(snapshot: string): Promise<void> {
    const options = { stack: localStack, snapshot, confirm: "jenkins" };
    const run = (): Promise<string> =>
      onStack(localStack, this.here.instance.relativeFolder, (stack) =>
        setBack(
          { ...stack, surroundings: { ...stack.surroundings, stderr: () => undefined } },
          options,
        ),
      );
    await run().catch((error: unknown) => {
      // One that was killed after it had started the controller again.
      if (/it counts as ended now .* run the same command again/.test(String(error))) return run();
      throw error;
    });
  }

  /** Starts a restore as a process of its own and kills it some time after its start. */
  async killedRestore(snapshot: string, milliseconds: number): Promise<void> {
    const { relativeFolder } = this.here.instance;
    const stack = ["--stack", localStack, "--instance", relativeFolder];
    const wanted = ["--snapshot", snapshot, "--confirm", "jenkins"];
    await execa("node", ["commands/start.mjs", "restore", ...stack, ...wanted], {
      cwd: root,
      reject: false,
      timeout: milliseconds,
      killSignal: "SIGKILL",
    });
  }

  /** Takes a snapshot as the NAS's own schedule or a person does; returns its uuid. */
  async takeAnother(byWhom: "schedule" | "person", name: string): Promise<string> {
    if (byWhom === "schedule") return takeScheduledSnapshot(this.here.instance, "jenkins");
    const { url, account, password, certificateAuthority } = this.here.nas;
    const nas = { url, account, password, certificateAuthority };
    await during({ nas }, (session) => takeSnapshot(session, "jenkins", { name }, () => undefined));
    const taken = this.record().snapshots.find((snapshot) => snapshot.name === name);
    return taken?.uuid ?? "";
  }

  /** Changes an object by hand. */
  async changeByHand(): Promise<void> {
    const patch = { metadata: { labels: { "app.kubernetes.io/component": "by-hand" } } };
    const service = ["service", "jenkins", "--namespace", "jenkins"];
    await kubectl(this.here, ["patch", ...service, "--patch", JSON.stringify(patch)]);
  }

  /** Removes a Job of the controller's namespace by hand. */
  async removeJob(name: string): Promise<void> {
    await kubectl(this.here, ["delete", "job", name, "--namespace", "jenkins"]);
  }

  /** What is not as the stack made it. */
  async drift(): Promise<string[]> {
    const look = await lookAtStack(root, localStack, this.here.instance.relativeFolder);
    return look.differences.map(({ part, subject }) => `${part} ${subject}`);
  }

  /** Puts data on the LUN through a real initiator. */
  async write(data: Data): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), "sequence-"));
    try {
      const file = join(folder, "content");
      writeFileSync(file, contentOf(data));
      await writeImage(this.home, file);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** Names of the snapshots before upgrades, and of what restores have replaced; the oldest first. */
  snapshots(): { readonly upgrades: readonly string[]; readonly replaced: readonly string[] } {
    const names = this.record().snapshots.map(({ name }) => name);
    return { upgrades: names.filter(isUpgradeSnapshot), replaced: names.filter(isReplaced) };
  }

  /** Compares everything with the model. */
  async holds(model: Model): Promise<void> {
    const { luns, snapshots } = this.record();
    assert.deepEqual(
      luns.map(({ name, size }) => ({ name, gib: size / 2 ** 30 })),
      [{ name: "jenkins", gib: model.gib }],
    );
    const expected = createHash("sha256").update(contentOf(model.data)).digest("hex");
    assert.equal(
      await contentHash(this.home, { length: blocks * blockSize }),
      expected,
      "the data",
    );
    assert.deepEqual(this.snapshots(), {
      upgrades: model.upgrades.map(({ name }) => name),
      replaced: model.replaced.map(({ name }) => name),
    });
    assert.deepEqual(
      snapshots
        .filter(({ name }) => !isUpgradeSnapshot(name) && !isReplaced(name))
        .map(({ uuid }) => uuid),
      model.others,
      "snapshots of others",
    );
    const controller = ["get", "statefulset", "jenkins", "--namespace", "jenkins"];
    const path = "jsonpath={.spec.replicas} {.spec.template.spec.containers[0].image}";
    const found = await kubectl(this.here, [...controller, "--output", path]);
    assert.equal(found, `1 ${imageOf(model.release)}`);
  }

  private record() {
    return readRecord(join(this.here.instance.folder, "nas", "state.json"));
  }
}
