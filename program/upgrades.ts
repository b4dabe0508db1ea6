import * as pulumi from "@pulumi/pulumi";

import { endpoints, prefixOf } from "../components/jenkins/endpoints";
import type { ControllerRoll } from "../components/jenkins/roll";
import type { JenkinsController } from "../components/jenkins/jenkins-controller";
import { UpgradeCheck } from "../components/storage/upgrade-check";
import type { JenkinsAccess } from "../components/storage/upgrade-request";
import { UpgradeSnapshot } from "../components/storage/upgrade-snapshot";
import type { Settings } from "../stacks";

/** What surrounds a replacement of the controller's pod. */
export interface StackUpgrade {
  /** Makes what happens before it; the controller asks for it once. */
  readonly before: (roll: ControllerRoll) => UpgradeSnapshot;
  /** Makes what has to be true after it. */
  readonly after: (controller: JenkinsController) => void;
}

/** Keeps the home in a snapshot before the controller's pod is replaced, and looks at Jenkins afterwards. */
export function stackUpgrade(
  settings: Settings,
  opts: pulumi.ComponentResourceOptions,
): StackUpgrade {
  const { upgrades, nas, jenkins, secrets } = settings;
  const stack = pulumi.getStack();
  let record: pulumi.Output<string> | undefined;
  return {
    before: (roll) => {
      const home = { ...secrets, nas, lun: jenkins.lun };
      const access = accessTo(settings, roll);
      const args = { upgrades, home, stack, pod: roll, jenkins: access };
      const snapshot = new UpgradeSnapshot("upgrade", args, opts);
      record = snapshot.record;
      return snapshot;
    },
    after: (controller) => {
      const access = accessTo(settings, controller.roll);
      const args = { upgrades, stack, pod: controller.roll, jenkins: access, record: record ?? "" };
      new UpgradeCheck("upgrade-check", args, { ...opts, dependsOn: controller });
    },
  };
}

/** How Jenkins is reached, or why it is not. */
function accessTo(
  { upgrades, jenkins }: Settings,
  { adminPassword: password }: ControllerRoll,
): JenkinsAccess {
  const { through, reason = "", certificateAuthority } = upgrades.jenkins;
  if (through === "nothing") return { skipped: reason };
  if (jenkins.maintenance) return { skipped: "it is stopped for maintenance" };
  const { controllerUrl } = endpoints(jenkins.namespace, prefixOf(jenkins.url));
  return {
    url: through === "service" ? `${controllerUrl}/` : jenkins.url,
    ...{ user: jenkins.adminUser, password },
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
  };
}
