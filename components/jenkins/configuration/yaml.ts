import { stringify } from "yaml";

/** Stands for a secret that Jenkins reads from its mounted folder when it loads the configuration. */
export class SecretReference {
  /** @param name file of the secret, e.g. `jenkins-admin-password` */
  constructor(readonly name: string) {}
}

/**
 * The YAML of a Configuration as Code document.
 *
 * Jenkins replaces `${…}` in every value. What is no declared {@link SecretReference} is text and is escaped, so that
 * no setting can pull a secret into the configuration.
 *
 * @see https://github.com/jenkinsci/configuration-as-code-plugin/blob/master/docs/features/secrets.adoc
 */
export function configurationYaml(document: object): string {
  return stringify(escaped(document), { lineWidth: 0, aliasDuplicateObjects: false });
}

function escaped(value: unknown): unknown {
  if (value instanceof SecretReference) return `\${${value.name}}`;
  if (typeof value === "string") return value.replaceAll("${", "^${");
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, escaped(child)]));
}
