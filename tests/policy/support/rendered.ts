import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse, stringify } from "yaml";

import type { PolicyResource } from "../../../policy/resource";
import type { DeployedResource, Deployment } from "../../support/deploy";
import { keys } from "../../support/keys";
import { deployProgram } from "../../support/program";

type Values = Readonly<Record<string, unknown>>;

/** Every resource of a committed stack file, as the program asks for it, in the form that policies read. */
export function renderedStack(stack: "local" | "prod"): Promise<readonly PolicyResource[]> {
  const known = rendered.get(stack);
  if (known !== undefined) return known;
  const made = deployProgram(completed(settingsOf(stack))).then(policyResources);
  rendered.set(stack, made);
  return made;
}

/** Running the program is what such a test spends its time on: the suites of one process share it. */
const rendered = new Map<string, Promise<readonly PolicyResource[]>>();

/** The stack with one template of agents: rules read Jenkins' configuration anew for every test. */
export function withOneTemplate(resources: readonly PolicyResource[]): readonly PolicyResource[] {
  return resources.map((resource) => {
    const data = resource.inputs["data"] as Record<string, string> | undefined;
    const cloud = data?.["cloud-kubernetes.yaml"];
    if (cloud === undefined) return resource;
    const document = parse(cloud) as Cloud;
    const { templates } = document.jenkins.clouds[0].kubernetes;
    templates.length = 1;
    const shorter = { ...data, "cloud-kubernetes.yaml": stringify(document) };
    return { ...resource, inputs: { ...resource.inputs, data: shorter } };
  });
}

interface Cloud {
  readonly jenkins: { readonly clouds: readonly [{ kubernetes: { templates: unknown[] } }] };
}

/** The sections of a committed stack file. */
export function settingsOf(stack: "local" | "prod"): Values {
  const path = join(__dirname, "../../..", `Pulumi.${stack}.yaml`);
  const { config } = parse(readFileSync(path, "utf8")) as { config: Values };
  return Object.fromEntries(
    Object.entries(config).map(([key, section]) => [key.replace(/^jenkins-stack:/, ""), section]),
  );
}

/** What mocks recorded, in the form that policies read. */
export function policyResources(deployment: Deployment): readonly PolicyResource[] {
  return deployment.resources.filter(({ custom }) => custom).map(policyResource);
}

function policyResource({ type, name, inputs, opts, read }: DeployedResource): PolicyResource {
  return {
    urn: `urn:pulumi:test::jenkins-stack::${type}::${name}`,
    type,
    name,
    inputs: inputs as Values,
    protect: opts.protect === true,
    retainOnDelete: opts.retainOnDelete === true,
    ...(read ? { operation: "read" as const } : {}),
  };
}

const otherRegistry = { server: "quay.io", username: "jenkins" };

/** The sections with what only a deploying machine has, and with the registries whose passwords mocks know. */
function completed(sections: Values): Values {
  const section = (key: string) => sections[key] as Record<string, unknown>;
  const credentials = section("credentials") as Record<string, Values>;
  const [registry] = Object.values(section("jobs")["registries"] as Values);
  return {
    ...sections,
    cluster: { ...section("cluster"), kubeconfig: "tests/support/kubeconfig.yaml" },
    nas: { ...section("nas"), certificateAuthority: "tests/stacks/files/authority.pem" },
    credentials: {
      ...credentials,
      "rpm-gpg-key": { ...credentials["rpm-gpg-key"], fingerprint: keys.gpg.fingerprint },
    },
    jobs: { ...section("jobs"), registries: { ghcr: registry, quay: otherRegistry } },
  };
}
