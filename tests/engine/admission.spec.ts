// The pods of the controller's namespace, as the mocks record them, sent to a real API server that enforces Pod Security
// admission there. Nothing is stored, and nothing runs.
import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { StackNamespace } from "../../components/internal/stack-namespace";
import { notExposed, type ExposureSettings } from "../../components/jenkins/exposure/settings";
import type { Platform } from "../../local/up";
import { ingress, webhooks } from "../components/jenkins/exposed";
import { controller } from "../support/controller";
import { construct } from "../support/deploy";
import { manifests, type Manifest } from "../support/manifests";
import { kubectl, platform } from "./support/platform";

const namespace = "admission-jenkins";

/** The parts of a pod that the variants change. */
interface PodSpec {
  readonly securityContext: object;
  readonly containers: readonly { readonly name: string; readonly securityContext: object }[];
  readonly volumes: readonly object[];
}

type PodManifest = Manifest & { readonly spec: PodSpec };

describe("Pod Security admission in the controller's namespace", () => {
  let here: Platform;
  let spaces: Manifest[];
  let pods: readonly PodManifest[];

  before(async () => {
    here = await platform();
    // The level is the component's own default, not the test's.
    spaces = manifests(
      await construct(() => new StackNamespace("admission", { namespace, component: "test" })),
    );
    const objects = manifests(
      await controller({
        namespace: pulumi.output(namespace),
        selinux: { strategy: "crio-annotation", level: "s0:c35,c75" },
      }),
    );
    const accounts = objects.filter(
      (object) => object.kind === "ServiceAccount" && object.metadata.namespace === namespace,
    );
    await kubectl(here, ["create", "--filename", "-"], list([...spaces, ...accounts]));
    pods = objects.flatMap(podOf);
  });

  after(async () => {
    await kubectl(here, ["delete", "--wait=false", "--filename", "-"], list(spaces));
  });

  it("accepts the controller's pod and those of the jobs beside it (A-03)", async () => {
    assert.ok(pods.some(({ metadata }) => metadata.name === "jenkins"));
    const names = await admitted(...pods);
    assert.deepEqual(
      names.split("\n"),
      pods.map(({ metadata }) => `pod/${metadata.name}`),
    );
  });

  const violations: Readonly<Record<string, [(spec: PodSpec) => PodSpec, RegExp]>> = {
    "a privileged container": [
      (spec) => withContainer(spec, { privileged: true, allowPrivilegeEscalation: true }),
      /privileged \(container "jenkins" must not set securityContext\.privileged=true\)/,
    ],
    "a container that may gain privileges": [
      (spec) => withContainer(spec, { allowPrivilegeEscalation: true }),
      /allowPrivilegeEscalation != false/,
    ],
    "a container that keeps its capabilities": [
      (spec) => withContainer(spec, { capabilities: {} }),
      /unrestricted capabilities/,
    ],
    "a pod that runs as root": [
      (spec) => ({
        ...spec,
        securityContext: { ...spec.securityContext, runAsNonRoot: false, runAsUser: 0 },
      }),
      /runAsNonRoot != true|runAsUser=0/,
    ],
    "a pod without a seccomp profile": [
      (spec) => ({
        ...spec,
        securityContext: { ...spec.securityContext, seccompProfile: undefined },
      }),
      /seccompProfile/,
    ],
    "a folder of the node": [
      (spec) => ({
        ...spec,
        volumes: [...spec.volumes, { name: "node", hostPath: { path: "/" } }],
      }),
      /restricted volume types \(volume "node" uses restricted volume type "hostPath"\)/,
    ],
  };
  for (const [what, [change, reason]] of Object.entries(violations))
    it(`refuses ${what} in it, and says so (A-03)`, async () => {
      const pod = pods.find(({ metadata }) => metadata.name === "jenkins")!;
      await assert.rejects(admitted({ ...pod, spec: change(pod.spec) }), (error: Error) => {
        assert.match(error.message, /violates PodSecurity "restricted:latest"/);
        assert.match(error.message, reason);
        return true;
      });
    });

  function admitted(...objects: readonly Manifest[]): Promise<string> {
    return kubectl(
      here,
      ["create", "--dry-run=server", "--validate=strict", "--output", "name", "--filename", "-"],
      list(objects),
    );
  }
});

describe("objects that expose the controller", () => {
  it("are accepted by a strict API server, whatever the exposure (B-25, E-04, E-09)", async () => {
    const here = await platform();
    const network = {
      ...notExposed.network,
      proxyNamespaces: ["ingress-nginx"],
      proxyNetworks: ["2001:db8::/32"],
      egress: { login: { namespace: "keycloak", ports: [443] } },
    };
    const exposures: Partial<ExposureSettings>[] = [
      { type: "ingress", ingress: { ...ingress, tls: { secretName: "tls" } }, webhooks, network },
      { type: "load-balancer", externalDns: true },
      { type: "node-port", nodePort: { port: 32123, sourceRanges: ["192.0.2.0/24"] } },
    ];
    const objects: Manifest[] = [];
    for (const exposure of exposures)
      objects.push(
        ...manifests(
          await controller({
            namespace: pulumi.output("default"),
            url: "https://jenkins.example/ci/",
            exposure: { ...notExposed, ...exposure },
          }),
        ).filter(({ kind }) => ["Service", "Ingress", "NetworkPolicy"].includes(kind)),
      );
    assert.equal(objects.length, 6 + 2 + 9);
    const printed = await kubectl(
      here,
      ["create", "--dry-run=server", "--validate=strict", "--output", "name", "--filename", "-"],
      list(objects),
    );
    assert.equal(printed.split("\n").length, objects.length);
  });
});

/** The pod that a workload of the namespace would start, under the name of the workload. */
function podOf(workload: Manifest): PodManifest[] {
  const { template } = (workload["spec"] ?? {}) as {
    template?: { metadata: object; spec: PodSpec };
  };
  const { name, namespace: where } = workload.metadata;
  if (template === undefined || where !== namespace) return [];
  return [
    {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { ...template.metadata, name, namespace },
      spec: template.spec,
    },
  ];
}

/** The pod with another security context of the Jenkins container. */
function withContainer(spec: PodSpec, securityContext: object): PodSpec {
  return {
    ...spec,
    containers: spec.containers.map((container) =>
      container.name === "jenkins"
        ? { ...container, securityContext: { ...container.securityContext, ...securityContext } }
        : container,
    ),
  };
}

function list(items: readonly Manifest[]): string {
  return JSON.stringify({ apiVersion: "v1", kind: "List", items });
}
