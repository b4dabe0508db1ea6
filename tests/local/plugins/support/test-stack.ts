import { mkdir, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  LocalWorkspace,
  PulumiCommand,
  type EngineEvent,
  type OpMap,
  type PulumiFn,
  type Stack,
} from "@pulumi/pulumi/automation";

/** What one operation of the engine came to. */
export interface Outcome {
  /** Everything the CLI printed. */
  readonly text: string;
  readonly events: readonly EngineEvent[];
  /** Number of resources by what was done to them; absent when the operation failed before its end. */
  readonly changes: OpMap | undefined;
  readonly failed: boolean;
}

const project = "plugins";

/** A stack of its own on the real engine, with plugins and state in a scratch folder. */
export class TestStack {
  private constructor(
    /** Scratch folder of the stack; programs may use it too. */
    readonly folder: string,
    private readonly stack: Stack,
    private readonly stackOutputs: Stack["outputs"],
  ) {}

  /**
   * @param pulumi the CLI
   * @param plugins fill `<folder>/pulumi/plugins`
   */
  static async create(
    pulumi: string,
    ...plugins: readonly ((folder: string) => Promise<unknown>)[]
  ): Promise<TestStack> {
    const folder = await mkdtemp(join(tmpdir(), "jenkins-stack-"));
    await mkdir(join(folder, "cli", "bin"), { recursive: true });
    await mkdir(join(folder, "state"));
    await symlink(pulumi, join(folder, "cli", "bin", "pulumi"));
    for (const install of plugins) await install(folder);
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName: "test", projectName: project, program: () => Promise.resolve() },
      {
        pulumiCommand: await PulumiCommand.get({ root: join(folder, "cli") }),
        pulumiHome: join(folder, "pulumi"),
        envVars: {
          PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
          PULUMI_CONFIG_PASSPHRASE: "test",
          PULUMI_SKIP_UPDATE_CHECK: "true",
          PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
          PULUMI_DISABLE_REGISTRY_RESOLVE: "true",
          PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
        },
      },
    );
    // Every up ends by asking for both, which is three runs of the CLI; who wants outputs asks for them.
    const outputs = stack.outputs.bind(stack);
    stack.outputs = () => Promise.resolve({});
    stack.info = () => Promise.resolve(undefined);
    return new TestStack(folder, stack, outputs);
  }

  preview(program: PulumiFn): Promise<Outcome> {
    return this.run((options) => this.stack.preview({ ...options, program, diff: true }));
  }

  up(program: PulumiFn): Promise<Outcome> {
    return this.run((options) => this.stack.up({ ...options, program, continueOnError: true }));
  }

  refresh(): Promise<Outcome> {
    return this.run((options) => this.stack.refresh(options));
  }

  destroy(): Promise<Outcome> {
    return this.run((options) => this.stack.destroy(options));
  }

  /** Gives up a lock that a killed CLI left. */
  cancel(): Promise<void> {
    return this.stack.cancel();
  }

  async outputs(): Promise<Record<string, unknown>> {
    const outputs = Object.entries(await this.stackOutputs());
    return Object.fromEntries(outputs.map(([name, { value }]) => [name, value as unknown]));
  }

  /** The state file as it lies on disk: secrets are ciphertext. */
  async stateText(): Promise<string> {
    const file = join(this.folder, "state", ".pulumi", "stacks", project, "test.json");
    return readFile(file, "utf8");
  }

  /** The resource of that name in state, as it lies on disk. */
  async resource(name: string): Promise<StateResource | undefined> {
    const state = JSON.parse(await this.stateText()) as {
      checkpoint: { latest: { resources?: StateResource[] } };
    };
    return state.checkpoint.latest.resources?.find(({ urn }) => urn.endsWith(`::${name}`));
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  private async run(
    operate: (options: {
      onOutput: (text: string) => void;
      onEvent: (event: EngineEvent) => void;
      color: "never";
    }) => Promise<unknown>,
  ): Promise<Outcome> {
    const events: EngineEvent[] = [];
    let text = "";
    const onOutput = (part: string): void => void (text += part);
    const onEvent = (event: EngineEvent): void => void events.push(event);
    const failure: unknown = await operate({ onOutput, onEvent, color: "never" }).then(
      () => undefined,
      (error: unknown) => error,
    );
    const changes = events.find((event) => event.summaryEvent)?.summaryEvent?.resourceChanges;
    const said = failure instanceof Error ? failure.message : "";
    return { text: `${text}\n${said}`, events, changes, failed: failure !== undefined };
  }
}

export interface StateResource {
  readonly urn: string;
  readonly id?: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** The messages that the engine printed beside the resource of that name, transient ones included. */
export function printedBeside(outcome: Outcome, name: string): string[] {
  return outcome.events.flatMap(({ diagnosticEvent }) =>
    diagnosticEvent?.urn?.endsWith(`::${name}`) ? [diagnosticEvent.message.trimEnd()] : [],
  );
}
