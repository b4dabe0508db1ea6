import * as pulumi from "@pulumi/pulumi";

/** The configuration of a stack as Pulumi hands it to a program. */
export interface StoredConfig {
  /** Name of the stack, for messages. */
  readonly stack: string;
  /** Texts by key without the project's name; an object arrives as JSON. */
  readonly values: Readonly<Record<string, string>>;
  /** Keys that are stored encrypted, wholly or in part. */
  readonly encrypted: ReadonlySet<string>;
}

/** Reads the configuration of the running stack, leaving out what belongs to other packages. */
export function storedConfig(): StoredConfig {
  const prefix = `${pulumi.getProject()}:`;
  const own = Object.entries(pulumi.runtime.allConfig()).filter(([key]) => key.startsWith(prefix));
  return {
    stack: pulumi.getStack(),
    values: Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value])),
    encrypted: new Set(
      own.filter(([key]) => isEncrypted(key)).map(([key]) => key.slice(prefix.length)),
    ),
  };
}

// The SDK knows which keys are encrypted and exports it, but leaves the function out of its typings.
function isEncrypted(key: string): boolean {
  const { isConfigSecret } = pulumi.runtime as unknown as {
    isConfigSecret: (key: string) => boolean;
  };
  return isConfigSecret(key);
}
