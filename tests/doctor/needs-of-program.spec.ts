// What the doctor asks a cluster for is compared with what the program makes of the same settings, so that neither
// can change alone. It does not prove which verbs the Kubernetes provider uses.
import assert from "node:assert/strict";

import { neededDefinitions } from "../../doctor/cluster/needed-definitions";
import { neededRights } from "../../doctor/cluster/needed-rights";
import type { Sections } from "../../stacks/settings";
import { sections as schema } from "../../stacks/settings";
import { everything } from "../engine/support/everything";
import type { Deployment } from "../support/deploy";
import { deployProgram, sections } from "../support/program";

interface Metadata {
  readonly metadata: { readonly name: string; readonly namespace?: string };
}
interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const plurals: Readonly<Record<string, string>> = {
  ingress: "ingresses",
  networkpolicy: "networkpolicies",
  validatingadmissionpolicy: "validatingadmissionpolicies",
};
const tls = { clusterIssuer: "letsencrypt" };
const ingress = { className: "public", controller: "traefik", tls };
const network = { proxyNamespaces: ["proxies"] };

/** Settings that together use every kind of object and every definition of others. */
const stacks: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  [
    "everything, behind Traefik",
    {
      ...everything,
      exposure: { ...(everything["exposure"] as object), type: "ingress", ingress },
      monitoring: { enabled: true },
    },
  ],
  [
    "little, behind a Gateway",
    {
      exposure: { type: "gateway", gateway: { name: "public", namespace: "gateways" }, network },
      monitoring: { enabled: true, alerts: false },
      ...{ gentoo: undefined, buildroot: undefined, packages: undefined },
    },
  ],
];

describe("neededRights and neededDefinitions", function () {
  // Two whole programs run here, which a busy machine needs its time for.
  this.timeout(60_000);
  for (const [title, overrides] of stacks)
    it(`ask for what the program makes and looks up with ${title} (C-30, P-03)`, async () => {
      const program = await deployProgram(overrides);
      const settings = schema.parse(
        // What is undefined is absent, as in a file.
        JSON.parse(JSON.stringify({ ...sections, ...overrides })),
      ) as Sections;
      assert.deepEqual(
        neededDefinitions(settings)
          .map(({ setting, definition }) => `needed-by-${setting}--${definition}`)
          .sort(),
        program.all("CustomResourceDefinition" as never).map(({ name }) => name),
      );

      const rights = neededRights(settings);
      const has = new Set(
        rights.map(({ verb, group, resource, namespace = "" }) =>
          [verb, group, resource, namespace].join(" "),
        ),
      );
      const written = writtenKinds(program);
      const missing = written.filter((kind) => !has.has(`create ${kind}`));
      assert.deepEqual(missing, [], "kinds that the program writes");
      assert.deepEqual(
        grantedRights(program).filter((right) => !has.has(right)),
        [],
        "rights that its Roles give",
      );
      const asked = rights.filter(({ verb, resource }) => verb === "delete" && resource !== "pods");
      assert.deepEqual(
        [...new Set(asked.map((right) => kindText(right.group, right.resource, right.namespace)))]
          .filter((kind) => !written.includes(kind))
          .sort(),
        [],
        "kinds that it does not write",
      );
    });
});

/** `<group> <plural> <namespace>` of everything the program writes; patches of what others made aside. */
function writtenKinds({ resources }: Deployment): string[] {
  const kinds = resources
    .filter(({ type, read }) => type.startsWith("kubernetes:") && !read && !type.endsWith("Patch"))
    .map(({ type, inputs }) => {
      const [, version = "", kind = ""] = type.split(":");
      const group = version.replace(/\/?v\d\w*$/, "").replace(/^core$/, "");
      const name = kind.toLowerCase();
      return kindText(
        withDomain(group),
        plurals[name] ?? `${name}s`,
        (inputs as Metadata).metadata.namespace,
      );
    });
  return [...new Set(kinds)].sort();
}

function grantedRights({ resources }: Deployment): string[] {
  return resources
    .filter(({ type }) => type.endsWith(":Role"))
    .flatMap(({ inputs }) => {
      const { metadata, rules } = inputs as Metadata & { readonly rules: readonly Rule[] };
      return rules.flatMap(({ apiGroups, resources: all, verbs }) =>
        verbs.flatMap((verb) =>
          all.map((resource) =>
            [verb, apiGroups.join(), resource, metadata.namespace ?? ""].join(" "),
          ),
        ),
      );
    });
}

function kindText(group: string, resource: string, namespace = ""): string {
  return [group, resource, namespace].join(" ");
}

/** Pulumi's tokens leave the domain of some groups out. */
function withDomain(group: string): string {
  return ["networking", "policy", "apps", "batch", ""].includes(group)
    ? group.replace(/^networking$/, "networking.k8s.io")
    : group;
}
