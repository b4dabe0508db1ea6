import { parseJavaOption } from "../../components/internal/java-option";
import { parseMinorVersion } from "../../components/internal/kubernetes-version";
import { parseQuantity } from "../../components/internal/quantity";
import { skipLabelActivation, skipLabelAnnotations } from "../../components/internal/selinux";
import type { Sections } from "../settings";
import { duplicates, known, rule, type Violation } from "./rule";

const leastMemory = 2 * 2 ** 30;
const leastEphemeralStorage = 4 * 2 ** 30;
const firstMountVersion = 37;

/** What the controller's settings must satisfy together (E-02, A-10, C-16). */
export const jenkinsRules = [
  rule<Sections>(["jenkins.memoryLimit"], enoughMemory),
  rule<Sections>(["jenkins.memoryLimit", "jenkins.memoryRequest"], ({ jenkins }) =>
    requestWithinLimit("memory", jenkins.memoryRequest, jenkins.memoryLimit),
  ),
  rule<Sections>(["jenkins.cpuLimit", "jenkins.cpuRequest"], ({ jenkins }) =>
    requestWithinLimit("cpu", jenkins.cpuRequest, jenkins.cpuLimit),
  ),
  rule<Sections>(["jenkins.ephemeralStorageLimit"], enoughEphemeralStorage),
  rule<Sections>(
    ["jenkins.ephemeralStorageLimit", "jenkins.ephemeralStorageRequest"],
    ({ jenkins }) =>
      requestWithinLimit(
        "ephemeralStorage",
        jenkins.ephemeralStorageRequest,
        jenkins.ephemeralStorageLimit,
      ),
  ),
  rule<Sections>(["jenkins.javaOptions"], differentOptions),
  rule<Sections>(["jenkins.selinux.strategy", "jenkins.selinux.level"], levelOfStrategy),
  rule<Sections>(
    ["jenkins.selinux.strategy", "jenkins.selinux.kubernetesVersion"],
    versionOfStrategy,
  ),
  rule<Sections>(["jenkins.selinux.strategy", "network.crioVersion"], runtimeOfStrategy),
  rule<Sections>(["jenkins.podAnnotations"], ownAnnotations),
];

function* enoughMemory({ jenkins }: Sections): Generator<Violation> {
  if (known(parseQuantity(jenkins.memoryLimit)) < leastMemory)
    yield {
      path: ["jenkins", "memoryLimit"],
      problem: {
        expected: "at least 2Gi",
        fix: "a smaller controller is killed while it loads its jobs",
      },
    };
}

function* enoughEphemeralStorage({ jenkins }: Sections): Generator<Violation> {
  if (known(parseQuantity(jenkins.ephemeralStorageLimit)) < leastEphemeralStorage)
    yield {
      path: ["jenkins", "ephemeralStorageLimit"],
      problem: {
        expected: "at least 4Gi",
        fix: "/tmp may hold 2Gi and the unpacked application 1Gi before the pod is evicted",
      },
    };
}

function requestWithinLimit(resource: string, request: string, limit: string): Violation[] {
  if (known(parseQuantity(request)) <= known(parseQuantity(limit))) return [];
  return [
    {
      path: ["jenkins", `${resource}Request`],
      problem: { expected: `at most jenkins.${resource}Limit (${limit})` },
      value: request,
    },
  ];
}

function differentOptions({ jenkins }: Sections): Iterable<Violation> {
  return duplicates(
    jenkins.javaOptions.map((option, index) => ({
      path: ["jenkins", "javaOptions", String(index)],
      value: known(parseJavaOption(option)).name,
    })),
    "the JVM takes the last of two options of one name",
  );
}

function* levelOfStrategy({ jenkins }: Sections): Generator<Violation> {
  const { strategy, level } = jenkins.selinux;
  const path = ["jenkins", "selinux", "level"];
  if (strategy === "none" && level !== undefined)
    yield {
      path,
      problem: {
        expected: "no level with the strategy none",
        fix: "alone it does not spare the files a new label; choose mount or crio-annotation",
      },
    };
  if (strategy !== "none" && level === undefined)
    yield {
      path,
      problem: {
        expected: 'an SELinux level such as "s0:c35,c75"',
        fix: `with a level of its own in every pod ${strategy} spares no file a new label`,
      },
    };
}

function* versionOfStrategy({ jenkins }: Sections): Generator<Violation> {
  const { strategy, kubernetesVersion } = jenkins.selinux;
  if (strategy !== "mount") return;
  const minor = kubernetesVersion === undefined ? 0 : known(parseMinorVersion(kubernetesVersion));
  if (minor < firstMountVersion)
    yield {
      path: ["jenkins", "selinux", "kubernetesVersion"],
      problem: {
        expected: `1.${firstMountVersion} or later for the strategy mount`,
        fix: "an older kubelet mounts no iSCSI volume with a label; choose crio-annotation where CRI-O runs",
      },
    };
}

function* runtimeOfStrategy({ jenkins, network }: Sections): Generator<Violation> {
  if (jenkins.selinux.strategy === "crio-annotation" && network.crioVersion === undefined)
    yield {
      path: ["network", "crioVersion"],
      problem: {
        expected: "a version for jenkins.selinux.strategy crio-annotation",
        fix: "the drop-in that allows the annotation on the nodes is written for it",
      },
    };
}

function* ownAnnotations({ jenkins }: Sections): Generator<Violation> {
  const own: readonly string[] = [skipLabelActivation, ...Object.values(skipLabelAnnotations)];
  for (const key of own)
    if (key in jenkins.podAnnotations)
      yield {
        path: ["jenkins", "podAnnotations", key],
        problem: { expected: "no annotation of the stack's own", fix: "set jenkins.selinux" },
      };
}
