import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Engine } from "../local/engine/pulumi";

/**
 * A program that costs the least any program of this size can cost: as many ConfigMaps through the same engine,
 * plugins, provider options and transpiler. What is above it is ours.
 */
export async function writeFloorProgram(
  engine: Engine,
  name: string,
  objects: number,
): Promise<FloorProgram> {
  const folder = join(engine.instance.folder, name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "Pulumi.yaml"), `name: ${name}\nruntime: nodejs\nmain: index.ts\n`);
  await writeFile(
    join(folder, "index.ts"),
    source(objects, join(engine.instance.folder, "kubeconfig")),
  );
  const program = new FloorProgram(engine, folder);
  await program.run(["stack", "init", "floor"]);
  return program;
}

/** A program beside ours on the same backend. */
export class FloorProgram {
  constructor(
    private readonly engine: Engine,
    private readonly folder: string,
  ) {}

  /** Runs a Pulumi command in the program's folder; a failure is an error. */
  async run(args: readonly string[]): Promise<string> {
    const { exitCode, output } = await this.engine.run(
      [...args, "--non-interactive", "--color", "never"],
      { cwd: this.folder, environment: { PULUMI_OPTION_CONFIG_FILE: undefined } },
    );
    if (exitCode !== 0) throw new Error(`pulumi ${args.join(" ")} failed\n${output}`);
    return output;
  }
}

function source(objects: number, kubeconfig: string): string {
  if (objects === 0) return 'import "@pulumi/pulumi";\n';
  return `import * as k8s from "@pulumi/kubernetes";

const provider = new k8s.Provider("cluster", {
  kubeconfig: ${JSON.stringify(kubeconfig)},
  clusterIdentifier: "floor",
  enableConfigMapMutable: true,
});
const namespace = new k8s.core.v1.Namespace("floor", { metadata: { name: "floor" } }, { provider });
for (let index = 0; index < ${objects - 1}; index += 1) {
  const name = \`floor-\${index}\`;
  new k8s.core.v1.ConfigMap(
    name,
    { metadata: { name, namespace: namespace.metadata.name }, data: { index: String(index) } },
    { provider },
  );
}
`;
}
