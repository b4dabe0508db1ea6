import * as pulumi from "@pulumi/pulumi";

/** Stands for every password @pulumi/random makes under mocks, so that a leak can be searched for. */
export function mockPassword(name: string): string {
  return `password-of-${name}`;
}

/** What a provider would answer: the inputs, an id, and the few outputs the program reads. */
export function mockState(
  { type, name, inputs, id }: pulumi.runtime.MockResourceArgs,
  preview: boolean,
): pulumi.runtime.MockResourceResult {
  const state = withAutonamedMetadata(type, name, inputs as Record<string, unknown>);
  if (id !== undefined && id !== "") return { id, state: lookedUp(type, state, id) };
  // In a preview nothing computed is known: neither ids nor what a command prints.
  if (preview) return { id: undefined, state };
  return { id: `${name}-id`, state: { ...state, ...computedOutputs(type, name) } };
}

function computedOutputs(type: string, name: string): Record<string, unknown> {
  switch (type) {
    case "random:index/randomPassword:RandomPassword":
      return { result: pulumi.secret(mockPassword(name)) };
    case "command:local:Command":
      return { stdout: pulumi.secret("{}"), stderr: pulumi.secret("") };
    default:
      return {};
  }
}

/** The Kubernetes provider chooses a missing metadata.name before it previews, so it is never unknown. */
function withAutonamedMetadata(
  type: string,
  name: string,
  inputs: Record<string, unknown>,
): Record<string, unknown> {
  if (!type.startsWith("kubernetes:")) return inputs;
  const metadata = inputs["metadata"] as Record<string, unknown> | undefined;
  if (metadata === undefined || "name" in metadata) return inputs;
  return { ...inputs, metadata: { ...metadata, name: `${name}-0a1b2c3d` } };
}

function lookedUp(
  type: string,
  state: Record<string, unknown>,
  id: string,
): Record<string, unknown> {
  const name = id.slice(id.lastIndexOf("/") + 1);
  const spec = type.endsWith(":PersistentVolumeClaim")
    ? { spec: { volumeName: `pv-of-${name}` } }
    : {};
  return { ...state, metadata: { name }, ...spec };
}
