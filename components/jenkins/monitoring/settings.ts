/** What Prometheus is told of Jenkins (C-27). */
export interface MonitoringSettings {
  /** Whether there are a ServiceMonitor and, with `alerts`, a PrometheusRule. */
  readonly enabled: boolean;
  /** Namespace of the Prometheus that asks: the network policies let nobody else in. */
  readonly namespace: string;
  /** Labels by which Prometheus finds the two objects. */
  readonly labels: Readonly<Record<string, string>>;
  /** How often Jenkins is asked, and computes what it answers. */
  readonly intervalSeconds: number;
  /** Whether there are alerts. */
  readonly alerts: boolean;
  /** How full the volume of the home may be before somebody is told, in percent. */
  readonly volumePercent: number;
  /** How long builds may wait in the queue before somebody is told. */
  readonly queueMinutes: number;
  /** After how many hours an agent's pod counts as forgotten. */
  readonly agentHours: number;
}

/** Jenkins that nobody watches. */
export const notMonitored: MonitoringSettings = {
  enabled: false,
  namespace: "monitoring",
  labels: {},
  intervalSeconds: 60,
  alerts: true,
  volumePercent: 85,
  queueMinutes: 30,
  agentHours: 24,
};
