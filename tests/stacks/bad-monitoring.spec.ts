import assert from "node:assert/strict";

import { notMonitored } from "../../components/jenkins/monitoring/settings";
import { sections } from "../../stacks/settings";
import { describeRefusals } from "./refusals";

describe("readSections, given a monitoring", () => {
  it("has the defaults of the component when it says nothing (C-27)", () => {
    assert.deepEqual(sections.shape.monitoring.parse({}), notMonitored);
  });
});

describeRefusals("monitoring settings", [
  [
    "C-27: a Prometheus where the policies let nobody out",
    { "monitoring.enabled": true, "monitoring.namespace": "jenkins" },
    'monitoring.namespace: expected another value than jenkins.namespace, got "jenkins"; it is the namespace of the Prometheus, which the network policies let in from there',
  ],
  [
    "C-27: a label every object has",
    { "monitoring.labels": { "app.kubernetes.io/part-of": "prometheus" } },
    'monitoring.labels["app.kubernetes.io/part-of"]: expected none of app.kubernetes.io/name, app.kubernetes.io/component, app.kubernetes.io/part-of, app.kubernetes.io/managed-by, got "app.kubernetes.io/part-of"; every object has these already',
  ],
  [
    "C-27: a label that is none",
    { "monitoring.labels": { release: "kube prometheus" } },
    'monitoring.labels.release: expected a label value of letters, digits and . _ -, at most 63, got "kube prometheus"',
  ],
  [
    "C-27: metrics every second",
    { "monitoring.intervalSeconds": 1 },
    "monitoring.intervalSeconds: expected a whole number from 15 to 3600, got 1",
  ],
  [
    "C-27: an alert about a home that is full already",
    { "monitoring.volumePercent": 100 },
    "monitoring.volumePercent: expected a whole number from 50 to 99, got 100",
  ],
]);
