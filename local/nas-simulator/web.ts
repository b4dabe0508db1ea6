import { readFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";

/** An HTTPS request to the NAS of a folder, trusting its authority only. */
export interface WebRequest {
  readonly nasFolder: string;
  readonly port: number;
  readonly path: string;
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Default 5000. */
  readonly timeoutMs?: number;
}

/** An answer as it came. */
export interface WebAnswer {
  readonly status: number;
  readonly text: string;
  /** `Set-Cookie` headers. */
  readonly cookies: readonly string[];
}

/** Sends a request to `[::1]` and returns the answer. Rejects when nobody answers in time. */
export function sendWeb(options: WebRequest): Promise<WebAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: "::1",
        port: options.port,
        path: options.path,
        method: options.method ?? "GET",
        headers: options.headers ?? {},
        ca: readFileSync(join(options.nasFolder, "ca.crt")),
        agent: false,
        timeout: options.timeoutMs ?? 5000,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          const cookies = response.headers["set-cookie"] ?? [];
          resolve({ status: response.statusCode ?? 0, text, cookies });
        });
      },
    );
    sent.on("timeout", () => sent.destroy(new Error("the simulated NAS does not answer")));
    sent.on("error", reject);
    sent.end(options.body);
  });
}
