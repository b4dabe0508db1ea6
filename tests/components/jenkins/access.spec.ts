// What the API server makes of these rules is proven in tests/engine/access.spec.ts.
import assert from "node:assert/strict";

import { agentRules, credentialRules } from "../../../components/jenkins/access";

describe("rules of the controller's access", () => {
  const all = [...agentRules, ...credentialRules] as readonly {
    readonly apiGroups: string[];
    readonly resources: string[];
    readonly verbs: string[];
  }[];

  it("name every group, resource and verb: nothing is granted by a wildcard (A-05)", () => {
    for (const rule of all)
      for (const words of Object.values(rule)) assert.doesNotMatch(words.join(), /\*/);
  });

  it("stay with core resources that live in a namespace (A-05, E-06)", () => {
    assert.deepEqual([...new Set(all.flatMap(({ apiGroups }) => apiGroups))], [""]);
    assert.deepEqual(
      all.flatMap(({ resources }) => resources),
      ["pods", "pods/exec", "pods/log", "events", "persistentvolumeclaims", "secrets"],
    );
  });

  it("read Secrets and write none (A-04)", () => {
    const verbs = all
      .filter(({ resources }) => resources.includes("secrets"))
      .flatMap((rule) => rule.verbs);
    assert.deepEqual(verbs, ["get", "list", "watch"]);
  });
});
