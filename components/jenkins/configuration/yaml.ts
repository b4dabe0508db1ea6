import { Document, visit, type Scalar } from "yaml";

/** Stands for a secret that Jenkins reads from its mounted folder when it loads the configuration. */
export class SecretReference {
  /** @param name file of the secret, e.g. `jenkins-admin-password`, or a path with `readFile:` before it */
  constructor(readonly name: string) {}
}

/**
 * The YAML of a Configuration as Code document, its keys sorted: equal settings give equal text.
 *
 * Jenkins replaces `${…}` in every value. What is no declared {@link SecretReference} is text and is escaped, so that
 * no setting can pull a secret into the configuration. Texts are quoted, because Jenkins reads YAML 1.1, in which `yes`
 * and `1:30` are none.
 *
 * @see https://github.com/jenkinsci/configuration-as-code-plugin/blob/master/docs/features/secrets.adoc
 */
export function configurationYaml(document: object): string {
  const tree = new Document(escaped(document), {
    sortMapEntries: true,
    aliasDuplicateObjects: false,
  });
  visit(tree, {
    Scalar: (key, node) => {
      if (key !== "key" && typeof node.value === "string") node.type = styleOf(node.value);
    },
  });
  return tree.toString({ lineWidth: 0 });
}

/** Scripts and pods stay readable, as far as a block of lines keeps every character of them, which one of spaces does not. */
function styleOf(text: string): Scalar.Type {
  const isKept = /\S/.test(text) && /^[\P{C}\n]*$/u.test(text) && !/[\u2028\u2029]/.test(text);
  return text.includes("\n") && isKept ? "BLOCK_LITERAL" : "QUOTE_DOUBLE";
}

function escaped(value: unknown): unknown {
  if (value instanceof SecretReference) return `\${${value.name}}`;
  if (typeof value === "string") return value.replaceAll("${", "^${");
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, escaped(child)]));
}
