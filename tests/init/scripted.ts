import type { DiscoveredCluster, DiscoveredNas } from "../../init/discovered";
import type { Dialogue, Lookout } from "../../init/interview";

/** What the questions of an interview are answered with, by the path that they name. */
export type Answers = Readonly<Record<string, string | readonly string[]>>;

/** A person who knows an answer to some questions, and takes what is proposed for the others. */
export class Person implements Dialogue {
  /** Everything that was shown. */
  shown = "";
  /** The paths that were asked for, in order. */
  readonly asked: string[] = [];
  #path = "";
  readonly #given = new Map<string, number>();

  constructor(private readonly answers: Answers) {}

  ask(prompt: string): Promise<string> {
    // As a terminal shows it: what is typed ends the line.
    this.shown += `${prompt}\n`;
    this.asked.push(this.#path);
    const answer = this.answers[this.#path] ?? "";
    const turn = this.#given.get(this.#path) ?? 0;
    this.#given.set(this.#path, turn + 1);
    const given = typeof answer === "string" ? answer : answer[turn];
    // Somebody who takes what is proposed where nothing is would be asked for ever.
    if (given === undefined || turn > 5)
      return Promise.reject(new Error(`asked again for ${this.#path}\n${this.shown.slice(-500)}`));
    return Promise.resolve(given);
  }

  askSecret(prompt: string): Promise<string> {
    return this.ask(prompt);
  }

  say(text: string): void {
    this.shown += text;
    this.#path =
      /^\n(\S+): /m.exec(text)?.[1] ?? (text.includes("fingerprint is") ? "trust" : this.#path);
  }
}

export const cluster: DiscoveredCluster = {
  nodes: [
    node("control-1", { controlPlane: true }),
    node("raspberry-pi", { arch: "arm64" }),
    node("worker-1"),
    node("worker-2"),
  ],
  ingressClasses: [{ name: "public", controller: "k8s.io/ingress-nginx" }],
  clusterIssuers: ["letsencrypt"],
};

export const nas: DiscoveredNas = {
  nodeUuid: "6c3f0f6a-3b1e-4b57-9a51-0d9b5a1f0c11",
  volumes: [
    { path: "/volume1", fileSystem: "ext4", usable: false, freeBytes: 9 * 1024 ** 4 },
    { path: "/volume2", fileSystem: "btrfs", usable: true, freeBytes: 1024 ** 3 },
    { path: "/volume3", fileSystem: "btrfs", usable: true, freeBytes: 2 * 1024 ** 4 },
  ],
  luns: 3,
  mostLuns: 256,
};

/** Surroundings in which everything is found, with some of it changed. */
export function lookout(changes: Partial<Lookout> = {}): Lookout {
  return {
    contexts: () => Promise.resolve(["admin@test"]),
    cluster: () => Promise.resolve(cluster),
    strangeCertificate: () => Promise.resolve(undefined),
    nas: () => Promise.resolve(nas),
    ...changes,
  };
}

function node(name: string, changes: Partial<DiscoveredCluster["nodes"][number]> = {}) {
  return {
    ...{ name, arch: "amd64", ready: true, controlPlane: false, labels: [] },
    ...changes,
  };
}
