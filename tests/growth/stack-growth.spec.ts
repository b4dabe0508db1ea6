import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { stackGrowth, type LeftToDo } from "../../program/growth";
import type { Settings } from "../../stacks";
import { changed, reading, type Values } from "../stacks/good-settings";
import { deploy } from "../support/deploy";

const on = {
  "storage.growth": { image: "docker.io/gentoo/stage3:nomultilib-20260824" },
  "policy.privilegedNamespaces": ["jenkins-growth"],
};
const spare = {
  "storage.luns.spare": {
    ...{ volume: "/volume1", size: "1Gi", iqn: "iqn.2000-01.example.nas:spare", fsType: "xfs" },
  },
};

describe("stackGrowth", () => {
  it("leaves commands for every LUN and makes nothing, unless it is asked for (A-27)", async () => {
    const { left, inventory } = await growth(spare);
    assert.deepEqual(inventory, []);
    assert.deepEqual(Object.keys(left), ["jenkins", "spare"]);
    assert.match(
      left["jenkins"]?.[1] ?? "",
      /^resize2fs \/dev\/disk\/by-path\/ip-fd00:1::10:3260-/,
    );
    assert.match(left["spare"]?.[1] ?? "", /^xfs_growfs /);
  });

  it("has the home follow by itself, and leaves the other LUNs", async () => {
    const { left, inventory } = await growth({ ...spare, ...on });
    assert.deepEqual(inventory, [
      "/VolumeGrowth/jenkins-growth",
      "jenkins-growth/Job/jenkins-growth",
      "jenkins-growth/Namespace/jenkins-growth",
      "jenkins-growth/NetworkPolicy/jenkins-growth-default-deny",
    ]);
    assert.deepEqual(Object.keys(left), ["spare"]);
  });

  it("waits while Jenkins is stopped: no node has the session", async () => {
    const { left, inventory } = await growth({ ...on, "jenkins.maintenance": true });
    assert.deepEqual([left, inventory], [{}, []]);
  });
});

async function growth(changes: Values): Promise<{ left: LeftToDo; inventory: string[] }> {
  const { sections, problems } = reading(changed(changes));
  assert.deepEqual(problems, []);
  const namespaces = { controller: pulumi.output("jenkins"), storage: pulumi.output("storage") };
  let left: LeftToDo = {};
  const deployment = await deploy(() => {
    left = stackGrowth(sections as Settings, namespaces, {});
  });
  return { left, inventory: deployment.inventory() };
}
