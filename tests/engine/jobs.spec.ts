// The namespace of builds, as the mocks record it, in a real API server: what pods it lets in, and what it makes of them.
// Nothing runs, and whether a network plugin keeps to the policies is not asked.
import assert from "node:assert/strict";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { agentPodLabels, labels } from "../../components/internal/labels";
import { cleanUpScript } from "../../components/jobs/clean-up";
import { JobBoundaries } from "../../components/jobs/job-boundaries";
import { JobNamespace } from "../../components/jobs/job-namespace";
import type { Platform } from "../../local/up";
import { boundaries, jobSpace } from "../components/jobs/job-args";
import { deploy } from "../support/deploy";
import { manifests, type Manifest } from "../support/manifests";
import { ShellFolder } from "../support/shell";
import { kubectl, wholePlatform } from "./support/platform";

interface Container {
  readonly name: string;
  readonly image?: string;
  readonly resources?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly securityContext?: object;
}

/** What the API server makes of a pod. */
interface AdmittedPod {
  readonly spec: {
    readonly containers: readonly Container[];
    readonly imagePullSecrets?: readonly object[];
    readonly volumes?: readonly object[];
  };
}

const namespace = "admission-jobs";
const image = "registry.example/tools/node:24.1.0";
const registries = { ghcr: { server: "ghcr.io", username: "jenkins" } };
const silent: Container = { name: "node" };
const cleanUp = { ...boundaries.cleanUp, enabled: true, image: "docker.io/alpine/k8s:1.34.2" };

describe("the API server in the jobs namespace", () => {
  let here: Platform;
  let spaces: readonly Manifest[];

  before(async () => {
    here = await wholePlatform();
    const { objects, account } = await jobs();
    spaces = objects.filter(({ kind }) => kind === "Namespace");
    const others = objects.filter(({ kind }) => kind !== "Namespace");
    const create = ["create", "--validate=strict", "--filename", "-"];
    await kubectl(here, create, list(spaces));
    await kubectl(here, create, list(others));
    // As a patch resource does it: whether the cluster has made the account already or not.
    await kubectl(here, ["apply", "--server-side", "--filename", "-"], JSON.stringify(account));
    // A quota counts from its first round on, and lets nothing in before.
    await kubectl(here, [
      "wait",
      `--namespace=${namespace}`,
      "--for=jsonpath={.status.used.pods}=0",
      "--timeout=60s",
      "resourcequota/builds",
    ]);
  });

  after(async () => {
    await kubectl(here, ["delete", "--wait=false", "--filename", "-"], list(spaces));
  });

  it("starts a pipeline's pod that says nothing, with resources and pull secrets (A-40, A-42, B-27)", async () => {
    const { spec } = await admitted([silent]);
    assert.deepEqual(spec.containers[0]!.resources, {
      requests: { cpu: "100m", memory: "256Mi", "ephemeral-storage": "1Gi" },
      limits: { cpu: "2", memory: "1Gi", "ephemeral-storage": "10Gi" },
    });
    assert.deepEqual(spec.imagePullSecrets, [{ name: "registries" }]);
  });

  it("gives it no token (A-48)", async () => {
    const { spec } = await admitted([silent]);
    assert.doesNotMatch(JSON.stringify(spec.volumes ?? []), /serviceAccountToken/);
  });

  it("starts the pod of an agent, with the same (A-40, A-42)", async () => {
    const { spec } = await admitted([silent], { serviceAccountName: "jenkins-agent" });
    assert.deepEqual(spec.imagePullSecrets, [{ name: "registries" }]);
    assert.doesNotMatch(JSON.stringify(spec.volumes ?? []), /serviceAccountToken/);
  });

  it("refuses a container larger than any of the agents may be (C-26)", async () => {
    const resources = { limits: { memory: "17Gi" }, requests: { memory: "1Gi" } };
    await assert.rejects(
      admitted([{ ...silent, resources }]),
      /maximum memory usage per Container is 16Gi, but limit is 17Gi/,
    );
  });

  it("refuses a pod that takes more than is left (C-26)", async () => {
    const resources = { limits: { cpu: "8" }, requests: { cpu: "100m" } };
    const seven = Array.from({ length: 7 }, (_, index) => ({ name: `node-${index}`, resources }));
    await assert.rejects(
      admitted(seven),
      /exceeded quota: builds, requested: limits\.cpu=56, used: limits\.cpu=0, limited: limits\.cpu=52500m/,
    );
  });

  it("takes a pod that runs as root, and says what the restricted level would refuse (B-27)", async () => {
    const root = { ...silent, securityContext: { runAsUser: 0 } };
    assert.equal((await admitted([root])).spec.containers.length, 1);
    await assert.rejects(
      admitted([root], {}, ["--warnings-as-errors"]),
      /would violate PodSecurity "restricted:latest"/,
    );
  });

  const dangers: Readonly<Record<string, [Partial<Container>, object]>> = {
    "a privileged container": [{ securityContext: { privileged: true } }, {}],
    "a folder of the node": [{}, { volumes: [{ name: "node", hostPath: { path: "/" } }] }],
    "a pod in the network of its node": [{}, { hostNetwork: true }],
  };
  for (const [what, [container, spec]] of Object.entries(dangers))
    it(`refuses ${what} (D-03)`, async () => {
      await assert.rejects(
        admitted([{ ...silent, ...container }], spec),
        /violates PodSecurity "baseline:latest"/,
      );
    });

  it("lets the clean-up delete old pods of agents, and no others (C-24)", async () => {
    const pods = [
      ["forgotten-agent", agentPodLabels],
      ["rsync-share", labels("gentoo-rsync")],
    ] as const;
    const created = pods.map(([name, podLabels]) => pod(name, podLabels, [{ image, ...silent }]));
    await kubectl(here, ["create", "--filename", "-"], list(created));
    // In the pod, the token says who asks and where.
    const account = `system:serviceaccount:${namespace}:clean-up`;
    const kubeconfig = join(here.instance.folder, "kubeconfig");
    const shell = new ShellFolder({
      kubectl: `exec '${here.tools.kubectl}' --kubeconfig='${kubeconfig}' --namespace=${namespace} --as=${account} "$@"`,
    });
    // Everything is older than an hour from now.
    const script = cleanUpScript({ ...cleanUp, finishedHours: -1, runningHours: -1 });
    const { status, stdout, stderr } = shell.run(script);
    shell.remove();
    assert.deepEqual(
      { status, stdout, stderr },
      {
        status: 0,
        stdout: 'pod "forgotten-agent" deleted from admission-jobs namespace\n',
        stderr: "",
      },
    );
  });

  async function admitted(
    containers: readonly Container[],
    spec: object = {},
    flags: readonly string[] = [],
  ): Promise<AdmittedPod> {
    const asked = pod(
      "build",
      agentPodLabels,
      containers.map((container) => ({ image, ...container })),
      spec,
    );
    const create = ["create", "--dry-run=server", "--output", "json", ...flags, "--filename", "-"];
    return JSON.parse(await kubectl(here, create, JSON.stringify(asked))) as AdmittedPod;
  }
});

