import { z } from "zod";

import { Failure } from "../../nas/failure";
import { readSections } from "../../stacks/read";
import type { Sections } from "../../stacks/settings";
import type { StoredConfig } from "../../stacks/stored-config";
import type { StackCli } from "./stack-cli";

const project = "jenkins-stack:";
const passwordType = "random:index/randomPassword:RandomPassword";

const stored = z.record(
  z.string(),
  z.looseObject({ value: z.string().default(""), secret: z.boolean().default(false) }),
);
const exported = z.looseObject({
  deployment: z.looseObject({
    resources: z
      .array(
        z.looseObject({
          urn: z.string(),
          type: z.string(),
          // Most resources have no `result`.
          outputs: z.looseObject({ result: z.unknown().optional() }).optional(),
        }),
      )
      .default([]),
  }),
});
const secretValue = z.union([
  z.string(),
  z
    .looseObject({ plaintext: z.string() })
    .transform(({ plaintext }) => JSON.parse(plaintext) as unknown)
    .pipe(z.string()),
]);

/** What a stack's file says: its settings, and the secrets a request to the NAS needs. */
export interface StoredStack {
  readonly sections: Sections;
  readonly nasPassword: string;
  readonly nasDeviceToken: string | undefined;
}

/**
 * Reads the settings of a stack as the program does, with the same checks and messages.
 *
 * @param root folder that paths in the settings are relative to
 * @throws Failure `request` with every problem of the settings, or when the CLI prints something else than settings
 */
export async function storedStack(
  cli: StackCli,
  stack: string,
  root: string,
): Promise<StoredStack> {
  const entries = Object.entries(shaped(stored, await cli(["config", "--show-secrets", "--json"])))
    .filter(([key]) => key.startsWith(project))
    .map(([key, entry]) => [key.slice(project.length), entry] as const);
  const config: StoredConfig = {
    stack,
    values: Object.fromEntries(entries.map(([key, { value }]) => [key, value])),
    encrypted: new Set(entries.filter(([, { secret }]) => secret).map(([key]) => key)),
  };
  const { sections, problems } = readSections(config, root);
  if (sections === undefined)
    throw new Failure("request", [`settings of stack ${stack}:`, ...problems].join("\n"));
  return {
    sections,
    nasPassword: config.values["nasPassword"] ?? "",
    nasDeviceToken: config.values["nasDeviceToken"],
  };
}

/**
 * Reads passwords that the stack has drawn, by the logical names of their resources.
 *
 * @throws Failure `request` when the stack has not been deployed with one
 */
export async function drawnPasswords(cli: StackCli, names: readonly string[]): Promise<string[]> {
  const { deployment } = shaped(exported, await cli(["stack", "export", "--show-secrets"]));
  return names.map((name) => {
    const resource = deployment.resources.find(
      ({ urn, type }) => type === passwordType && urn.endsWith(`::${name}`),
    );
    const password = secretValue.safeParse(resource?.outputs?.["result"]);
    if (password.success) return password.data;
    throw new Failure(
      "request",
      `--stack: expected the password ${JSON.stringify(name)} in the stack's state, got none; ` +
        "deploy the stack first: pulumi up draws it and makes the LUN itself",
    );
  });
}

/** What the CLI printed, checked. Values stay out of the message: they may be secret. */
function shaped<T>(schema: z.ZodType<T>, text: string): T {
  const read = schema.safeParse(json(text));
  if (read.success) return read.data;
  const paths = read.error.issues.map(({ path }) => path.map(String).join(".") || "all of it");
  throw new Failure(
    "request",
    `--stack: expected what the Pulumi CLI prints in version 3, got another shape (${paths.join(", ")})`,
  );
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message would quote a part of the text.
    throw new Failure(
      "request",
      `--stack: expected JSON from pulumi, got ${text.length} characters that are none`,
    );
  }
}
