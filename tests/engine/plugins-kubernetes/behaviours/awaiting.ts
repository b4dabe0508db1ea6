import assert from "node:assert/strict";

import { textAt, valueAt } from "../../../../local/plugins/kubernetes/objects";
import type { Properties } from "../../../../local/plugins/rpc/values";
import { PartialFailure } from "../plugin-call";
import { uniqueName } from "../support";
import type { World } from "../world";
import { claim, iscsiVolume, job, podTemplate, service, statefulSet, types } from "./objects";

const nowhere = { nodeSelector: { "example.com/none": "true" } };

export function awaiting(world: World): void {
  it("waits until a StatefulSet has its pods ready, after an update those of the new revision", async () => {
    const namespace = await world.cluster.namespace();
    const set = (image: string): Properties =>
      statefulSet({ name: "s", namespace }, podTemplate("s", image));
    const made = await world.plugin.create(types.statefulSet, "s", set("example/app:1"));
    assert.equal(valueAt(made.outputs, "status", "readyReplicas"), 1);
    const { outputs } = await world.plugin.update(made, set("example/app:2"));
    assert.equal(valueAt(outputs, "status", "readyReplicas"), 1);
    const status = outputs["status"];
    assert.equal(textAt(status, "currentRevision"), textAt(status, "updateRevision"));
    assert.notEqual(
      textAt(status, "currentRevision"),
      textAt(made.outputs, "status", "currentRevision"),
    );
  });

  it("fails when the time of customTimeouts is over, with the object recorded and the pod's reason", async () => {
    const namespace = await world.cluster.namespace();
    const inputs = statefulSet(
      { name: "s", namespace },
      podTemplate("s", "example/app:1", nowhere),
    );
    const options = { timeoutSeconds: 2 };
    const failed = world.plugin.create(types.statefulSet, "s", inputs, options);
    await assert.rejects(failed, (error) => {
      assert.ok(error instanceof PartialFailure);
      assert.equal(
        error.message,
        `resource "urn:pulumi:dev::test::${types.statefulSet}::s" was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: 's' timed out waiting to be Ready`,
      );
      assert.equal(error.id, `${namespace}/s`);
      assert.equal(textAt(error.outputs, "metadata", "name"), "s");
      assert.equal(error.reasons[0], error.message);
      assert.match(error.reasons.join("\n"), /nodes are available/);
      return true;
    });
  });

  it("obeys pulumi.com/timeoutSeconds", async () => {
    const namespace = await world.cluster.namespace();
    const annotations = { "pulumi.com/timeoutSeconds": "1" };
    const metadata = { name: "s", namespace, annotations };
    const inputs = statefulSet(metadata, podTemplate("s", "example/app:1", nowhere));
    await assert.rejects(
      world.plugin.create(types.statefulSet, "s", inputs),
      /'s' timed out waiting to be Ready$/,
    );
  });

  it("returns at once with pulumi.com/skipAwait", async () => {
    const namespace = await world.cluster.namespace();
    const annotations = { "pulumi.com/skipAwait": "true" };
    const metadata = { name: "s", namespace, annotations };
    const inputs = statefulSet(metadata, podTemplate("s", "example/app:1", nowhere));
    await world.plugin.create(types.statefulSet, "s", inputs);
  });

  it("reports on refresh that an object is not ready any more", async () => {
    const namespace = await world.cluster.namespace();
    const inputs = statefulSet(
      { name: "s", namespace },
      podTemplate("s", "example/app:1", nowhere),
    );
    const failed = await world.plugin
      .create(types.statefulSet, "s", inputs, { timeoutSeconds: 1 })
      .catch((error: unknown) => error);
    assert.ok(failed instanceof PartialFailure);
    const { id, outputs } = failed;
    const resource = { type: types.statefulSet, name: "s", id, inputs, outputs };
    await assert.rejects(world.plugin.read(resource), PartialFailure);
  });

  it("waits until a Job is complete", async () => {
    const namespace = await world.cluster.namespace();
    const template = podTemplate("j", "example/app:1", { restartPolicy: "Never" });
    const made = await world.plugin.create(types.job, "j", job({ namespace }, template));
    assert.equal(valueAt(made.outputs, "status", "succeeded"), 1);
  });

  it("waits until a pre-bound claim and its volume are bound", async () => {
    const namespace = await world.cluster.namespace();
    const name = uniqueName("home");
    const volume = iscsiVolume(name);
    const claimRef = { name, namespace };
    const spec = { ...(volume["spec"] as Properties), claimRef };
    const pv = await world.plugin.create(types.persistentVolume, "v", { ...volume, spec });
    assert.match(textAt(pv.outputs, "status", "phase") ?? "", /^(Available|Bound)$/);
    const inputs = claim({ name, namespace }, { volumeName: name });
    const pvc = await world.plugin.create(types.persistentVolumeClaim, "c", inputs);
    assert.equal(textAt(pvc.outputs, "status", "phase"), "Bound");
  });

  it("is content with a pending claim where its class waits for the first consumer", async () => {
    const namespace = await world.cluster.namespace();
    const storageClassName = uniqueName("lazy");
    await world.cluster.create({
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: { name: storageClassName },
      provisioner: "example.com/none",
      volumeBindingMode: "WaitForFirstConsumer",
    });
    const inputs = claim({ name: "c", namespace }, { storageClassName });
    const made = await world.plugin.create(types.persistentVolumeClaim, "c", inputs);
    assert.equal(textAt(made.outputs, "status", "phase"), "Pending");
  });

  it("gives a Service with selector ten seconds to settle, even without pods", async () => {
    const namespace = await world.cluster.namespace();
    const started = Date.now();
    const inputs = service({ name: "web", namespace }, { selector: { app: "web" } });
    await world.plugin.create(types.service, "web", inputs);
    const seconds = (Date.now() - started) / 1000;
    assert.ok(seconds >= 9.5 && seconds < 40, `took ${seconds} s`);
  });

  it("lets a Service without endpoints succeed when its time is over", async () => {
    const namespace = await world.cluster.namespace();
    const started = Date.now();
    const inputs = service({ name: "web", namespace }, { selector: { app: "web" } });
    await world.plugin.create(types.service, "web", inputs, { timeoutSeconds: 1 });
    assert.ok(Date.now() - started < 9_000, "settled for ten seconds");
  });

  it("does not wait for a headless Service nor for one without selector", async () => {
    const namespace = await world.cluster.namespace();
    const started = Date.now();
    const headless = { selector: { app: "web" }, clusterIP: "None" };
    await world.plugin.create(types.service, "web", service({ name: "a", namespace }, headless));
    await world.plugin.create(types.service, "web", service({ name: "b", namespace }, {}));
    assert.ok(Date.now() - started < 9_000, "settled for ten seconds");
  });

  it("waits for the address of an Ingress", async () => {
    const namespace = await world.cluster.namespace();
    const backend = { service: { name: "web", port: { number: 80 } } };
    const inputs = {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: { name: "web", namespace },
      spec: { defaultBackend: backend },
    };
    await assert.rejects(
      world.plugin.create(types.ingress, "web", inputs, { timeoutSeconds: 1 }),
      /'web' timed out waiting to be Ready$/,
    );
  });

  it("waits for what pulumi.com/waitFor says instead", async () => {
    const namespace = await world.cluster.namespace();
    const waiting = (waitFor: string): Properties => {
      const annotations = { "pulumi.com/waitFor": waitFor };
      const metadata = { name: uniqueName("s"), namespace, annotations };
      return statefulSet(metadata, podTemplate(metadata.name, "example/app:1", nowhere));
    };
    const options = { timeoutSeconds: 5 };
    const replicas = waiting("jsonpath={.status.replicas}=1");
    await world.plugin.create(types.statefulSet, "s", replicas, options);
    const both = waiting('["jsonpath={.status.replicas}=1", "jsonpath={.spec.replicas}=1"]');
    await world.plugin.create(types.statefulSet, "s", both, options);
    const never = waiting("condition=Perfect");
    await assert.rejects(
      world.plugin.create(types.statefulSet, "s", never, { timeoutSeconds: 1 }),
      PartialFailure,
    );
  });
}
