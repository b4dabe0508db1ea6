import { changed, made, types, type Given } from "../steps";
import { least, standing, type Danger, type Inputs } from "./danger";

/** What limits builds. */
export const policy: Given = { type: types.networkPolicy, name: "a", component: "JobBoundaries" };
/** Its inputs. */
export const rules = (spec: Inputs) => ({
  metadata: { name: "a", namespace: "builds" },
  spec: { podSelector: {}, policyTypes: ["Egress"], ...spec },
});
/** A way to a network. */
export const to = (cidr: string) => ({ egress: [{ to: [{ ipBlock: { cidr } }] }] });
const ingress: Given = { type: types.ingress, component: "JenkinsController" };
const front = (spec: Inputs) => ({ metadata: { name: "jenkins" }, spec });
const service: Given = { type: types.service, component: "JenkinsController" };
const share: Given = { type: types.service, component: "RsyncShare" };
const denial = { ...policy, name: "deny" };

/** Changes of who reaches whom. */
export const ofTraffic: readonly Danger[] = [
  [
    "builds that reach every network",
    changed(policy, rules({ egress: [] }), rules(to("::/0"))),
    least.data,
  ],
  [
    "a wider network in place of a narrow one",
    changed(policy, rules(to("2001:db8::80/128")), rules(to("::/0"))),
    least.data,
  ],
  [
    "a way to every network beside a denial",
    made(policy, rules(to("::/0"))),
    least.data,
    standing(denial, rules({})),
  ],
  [
    "the first policy of a direction",
    made(policy, rules({ egress: [] })),
    least.builds,
    standing(denial, rules({ policyTypes: ["Ingress"] })),
  ],
  [
    "a direction that is free",
    changed(policy, rules({ policyTypes: ["Ingress", "Egress"] }), rules({})),
    least.data,
  ],
  [
    "an Ingress without TLS",
    changed(ingress, front({ tls: [{ hosts: ["a"] }] }), front({})),
    least.data,
  ],
  [
    "an Ingress for another host",
    changed(ingress, front({ rules: [{ host: "a" }] }), front({ rules: [{ host: "b" }] })),
    least.builds,
  ],
  [
    "an Ingress that lets in more networks",
    changed(
      ingress,
      {
        metadata: {
          annotations: { "nginx.ingress.kubernetes.io/whitelist-source-range": "::1/128" },
        },
      },
      { metadata: {} },
    ),
    least.data,
  ],
  [
    "Jenkins at a load balancer",
    changed(service, front({ type: "ClusterIP" }), front({ type: "LoadBalancer" })),
    least.data,
  ],
  [
    "the share for other pods",
    changed(share, front({ selector: { a: "b" } }), front({ selector: { a: "c" } })),
    least.builds,
  ],
];
