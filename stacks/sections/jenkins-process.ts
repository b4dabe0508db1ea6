import { parseJavaOption } from "../../components/internal/java-option";
import { parseDirectHost, parseProxyUrl } from "../../components/internal/proxy";
import { parseByteSize, parseQuantity } from "../../components/internal/quantity";
import { parseTimeZone } from "../../components/internal/time-zone";
import { group, listOf, text, wholeNumber } from "../fields";

const parseCpu = (quantity: string) => parseQuantity(quantity, "500m");

/** What the process that is Jenkins gets and how it is started. */
export const processFields = {
  cpuRequest: text(parseCpu)
    .default("500m")
    .meta({
      description: "Processor time kept free for the controller.",
      examples: ["500m"],
    }),
  cpuLimit: text(parseCpu)
    .default("4")
    .meta({
      description:
        "Most processor time of the controller; starting needs several cores for minutes.",
      examples: ["4"],
    }),
  memoryRequest: text(parseByteSize)
    .default("4Gi")
    .meta({
      description: "Memory kept free for the controller.",
      examples: ["4Gi"],
    }),
  memoryLimit: text(parseByteSize)
    .default("4Gi")
    .meta({
      description: "Most memory of the controller: at least 2Gi, and 4Gi for more than a trial.",
      examples: ["4Gi"],
    }),
  ephemeralStorageRequest: text(parseByteSize)
    .default("1Gi")
    .meta({
      description:
        "Disk of the node kept free for what ends with the pod: logs, /tmp and the unpacked application.",
      examples: ["1Gi"],
    }),
  ephemeralStorageLimit: text(parseByteSize)
    .default("5Gi")
    .meta({
      description:
        "Most disk of the node: at least 4Gi, since /tmp may hold 2Gi and the application 1Gi.",
      examples: ["5Gi"],
    }),
  heapPercent: wholeNumber(25, 80)
    .default(60)
    .meta({
      description:
        "Part of memoryLimit that is Java heap, in percent; threads, code and caches need the rest.",
      examples: [60],
    }),
  javaOptions: listOf(text(parseJavaOption))
    .default([])
    .meta({
      description:
        "Options of the Jenkins JVM beside those the stack sets. None decides the heap, and none holds a secret.",
      examples: [["-Dhudson.model.ParametersAction.keepUndefinedParameters=false"]],
    }),
  startupMinutes: wholeNumber(15, 120)
    .default(20)
    .meta({
      description:
        "Minutes Jenkins may take to answer for the first time: a huge home, or plugins that are unpacked.",
      examples: [20],
    }),
  proxy: group({
    url: text(parseProxyUrl).meta({
      description: "Address of the proxy, without a password.",
      examples: ["http://proxy.example:3128"],
    }),
    direct: listOf(text(parseDirectHost))
      .default([])
      .meta({
        description:
          "Hosts reached without the proxy: names, .domain or addresses. Those of the cluster always are.",
        examples: [[".pyrocufflink.blue"]],
      }),
  })
    .exactOptional()
    .meta({
      description: "HTTP proxy through which the controller reaches what is outside the cluster.",
      examples: [{ url: "http://proxy.example:3128" }],
    }),
  timeZone: text(parseTimeZone)
    .exactOptional()
    .meta({
      description: "Time zone of schedules and of the user interface; when absent, UTC.",
      examples: ["Europe/Berlin"],
    }),
};
