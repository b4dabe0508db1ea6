// What the Pulumi CLI prints of a stack, as the real one does.
import assert from "node:assert/strict";

import { Failure } from "../../nas/failure";
import { type Values } from "../stacks/good-settings";

/** Password of the state, as the program draws it. */
export const chapPassword = "drawn-chap-16chr";
/** And the one for the other direction. */
export const mutualPassword = "drawn-back-16chr";
const secretKeys = ["nasPassword", "nasDeviceToken", "registryPasswords"];

/** What `pulumi config --show-secrets --json` prints. */
export function configOf(values: Values): string {
  const entries = Object.entries(values).map(([key, value]) => [
    `jenkins-stack:${key}`,
    {
      value: typeof value === "string" ? value : JSON.stringify(value),
      ...(typeof value === "object" && { objectValue: value }),
      secret: secretKeys.includes(key),
    },
  ]);
  return JSON.stringify({
    ...Object.fromEntries(entries),
    "kubernetes:namespace": { value: "x", secret: false },
  });
}

/** What `pulumi stack export --show-secrets` prints. */
export function exportOf(passwords: Readonly<Record<string, unknown>>): string {
  const type = "random:index/randomPassword:RandomPassword";
  const resources = Object.entries(passwords).map(([name, result]) => ({
    ...{ urn: `urn:pulumi:prod::jenkins-stack::jenkins-stack:index:SynologyLun$${type}::${name}` },
    ...{ type, outputs: { result, length: 16 } },
  }));
  const others = [
    { urn: "urn:pulumi:prod::jenkins-stack::pulumi:pulumi:Stack::x", type: "pulumi:pulumi:Stack" },
    {
      urn: "urn:pulumi:prod::jenkins-stack::kubernetes:core/v1:Namespace::jenkins",
      ...{ type: "kubernetes:core/v1:Namespace", outputs: { metadata: { name: "jenkins" } } },
    },
  ];
  return JSON.stringify({ version: 3, deployment: { resources: [...others, ...resources] } });
}

/** A value as the state shows one that is secret. */
export const asSecret = (text: string) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(text),
});

/** Says whether an error is a failure of the request with this message. */
export const failureOf = (message: string) => (error: unknown) => {
  assert.ok(error instanceof Failure);
  assert.deepEqual([error.kind, error.message], ["request", message]);
  return true;
};
