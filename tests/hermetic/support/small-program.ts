/** A stack of its smallest program: what matters is that the file is there. */
export const stackFile = "config:\n  jenkins-stack:nas: {account: pulumi}\n";

/** A program in a few lines, with the SDK as `pulumi` and a ConfigMap to be made. */
export function program(...lines: readonly string[]): string {
  return [
    'import * as pulumi from "@pulumi/pulumi";',
    'const configMap = (name: string, data: object, opts = {}) => new pulumi.CustomResource("kubernetes:core/v1:ConfigMap", name, { data }, opts);',
    "void configMap;",
    ...lines,
  ].join("\n");
}
