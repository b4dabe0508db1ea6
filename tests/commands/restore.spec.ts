// What a restore asks of the API server, and of a person. That a real one does as it is asked is shown by the engine test.
import assert from "node:assert/strict";
import { Readable } from "node:stream";

import type { Asked, ClusterApi, Fields, Verb } from "../../cluster-api";
import { careRecordOf } from "../../commands/restore/care-record";
import { confirmLun } from "../../commands/restore/confirm";
import { controllerOf, setQuietStart } from "../../commands/restore/controller";

/** An API server that answers from a list, and remembers what it was asked. */
function server(answers: readonly (readonly [status: number, body: Fields])[]) {
  const asked: { verb: Verb; path: string; asked: Asked }[] = [];
  const left = [...answers];
  const api: ClusterApi = {
    server: "https://cluster.example",
    send: (verb, path, what = {}) => {
      asked.push({ verb, path, asked: what });
      const [status, body] = left.shift() ?? [500, { message: "asked too often" }];
      return Promise.resolve({ status, body, now: 0 });
    },
    close: () => undefined,
  };
  return { api, asked };
}

const found = { metadata: { resourceVersion: "7" }, data: { lastBackup: "then", restore: "{}" } };

describe("careRecordOf", () => {
  it("is empty until somebody has written", async () => {
    const { api, asked } = server([[404, {}]]);
    assert.deepEqual(await careRecordOf(api, "jenkins-storage").read(), {});
    assert.equal(asked[0]?.path, "/api/v1/namespaces/jenkins-storage/configmaps/jenkins-care");
  });

  it("changes the keys that are named, in the version that was read, under labels of its own", async () => {
    const { api, asked } = server([
      [200, found],
      [200, found],
    ]);
    const record = careRecordOf(api, "jenkins-storage");
    await record.write({ restore: undefined, restored: "good" });
    assert.equal(asked[1]?.verb, "APPLY");
    assert.deepEqual(asked[1].asked.body, {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: {
        name: "jenkins-care",
        namespace: "jenkins-storage",
        labels: {
          "app.kubernetes.io/name": "jenkins-stack",
          "app.kubernetes.io/component": "care",
          "app.kubernetes.io/managed-by": "jenkins-stack",
        },
        resourceVersion: "7",
      },
      data: { lastBackup: "then", restored: "good" },
    });
  });

  const later = (data: Fields) => ({ metadata: { resourceVersion: "9" }, data });

  it("writes to the version it has decided on, and then to its own", async () => {
    const { api, asked } = server([
      [200, found],
      [200, later({})],
      [200, later({})],
    ]);
    const record = careRecordOf(api, "jenkins-storage");
    await record.read();
    await record.write({ restored: "good" });
    await record.write({ restored: "better" });
    const versions = asked
      .slice(1)
      .map(
        ({ verb, asked: { body } }) =>
          `${verb} ${String((body as { metadata: Fields }).metadata["resourceVersion"])}`,
      );
    assert.deepEqual(versions, ["APPLY 7", "APPLY 9"]);
  });

  it("lets only one of two restores begin that have both seen none (P-07)", async () => {
    const { api } = server([
      [200, { ...found, data: {} }],
      [409, { message: "the object has been modified" }],
      [200, later({ restore: "the other's" })],
    ]);
    const record = careRecordOf(api, "jenkins-storage");
    await record.read();
    await assert.rejects(
      record.write({ restore: "mine" }),
      /got 409 conflict; somebody else changed it meanwhile, run the command again$/,
    );
  });

  it("keeps what others have written of other things meanwhile", async () => {
    const { api, asked } = server([
      [200, found],
      [409, { message: "the object has been modified" }],
      [200, later({ lastBackup: "now", restore: "{}" })],
      [200, found],
    ]);
    const record = careRecordOf(api, "jenkins-storage");
    await record.read();
    await record.write({ restored: "good" });
    assert.deepEqual((asked[3]?.asked.body as { data: unknown }).data, {
      lastBackup: "now",
      restore: "{}",
      restored: "good",
    });
  });

  it("makes an empty record first, so that two first writers are told from each other too", async () => {
    const { api, asked } = server([
      [404, {}],
      [201, {}],
      [200, later({ restore: "the other's" })],
    ]);
    const record = careRecordOf(api, "jenkins-storage");
    await record.read();
    await assert.rejects(record.write({ restore: "mine" }), /got 409 conflict/);
    assert.equal("data" in (asked[1]?.asked.body as Fields), false);
    assert.equal(asked.length, 3);
  });

  it("says so when it may not write", async () => {
    const write = (status: number) =>
      careRecordOf(
        server([
          [200, found],
          [status, { message: "no" }],
        ]).api,
        "jenkins-storage",
      ).write({ restored: "good" });
    await assert.rejects(
      write(403),
      /^Error: cluster: expected ConfigMap jenkins-storage\/jenkins-care to be read and changed, got 403 no$/,
    );
  });
});

