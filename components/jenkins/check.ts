import { expected, parsed, readable, refuse, type Finding } from "../internal/arguments";
import { parseImage, parseJenkinsImage } from "../internal/image";
import { parseJavaOption } from "../internal/java-option";
import { parseAnnotationKey, parseLabelValue } from "../internal/labels";
import { parseLabelKey } from "../internal/kubernetes-name";
import { parseDirectHost, parseProxyUrl } from "../internal/proxy";
import { parseByteSize, parseQuantity } from "../internal/quantity";
import { parseTimeZone } from "../internal/time-zone";
import { parseTaintKey } from "../internal/tolerations";
import { parseApplicationUrl } from "../internal/web-address";
import { configurationChoices } from "./choices";
import { buildTimeoutFile } from "./configuration/build-timeout";
import { configurationFindings, configurationWarnings } from "./configuration/configuration-files";
import type { ControllerSettings, JenkinsControllerArgs } from "./controller-args";
import { exposureFindings } from "./exposure/check";
import { monitoringFindings, monitoringWarnings } from "./monitoring/check";
import { networkWarnings } from "./network/warnings";
import { placementWarnings } from "./placement";
import { pluginFindings } from "./plugins/check";
import { leastEphemeralStorage, type ControllerResources } from "./resources";
import { seLinuxFindings, seLinuxWarnings } from "./selinux";

const gibibyte = 2 ** 30;
const parseCpu = (text: string) => parseQuantity(text, "500m");

/**
 * Refuses arguments no controller can run with.
 *
 * @returns warnings about those it can, but not well
 */
export function checkController(name: string, args: JenkinsControllerArgs): string[] {
  const { image, url, adminUser, exposure, monitoring, memoryLimit } = args;
  const { buildTimeoutMinutes } = args.configuration;
  refuse("JenkinsController", name, [
    readable("image", parseJenkinsImage, image),
    readable("agentImage", parseImage, args.agentImage),
    readable("url", parseApplicationUrl, url),
    expected(adminUser !== "", "adminUser", "a login name", adminUser),
    wholeNumber("containerCap", args.containerCap, 1, 1000),
    ...processFindings(args),
    ...podFindings(args),
    ...pluginFindings(args.plugins, image),
    ...exposureFindings(exposure, url),
    ...monitoringFindings(monitoring),
    wholeNumber("configuration.buildTimeoutMinutes", buildTimeoutMinutes, 0, 43_200),
    expected(
      args.initGroovy?.[buildTimeoutFile] === undefined,
      "initGroovy",
      "file names that the stack itself does not use",
      buildTimeoutFile,
    ),
  ]);
  // Rendered from arguments that are fine by themselves.
  const choices = configurationChoices(args);
  refuse("JenkinsController", name, configurationFindings(choices));
  return [
    ...(parsed(parseByteSize, memoryLimit) < 4 * gibibyte
      ? [`memoryLimit: ${memoryLimit} is enough for a trial only, Jenkins needs 4Gi or more`]
      : []),
    ...seLinuxWarnings(args.selinux),
    ...placementWarnings(args.declaredNodes),
    ...networkWarnings(args),
    ...monitoringWarnings(monitoring, args.plugins.source),
    ...configurationWarnings(choices),
  ];
}

function processFindings(args: ControllerSettings): Finding[] {
  const { javaOptions, proxy, timeZone } = args;
  return [
    wholeNumber("heapPercent", args.heapPercent, 25, 80),
    wholeNumber("startupMinutes", args.startupMinutes, 15, 120),
    ...javaOptions.map((option, index) =>
      readable(`javaOptions[${index}]`, parseJavaOption, option),
    ),
    ...(proxy === undefined
      ? []
      : [
          readable("proxy.url", parseProxyUrl, proxy.url),
          ...proxy.direct.map((host, index) =>
            readable(`proxy.direct[${index}]`, parseDirectHost, host),
          ),
        ]),
    timeZone === undefined ? undefined : readable("timeZone", parseTimeZone, timeZone),
    ...resourceFindings("cpu", parseCpu, args),
    ...resourceFindings("memory", parseByteSize, args, "2Gi"),
    ...resourceFindings("ephemeralStorage", parseByteSize, args, leastEphemeralStorage),
  ];
}

function podFindings(args: ControllerSettings): Finding[] {
  return [
    wholeNumber("shutdownSeconds", args.shutdownSeconds, 30, 3600),
    wholeNumber("nodeFailureSeconds", args.nodeFailureSeconds, 30, 3600),
    ...Object.keys(args.tolerations).map((key) =>
      readable(`tolerations.${key}`, parseTaintKey, key),
    ),
    ...Object.entries(args.podLabels).flatMap(([key, value]) => [
      readable(`podLabels.${key}`, parseLabelKey, key),
      readable(`podLabels.${key}`, parseLabelValue, value),
    ]),
    ...Object.keys(args.podAnnotations).map((key) =>
      readable(`podAnnotations.${key}`, parseAnnotationKey, key),
    ),
    ...seLinuxFindings(args.selinux),
  ];
}

function resourceFindings(
  resource: "cpu" | "memory" | "ephemeralStorage",
  parse: typeof parseQuantity,
  args: ControllerResources,
  least?: string,
): Finding[] {
  const [request, limit] = [args[`${resource}Request`], args[`${resource}Limit`]];
  const unreadable = [
    readable(`${resource}Request`, parse, request),
    readable(`${resource}Limit`, parse, limit),
  ];
  if (unreadable.some((finding) => finding !== undefined)) return unreadable;
  const most = parsed(parse, limit);
  return [
    expected(
      least === undefined || most >= parsed(parse, least),
      `${resource}Limit`,
      `at least ${least ?? ""}`,
      limit,
    ),
    expected(
      parsed(parse, request) <= most,
      `${resource}Request`,
      `at most the limit ${limit}`,
      request,
    ),
  ];
}

function wholeNumber(path: string, value: number, from: number, to: number): Finding {
  return expected(
    Number.isInteger(value) && value >= from && value <= to,
    path,
    `a whole number from ${from} to ${to}`,
    value,
  );
}
