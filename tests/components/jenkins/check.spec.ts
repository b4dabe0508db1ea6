import assert from "node:assert/strict";

import { checkController } from "../../../components/jenkins/check";
import type { JenkinsControllerArgs } from "../../../components/jenkins/jenkins-controller";
import { controller, controllerArgs as args } from "../../support/controller";

describe("checkController", () => {
  const { resources } = args;
  const rejections: Readonly<Record<string, [Partial<JenkinsControllerArgs>, RegExp]>> = {
    "a moving image (A-01)": [
      { image: "docker.io/jenkins/jenkins:lts" },
      /^image: expected an exact Jenkins version.*; a moving tag would upgrade Jenkins on every pod restart$/m,
    ],
    "a moving agent image": [
      { agentImage: "docker.io/jenkins/inbound-agent:latest" },
      /^agentImage: /m,
    ],
    "an address without its final slash": [
      { url: "https://example.org/jenkins" },
      /^url: .*did you mean "https:\/\/example\.org\/jenkins\/"\?$/m,
    ],
    "no administrator": [{ adminUser: "" }, /^adminUser: expected a login name, got ""$/m],
    "a cap of no pods": [
      { containerCap: 0 },
      /^containerCap: expected a whole number from 1, got 0$/m,
    ],
    "too little memory (E-02)": [
      { resources: { ...resources, memoryRequest: "1Gi", memoryLimit: "1Gi" } },
      /^resources\.memoryLimit: expected at least 2Gi, got "1Gi"$/m,
    ],
    "more memory requested than allowed": [
      { resources: { ...resources, memoryRequest: "8Gi" } },
      /^resources\.memoryRequest: expected at most the limit 4Gi, got "8Gi"$/m,
    ],
    "more processor time requested than allowed": [
      { resources: { ...resources, cpuRequest: "5" } },
      /^resources\.cpuRequest: expected at most the limit 4, got "5"$/m,
    ],
    "memory that is no quantity": [
      { resources: { ...resources, memoryLimit: "4GB" } },
      /^resources\.memoryLimit: expected a Kubernetes quantity/m,
    ],
    "processor time that is no quantity": [
      { resources: { ...resources, cpuLimit: "many" } },
      /^resources\.cpuLimit: expected a Kubernetes quantity such as "500m", got "many"$/m,
    ],
    "an SELinux label in place of a level": [
      { seLinuxLevel: "system_u:object_r:container_file_t:s0" },
      /^seLinuxLevel: expected a level such as "s0:c35,c75", got "system_u/m,
    ],
    "two agents of one name": [
      { agents: [agent("x"), agent("x")] },
      /^agents\.x\.name: expected a name no other agent has, got "x"$/m,
    ],
    "an agent named like the default one": [
      { agents: [agent("default")] },
      /^agents\.default\.name: expected a name no other agent has/m,
    ],
  };
  for (const [what, [overrides, message]] of Object.entries(rejections))
    it(`rejects ${what}`, async () => {
      await assert.rejects(controller(overrides), { message });
    });

  it("warns of memory for a trial only (C-17)", () => {
    const small = { ...resources, memoryRequest: "2Gi", memoryLimit: "2Gi" };
    assert.deepEqual(checkController("jenkins", { ...args, resources: small }), [
      "resources.memoryLimit: 2Gi is enough for a trial only, Jenkins needs 4Gi or more",
    ]);
    assert.deepEqual(checkController("jenkins", args), []);
  });
});

function agent(name: string) {
  return { name, labels: [name], forAnyBuild: false, arch: "amd64" } as const;
}
