import type { CareData, KnownSnapshot, LoggedIn, World } from "../../restore/world";

/** The end of a run that was killed. */
export class Killed extends Error {}

/** A controller, a NAS and a record as they would answer, in memory, with a run that can be killed at any change. */
export class StandIn {
  replicas: number | undefined = 1;
  quiet: string | undefined;
  content = "today";
  record: CareData = {};
  sessions: LoggedIn[] = [];
  /** Counts what was asked of the controller, as an API server does. */
  generation = 1;
  restoredTime = 0;
  settled = true;
  enabled = true;
  /** Whether the LUN was smaller in the snapshot. */
  smaller = false;
  /** What reverts and the last pruning were told. */
  open: readonly string[] = [];
  readonly writers: (string | undefined)[] = [];
  spared: readonly string[] = [];
  readonly contents = new Map<string, string>();
  readonly snapshots: KnownSnapshot[] = [];
  readonly lines: string[] = [];
  readonly changes: string[] = [];
  /** How often the operator's patience allows another look. */
  patience = 3;
  /** How many looks a pod outlives its controller's replicas. */
  stopping = 1;
  /** Number of the change at which the run is killed, and whether that change still takes place. */
  killAt: { readonly change: number; readonly after: boolean } | undefined;
  #now = Date.parse("2026-11-21T12:00:00Z");

  constructor() {
    this.#take({ name: "good", present: false }, "last week");
  }

  /** What a new process works with. */
  world(): World {
    let made = 0;
    let looks = 0;
    const change = (what: string, work: () => void): Promise<void> => {
      const kill = this.killAt?.change === ++made ? this.killAt : undefined;
      if (kill?.after === false) return Promise.reject(new Killed(`before ${what}`));
      this.changes.push(what);
      work();
      return kill === undefined ? Promise.resolve() : Promise.reject(new Killed(`after ${what}`));
    };
    return {
      controller: {
        replicas: () => Promise.resolve(this.replicas),
        generation: () => Promise.resolve(this.generation),
        scale: (replicas) =>
          change(`scale ${replicas}`, () => {
            if (this.replicas !== replicas) this.generation++;
            this.replicas = replicas;
          }),
        pods: () => {
          const there = (this.replicas ?? 0) > 0 || this.stopping-- > 0;
          return Promise.resolve(there ? ["jenkins-0"] : []);
        },
        startQuietly: (reason) =>
          change("quiet", () => {
            this.quiet = reason;
          }),
      },
      nas: {
        snapshots: () => Promise.resolve([...this.snapshots]),
        sessions: () => Promise.resolve(this.sessions),
        condition: () => {
          const { restoredTime, settled, enabled } = this;
          return Promise.resolve({
            ...{ restoredTime, settled },
            targets: [{ name: "jenkins", enabled }],
          });
        },
        revert: async (uuid, open, writer) => {
          this.open = open;
          this.writers.push(writer);
          const name = this.snapshots.find((one) => one.uuid === uuid)?.name ?? "";
          const base = `before-restore-${name}`;
          const count = this.snapshots.filter((one) => one.name.startsWith(base)).length;
          await change("keep", () => {
            const kept = count === 0 ? base : `${base}.${count + 1}`;
            this.#take({ name: kept, present: true }, this.content);
          });
          await change("revert", () => {
            this.content = this.contents.get(uuid) ?? "";
            this.restoredTime = this.#now / 1000;
          });
          return { restoredAt: new Date(this.#now).toISOString() };
        },
        grow: () => {
          this.changes.push("grow");
          return Promise.resolve(this.smaller);
        },
        prune: (spared) => {
          this.spared = spared;
          return Promise.resolve();
        },
      },
      record: {
        read: () => Promise.resolve(this.record),
        write: (changes) =>
          change(`record ${Object.keys(changes).join(" ")}`, () => {
            this.record = Object.fromEntries(
              Object.entries({ ...this.record, ...changes }).filter(
                (entry): entry is [string, string] => entry[1] !== undefined,
              ),
            );
          }),
      },
      pause: () => Promise.resolve(++looks <= this.patience),
      report: (line) => this.lines.push(line),
    };
  }

  /** What a snapshot holds. */
  held(name: string | undefined): string | undefined {
    return this.contents.get(this.snapshots.find((one) => one.name === name)?.uuid ?? "");
  }

  #take({ name, present }: Pick<KnownSnapshot, "name" | "present">, content: string): void {
    this.#now += 1000;
    const uuid = `uuid-of-${name}`;
    const createdAt = new Date(this.#now).toISOString();
    this.snapshots.push({ name, uuid, description: name, createdAt, present });
    this.contents.set(uuid, content);
  }
}
