import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { execa } from "execa";

import { kubeconfigPath } from "../../../local/cluster";
import type { Platform } from "../../../local/up";
import { platform } from "../support/platform";

/** The cluster of the shared platform, and `kubectl` to look and to interfere behind the plugin's back. */
export class TestCluster {
  private constructor(
    private readonly instance: Platform["instance"],
    readonly tools: Platform["tools"],
  ) {}

  static async start(): Promise<TestCluster> {
    const { instance, tools } = await platform();
    return new TestCluster(instance, tools);
  }

  /** Absolute path of a kubeconfig with all rights. */
  get kubeconfig(): string {
    return kubeconfigPath(this.instance);
  }

  /** A folder of its own below the instance, so that programs find the project's node_modules. */
  async folder(name: string): Promise<string> {
    const folder = join(
      this.instance.folder,
      "scratch",
      `${name}-${randomBytes(3).toString("hex")}`,
    );
    await mkdir(folder, { recursive: true });
    return folder;
  }

  async kubectl(args: readonly string[], input?: unknown): Promise<string> {
    const { stdout } = await execa(this.tools.kubectl, ["--kubeconfig", this.kubeconfig, ...args], {
      ...(input === undefined ? { stdin: "ignore" } : { input: JSON.stringify(input) }),
    });
    return stdout;
  }

  /** The live object, managed fields included; fails when there is none. */
  async get<Live = LiveObject>(kind: string, name: string, namespace = "default"): Promise<Live> {
    const args = ["get", kind, name, "-n", namespace, "-o", "json", "--show-managed-fields"];
    return JSON.parse(await this.kubectl(args)) as Live;
  }

  /** Whether the object exists. */
  async has(kind: string, name: string, namespace = "default"): Promise<boolean> {
    const args = ["get", kind, name, "-n", namespace, "--ignore-not-found", "-o", "name"];
    return (await this.kubectl(args)) !== "";
  }

  /** Makes an object as somebody else would. */
  async create(object: unknown): Promise<void> {
    await this.kubectl(["create", "-f", "-"], object);
  }

  /** Sets fields as another server-side-apply manager. */
  async applyAs(manager: string, object: unknown): Promise<void> {
    const args = [
      "apply",
      "--server-side",
      "--force-conflicts",
      "--field-manager",
      manager,
      "-f",
      "-",
    ];
    await this.kubectl(args, object);
  }

  /** A new namespace that nothing else uses. */
  async namespace(): Promise<string> {
    const name = `test-${randomBytes(4).toString("hex")}`;
    await this.kubectl(["create", "namespace", name]);
    return name;
  }
}

/** The parts of a live object that tests look at. */
export interface LiveObject {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly finalizers?: readonly string[];
    readonly managedFields: readonly {
      readonly manager: string;
      readonly operation: string;
      readonly subresource?: string;
    }[];
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly type?: string;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
}

/** A name that no other test uses. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(3).toString("hex")}`;
}
