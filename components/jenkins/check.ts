import { expected, parsed, readable, refuse, type Finding } from "../internal/arguments";
import { parseImage, parseJenkinsImage } from "../internal/image";
import { parseName } from "../internal/kubernetes-name";
import { parseByteSize, parseQuantity } from "../internal/quantity";
import { parseApplicationUrl } from "../internal/web-address";
import type { JenkinsControllerArgs } from "./jenkins-controller";

const gibibyte = 2 ** 30;

/**
 * Refuses arguments no controller can run with.
 *
 * @returns warnings about those it can, but not well
 */
export function checkController(name: string, args: JenkinsControllerArgs): string[] {
  const { resources, containerCap, seLinuxLevel, agents = [] } = args;
  refuse("JenkinsController", name, [
    readable("image", parseJenkinsImage, args.image),
    readable("agentImage", parseImage, args.agentImage),
    readable("url", parseApplicationUrl, args.url),
    expected(args.adminUser !== "", "adminUser", "a login name", args.adminUser),
    expected(
      Number.isInteger(containerCap) && containerCap > 0,
      "containerCap",
      "a whole number from 1",
      containerCap,
    ),
    expected(
      seLinuxLevel === undefined || /^s\d+(:c\d+(,c\d+)*)?$/.test(seLinuxLevel),
      "seLinuxLevel",
      'a level such as "s0:c35,c75"',
      seLinuxLevel,
    ),
    ...memoryFindings(resources.memoryRequest, resources.memoryLimit),
    ...cpuFindings(resources.cpuRequest, resources.cpuLimit),
    ...agentFindings(agents.map((agent) => agent.name)),
  ]);
  const limit = resources.memoryLimit;
  return parsed(parseByteSize, limit) < 4 * gibibyte
    ? [`resources.memoryLimit: ${limit} is enough for a trial only, Jenkins needs 4Gi or more`]
    : [];
}

function memoryFindings(request: string, limit: string): Finding[] {
  const unreadable = [
    readable("resources.memoryRequest", parseByteSize, request),
    readable("resources.memoryLimit", parseByteSize, limit),
  ];
  if (unreadable.some((finding) => finding !== undefined)) return unreadable;
  const [requested, most] = [parsed(parseByteSize, request), parsed(parseByteSize, limit)];
  return [
    expected(most >= 2 * gibibyte, "resources.memoryLimit", "at least 2Gi", limit),
    expected(requested <= most, "resources.memoryRequest", `at most the limit ${limit}`, request),
  ];
}

function cpuFindings(request: string, limit: string): Finding[] {
  const parseCpu = (text: string) => parseQuantity(text, "500m");
  const unreadable = [
    readable("resources.cpuRequest", parseCpu, request),
    readable("resources.cpuLimit", parseCpu, limit),
  ];
  if (unreadable.some((finding) => finding !== undefined)) return unreadable;
  return [
    expected(
      parsed(parseCpu, request) <= parsed(parseCpu, limit),
      "resources.cpuRequest",
      `at most the limit ${limit}`,
      request,
    ),
  ];
}

function agentFindings(names: readonly string[]): Finding[] {
  return names.flatMap((agent, index) => [
    readable(`agents.${agent}.name`, parseName, agent),
    expected(
      agent !== "default" && names.indexOf(agent) === index,
      `agents.${agent}.name`,
      "a name no other agent has",
      agent,
    ),
  ]);
}
