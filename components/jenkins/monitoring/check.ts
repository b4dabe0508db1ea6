import { expected, readable, type Finding } from "../../internal/arguments";
import { parseName } from "../../internal/kubernetes-name";
import { parseAnnotationKey, parseLabelValue } from "../../internal/labels";
import type { MonitoringSettings } from "./settings";

/** What is wrong with the monitoring, by the path of the argument. */
export function monitoringFindings(monitoring: MonitoringSettings): Finding[] {
  const { namespace, labels, intervalSeconds, volumePercent } = monitoring;
  return [
    readable("monitoring.namespace", parseName, namespace),
    ...Object.entries(labels).flatMap(([key, value]) => [
      readable(`monitoring.labels.${key}`, parseAnnotationKey, key),
      readable(`monitoring.labels.${key}`, parseLabelValue, value),
    ]),
    expected(
      intervalSeconds >= 15,
      "monitoring.intervalSeconds",
      "at least 15",
      intervalSeconds,
      "computing the metrics takes Jenkins seconds",
    ),
    expected(
      volumePercent > 0 && volumePercent < 100,
      "monitoring.volumePercent",
      "a number between 0 and 100",
      volumePercent,
    ),
  ];
}

/** Warns of what monitoring needs and nobody here can see. */
export function monitoringWarnings(
  { enabled }: MonitoringSettings,
  source: "lock" | "image",
): string[] {
  return enabled && source === "image"
    ? ["monitoring.enabled: the image of the controller has to hold the plugin prometheus itself"]
    : [];
}
