import { z } from "zod";

import { parseMinorVersion } from "../../components/internal/kubernetes-version";
import type { Sections } from "../../stacks/settings";
import { fault, fine, warning, type Finding } from "../finding";
import type { Answer, ClusterApi } from "./api";

/** Oldest Kubernetes: ValidatingAdmissionPolicy is of this version's stable API. */
const oldestMinor = 30;
/** The one that the local platform and the tests run on. */
const triedMinor = 36;
const mostSkewSeconds = 60;

const version = z.looseObject({ gitVersion: z.string(), minor: z.string() });
const resources = z.looseObject({ resources: z.array(z.looseObject({ name: z.string() })) });

/** Looks whether the API server answers, lets this identity in, and is one that the stack runs on. */
export async function lookAtServer(
  api: ClusterApi,
  { jenkins }: Pick<Sections, "jenkins">,
  now: () => number,
): Promise<readonly Finding[]> {
  const answer = await api.read("/version");
  const policies = await api.read("/apis/admissionregistration.k8s.io/v1");
  return [
    ...serverFindings(api.server, answer, jenkins.selinux),
    admissionFinding(policies),
    clockFinding(answer.time, now()),
  ];
}

/** What the version says. */
export function serverFindings(
  server: string,
  { status, body }: Pick<Answer, "status" | "body">,
  selinux: Sections["jenkins"]["selinux"],
): readonly Finding[] {
  if (status === 401 || status === 403)
    return [
      fault(
        "cluster",
        `${server} answers and refuses the login of the kubeconfig with status ${status}`,
        "write a current one with: kubectl config view --raw --flatten",
      ),
    ];
  const read = version.safeParse(body).data;
  if (status !== 200 || read === undefined)
    return [
      fault(
        "cluster",
        `${server} answers, but not as a Kubernetes API server (status ${status})`,
        "check the address in the kubeconfig",
      ),
    ];
  const minor = Number.parseInt(read.minor, 10);
  const found = `Kubernetes ${read.gitVersion.replace(/^v/, "")} at ${server}`;
  if (minor < oldestMinor)
    return [fault("cluster", found, `this stack needs 1.${oldestMinor} or newer: upgrade it`)];
  return [
    fine("cluster", minor > triedMinor ? `${found}; tried with up to 1.${triedMinor}` : found),
    ...selinuxFindings(minor, selinux),
  ];
}

/** Whether the API server knows the admission policy that keeps volumes from shrinking. */
export function admissionFinding({ body }: Pick<Answer, "body">): Finding {
  const known = resources.safeParse(body).data?.resources.map(({ name }) => name) ?? [];
  return known.includes("validatingadmissionpolicies")
    ? fine("admission policies", "admissionregistration.k8s.io/v1 has ValidatingAdmissionPolicy")
    : fault(
        "admission policies",
        "admissionregistration.k8s.io/v1 has no ValidatingAdmissionPolicy",
        "switch that API on in the API server: the policy keeps volumes from being made smaller",
      );
}

/** Whether the API server and this machine agree about the time. */
export function clockFinding(theirs: number | undefined, ours: number): Finding {
  const check = "cluster's clock";
  if (theirs === undefined) return fine(check, "the API server does not tell its time");
  const ahead = Math.round((theirs - ours) / 1000);
  return Math.abs(ahead) > mostSkewSeconds
    ? warning(
        check,
        `the API server is ${Math.abs(ahead)} s ${ahead > 0 ? "ahead of" : "behind"} this machine`,
        "set NTP on both: certificates and tokens depend on it",
      )
    : fine(check, "the API server and this machine agree");
}

function selinuxFindings(
  minor: number,
  { strategy, kubernetesVersion }: Sections["jenkins"]["selinux"],
): readonly Finding[] {
  const declared =
    kubernetesVersion === undefined ? undefined : parseMinorVersion(kubernetesVersion);
  return strategy === "mount" && declared?.ok === true && declared.value > minor
    ? [
        fault(
          "SELinux",
          `jenkins.selinux.kubernetesVersion is 1.${declared.value}, the cluster's 1.${minor}`,
          "correct it: an older kubelet walks over every file of the home instead",
        ),
      ]
    : [];
}
