import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import * as pulumi from "@pulumi/pulumi";

import { answered, withName } from "./mocks";
import { Registrations } from "./registrations";
import type { Rendering, RenderedResource, RenderRequest } from "./rendering";

// Runs as a process of its own: the request comes on standard input, the rendering leaves on descriptor 3. Whatever the
// program prints is nobody's answer.
const answer = 3;
// The SDK takes a stack trace for every resource; mapping them to sources costs more than the program itself.
process.setSourceMapsEnabled(false);
const warningPrefix = "warning: [runtime] ";

interface Call {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly read: boolean;
  readonly inputs: Readonly<Record<string, unknown>>;
}

async function main(): Promise<Rendering> {
  const { stack, config, secretKeys } = JSON.parse(await text(process.stdin)) as RenderRequest;
  const calls: Call[] = [];
  const asked: string[] = [];
  const registrations = new Registrations(stack);
  const mocks: pulumi.runtime.Mocks = {
    newResource: (args) => {
      const { type, name, custom, id } = args;
      const read = id !== undefined && id !== "";
      const inputs = withName(type, name, args.inputs as object as Call["inputs"]);
      calls.push({ type, name, custom: custom !== false, read, inputs });
      return answered(args);
    },
    call: ({ token }) => {
      // The stack's own last state: both sides begin as if there were none.
      if (token === "pulumi:pulumi:readStackResourceOutputs") return { outputs: {} };
      const problem = `${token}: expected a program that asks no provider, got this call`;
      // Where the answer goes nowhere, its failure would be seen by nobody.
      asked.push(problem);
      throw new Error(problem);
    },
  };
  await pulumi.runtime.setMocks(mocks, "jenkins-stack", stack, false, "organization");
  acceptHooks();
  pulumi.runtime.setAllConfig({ ...config }, [...secretKeys]);
  const warnings = collectWarnings();
  const error = await runProgram(registrations);
  const twice = registrations.duplicates.map((key) => `registered twice: ${key}`);
  const problems = asked.length > 0 ? asked : error === undefined ? [] : [error];
  const problem = [...problems, ...twice].join("\n");
  return {
    resources: calls.flatMap((call) => rendered(call, registrations)),
    warnings,
    ...(problem === "" ? {} : { error: problem }),
  };
}

/** What the program ends with; nothing when it ends well. */
async function runProgram(registrations: Registrations): Promise<string | undefined> {
  // What is thrown where nobody waits ends a program under the engine, too.
  const unhandled = new Promise<unknown>((resolve) => process.once("unhandledRejection", resolve));
  const run = pulumi.runtime
    .runInPulumiStack(async () => {
      pulumi.runtime.registerStackTransformation(registrations.record);
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      return await Promise.resolve(require(join(process.cwd(), "index.js")) as unknown);
    })
    .finally(() => pulumi.runtime.disconnect())
    .then(
      () => undefined,
      (error: unknown) => error,
    );
  const error = await Promise.race([run, unhandled]);
  if (error === undefined) return undefined;
  return error instanceof Error ? error.message : `the program threw ${typeof error}`;
}

function rendered(call: Call, registrations: Registrations): RenderedResource[] {
  const { type, name, custom, read, inputs } = call;
  const registration = registrations.of(type, name);
  return custom && registration !== undefined
    ? [{ ...registration, type, name, read, inputs }]
    : [];
}

/** Mocks know nothing of hooks, which no preview runs. */
function acceptHooks(): void {
  const accept = (_: unknown, done: (error: null, answer: object) => void) => {
    done(null, {});
  };
  const monitor = pulumi.runtime.getMonitor() as object;
  Object.assign(monitor, { registerResourceHook: accept, registerErrorHook: accept });
}

/** Without an engine, the SDK's log goes to the console. */
function collectWarnings(): readonly string[] {
  const warnings: string[] = [];
  console.warn = (line: unknown) => {
    const message = String(line);
    if (message.startsWith(warningPrefix)) warnings.push(message.slice(warningPrefix.length));
  };
  return warnings;
}

void main().then((rendering) => {
  writeFileSync(answer, JSON.stringify(rendering));
  process.exit(0);
});
