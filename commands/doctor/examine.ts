import { join } from "node:path";

import { lookAtBackup } from "../../doctor/backup";
import { examineCluster } from "../../doctor/cluster";
import { fault, fine, notLookedAt, type Finding } from "../../doctor/finding";
import { imageFindings } from "../../doctor/images";
import { nasFindings } from "../../doctor/nas";
import { networkFindings } from "../../doctor/network";
import type { Progress } from "../../doctor/progress";
import { cliFindings, pluginFinding, stateFinding } from "../../doctor/pulumi";
import { within, type Looked } from "../../doctor/within";
import { localStack } from "../../local/engine/environment";
import { Failure } from "../../nas/failure";
import { readStackFile } from "../../stacks/plain";
import type { Sections } from "../../stacks/settings";
import { stackCli, type StackCli } from "../nas/stack-cli";
import { storedStack, type StoredStack } from "../nas/stored-stack";
import { installedPlugins, pulumiHome, wantedVersions } from "./installed-plugins";
import { nasDoctor } from "./nas";

/** Which stack the doctor looks at, and from where. */
export interface Patient {
  /** Project root. */
  readonly root: string;
  readonly stack: string;
  /** Folder of the local platform. */
  readonly instance: string;
  readonly env: NodeJS.ProcessEnv;
  readonly progress: Progress;
}

/** A stack's settings, with its secrets where they can be read. */
interface Chart {
  readonly sections: Sections;
  readonly stored?: StoredStack;
}

const cliSeconds = 60;
const nasSeconds = 90;
const settingsHeading = /^settings of stack .*:\n/;

/** Looks at everything a deployment of a stack needs, from the CLI to the NAS, and changes nothing. */
export async function examine(patient: Patient): Promise<readonly Finding[]> {
  const { root, stack, instance, env, progress } = patient;
  const limits = { seconds: cliSeconds, progress };
  const cli = await within("Pulumi CLI", limits, async () => ({
    findings: [],
    value: await stackCli(root, stack, env, instance),
  }));
  const [tools, chart] = await Promise.all([
    lookAtTools(patient, cli),
    readChart(patient, cli.value),
  ]);
  return [...tools, ...chart.findings, ...(await lookOutside(patient, chart.value))];
}

async function lookAtTools(
  { root, stack, instance, env, progress }: Patient,
  cli: Looked<StackCli>,
): Promise<readonly Finding[]> {
  const limits = { seconds: cliSeconds, progress };
  const wanted = await wantedVersions(root);
  const home = stack === localStack ? join(root, instance, "pulumi") : pulumiHome(env);
  const path = stack === localStack ? {} : env;
  const plugins = pluginFinding(wanted.plugins, await installedPlugins(home, path, wanted.plugins));
  const run = cli.value;
  if (run === undefined)
    return [...cli.findings, plugins, ...notLookedAt(["backend", "state"], "the Pulumi CLI")];
  const about = await within("Pulumi CLI", limits, async () => ({
    findings: cliFindings(JSON.parse(await run(["about", "--json"])), wanted.sdk),
  }));
  const state = await within("state", limits, async () => ({
    findings: [stateFinding(JSON.parse(await run(["stack", "export"])))],
  }));
  return [...about.findings, plugins, ...state.findings];
}

/** The settings as the program reads them; without a CLI that reads them, their file alone. */
async function readChart(
  { root, stack, progress }: Patient,
  cli: StackCli | undefined,
): Promise<Looked<Chart>> {
  const refused: Finding[] = [];
  if (cli !== undefined) {
    const looked = await within<Chart>("settings", { seconds: cliSeconds, progress }, async () => {
      try {
        const stored = await storedStack(cli, stack, root);
        return {
          findings: [fine("settings", "no problem")],
          value: { sections: stored.sections, stored },
        };
      } catch (error) {
        if (!(error instanceof Failure) || !settingsHeading.test(error.message)) throw error;
        return { findings: settingsFindings(error.message.replace(settingsHeading, "")) };
      }
    });
    if (looked.value !== undefined) return looked;
    refused.push(...looked.findings);
  }
  // The committed file of the local platform lacks what only its instance knows.
  if (stack === localStack) return { findings: refused };
  const { sections, problems } = readStackFile(root, stack);
  if (sections === undefined)
    return { findings: refused.length > 0 ? refused : settingsFindings(problems.join("\n")) };
  return {
    findings: [...refused, fine("settings without secrets", `no problem in Pulumi.${stack}.yaml`)],
    value: { sections },
  };
}

/** One finding a problem. */
function settingsFindings(problems: string): Finding[] {
  return problems.split("\n").map((problem) => {
    const at = problem.indexOf("; ");
    return at < 0
      ? fault("settings", problem, "docs/configuration.md describes every setting")
      : fault("settings", problem.slice(0, at), problem.slice(at + 2));
  });
}

/** What lies outside of this machine: the cluster, the NAS, and what was recorded about backups. */
async function lookOutside(
  { root, progress }: Patient,
  chart: Chart | undefined,
): Promise<readonly Finding[]> {
  if (chart === undefined)
    return notLookedAt(["images", "cluster", "storage network", "NAS", "backup"], "the settings");
  const { sections, stored } = chart;
  const now = Date.now;
  const [cluster, nas] = await Promise.all([
    examineCluster({ root, sections, progress, now }),
    stored === undefined
      ? { findings: notLookedAt(["NAS"], "the secret nasPassword") }
      : within("NAS", { seconds: nasSeconds, progress }, async () => ({
          findings: nasFindings(await nasDoctor(stored)),
        })),
  ]);
  const subject = { sections, now: now() };
  const backup = await within("backup", { seconds: cliSeconds, progress }, async () => ({
    findings: await lookAtBackup(
      cluster.value === undefined ? subject : { ...subject, cluster: cluster.value },
    ),
  }));
  return [
    ...imageFindings(sections),
    ...cluster.findings,
    ...networkFindings(sections),
    ...nas.findings,
    ...backup.findings,
  ];
}
