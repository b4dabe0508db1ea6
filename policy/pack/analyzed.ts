import { UnknownValueError } from "@pulumi/policy";

import { unknownValue } from "../inputs";
import type { PolicyResource } from "../resource";

/** What the CLI tells a pack of a resource. */
export interface AnalyzedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly props: object;
  readonly opts: { readonly protect: boolean };
}

/**
 * A resource of the CLI in the form that rules read.
 *
 * What will happen to it and whether it is retained are not told: a pack is asked about resources, not about steps. So
 * `data-kept` is left to the protection that `data-protected` asks for, and to the report of `npm run preview`.
 */
export function analyzed({ urn, type, name, props, opts }: AnalyzedResource): PolicyResource {
  const inputs = settled(props) as PolicyResource["inputs"];
  return { urn, type, name, inputs, protect: opts.protect, retainOnDelete: false };
}

/** A copy without the guard that throws where a value is not known yet. */
function settled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((_, index) => entry(value, String(index)));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.keys(value).map((key) => [key, entry(value, key)]));
}

function entry(owner: object, key: string): unknown {
  try {
    return settled((owner as Readonly<Record<string, unknown>>)[key]);
  } catch (error) {
    if (error instanceof UnknownValueError) return unknownValue;
    throw error;
  }
}
