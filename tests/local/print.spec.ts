import assert from "node:assert/strict";

import { platformText } from "../../local/print";

describe("platformText", () => {
  it("names the next commands, as they are typed for the usual platform", () => {
    assert.deepEqual(next(".local"), [
      "next: npm run pulumi -- stack output --stack local",
      "KUBECONFIG=.local/kubeconfig kubectl get pods --all-namespaces",
      "npm run status · npm run down",
    ]);
  });

  it("names them for another one with its folder, so that none reaches the usual one", () => {
    assert.deepEqual(next(".local-mine"), [
      "next: JENKINS_STACK_INSTANCE=.local-mine npm run pulumi -- stack output --stack local",
      "KUBECONFIG=.local-mine/kubeconfig kubectl get pods --all-namespaces",
      "npm run status -- --instance .local-mine · npm run down -- --instance .local-mine",
    ]);
  });
});

function next(relativeFolder: string): string[] {
  const text = platformText({
    instance: { relativeFolder },
    tools: { kubectl: "kubectl" },
    plugins: {},
  });
  const lines = text.split("\n").map((line) => line.trim());
  return lines.slice(lines.findIndex((line) => line.startsWith("next:")));
}
