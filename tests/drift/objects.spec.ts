// What is made of the answers of an API server. That a real one answers like this is proven by tests/engine.
import assert from "node:assert/strict";

import type { Answer, ClusterApi, Fields } from "../../cluster-api";
import { lookAtObjects } from "../../drift/kubernetes/look";
import type { RecordedObject } from "../../drift/kubernetes/recorded";

const part = "kubernetes";
const path = "/api/v1/namespaces/jenkins/configmaps/settings";

describe("lookAtObjects", () => {
  it("finds nothing where a dry run changes nothing but bookkeeping", async () => {
    const { differences, skipped } = await look({
      [`GET ${path}`]: [200, live({ data: { a: "1" } }, { resourceVersion: "1" })],
      [`APPLY ${path}`]: [200, live({ data: { a: "1" } }, { resourceVersion: "2" })],
    });
    assert.deepEqual([differences, skipped], [[], []]);
  });

  it("applies in a dry run alone, under the name of the provider", async () => {
    const asked: unknown[] = [];
    await look({ [`GET ${path}`]: [200, live({})], [`APPLY ${path}`]: [200, live({})] }, {}, asked);
    assert.deepEqual(asked, [
      {
        query: { dryRun: "All", force: "true", fieldManager: "pulumi-kubernetes" },
        body: settings.wanted,
      },
    ]);
  });

  it("says what is as the stack did not make it", async () => {
    const { differences } = await look({
      [`GET ${path}`]: [200, live({ data: { a: "2" } })],
      [`APPLY ${path}`]: [200, live({ data: { a: "1" } })],
    });
    const subject = "ConfigMap jenkins/settings";
    assert.deepEqual(differences, [
      { part, subject, property: "data.a", expected: "1", found: "2" },
    ]);
  });

  it("says what is gone, and what somebody made anew", async () => {
    const subject = "ConfigMap jenkins/settings";
    const gone = await look({});
    assert.deepEqual(gone.differences, [
      { part, subject, property: "", expected: "there", found: "absent" },
    ]);
    const anew = await look({ [`GET ${path}`]: [200, live({}, { uid: "u-2" })] });
    assert.deepEqual(anew.differences, [
      {
        ...{ part, subject, property: "metadata.uid", expected: "u-1" },
        found: "u-2: made anew by somebody",
      },
    ]);
  });

  it("compares by itself where the API server refuses to go back", async () => {
    const { differences } = await look({
      [`GET ${path}`]: [200, live({ data: { a: "2" } })],
      [`APPLY ${path}`]: [422, { message: "size: expected at least 30Gi" }],
    });
    assert.deepEqual(
      differences.map(({ property, found }) => [property, found]),
      [["data.a", "2"]],
    );
  });

  it("shows no value of a Secret, neither the right one nor the wrong one", async () => {
    const at = path.replace("configmaps", "secrets");
    const secret = { kind: "Secret", wanted: { ...settings.wanted, kind: "Secret" } };
    const { differences } = await look(
      {
        [`GET ${at}`]: [200, live({ data: { a: "d3Jvbmc=" } })],
        [`APPLY ${at}`]: [200, live({ data: { a: "cmlnaHQ=", b: "cmlnaHQ=" } })],
      },
      secret,
    );
    assert.deepEqual(
      differences.map(({ property, expected, found }) => [property, expected, found]),
      [
        ["data.a", "(secret)", "(another secret)"],
        ["data.b", "(secret)", "absent"],
      ],
    );
    assert.doesNotMatch(JSON.stringify(differences), /cmlnaHQ|d3Jvbmc/);
  });

  it("hides the whole of what holds a secret of the state", async () => {
    const { differences } = await look(
      {
        [`GET ${path}`]: [200, live({ data: { a: "2" } })],
        [`APPLY ${path}`]: [200, live({ data: { a: "1" } })],
      },
      { secretPaths: ["data"] },
    );
    assert.deepEqual(
      differences.map(({ expected, found }) => [expected, found]),
      [["(secret)", "(another secret)"]],
    );
  });

  it("says what it may not look at instead of calling it right", async () => {
    const { differences, skipped } = await look({
      [`GET ${path}`]: [403, { message: "configmaps is forbidden" }],
    });
    assert.deepEqual(differences, []);
    assert.deepEqual(skipped, ["ConfigMap jenkins/settings: configmaps is forbidden"]);
  });

  it("finds objects with the label of the stack that its state does not have", async () => {
    const item = (name: string, more: object = {}) => ({
      metadata: { name, namespace: "jenkins", ...more },
    });
    const { differences } = await look({
      [`GET ${path}`]: [200, live({})],
      [`APPLY ${path}`]: [200, live({})],
      "GET /api/v1/configmaps": [
        200,
        {
          items: [
            item("settings"),
            item("stray"),
            item("owned", { ownerReferences: [{}] }),
            item("leaving", { deletionTimestamp: "2026-01-01T00:00:00Z" }),
            item("record", { labels: { "app.kubernetes.io/managed-by": "jenkins-stack" } }),
          ],
        },
      ],
    });
    assert.deepEqual(
      differences.map(({ subject, found }) => [subject, found]),
      [["ConfigMap jenkins/stray", "there, labelled part-of jenkins-stack"]],
    );
  });
});

const settings: RecordedObject = {
  ...{ apiVersion: "v1", kind: "ConfigMap", namespace: "jenkins", name: "settings", uid: "u-1" },
  wanted: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings" }, data: { a: "1" } },
  ...{ secretPaths: [], manager: "pulumi-kubernetes", partial: false },
};

function live(object: Fields, metadata: Fields = {}): Fields {
  const identity = { apiVersion: "v1", kind: "ConfigMap" };
  return { ...identity, ...object, metadata: { name: "settings", uid: "u-1", ...metadata } };
}

/** Looks at one object, with an API server that knows these answers and calls everything else absent. */
function look(
  answers: Readonly<Record<string, readonly [number, Fields]>>,
  changes: Partial<RecordedObject> = {},
  applied: unknown[] = [],
) {
  const kind = (name: string, kindName: string) => ({
    ...{ name, kind: kindName, namespaced: true, verbs: ["get", "list"] },
  });
  const known: typeof answers = {
    "GET /apis": [200, { groups: [] }],
    "GET /api/v1": [
      200,
      { resources: [kind("configmaps", "ConfigMap"), kind("secrets", "Secret")] },
    ],
    ...answers,
  };
  const api: ClusterApi = {
    server: "https://cluster.example",
    send: (verb, at, asked) => {
      if (verb === "APPLY") applied.push(asked);
      const [status, body] = known[`${verb} ${at}`] ?? [404, {}];
      return Promise.resolve({ status, body, now: 0 } satisfies Answer);
    },
    close: () => undefined,
  };
  return lookAtObjects(api, [{ ...settings, ...changes }]);
}
