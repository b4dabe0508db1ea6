import { z } from "zod";

/** A schema without what only says when it may be absent. */
export function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodExactOptional
    ? unwrapped(schema.unwrap())
    : schema;
}

/** Keys and schemas of a group of settings; nothing for a leaf or a record. */
export function fieldsOf(schema: z.core.$ZodType): readonly (readonly [string, z.core.$ZodType])[] {
  const plain = unwrapped(schema);
  return plain instanceof z.ZodObject ? Object.entries<z.core.$ZodType>(plain.shape) : [];
}

/** Schema of a record's entries; nothing for anything else. */
export function entryOf(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  const plain = unwrapped(schema);
  return plain instanceof z.ZodRecord ? plain.valueType : undefined;
}

/** The schema that a path of settings leads to. */
export function schemaAt(
  root: z.core.$ZodType,
  path: readonly string[],
): z.core.$ZodType | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return root;
  const next = entryOf(root) ?? fieldsOf(root).find(([name]) => name === key)?.[1];
  return next === undefined ? undefined : schemaAt(next, rest);
}
