import { join } from "node:path";

import { startSimulator } from "./simulator";

/** `main.ts <folder> <dsmPort> <iscsiPort>`: serves the NAS of an instance folder until it is told to end. */
async function main([folder, dsmPort, iscsiPort]: readonly string[]): Promise<void> {
  if (folder === undefined || !Number(dsmPort) || !Number(iscsiPort)) {
    throw new Error("arguments: expected <folder> <dsmPort> <iscsiPort>");
  }
  const simulator = await startSimulator({
    folder: join(folder, "nas"),
    dsmPort: Number(dsmPort),
    iscsiPort: Number(iscsiPort),
  });
  const end = (): void => void simulator.close();
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
