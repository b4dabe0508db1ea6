import type { MonitoringSettings } from "./settings";

/** What the alerts watch. */
export interface Watched {
  readonly namespace: string;
  readonly jobsNamespace: string;
  readonly claimName: string;
  /** Container that loads the configuration again, where there is one. */
  readonly reloadContainer: string | undefined;
}

/** One alert as Prometheus takes it. */
export interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: "warning" | "critical" };
  readonly annotations: { readonly summary: string; readonly description: string };
}

/**
 * What somebody should be told of.
 *
 * Metrics of pods are those of kube-state-metrics, metrics of volumes the kubelet's, the others Jenkins' own.
 */
export function alerts(watched: Watched, settings: MonitoringSettings): Alert[] {
  const { namespace, reloadContainer } = watched;
  return [
    {
      alert: "JenkinsDown",
      // Absence, not zero: without a pod there is no target that could be down.
      expr: `absent(up{namespace="${namespace}", service="jenkins"} == 1)`,
      // Longer than a start with a large home takes.
      for: "20m",
      labels: { severity: "critical" },
      annotations: {
        summary: "Jenkins does not answer",
        description: `No answer from the controller in ${namespace} for 20 minutes.`,
      },
    },
    {
      alert: "JenkinsRestarts",
      expr: `increase(kube_pod_container_status_restarts_total{namespace="${namespace}", container="jenkins"}[1h]) > 2`,
      for: "5m",
      labels: { severity: "warning" },
      annotations: {
        summary: "Jenkins is restarted again and again",
        description: "See why its last container ended: out of memory, or a probe that failed.",
      },
    },
    {
      alert: "JenkinsHeapFull",
      expr: `vm_memory_heap_usage{namespace="${namespace}"} > 0.9`,
      for: "15m",
      labels: { severity: "warning" },
      annotations: {
        summary: "The heap of Jenkins is nearly full",
        description: "Raise jenkins.memoryLimit: the heap is a part of it.",
      },
    },
    ...builds(watched, settings),
    ...(reloadContainer === undefined ? [] : [reload(namespace, reloadContainer)]),
    volume("Bytes", "used_bytes", "capacity_bytes", watched, settings),
    volume("Inodes", "inodes_used", "inodes", watched, settings),
  ];
}

function builds(
  { namespace, jobsNamespace }: Watched,
  { queueMinutes, agentHours }: MonitoringSettings,
): Alert[] {
  // Whoever has an owner ends with it: only pods that Jenkins itself makes have none.
  const orphans = `kube_pod_owner{namespace="${jobsNamespace}", owner_kind=~"|<none>"}`;
  return [
    {
      alert: "JenkinsQueueStuck",
      expr: `jenkins_queue_stuck_value{namespace="${namespace}"} > 0`,
      for: `${queueMinutes}m`,
      labels: { severity: "warning" },
      annotations: {
        summary: "Builds wait for an agent that does not come",
        description: `{{ $value }} builds are stuck: no template has their label, or no node has room in ${jobsNamespace}.`,
      },
    },
    {
      alert: "JenkinsAgentForgotten",
      expr: `(time() - kube_pod_created{namespace="${jobsNamespace}"} > ${agentHours * 3600}) and on (namespace, pod) ${orphans}`,
      for: "15m",
      labels: { severity: "warning" },
      annotations: {
        summary: "An agent outlived every build",
        description: `Pod {{ $labels.pod }} in ${jobsNamespace} is older than ${agentHours} hours.`,
      },
    },
  ];
}

function reload(namespace: string, container: string): Alert {
  return {
    alert: "JenkinsReloadFailed",
    // A container that runs beside the pod's others from the start counts as an init container.
    expr: `kube_pod_init_container_status_ready{namespace="${namespace}", container="${container}"} == 0`,
    for: "20m",
    labels: { severity: "warning" },
    annotations: {
      summary: "Jenkins runs with an old configuration",
      description: `Its new one was refused: see the log of the container ${container}.`,
    },
  };
}

function volume(
  what: "Bytes" | "Inodes",
  used: string,
  all: string,
  { namespace, claimName }: Watched,
  { volumePercent }: MonitoringSettings,
): Alert {
  const of = `{namespace="${namespace}", persistentvolumeclaim="${claimName}"}`;
  return {
    alert: `JenkinsHome${what}`,
    expr: `100 * kubelet_volume_stats_${used}${of} / kubelet_volume_stats_${all}${of} > ${volumePercent}`,
    for: "15m",
    labels: { severity: "warning" },
    annotations: {
      summary: "The Jenkins home is nearly full",
      description: `{{ $value | humanize }} % of the ${what.toLowerCase()} of claim ${claimName} are in use.`,
    },
  };
}
