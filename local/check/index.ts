import { join } from "node:path";

import { changesOf } from "../engine/deploy";
import { localStack } from "../engine/environment";
import type { Engine } from "../engine/pulumi";
import { proveLun } from "../initiator";
import { ClusterView, type Node, type Pod, type Volume } from "./cluster-view";

/** What the end of `up` shows: one proven statement a line. */
export interface Proof {
  readonly statements: readonly string[];
}

/** The stack outputs that the check starts from. */
interface Outputs {
  readonly jenkinsNamespace: string;
}

/**
 * Proves that what was deployed does what it is for, with the real scheduler and a real initiator (A-09, A-20,
 * P-07). A kubelet does not run here: mounts, probes and Jenkins itself stay unproven.
 *
 * @throws Error with every statement that does not hold.
 */
export async function proveDeployment(
  engine: Engine,
  kubectl: string,
  report: (line: string) => void,
): Promise<Proof> {
  const view = new ClusterView(kubectl, join(engine.instance.folder, "kubeconfig"));
  const { jenkinsNamespace } = JSON.parse(
    await engine.expect(["stack", "output", "--json"]),
  ) as Outputs;

  report("claim and volume");
  const volume = await boundVolume(view, jenkinsNamespace);
  report("placement");
  const placement = await controllerPlacement(view, jenkinsNamespace, volume.claim);
  report("logging into the LUN");
  const login = await loggedIn(view, volume.volume);
  report("second pulumi up");
  const repeat = await unchanged(engine);
  return { statements: [volume.statement, placement, login, repeat] };
}

async function boundVolume(
  view: ClusterView,
  namespace: string,
): Promise<{ claim: string; volume: Volume; statement: string }> {
  for (const { metadata, spec, status } of await view.claims(namespace)) {
    if (spec.volumeName === undefined) continue;
    const volume = await view.volume(spec.volumeName);
    if (volume.spec.iscsi === undefined) continue;
    if (status?.phase !== "Bound") {
      throw new Error(
        `claim ${namespace}/${metadata.name}: expected phase Bound, got ${JSON.stringify(status?.phase)}`,
      );
    }
    const statement =
      `claim ${namespace}/${metadata.name} is Bound to iSCSI volume ${volume.metadata.name} ` +
      `(${volume.spec.capacity.storage} on ${volume.spec.iscsi.targetPortal})`;
    return { claim: metadata.name, volume, statement };
  }
  throw new Error(`namespace ${namespace}: expected a claim bound to an iSCSI volume, got none`);
}

async function controllerPlacement(
  view: ClusterView,
  namespace: string,
  claim: string,
): Promise<string> {
  const pod = await scheduledPod(view, namespace, claim);
  const nodes = await view.nodes();
  const node = nodes.find(({ metadata }) => metadata.name === pod.spec.nodeName);
  const arch = node?.metadata.labels?.["kubernetes.io/arch"];
  if (node === undefined || arch !== "amd64") {
    throw new Error(
      `pod ${pod.metadata.name}: expected an amd64 node, got ${JSON.stringify(pod.spec.nodeName)} (${String(arch)})`,
    );
  }
  const roomiest = [...nodes].sort((a, b) => memory(b) - memory(a))[0];
  return (
    `pod ${namespace}/${pod.metadata.name} runs on ${node.metadata.name} (amd64, storage label), ` +
    `although ${roomiest?.metadata.name ?? "another"} has the most free memory`
  );
}

async function scheduledPod(view: ClusterView, namespace: string, claim: string): Promise<Pod> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const pod = (await view.pods(namespace)).find(({ spec }) =>
      spec.volumes?.some((volume) => volume.persistentVolumeClaim?.claimName === claim),
    );
    if (pod?.spec.nodeName !== undefined && pod.status?.phase === "Running") return pod;
    if (Date.now() > deadline) {
      throw new Error(
        `namespace ${namespace}: expected a running pod that uses claim ${claim} within 30 s, ` +
          `got ${JSON.stringify(pod?.status?.phase ?? "none")}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function loggedIn(view: ClusterView, volume: Volume): Promise<string> {
  const { iscsi, capacity } = volume.spec;
  if (iscsi?.secretRef === undefined) {
    throw new Error(`volume ${volume.metadata.name}: expected a CHAP secretRef, got none`);
  }
  const secret = await view.secret(iscsi.secretRef.name, iscsi.secretRef.namespace);
  const { bytes, serial } = await proveLun({
    portal: iscsi.targetPortal,
    iqn: iscsi.iqn,
    lun: iscsi.lun,
    user: secret["node.session.auth.username"] ?? "",
    password: secret["node.session.auth.password"] ?? "",
    sizeBytes: bytesOf(capacity.storage),
  });
  return `LUN ${iscsi.lun} of ${iscsi.iqn} opens with CHAP (${bytes} bytes, serial ${serial}); a wrong secret is refused`;
}

async function unchanged(engine: Engine): Promise<string> {
  const started = performance.now();
  const output = await engine.expect(["up", "--yes", "--skip-preview", "--expect-no-changes"]);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  return `a second pulumi up on stack ${localStack} changes nothing (${changesOf(output)["unchanged"] ?? 0} unchanged, ${seconds} s)`;
}

function memory(node: Node): number {
  return bytesOf(node.status.allocatable.memory);
}

/** Binary quantities as the API server prints them for sizes and memory. */
function bytesOf(quantity: string): number {
  const [, digits = "", unit = ""] = /^(\d+)(Ki|Mi|Gi|Ti)?$/.exec(quantity) ?? [];
  const power = ["", "Ki", "Mi", "Gi", "Ti"].indexOf(unit);
  if (digits === "")
    throw new Error(`quantity: expected bytes or Ki…Ti, got ${JSON.stringify(quantity)}`);
  return Number(digits) * 1024 ** power;
}