/** Every object of the namespace, with all that can be switched on, and its default account. */
async function jobs(): Promise<{ objects: Manifest[]; account: object }> {
  const deployment = await deploy(() => {
    const registryPasswords = { ghcr: pulumi.secret("ghcr-password") };
    const args = { ...jobSpace, namespace, registries, registryPasswords };
    const builds = new JobNamespace("jobs", args);
    const podLabels = labels("gentoo-rsync");
    new JobBoundaries("jobs-boundaries", {
      ...boundaries,
      registries,
      namespace: builds.namespace,
      cleanUp,
      network: {
        ...boundaries.network,
        ownNetworks: ["203.0.113.0/24", "2001:db8::/32"],
        egress: { mirror: { networks: ["fd00::/8"], ports: [873] } },
      },
      open: { share: { podLabels, ports: [8730], networks: ["10.0.0.0/8"] } },
      reach: { share: { podLabels, ports: [873] } },
    });
  });
  // Its inputs are a whole object: what it leaves out, it leaves alone.
  const account = deployment.only("ServiceAccountPatch").inputs;
  return { objects: manifests(deployment), account };
}

function pod(
  name: string,
  podLabels: Readonly<Record<string, string>>,
  containers: readonly Container[],
  spec: object = {},
): Manifest {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace, labels: podLabels } as Manifest["metadata"],
    spec: { ...spec, containers },
  };
}

function list(items: readonly Manifest[]): string {
  return JSON.stringify({ apiVersion: "v1", kind: "List", items });
}
