/** Steps into nested values: keys of objects and positions in lists. */
export type Segments = readonly (string | number)[];

/**
 * Writes a path as the engine does: `spec.containers[0].image`, `metadata.labels["app.kubernetes.io/name"]`.
 */
export function pathText(segments: Segments): string {
  return segments
    .map((segment, index) => {
      if (typeof segment === "number") return `[${segment}]`;
      if (segment === "" || /[.[\]"]/.test(segment)) return `[${JSON.stringify(segment)}]`;
      return index === 0 ? segment : `.${segment}`;
    })
    .join("");
}

/** Reads such a path; a bracket that never closes is a part of the key it is in. */
export function segmentsOf(path: string): Segments {
  const part = /\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|\.?([^.[]+)|(.)/g;
  return [...path.matchAll(part)].map(([whole, quoted, position, key]) => {
    if (quoted !== undefined) return JSON.parse(`"${quoted}"`) as string;
    if (position !== undefined) return Number(position);
    return key ?? whole;
  });
}

/** What a path leads to; undefined where there is nothing. */
export function valueAt(value: unknown, segments: Segments): unknown {
  return segments.reduce<unknown>((inner, segment) => memberOf(inner, segment), value);
}

function memberOf(value: unknown, segment: string | number): unknown {
  if (Array.isArray(value)) return typeof segment === "number" ? value[segment] : undefined;
  return isRecord(value) ? value[String(segment)] : undefined;
}

/** Whether a value has keys. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
