import assert from "node:assert/strict";

import type { Right } from "../../doctor/cluster";
import { neededRights } from "../../doctor/cluster/needed-rights";
import { lookAtRights, rightsFinding } from "../../doctor/cluster/rights";
import { StandInCluster } from "./support/cluster";
import { settings } from "./support/settings";

const secrets = (verb: string, namespace: string): Right => ({
  ...{ verb, group: "", resource: "secrets", namespace },
});

describe("lookAtRights", () => {
  it("asks one question where everything is allowed", async () => {
    const api = new StandInCluster();
    const [finding] = await lookAtRights(api, settings());
    assert.equal(finding?.found, "ci may do everything");
    assert.deepEqual(api.asked, [{ verb: "*", group: "*", resource: "*" }]);
  });

  it("is content with exactly the rights that are needed (P-03)", async () => {
    const api = new StandInCluster({}, ({ verb }) => verb !== "*");
    const [finding] = await lookAtRights(api, settings());
    const { length } = neededRights(settings());
    assert.equal(finding?.found, `ci has the ${length} rights that a deployment needs`);
    assert.equal(api.asked.length, length + 1);
    assert.deepEqual(api.reads, []);
  });

  it("names what is missing, whatever order the answers come in", async () => {
    const allows = ({ verb, resource }: Right) => verb !== "*" && resource !== "nodes";
    const [finding] = await lookAtRights(new StandInCluster({}, allows), settings());
    assert.equal(finding?.state, "error");
    assert.equal(finding.found, "ci may not get, patch nodes");
  });
});

describe("rightsFinding", () => {
  it("puts verbs of a kind together, and namespaces that lack the same", () => {
    const missing = [
      ...["create", "patch"].map((verb) => secrets(verb, "jenkins")),
      ...["create", "patch"].map((verb) => secrets(verb, "jenkins-jobs")),
      secrets("create", "jenkins-storage"),
      { verb: "create", group: "apps", resource: "statefulsets", namespace: "jenkins" },
    ];
    assert.equal(
      rightsFinding("ci", missing, missing).found,
      "ci may not create, patch secrets in jenkins, jenkins-jobs / create secrets in jenkins-storage / create statefulsets.apps in jenkins",
    );
  });
});
