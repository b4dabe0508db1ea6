import { createHash } from "node:crypto";

import * as pulumi from "@pulumi/pulumi";

import { canonicalJson } from "./canonical-json";

type Inputs = Readonly<Record<string, unknown>>;

/** What a provider would answer, as far as programs read it: the inputs, an id, and what it computes. */
export function answered({
  type,
  name,
  inputs,
  id,
}: pulumi.runtime.MockResourceArgs): pulumi.runtime.MockResourceResult {
  const state = withName(type, name, inputs as Inputs);
  if (id !== undefined && id !== "")
    return { id, state: { ...state, metadata: { name: id.slice(id.lastIndexOf("/") + 1) } } };
  return { id: `${name}-id`, state: { ...state, ...computed(type, name) } };
}

function computed(type: string, name: string): Inputs {
  switch (type) {
    case "random:index/randomPassword:RandomPassword":
      return { result: pulumi.secret(`drawn-${name}`) };
    case "command:local:Command":
      return { stdout: pulumi.secret("{}"), stderr: pulumi.secret("") };
    default:
      return {};
  }
}

/**
 * The Kubernetes provider chooses a name where there is none, and another one for an object it has to replace. Here
 * that is told by the content, so that what refers to the object changes with it, as it does in a cluster.
 */
export function withName(type: string, name: string, inputs: Inputs): Inputs {
  if (!type.startsWith("kubernetes:")) return inputs;
  const metadata = inputs["metadata"] as Inputs | undefined;
  if (metadata === undefined || "name" in metadata) return inputs;
  const content = canonicalJson(finalContent(type, inputs));
  const suffix = createHash("sha256").update(content).digest("hex").slice(0, 8);
  const annotations = { ...(metadata["annotations"] as object), "pulumi.com/autonamed": "true" };
  return { ...inputs, metadata: { ...metadata, annotations, name: `${name}-${suffix}` } };
}

/** What cannot be changed without another object. */
function finalContent(
  type: string,
  { data, binaryData, stringData, immutable, spec }: Inputs,
): Inputs {
  if (type === "kubernetes:batch/v1:Job") return { spec };
  return immutable === true ? { data, binaryData, stringData } : {};
}
