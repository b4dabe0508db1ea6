import type { Environment, UpgradeRecord } from "../../upgrade/record";

/** An image of the controller with a version. */
export function image(version: string): string {
  return `docker.io/jenkins/jenkins:${version}-jdk21`;
}

/** Plugins as the environment has them. */
export const plugins = "git:5.10.1\nmailer:472.vf7c289a_4b_420";

/** What the last run left: Jenkins 2.580.1. */
export const recorded: UpgradeRecord = {
  at: "2026-11-21T10:00:00.000Z",
  podHash: "0000000000000001",
  image: image("2.580.1"),
  plugins,
  lun: "jenkins",
};

/** What a run finds around it: Jenkins 2.580.2 is wanted where 2.580.1 was recorded. */
export function environment(changes: Environment = {}, before = recorded): Environment {
  return {
    JENKINS_IMAGE: image("2.580.2"),
    PLUGINS: plugins,
    POD_HASH: "0000000000000002",
    ALLOW_DOWNGRADE: "",
    STACK: "prod",
    HOME_LUN: "jenkins",
    PULUMI_COMMAND_STDOUT: JSON.stringify(before),
    ...changes,
  };
}
