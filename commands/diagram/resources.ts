import { z } from "zod";

import type { DiagramResource } from "../../diagram";
import { Failure } from "../../nas/failure";
import { hermeticStack } from "../../preview/hermetic";
import { stackCli } from "../nas/stack-cli";

const group = z.record(z.string(), z.unknown());
const exported = z.looseObject({
  deployment: z.looseObject({
    resources: z
      .array(
        z.looseObject({
          urn: z.string(),
          type: z.string(),
          custom: z.boolean().default(false),
          external: z.boolean().default(false),
          inputs: group.default({}),
        }),
      )
      .default([]),
  }),
});

/**
 * What the settings of a stack ask for. The program runs without cluster, NAS, secrets and git.
 *
 * @throws HermeticFailure with what is wrong with the settings
 */
export async function plannedResources(
  root: string,
  stack: string,
): Promise<readonly DiagramResource[]> {
  const steps = await hermeticStack({ root, stack });
  return steps.flatMap(({ name, after }) =>
    after === undefined ? [] : [{ type: after.type, name, inputs: after.inputs }],
  );
}

/**
 * What a stack has deployed, as its state says.
 *
 * @param instance folder of the local platform, for the stack `local`
 * @throws Failure `request` when the CLI does not answer, or nothing has been deployed
 */
export async function deployedResources(
  root: string,
  stack: string,
  instance?: string,
): Promise<readonly DiagramResource[]> {
  const cli = await stackCli(root, stack, process.env, instance);
  const resources = stateResources(await cli(["stack", "export"]));
  if (resources.length > 0) return resources;
  throw new Failure(
    "request",
    `--live: expected stack ${JSON.stringify(stack)} to have resources, got none; deploy it first, or leave --live out`,
  );
}

/**
 * The resources in what `pulumi stack export` prints; those that were only looked up are left out.
 *
 * @throws Failure `request` for another text, which is not repeated: it may hold secrets
 */
export function stateResources(text: string): readonly DiagramResource[] {
  const read = exported.safeParse(json(text));
  if (!read.success)
    throw new Failure(
      "request",
      "--live: expected what pulumi stack export prints in version 3, got another text",
    );
  return read.data.deployment.resources
    .filter(({ custom, external }) => custom && !external)
    .map(({ urn, type, inputs }) => ({ type, name: urn.slice(urn.lastIndexOf("::") + 2), inputs }));
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message would quote a part of the text.
    return undefined;
  }
}
