// What the rules say of traffic that network policies allow.
import assert from "node:assert/strict";

import { stepBetween } from "../../preview/step";
import { told } from "./support/effects";
import { changed, made, removed, stateOf, types, type Given } from "./support/steps";

describe("effectsOf, of traffic (E-04)", () => {
  const policy: Given = {
    type: types.networkPolicy,
    name: "jenkins-network",
    component: "JenkinsController",
  };
  const spec = (egress: readonly object[], podSelector: object = { matchLabels: { a: "b" } }) => ({
    metadata: { name: "jenkins-network", namespace: "jenkins" },
    spec: { podSelector, policyTypes: ["Ingress", "Egress"], egress, ingress: [] },
  });
  const port = (number: number) => ({
    ports: [{ port: number }],
    to: [{ ipBlock: { cidr: "::/0" } }],
  });
  const denial = { ...policy, name: "jenkins-default-deny" };
  const everything = stateOf(denial, spec([], {}));

  it("tells more connections from fewer", () => {
    assert.deepEqual(told(changed(policy, spec([port(443)]), spec([port(443), port(22)]))), [
      "touches data: review needed: more connections are allowed",
    ]);
    assert.match(
      told(changed(policy, spec([port(443), port(22)]), spec([port(22)])))[0] ?? "",
      /^interrupts builds: fewer connections are allowed/,
    );
    assert.match(
      told(changed(policy, spec([port(22)]), spec([port(22)], {})))[0] ?? "",
      /^touches data: review needed: other pods are limited/,
    );
  });

  it("knows that beside a policy which denies everything another one only allows", () => {
    const denied = stepBetween(everything, everything);
    const step = made(policy, spec([port(443)]));
    assert.match(told(step)[0] ?? "", /^interrupts builds: traffic is limited/);
    assert.deepEqual(told(step, { steps: [step, denied] }), [
      "touches data: review needed: more connections are allowed",
    ]);
    const within = made(policy, spec([{ to: [{ podSelector: { matchLabels: { a: "c" } } }] }]));
    assert.deepEqual(told(within, { steps: [within, denied] }), [
      "safe: more connections within the cluster are allowed",
    ]);
    const gone = removed(policy, spec([port(443)]));
    assert.match(told(gone)[0] ?? "", /^touches data: review needed: traffic that jenkins-network/);
    assert.match(told(gone, { steps: [gone, denied] })[0] ?? "", /^interrupts builds: fewer/);
  });

  it("leaves a namespace alone that comes with it", () => {
    const namespace = made({ type: types.namespace }, { metadata: { name: "jenkins" } });
    const step = made(policy, spec([port(443)]));
    assert.deepEqual(told(step, { steps: [namespace, step] }), [
      "safe: traffic of the new namespace is limited",
    ]);
  });
});
