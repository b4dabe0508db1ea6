import { groovyText } from "./groovy";
import type { ItemSettings } from "./settings";

/** What people see of a folder or job. */
export function description({ displayName, description }: ItemSettings): string[] {
  return [
    ...(displayName === undefined ? [] : [call("displayName", displayName)]),
    ...(description === undefined ? [] : [call("description", description)]),
  ];
}

/** A call with the credential, where there is one. */
export function credential(
  method: string,
  { credentials }: { readonly credentials?: string },
): string[] {
  return credentials === undefined ? [] : [call(method, credentials)];
}

/** A call with a text. */
export function call(method: string, text: string): string {
  return `${method}(${groovyText(text)})`;
}

/** A call with a block, in lines that are indented below it. */
export function block(head: string, body: readonly string[]): string {
  const lines = body.flatMap((part) => part.trimEnd().split("\n"));
  return lines.length === 0
    ? `${head}\n`
    : `${head} {\n${lines.map((line) => `  ${line}`).join("\n")}\n}\n`;
}
