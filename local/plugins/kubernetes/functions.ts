import { parseAllDocuments } from "yaml";

import { reveal, type Properties, type Value } from "../rpc/values";
import { isProperties } from "../rpc/values";
import { withValue } from "./objects";

/**
 * The function behind `yaml.ConfigFile` and `yaml.ConfigGroup`: the objects of a multi-document text, those
 * without a namespace in `defaultNamespace`.
 */
export function decodeYaml(args: Properties): Properties {
  const { text, defaultNamespace } = reveal(args) as Properties;
  if (typeof text !== "string") throw new Error("missing required field 'text' of type string");
  const objects = [...parseAllDocuments(text)]
    .map((document) => document.toJS() as Value)
    .filter(isProperties);
  const namespace = typeof defaultNamespace === "string" ? defaultNamespace : "";
  const result = objects.map((object) => {
    const metadata = isProperties(object["metadata"]) ? object["metadata"] : {};
    return namespace === "" || metadata["namespace"] !== undefined
      ? object
      : withValue(object, ["metadata", "namespace"], namespace);
  });
  return { result };
}