describe("controllerOf", () => {
  it("changes replicas as a person with kubectl would, so that the program takes them over", async () => {
    const { api, asked } = server([[200, {}]]);
    await controllerOf(api, "jenkins").scale(0);
    assert.deepEqual(asked, [
      {
        verb: "MERGE",
        path: "/apis/apps/v1/namespaces/jenkins/statefulsets/jenkins",
        asked: { query: { fieldManager: "kubectl-patch" }, body: { spec: { replicas: 0 } } },
      },
    ]);
  });

  it("knows a stack without a controller, which has nothing to stop", async () => {
    const { api } = server([
      [404, {}],
      [404, {}],
      [200, { metadata: { generation: 3 }, spec: {} }],
      [200, { metadata: { generation: 3 }, spec: {} }],
    ]);
    const controller = controllerOf(api, "jenkins");
    assert.equal(await controller.replicas(), undefined);
    await controller.scale(0);
    assert.equal(await controller.replicas(), 1, "the default of the server");
    assert.equal(await controller.generation(), 3);
  });

  it("does not start what is not there", async () => {
    const { api } = server([[404, { message: "not found" }]]);
    await assert.rejects(controllerOf(api, "jenkins").scale(1), /StatefulSet jenkins\/jenkins/);
  });

  it("sees every pod of the controller, and of nobody else", async () => {
    const { api, asked } = server([[200, { items: [{ metadata: { name: "jenkins-0" } }] }]]);
    assert.deepEqual(await controllerOf(api, "jenkins").pods(), ["jenkins-0"]);
    assert.match(
      asked[0]?.asked.query?.["labelSelector"] ?? "",
      /^app.kubernetes.io\/name=jenkins-stack,app.kubernetes.io\/component=controller,/,
    );
  });
});

describe("setQuietStart", () => {
  const dataOf = async (reason: string | undefined) => {
    const { api, asked } = server([[201, {}]]);
    await setQuietStart(api, "jenkins", reason);
    return (asked[0]?.asked.body as { data: unknown }).data;
  };

  it("makes the wish that the pod reads, and takes it back", async () => {
    assert.deepEqual(await dataOf("restored"), { reason: "restored" });
    assert.deepEqual(await dataOf(undefined), {});
  });
});

describe("confirmLun", () => {
  const pipe = (text: string) => Readable.from([text]);
  const typed = (text: string) => Object.assign(pipe(text), { isTTY: true });
  let asked: string[];
  beforeEach(() => (asked = []));
  const confirm = (given: string | undefined, stdin: ReturnType<typeof pipe>) =>
    confirmLun("jenkins", given, stdin, (text) => asked.push(text));

  it("takes the name of the LUN, given or typed", async () => {
    await confirm("jenkins", pipe(""));
    assert.deepEqual(asked, []);
    await confirm(undefined, typed("jenkins\n"));
    assert.deepEqual(asked, [
      "What LUN jenkins holds now is replaced. Type the name of the LUN to go on: ",
    ]);
  });

  it("takes nothing else, and does not read a pipe", async () => {
    for (const said of ["yes", "y", "", "Jenkins"])
      await assert.rejects(
        confirm(said, pipe("")),
        /^RestoreRefused: --confirm: expected the name/,
      );
    await assert.rejects(confirm(undefined, typed("yes\n")), /got "yes"; nothing was changed$/);
    await assert.rejects(confirm(undefined, typed("")), /got ""; nothing was changed$/);
    await assert.rejects(
      confirm(undefined, pipe("jenkins\n")),
      /got none and no terminal to ask on; nothing was changed$/,
    );
  });
});
