import assert from "node:assert/strict";

import { maintain } from "../../commands/maintenance/maintain";
import type { StoredStack } from "../../commands/nas/stored-stack";
import { foreseen } from "../../failover";
import { exportOf } from "../nas/printed-stack";
import { changed, reading } from "../stacks/good-settings";
import { admin, JenkinsStandIn } from "../upgrade-tool/jenkins-stand-in";

const replicas = step("update", "kubernetes:apps/v1:StatefulSet::jenkins", ["spec.replicas"]);
const beside = [
  step("delete", "kubernetes:batch/v1:Job::jenkins-configuration-loaded"),
  step("delete", "kubernetes:networking.k8s.io/v1:NetworkPolicy::jenkins-configuration"),
];
const image = step("update", "kubernetes:apps/v1:StatefulSet::jenkins", [
  "spec.replicas",
  "spec.template.spec.containers[0].image",
]);

describe("foreseen", () => {
  it("knows the pod, and what comes and goes with it", () => {
    const same = step("same", "kubernetes:core/v1:Service::jenkins");
    const read = step("read", "kubernetes:core/v1:Node::storage-network-worker-1");
    assert.deepEqual(foreseen(preview(replicas, ...beside, same, read)), { pod: true, others: [] });
    assert.deepEqual(foreseen(preview(same)), { pod: false, others: [] });
  });

  it("names everything else, another image of the same pod above all", () => {
    const service = step("replace", "kubernetes:core/v1:Service::jenkins");
    assert.deepEqual(foreseen(preview(image, service)), {
      pod: true,
      others: [
        "replace kubernetes:core/v1:Service::jenkins",
        "update kubernetes:apps/v1:StatefulSet::jenkins: spec.template.spec.containers[0].image",
      ],
    });
    const gone = step("delete", "kubernetes:apps/v1:StatefulSet::jenkins");
    assert.deepEqual(foreseen(preview(gone)).others, [
      "delete kubernetes:apps/v1:StatefulSet::jenkins",
    ]);
  });
});

