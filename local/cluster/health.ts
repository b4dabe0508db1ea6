import { readFile } from "node:fs/promises";
import { request } from "node:https";
import { setTimeout as delay } from "node:timers/promises";
import { logPath, type Instance } from "../instance";
import type { Component } from "./components";

/** How long a cluster may take to be ready, in milliseconds; usually it takes five seconds. */
export const timeoutMs = 90_000;

/** Whether a health endpoint on loopback answers 200; nothing is sent, so the certificate does not matter. */
function healthy(port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const options = { host: "127.0.0.1", port, path, rejectUnauthorized: false, timeout: 2_000 };
    const probe = request({ ...options, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    probe.once("timeout", () => probe.destroy(new Error("timeout")));
    probe.once("error", () => {
      resolve(false);
    });
    probe.end();
  });
}

/** Whether the API server answers that it is ready. */
export function apiserverReady(instance: Instance): Promise<boolean> {
  return healthy(instance.ports.apiserver, "/readyz");
}

/** Whether API server, scheduler and controller manager all answer that they are well. */
export async function controlPlaneReady(instance: Instance): Promise<boolean> {
  const { scheduler, controllerManager } = instance.ports;
  const answers = await Promise.all([
    apiserverReady(instance),
    healthy(scheduler, "/healthz"),
    healthy(controllerManager, "/healthz"),
  ]);
  return answers.every((answer) => answer);
}

/** The end of a component's log, for an error message. */
export async function lastWords(instance: Instance, name: Component): Promise<string> {
  const path = logPath(instance, name);
  const text = await readFile(path, "utf8").catch(() => "");
  const lines = text.trimEnd().split("\n").slice(-3).join("\n");
  return `${name} (log: ${path}):\n${lines}`;
}

/** Asks until the answer is yes; throws what `failure` says when the time is over. */
export async function until(
  question: () => Promise<boolean>,
  failure: () => Promise<string>,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await question())) {
    if (Date.now() > deadline) throw new Error(await failure());
    await delay(100);
  }
}
