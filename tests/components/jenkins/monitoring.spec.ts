// That a Prometheus understands the expressions is not proven here.
import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import type { Alert } from "../../../components/jenkins/monitoring/alerts";
import {
  monitoringFindings,
  monitoringWarnings,
} from "../../../components/jenkins/monitoring/check";
import {
  metricsDocument,
  monitorController,
  type MonitorArgs,
} from "../../../components/jenkins/monitoring/monitor-controller";
import { notMonitored } from "../../../components/jenkins/monitoring/settings";
import { construct, type Deployment } from "../../support/deploy";
import { single } from "../../support/find";

const monitoring = { ...notMonitored, enabled: true, labels: { release: "prometheus" } };

describe("monitorController", () => {
  it("makes nothing and asks for nothing when it is off (C-27)", async () => {
    const deployment = await monitored({ monitoring: notMonitored });
    assert.deepEqual(
      deployment.resources.filter(({ custom }) => custom),
      [],
    );
  });

  it("has the page below the prefix read from the Service for users (C-27)", async () => {
    const { inputs } = (await monitored()).only("ServiceMonitor");
    assert.equal(inputs.apiVersion, "monitoring.coreos.com/v1");
    assert.equal(inputs.metadata.namespace, "jenkins");
    assert.deepEqual(inputs.spec, {
      selector: {
        matchLabels: {
          "app.kubernetes.io/name": "jenkins-stack",
          "app.kubernetes.io/component": "controller",
          "app.kubernetes.io/part-of": "jenkins-stack",
        },
      },
      endpoints: [{ port: "http", path: "/ci/prometheus/", interval: "60s" }],
    });
  });

  it("is found by the labels of the settings (C-27)", async () => {
    const deployment = await monitored();
    for (const kind of ["ServiceMonitor", "PrometheusRule"] as const) {
      const { labels } = deployment.only(kind).inputs.metadata;
      assert.equal(labels["release"], "prometheus");
      assert.equal(labels["app.kubernetes.io/part-of"], "jenkins-stack");
    }
  });

  it("looks both APIs up before anything of it is made (C-30)", async () => {
    const deployment = await monitored();
    const needed = deployment.all("CustomResourceDefinition");
    assert.deepEqual(
      needed.map(({ name, read }) => [name, read]),
      [
        ["needed-by-monitoring.enabled--prometheusrules.monitoring.coreos.com", true],
        ["needed-by-monitoring.enabled--servicemonitors.monitoring.coreos.com", true],
      ],
    );
    for (const kind of ["ServiceMonitor", "PrometheusRule"] as const)
      assert.equal((deployment.only(kind).opts.dependsOn as unknown[]).length, 1);
  });

  it("has no alerts when they are off", async () => {
    const deployment = await monitored({ monitoring: { ...monitoring, alerts: false } });
    assert.deepEqual(deployment.all("PrometheusRule"), []);
    assert.equal(deployment.all("CustomResourceDefinition").length, 1);
  });

  it("alerts about a controller, builds, agents and a home that need somebody (C-27)", async () => {
    assert.deepEqual(
      (await alertsOf()).map(({ alert }) => alert),
      [
        "JenkinsDown",
        "JenkinsRestarts",
        "JenkinsHeapFull",
        "JenkinsQueueStuck",
        "JenkinsAgentForgotten",
        "JenkinsHomeBytes",
        "JenkinsHomeInodes",
      ],
    );
  });

  it("alerts about a configuration that was refused where one is loaded again (C-27)", async () => {
    const alerts = await alertsOf({ reloadContainer: "configuration-reload" });
    const { expr } = alerts.find(({ alert }) => alert === "JenkinsReloadFailed")!;
    assert.match(expr, /namespace="jenkins", container="configuration-reload"/);
  });

  it("measures by the limits of the settings (C-27)", async () => {
    const alerts = await alertsOf({
      monitoring: { ...monitoring, volumePercent: 70, queueMinutes: 5, agentHours: 2 },
    });
    const one = (name: string) => alerts.find(({ alert }) => alert === name)!;
    assert.match(one("JenkinsHomeBytes").expr, /persistentvolumeclaim="jenkins-home"\} > 70$/);
    assert.equal(one("JenkinsQueueStuck").for, "5m");
    assert.match(one("JenkinsAgentForgotten").expr, /namespace="jenkins-jobs"\} > 7200\)/);
  });

  it("says of every alert how bad it is and what to do", async () => {
    for (const alert of await alertsOf({ reloadContainer: "configuration-reload" })) {
      assert.match(alert.labels.severity, /^(warning|critical)$/);
      assert.match(alert.annotations.description, /\S{3,}.*\.$/);
      // Every selector names the namespace: a Prometheus watches more than one Jenkins.
      for (const [selector] of alert.expr.matchAll(/\{[^}]*\}/g))
        assert.match(selector, /^\{namespace="jenkins(-jobs)?"/);
    }
  });
});

describe("metricsDocument", () => {
  it("tells the plugin where and how often, in the words of configuration as code (C-27)", () => {
    assert.deepEqual(metricsDocument(monitoring), {
      unclassified: {
        prometheusConfiguration: {
          path: "prometheus",
          defaultNamespace: "default",
          collectingMetricsPeriodInSeconds: 60,
          perBuildMetrics: false,
        },
      },
    });
  });

  it("is nothing when monitoring is off", () => {
    assert.equal(metricsDocument(notMonitored), undefined);
  });
});

describe("monitoringFindings", () => {
  it("finds everything that is wrong", () => {
    assert.deepEqual(
      monitoringFindings({
        ...monitoring,
        namespace: "Monitoring",
        labels: { release: "a b" },
        intervalSeconds: 1,
        volumePercent: 100,
      }).filter((finding) => finding !== undefined),
      [
        'monitoring.namespace: expected a name of lower-case letters, digits and - (RFC 1123), got "Monitoring"; did you mean "monitoring"?',
        'monitoring.labels.release: expected a label value of letters, digits and . _ -, at most 63, got "a b"',
        "monitoring.intervalSeconds: expected at least 15, got 1; computing the metrics takes Jenkins seconds",
        "monitoring.volumePercent: expected a number between 0 and 100, got 100",
      ],
    );
  });

  it("finds nothing wrong with what is fine", () => {
    assert.deepEqual(
      monitoringFindings(monitoring).filter((finding) => finding !== undefined),
      [],
    );
  });
});

describe("monitoringWarnings", () => {
  it("tell whoever bakes plugins into an image which one is needed (C-27)", () => {
    assert.equal(monitoringWarnings(monitoring, "image").length, 1);
    assert.deepEqual(monitoringWarnings(monitoring, "lock"), []);
    assert.deepEqual(monitoringWarnings(notMonitored, "image"), []);
  });
});

function monitored(change: Partial<MonitorArgs> = {}): Promise<Deployment> {
  return construct(() => {
    const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
    monitorController(
      "jenkins",
      {
        namespace: "jenkins",
        jobsNamespace: "jenkins-jobs",
        claimName: "jenkins-home",
        url: "https://jenkins.example/ci/",
        monitoring,
        ...change,
      },
      parent,
    );
    return parent;
  });
}

async function alertsOf(change: Partial<MonitorArgs> = {}): Promise<Alert[]> {
  const { spec } = (await monitored(change)).only("PrometheusRule").inputs;
  return single((spec as { groups: { rules: Alert[] }[] }).groups).rules;
}