describe("maintain", () => {
  const key = "jenkins-stack:jenkins.maintenance";
  const on = `config set --path ${key} true`;
  const off = `config rm --path ${key}`;

  it("sets the stop, looks ahead, and deploys", async () => {
    const { calls } = await run({ stop: true, before: false, printed: preview(replicas) });
    assert.deepEqual(calls, [on, "preview --json", "up --yes --skip-preview"]);
  });

  it("takes the setting out to start again", async () => {
    const { calls } = await run({ stop: false, before: true, printed: preview(replicas) });
    assert.deepEqual(calls, [off, "preview --json", "up --yes --skip-preview"]);
  });

  it("deploys again what is set already: the last time may have been interrupted (P-07)", async () => {
    const { calls } = await run({ stop: true, before: true, printed: preview() });
    assert.deepEqual(calls, ["preview --json", "up --yes --skip-preview"]);
  });

  it("puts the setting back instead of deploying what waits beside it (A-02)", async () => {
    const { calls, error } = await run({ stop: false, before: true, printed: preview(image) });
    assert.deepEqual(calls, [off, "preview --json", on]);
    assert.equal(
      error,
      [
        "preview: expected nothing but the controller's pod to change, got",
        "  update kubernetes:apps/v1:StatefulSet::jenkins: spec.template.spec.containers[0].image",
        "nothing was changed; deploy the rest first: npm run up -- --stack prod, or have it deployed together: set jenkins.maintenance to false yourself",
      ].join("\n"),
    );
  });

  it("leaves the setting where the deployment failed: it may be half done", async () => {
    const { calls, error } = await run({
      ...{ stop: true, before: false, printed: preview(replicas) },
      fails: "up",
    });
    assert.deepEqual(calls, [on, "preview --json", "up --yes --skip-preview"]);
    assert.equal(error, "up failed");
  });

  it("puts the setting back when it is ended before it deploys: Ctrl-C ends the preview, too", async () => {
    for (const fails of [undefined, "preview"]) {
      const ending = new AbortController();
      const { calls, error } = await run({
        ...{ stop: true, before: false, printed: preview(replicas), ending },
        ...(fails === undefined ? {} : { fails }),
        onCall: (call) => {
          if (call === "preview --json") ending.abort();
        },
      });
      assert.deepEqual(calls, [on, "preview --json", off]);
      assert.equal(error, "interrupted: nothing was changed");
    }
  });

  describe("when a Jenkins answers", () => {
    let jenkins: JenkinsStandIn;

    beforeEach(async () => {
      jenkins = await JenkinsStandIn.start();
    });
    afterEach(() => jenkins.stop());

    const stopping = { stop: true, before: false, printed: preview(replicas) };

    it("makes it quiet after the preview and before the deployment", async () => {
      const { calls, error } = await run({ ...stopping, jenkins });
      assert.equal(error, undefined);
      assert.deepEqual(calls, [
        ...[on, "preview --json", "stack export --show-secrets"],
        "up --yes --skip-preview (quiet: Jenkins stops for maintenance)",
      ]);
    });

    it("lets it start builds again when the deployment fails", async () => {
      const { error } = await run({ ...stopping, jenkins, fails: "up" });
      assert.equal(error, "up failed");
      assert.equal(jenkins.quieting, false);
      assert.equal(jenkins.count("POST cancelQuietDown"), 1);
    });

    it("lets it start builds again and puts the setting back when it is ended while it waits", async () => {
      jenkins.busy = 1;
      const ending = new AbortController();
      jenkins.onBlock = () => {
        ending.abort();
      };
      const { calls, error } = await run({ ...stopping, jenkins, ending });
      assert.equal(error, "interrupted: nothing was changed");
      assert.deepEqual(calls, [on, "preview --json", "stack export --show-secrets", off]);
      assert.equal(jenkins.quieting, false);
    });

    for (const fails of ["wait", "up"])
      it(`leaves a Jenkins quiet that somebody else has made so when the ${fails} fails`, async () => {
        [jenkins.quieting, jenkins.reason] = [true, "restored to snapshot good"];
        const ending = new AbortController();
        if (fails === "wait") {
          jenkins.busy = 1;
          jenkins.onBlock = () => {
            ending.abort();
          };
        }
        const { error } = await run({ ...stopping, jenkins, ending, fails });
        assert.equal(error, fails === "up" ? "up failed" : "interrupted: nothing was changed");
        assert.deepEqual([jenkins.quieting, jenkins.reason], [true, "restored to snapshot good"]);
      });

    it("puts the setting back when it does not become quiet", async () => {
      jenkins.status = 403;
      const { calls, error } = await run({ ...stopping, jenkins });
      assert.match(error ?? "", /expected "admin" to be let in as an administrator/);
      assert.deepEqual(calls.slice(-1), [off]);
    });
  });

  async function run(given: {
    stop: boolean;
    before: boolean;
    printed: string;
    fails?: string;
    /** Default: nobody waits for builds. */
    jenkins?: JenkinsStandIn;
    ending?: AbortController;
    onCall?: (call: string) => void;
  }): Promise<{ calls: string[]; error: string | undefined }> {
    const { sections: good } = reading(changed({ "jenkins.maintenance": given.before }));
    assert.ok(good !== undefined);
    const { jenkins } = given;
    const sections =
      jenkins === undefined
        ? good
        : { ...good, jenkins: { ...good.jenkins, url: jenkins.address.url } };
    const stored: StoredStack = { sections, nasPassword: "", nasDeviceToken: undefined };
    const calls: string[] = [];
    const cli = (args: readonly string[]): Promise<string> => {
      const quiet =
        args[0] === "up" && jenkins?.quieting === true ? ` (quiet: ${jenkins.reason})` : "";
      const call = args.join(" ");
      calls.push(`${call}${quiet}`);
      given.onCall?.(call);
      if (args[0] === given.fails) return Promise.reject(new Error(`${args[0] ?? ""} failed`));
      if (args[0] === "stack")
        return Promise.resolve(exportOf({ "jenkins-admin": admin.password }));
      return Promise.resolve(args[0] === "preview" ? given.printed : "");
    };
    const minutes = jenkins === undefined ? undefined : 1;
    const wanted = { stack: "prod", stored, stop: given.stop, minutes };
    const error = await maintain(cli, wanted, () => undefined, given.ending?.signal).then(
      () => undefined,
      (failure: unknown) => (failure instanceof Error ? failure.message : String(failure)),
    );
    return { calls, error };
  }
});

function step(op: string, resource: string, paths: readonly string[] = []): object {
  return {
    op,
    urn: `urn:pulumi:prod::jenkins-stack::jenkins-stack:index:JenkinsController$${resource}`,
    detailedDiff: Object.fromEntries(paths.map((path) => [path, { kind: "update" }])),
  };
}

function preview(...steps: object[]): string {
  return JSON.stringify({ steps, changeSummary: {} });
}
