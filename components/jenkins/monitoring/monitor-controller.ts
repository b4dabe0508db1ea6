import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { neededDefinition, resourceDefinitions } from "../../internal/api-groups";
import { labels, selectorLabels } from "../../internal/labels";
import { prefixOf } from "../endpoints";
import { alerts } from "./alerts";
import type { MonitoringSettings } from "./settings";

/** What is monitored, and how. */
export interface MonitorArgs {
  readonly namespace: pulumi.Input<string>;
  readonly jobsNamespace: pulumi.Input<string>;
  /** Claim of the Jenkins home. */
  readonly claimName: pulumi.Input<string>;
  /** Address users see. */
  readonly url: string;
  /**
   * Container that loads the configuration again.
   *
   * @default - there is none, and no alert about it
   */
  readonly reloadContainer?: string;
  readonly monitoring: MonitoringSettings;
}

const apiVersion = "monitoring.coreos.com/v1";
const setting = "monitoring.enabled";
const metricsPath = "prometheus";

/**
 * Tells a Prometheus operator of the controller: what to ask, and what to raise alerts about (C-27).
 *
 * Without the plugin `prometheus` Jenkins answers 404 there; the feature `metrics` of the plugin set brings it.
 *
 * @see https://prometheus-operator.dev/docs/api-reference/api/
 */
export function monitorController(name: string, args: MonitorArgs, parent: pulumi.Resource): void {
  const { namespace, monitoring, url } = args;
  if (!monitoring.enabled) return;

  const metadata = (objectName: string) => ({
    name: objectName,
    namespace,
    labels: { ...monitoring.labels, ...labels("controller") },
  });
  new k8s.apiextensions.CustomResource(
    `${name}-metrics`,
    {
      apiVersion,
      kind: "ServiceMonitor",
      metadata: metadata("jenkins"),
      spec: {
        selector: { matchLabels: selectorLabels("controller") },
        endpoints: [
          {
            // The port of one Service only: the other one has no page.
            port: "http",
            path: `${prefixOf(url)}/${metricsPath}/`,
            interval: `${monitoring.intervalSeconds}s`,
          },
        ],
      },
    },
    { parent, dependsOn: [neededDefinition(setting, resourceDefinitions.serviceMonitor, parent)] },
  );

  if (!monitoring.alerts) return;
  const rules = pulumi
    .all([namespace, args.jobsNamespace, args.claimName])
    .apply(([inNamespace, jobsNamespace, claimName]) =>
      alerts(
        { namespace: inNamespace, jobsNamespace, claimName, reloadContainer: args.reloadContainer },
        monitoring,
      ),
    );
  new k8s.apiextensions.CustomResource(
    `${name}-alerts`,
    {
      apiVersion,
      kind: "PrometheusRule",
      metadata: metadata("jenkins"),
      spec: { groups: [{ name: "jenkins", rules }] },
    },
    { parent, dependsOn: [neededDefinition(setting, resourceDefinitions.prometheusRule, parent)] },
  );
}

/** How the plugin answers, as configuration as code; nothing without monitoring. */
export function metricsDocument({
  enabled,
  intervalSeconds,
}: MonitoringSettings): object | undefined {
  if (!enabled) return undefined;
  return {
    unclassified: {
      prometheusConfiguration: {
        path: metricsPath,
        // Part of the names of the plugin's metrics.
        defaultNamespace: "default",
        collectingMetricsPeriodInSeconds: intervalSeconds,
        // One series a build would fill the Prometheus, not inform anybody.
        perBuildMetrics: false,
      },
    },
  };
}
