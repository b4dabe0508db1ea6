import type { Answer, ClusterApi, Right } from "../../../doctor/cluster";

/** A stand-in for an API server: bodies by path, and what it is asked. Everything else is not found. */
export class StandInCluster implements ClusterApi {
  readonly server = "https://api.example:6443";
  readonly reads: string[] = [];
  readonly asked: Right[] = [];

  constructor(
    private readonly bodies: Readonly<Record<string, unknown>> = {},
    private readonly allows: (right: Right) => boolean = () => true,
    private readonly time?: number,
  ) {}

  read(path: string): Promise<Answer> {
    this.reads.push(path);
    const body = this.bodies[path];
    return Promise.resolve({ status: body === undefined ? 404 : 200, body, time: this.time });
  }

  may(right: Right): Promise<boolean> {
    this.asked.push(right);
    return Promise.resolve(this.allows(right));
  }

  whoAmI(): Promise<string | undefined> {
    return Promise.resolve("ci");
  }
}
