import type { Properties } from "../../../local/plugins/rpc/values";
import type { Subject } from "../../local/plugins/support/origins";
import { KubernetesPlugin } from "./plugin";
import type { TestCluster } from "./support";

/** What a group of behaviours is tested in: the shared cluster and one origin's plugin. */
export class World {
  #cluster: TestCluster | undefined;
  #executable: string | undefined;
  #home: string | undefined;
  #shared: KubernetesPlugin | undefined;
  readonly #started: KubernetesPlugin[] = [];

  constructor(readonly subject: Subject) {}

  async begin(cluster: TestCluster): Promise<void> {
    this.#cluster = cluster;
    this.#home = await cluster.folder(`home-${this.subject.origin}`);
    this.#executable = await this.subject.install(this.#home);
    this.#shared = await this.start({
      enableConfigMapMutable: "true",
      enableSecretMutable: "true",
    });
  }

  async end(): Promise<void> {
    await Promise.all(this.#started.map((plugin) => plugin.stop()));
  }

  get cluster(): TestCluster {
    return present(this.#cluster);
  }

  /** Folder whose `pulumi` subfolder is a PULUMI_HOME with this plugin. */
  get home(): string {
    return present(this.#home);
  }

  /** A plugin with mutable ConfigMaps and Secrets, as the program configures it. */
  get plugin(): KubernetesPlugin {
    return present(this.#shared);
  }

  /** A plugin of other settings; stopped with the others at the end. */
  async start(
    settings: Properties = {},
    environment: NodeJS.ProcessEnv = {},
  ): Promise<KubernetesPlugin> {
    const kubeconfig = this.cluster.kubeconfig;
    const plugin = await KubernetesPlugin.start(
      present(this.#executable),
      { kubeconfig, ...settings },
      environment,
    );
    this.#started.push(plugin);
    return plugin;
  }
}

function present<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("the world has not begun");
  return value;
}
