import { changesOf } from "../engine/deploy";
import { localStack } from "../engine/environment";
import type { Engine } from "../engine/pulumi";
import { proveLun } from "../initiator";
import { KubectlView, type ClusterView, type Volume } from "./cluster-view";
import { controllerPlacement } from "./placement";
import { bytesOf } from "./quantity";
import { boundVolume } from "./volume";

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
  const view = new KubectlView(engine.instance, kubectl);
  const { jenkinsNamespace } = JSON.parse(
    await engine.expect(["stack", "output", "--json"]),
  ) as Outputs;

  report("claim and volume");
  const volume = await boundVolume(view, jenkinsNamespace);
  report("placement");
  const placement = await controllerPlacement(view, jenkinsNamespace, volume);
  report("logging into the LUN");
  const login = await loggedIn(view, volume.volume);
  report("second pulumi up");
  const repeat = await unchanged(engine);
  return { statements: [volume.statement, placement, login, repeat] };
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
