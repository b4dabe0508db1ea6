import { z } from "zod";

import { secretDescriptions } from "./secret-descriptions";

const project = "jenkins-stack";

/** Part of a JSON Schema. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON Schema of a whole `Pulumi.<stack>.yaml`, for editors.
 *
 * It knows the shape of settings, not what their texts mean: the loader checks that.
 *
 * @see https://www.pulumi.com/docs/iac/concepts/projects/stack-settings-file/
 */
export function fileSchema(sections: z.ZodObject): JsonSchema {
  const { properties = {}, required = [] } = z.toJSONSchema(sections, {
    io: "input",
    override: ({ jsonSchema }) => {
      if (jsonSchema.multipleOf !== 1) return;
      jsonSchema.type = "integer";
      delete jsonSchema.multipleOf;
    },
  });
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Settings of a stack of jenkins-stack",
    type: "object",
    properties: {
      config: {
        description: "Settings of the stack. Keys of other packages are not checked.",
        type: "object",
        properties: { ...prefixed(properties), ...secretProperties() },
        patternProperties: { [`^(?!${project}:)`]: {} },
        additionalProperties: false,
        required: required.map((name) => `${project}:${name}`),
      },
      environment: { description: "Pulumi ESC environments of the stack." },
      secretsprovider: { description: "What encrypts the secrets.", type: "string" },
      encryptedkey: { description: "Key of the secrets, itself encrypted.", type: "string" },
      encryptionsalt: { description: "Salt of the passphrase.", type: "string" },
    },
    required: ["config"],
    additionalProperties: false,
    $defs: {
      secret: {
        description: "A value encrypted by: pulumi config set --secret",
        type: "object",
        properties: { secure: { description: "The encrypted value.", type: "string" } },
        required: ["secure"],
        additionalProperties: false,
      },
    },
  };
}

function prefixed(properties: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [`${project}:${name}`, schema]),
  );
}

function secretProperties(): JsonSchema {
  return Object.fromEntries(
    Object.entries(secretDescriptions).map(([name, { meaning }]) => [
      `${project}:${name}`,
      { description: meaning, $ref: "#/$defs/secret" },
    ]),
  );
}
