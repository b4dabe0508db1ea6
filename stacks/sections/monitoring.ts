import { parseName } from "../../components/internal/kubernetes-name";
import { parseAnnotationKey, parseLabelValue } from "../../components/internal/labels";
import { group, keyed, text, wholeNumber, yesOrNo } from "../fields";

/** What a Prometheus operator is told of Jenkins (C-27). */
export const monitoring = group({
  enabled: yesOrNo()
    .default(false)
    .meta({
      description:
        "Whether a Prometheus operator in the cluster watches Jenkins. The page it reads is open to everybody who reaches Jenkins and names its jobs.",
      examples: [true],
    }),
  namespace: text(parseName)
    .default("monitoring")
    .meta({
      description: "Namespace of the Prometheus: the network policies let it in.",
      examples: ["monitoring"],
    }),
  labels: keyed(
    parseAnnotationKey,
    text(parseLabelValue).meta({ description: "Value of the label.", examples: ["main"] }),
  )
    .default({})
    .meta({
      description: "Labels by which the Prometheus finds what it has to watch.",
      examples: [{ release: "kube-prometheus-stack" }],
    }),
  intervalSeconds: wholeNumber(15, 3600)
    .default(60)
    .meta({
      description: "How often Jenkins computes its metrics and is asked for them, in seconds.",
      examples: [60],
    }),
  alerts: yesOrNo()
    .default(true)
    .meta({
      description:
        "Whether there are alerts: Jenkins down, restarted or out of heap, builds stuck, agents forgotten, a configuration refused, the home nearly full. Those about pods need kube-state-metrics.",
      examples: [true],
    }),
  volumePercent: wholeNumber(50, 99)
    .default(85)
    .meta({
      description: "How full the home may be before there is an alert, in percent.",
      examples: [85],
    }),
  queueMinutes: wholeNumber(1, 1440)
    .default(30)
    .meta({
      description: "How long builds may be stuck in the queue before there is an alert.",
      examples: [30],
    }),
  agentHours: wholeNumber(1, 720)
    .default(24)
    .meta({
      description: "How long an agent may live before it counts as forgotten.",
      examples: [24],
    }),
})
  .prefault({})
  .meta({ description: "What a Prometheus operator is told of Jenkins." });
