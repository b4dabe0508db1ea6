import type * as pulumi from "@pulumi/pulumi";

/** Names of the resources an output waits for: the edges data flow draws. */
export async function dependenciesOf(output: pulumi.Output<unknown>): Promise<string[]> {
  // The SDK exports the function and leaves it out of its typings.
  const { allResources } = output as unknown as { allResources: () => Promise<Set<object>> };
  const resources = await allResources();
  return [...resources].map((resource) => resource.constructor.name).sort();
}
