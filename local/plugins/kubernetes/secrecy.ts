import {
  containsSecret,
  isList,
  isProperties,
  mapProperties,
  Secret,
  type Properties,
  type Value,
} from "../rpc/values";

const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

/**
 * Marks the values of an object as secret where `source` does, and the data of a Secret always. A list with
 * a secret anywhere in it is secret as a whole, because the server may have reordered it.
 */
export function withSecrets(object: Properties, source: Properties): Properties {
  const marked = mapProperties(object, (value, name) => mark(value, source[name]));
  if (object["kind"] !== "Secret") return marked;
  // The server folds stringData into data, so a secret in either makes both secret.
  const data = marked["data"] === undefined ? {} : { data: whole(marked["data"]) };
  const stringData =
    marked["stringData"] === undefined ? {} : { stringData: whole(marked["stringData"]) };
  return { ...markAnnotation(marked), ...data, ...stringData };
}

/** A text with every secret value of an object, plain or in base64, blanked out. */
export function redact(text: string, source: Value): string {
  let redacted = text;
  for (const secret of secretTexts(source, false)) {
    const quoted = JSON.stringify(secret).slice(1, -1);
    for (const form of [secret, quoted, Buffer.from(secret).toString("base64")]) {
      // Short values would blank out innocent words, and are no secrets worth the name.
      if (form.length >= 4) redacted = redacted.replaceAll(form, "[secret]");
    }
  }
  return redacted;
}

function mark(value: Value, source: Value | undefined): Value {
  if (source === undefined || value instanceof Secret) return value;
  if (source instanceof Secret) return whole(value);
  if (isProperties(value) && isProperties(source)) {
    return mapProperties(value, (item, name) => mark(item, source[name]));
  }
  return containsSecret(source) ? whole(value) : value;
}

function markAnnotation(object: Properties): Properties {
  const metadata = object["metadata"];
  if (!isProperties(metadata) || !isProperties(metadata["annotations"])) return object;
  const value = metadata["annotations"][lastApplied];
  if (value === undefined) return object;
  const annotations = { ...metadata["annotations"], [lastApplied]: whole(value) };
  return { ...object, metadata: { ...metadata, annotations } };
}

function whole(value: Value): Secret {
  return value instanceof Secret ? value : new Secret(value);
}

function* secretTexts(value: Value, inSecret: boolean): Generator<string> {
  if (value instanceof Secret) yield* secretTexts(value.value, true);
  else if (typeof value === "string") {
    if (inSecret) yield value;
  } else if (isList(value)) {
    for (const item of value) yield* secretTexts(item, inSecret);
  } else if (isProperties(value)) {
    for (const item of Object.values(value)) yield* secretTexts(item, inSecret);
  }
}
