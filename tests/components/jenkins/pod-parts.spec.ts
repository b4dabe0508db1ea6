import assert from "node:assert/strict";

import type { types } from "@pulumi/kubernetes";

import { controllerPod } from "../../../components/jenkins/pod";
import { joined, type PodParts } from "../../../components/jenkins/pod-parts";

describe("joined", () => {
  const one: PodParts = {
    initContainers: [{ name: "first" }],
    volumes: [{ name: "a", emptyDir: {} }],
    mounts: [{ name: "a", mountPath: "/a" }],
    env: [{ name: "A", value: "1" }],
    javaOptions: ["-Da"],
    configMaps: { list: { "a.txt": "1" } },
    secrets: ["one"],
    annotations: { a: "1" },
  };
  const other: PodParts = {
    initContainers: [{ name: "second" }],
    configMaps: { scripts: { "b.txt": "2" } },
    secrets: ["other"],
  };

  it("keeps the order of the parts", () => {
    const { initContainers, secrets, configMaps, volumes } = joined([one, other, {}]);
    assert.deepEqual(
      initContainers.map(({ name }) => name),
      ["first", "second"],
    );
    assert.deepEqual(secrets, ["one", "other"]);
    assert.deepEqual(configMaps, { list: { "a.txt": "1" }, scripts: { "b.txt": "2" } });
    assert.deepEqual(volumes, one.volumes);
  });

  it("is whole without any part", () => {
    assert.deepEqual(joined([]), {
      initContainers: [],
      volumes: [],
      mounts: [],
      env: [],
      javaOptions: [],
      configMaps: {},
      secrets: [],
      annotations: {},
    });
  });

  const clashes: Readonly<Record<string, readonly [PodParts, string]>> = {
    "init container": [{ initContainers: [{ name: "first" }] }, "init container first"],
    volume: [{ volumes: [{ name: "a", emptyDir: {} }] }, "volume a"],
    "volume of a ConfigMap": [{ configMaps: { a: {} } }, "volume a"],
    "shared volume": [{ volumes: [{ name: "home", emptyDir: {} }] }, "volume home"],
    mount: [{ mounts: [{ name: "b", mountPath: "/a" }] }, "mount /a"],
    variable: [{ env: [{ name: "A", value: "2" }] }, "variable A"],
    annotation: [{ annotations: { a: "2" } }, "annotation a"],
  };
  for (const [what, [part, claimed]] of Object.entries(clashes))
    it(`refuses two claims of one ${what}`, () => {
      assert.throws(() => joined([one, part]), {
        message: `two parts of the pod claim the ${claimed}`,
      });
    });

  it("adds every part to the pod", () => {
    const pod = controllerPod({
      ...({} as Parameters<typeof controllerPod>[0]),
      prefix: "",
      tolerations: {},
      nodes: { key: "a", operator: "Exists" },
      arch: "amd64",
      selinux: { strategy: "none" },
      javaOptions: [],
      configuration: [],
      parts: joined([one]),
    }) as unknown as types.output.core.v1.PodTemplateSpec;
    const [container] = pod.spec.containers;
    assert.deepEqual(pod.spec.initContainers, one.initContainers);
    assert.deepEqual(pod.metadata.annotations, { a: "1" });
    assert.deepEqual(pod.spec.volumes.at(-1), { name: "a", emptyDir: {} });
    assert.deepEqual(container?.volumeMounts.at(-1), { name: "a", mountPath: "/a" });
    assert.deepEqual(container.env.at(-1), { name: "A", value: "1" });
  });
});
