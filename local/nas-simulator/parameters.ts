/** Parameters of one call after decoding, by name. */
export type Parameters = ReadonlyMap<string, unknown>;

/**
 * Decodes one form value the way a `requestFormat: JSON` API does: as JSON, and as the bare text when it is
 * none. So `4` is a number, `"4"` a string, and `jenkins` is a string although nobody quoted it.
 */
export function decodeParameter(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Takes the quotes off `"value"`: some clients encode `api`, `method` and `_sid` as JSON too. */
export function unquoted(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const decoded = decodeParameter(text);
  return typeof decoded === "string" ? decoded : text;
}

/** The names in the `additional` array of a call; anything but an array of strings adds nothing. */
export function additionalKeys(parameters: Parameters): ReadonlySet<string> {
  const value = parameters.get("additional");
  return new Set(Array.isArray(value) ? value.filter((key) => typeof key === "string") : []);
}

/** A parameter that must be a non-empty string; undefined when it is absent or something else. */
export function text(parameters: Parameters, name: string): string | undefined {
  const value = parameters.get(name);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A parameter that must be a whole number; undefined when it is absent or something else. */
export function integer(parameters: Parameters, name: string): number | undefined {
  const value = parameters.get(name);
  return typeof value === "number" && Number.isSafeInteger(value) ? value : undefined;
}
