import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import type plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";

/** How long a plugin may take to start and answer, in milliseconds. */
const patience = 5_000;

/**
 * Starts a plugin and asks for its version (without "v").
 *
 * Answers `undefined` for a program that is no plugin, fails or does not answer in time: such a file on
 * PATH is none of our business.
 */
export async function askVersion(executable: string): Promise<string | undefined> {
  // A plugin insists on the address of an engine; it is only called when something is logged.
  const child = spawn(executable, ["127.0.0.1:1"], { stdio: ["pipe", "pipe", "ignore"] });
  child.once("error", () => undefined);
  const timer = setTimeout(() => child.kill("SIGKILL"), patience);
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      return /^\d+$/.test(line) ? await versionAt(Number(line)) : undefined;
    }
    return undefined;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
    child.kill("SIGKILL");
  }
}

function versionAt(port: number): Promise<string> {
  const client = new services.ResourceProviderClient(
    `127.0.0.1:${port}`,
    grpc.credentials.createInsecure(),
  );
  return new Promise<string>((resolve, reject) => {
    client.getPluginInfo(
      new Empty(),
      new grpc.Metadata(),
      { deadline: Date.now() + patience },
      (error: grpc.ServiceError | null, info: plugin.PluginInfo) => {
        if (error) reject(error);
        else resolve(info.getVersion().replace(/^v/, ""));
      },
    );
  }).finally(() => {
    client.close();
  });
}
