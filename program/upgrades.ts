import * as pulumi from "@pulumi/pulumi";

import { endpoints, prefixOf } from "../components/jenkins/endpoints";
import type { ControllerRoll } from "../components/jenkins/roll";
import type { JenkinsController } from "../components/jenkins/jenkins-controller";
import { UpgradeCheck } from "../components/storage/upgrade-check";
import type { JenkinsAccess } from "../components/storage/upgrade-request";
import { UpgradeSnapshot } from "../components/storage/upgrade-snapshot";
import type { Settings } from "../stacks";
import { lastRoll } from "./last-roll";

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
  let made: UpgradeSnapshot | undefined;
  return {
    before: (roll) => {
      const home = { ...secrets, nas, lun: jenkins.lun };
      const access = accessTo(settings, roll);
      const { maintenance } = jenkins;
      const args = { upgrades, home, stack, pod: roll, jenkins: access };
      made = new UpgradeSnapshot("upgrade", { ...args, maintenance, last: lastRoll() }, opts);
      return made;
    },
    after: (controller) => {
      const access = accessTo(settings, controller.roll);
      const { record = "", maintenance = "" } = made ?? {};
      const args = { upgrades, stack, pod: controller.roll, jenkins: access, record, maintenance };
      new UpgradeCheck("upgrade-check", args, { ...opts, dependsOn: controller });
    },
  };
}

/** How Jenkins is reached, or why it never is; whether it is stopped just now is no part of it. */
function accessTo(
  { upgrades, jenkins }: Settings,
  { adminPassword: password }: ControllerRoll,
): JenkinsAccess {
  const { through, reason = "", certificateAuthority } = upgrades.jenkins;
  if (through === "nothing") return { skipped: reason };
  const { controllerUrl } = endpoints(jenkins.namespace, prefixOf(jenkins.url));
  return {
    url: through === "service" ? `${controllerUrl}/` : jenkins.url,
    ...{ user: jenkins.adminUser, password },
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
  };
}
