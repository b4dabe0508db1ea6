import { foreseen } from "../../failover";
import { Failure } from "../../nas/failure";
import { JenkinsClient } from "../../upgrade/jenkins/client";
import { loud, quiet } from "../../upgrade/jenkins/quiet";
import { jenkinsAddress } from "../drift/jenkins-address";
import type { StackCli } from "../nas/stack-cli";
import type { StoredStack } from "../nas/stored-stack";

const key = "jenkins-stack:jenkins.maintenance";

/** What is maintained, and how. */
export interface Maintenance {
  readonly stack: string;
  readonly stored: StoredStack;
  /** Whether Jenkins is to be stopped. */
  readonly stop: boolean;
  /** How long builds may take to end; undefined = nobody waits for them. */
  readonly minutes: number | undefined;
}

/**
 * Stops Jenkins by its settings, or starts it again: what is set is what the next deployment keeps.
 *
 * The setting is written, and a preview has to foresee nothing but the pod; otherwise the setting is put back. Jenkins
 * is quiet before its pod goes.
 *
 * @throws Failure `refused` when other changes wait to be deployed or builds do not end
 */
export async function maintain(
  cli: StackCli,
  { stack, stored, stop, minutes }: Maintenance,
  report: (line: string) => void,
): Promise<void> {
  const before = stored.sections.jenkins.maintenance;
  // Absent is the same as false, and how it was before anybody needed it.
  const set = (value: boolean) =>
    cli(value ? ["config", "set", "--path", key, "true"] : ["config", "rm", "--path", key]);
  let quieted: JenkinsClient | undefined;
  if (before !== stop) await set(stop);
  try {
    const { pod, others } = foreseen(await cli(["preview", "--json"]));
    if (others.length > 0) throw refusal(stack, others, stop);
    if (pod && stop && minutes !== undefined) quieted = await silence(cli, stored, minutes, report);
  } catch (error) {
    if (before !== stop) await set(before);
    throw error;
  }
  report(stop ? "stopping the controller" : "starting the controller; a huge home takes minutes");
  try {
    await cli(["up", "--yes", "--skip-preview"]);
  } catch (error) {
    // The setting stays: it may be half deployed. A Jenkins that still runs need not wait for the next attempt.
    if (quieted !== undefined) await loud(quieted, report);
    throw error;
  }
}

/** Returns a Jenkins that is quiet now; one that does not answer starts no builds either. */
async function silence(
  cli: StackCli,
  stored: StoredStack,
  minutes: number,
  report: (line: string) => void,
): Promise<JenkinsClient | undefined> {
  const exported = await cli(["stack", "export", "--show-secrets"]);
  const client = new JenkinsClient(await jenkinsAddress(stored, exported));
  const how = {
    ...{ wait: true, minutes, message: "Jenkins stops for maintenance" },
    ...({ whenBusy: "stop", whenUnreachable: "continue" } as const),
  };
  const ended = new AbortController().signal;
  return (await quiet(client, how, report, { ended })) ? client : undefined;
}

function refusal(stack: string, others: readonly string[], stop: boolean): Failure {
  const lines = others.map((line) => `  ${line}`);
  return new Failure(
    "refused",
    [
      "preview: expected nothing but the controller's pod to change, got",
      ...lines,
      `nothing was changed; deploy the rest first: npm run up -- --stack ${stack}, ` +
        `or have it deployed together: set jenkins.maintenance to ${String(stop)} yourself`,
    ].join("\n"),
  );
}
