import { readFile } from "node:fs/promises";

import { z } from "zod";

import { Failure } from "./failure";

const dependency = z.object({
  name: z.string(),
  optional: z.boolean().default(false),
  version: z.string(),
});

const offered = z.object({
  version: z.string(),
  requiredCore: z.string(),
  dependencies: z.array(dependency).default([]),
  /** In base64. */
  sha256: z.string().optional(),
  labels: z.array(z.string()).default([]),
  title: z.string().optional(),
});

const warning = z.object({
  id: z.string(),
  type: z.string(),
  name: z.string(),
  message: z.string(),
  url: z.string(),
  versions: z.array(z.object({ pattern: z.string() })).default([]),
});

const document = z.object({
  plugins: z.record(z.string(), offered),
  deprecations: z.record(z.string(), z.object({ url: z.string() })).default({}),
  warnings: z.array(warning).default([]),
});

/** What the update centre says, as far as this tool reads it: the newest version of every plugin, and advisories. */
export type UpdateCentre = z.output<typeof document>;

/** One plugin as the update centre offers it. */
export type OfferedPlugin = z.output<typeof offered>;

/**
 * Reads the document of an update centre, plain or as the script that browsers load.
 *
 * @param source where it comes from, for messages
 * @throws Failure when it is none
 */
export function parseUpdateCentre(text: string, source: string): UpdateCentre {
  const json = /^\s*updateCenter\.post\(\s*(\{[\s\S]*\})\s*\);?\s*$/.exec(text)?.[1] ?? text;
  const parsed = document.safeParse(jsonOf(json));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? "" : ` (${issue.path.join(".")})`;
  throw new Failure(
    `${source}: expected the document of an update centre, got something else${where}`,
  );
}

/**
 * Loads an update centre from a file or an address; a folder's address gets the usual name of the document.
 *
 * @param core Jenkins version the plugins are for: an update centre offers each the newest that it can run
 * @throws Failure when nothing can be read there
 */
export async function loadUpdateCentre(source: string, core: string): Promise<UpdateCentre> {
  if (!URL.canParse(source)) return parseUpdateCentre(await fileText(source), source);
  const url = new URL(source);
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw new Failure(`${source}: expected a file, or an address with http or https`);
  if (!url.pathname.endsWith(".json"))
    url.pathname = `${url.pathname.replace(/\/$/, "")}/update-center.json`;
  if (!url.searchParams.has("version")) url.searchParams.set("version", core);
  return parseUpdateCentre(await webText(url), url.href);
}

async function fileText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new Failure(`${path}: expected a file that can be read, got ${codeOf(error)}`);
  }
}

async function webText(url: URL): Promise<string> {
  const expected = `${url.href}: expected the document of an update centre`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(60_000) });
    if (response.ok) return await response.text();
    throw new Failure(`${expected}, got HTTP ${response.status}`);
  } catch (error) {
    if (error instanceof Failure) throw error;
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    throw new Failure(
      `${expected}, got ${codeOf(cause)}; without a network, name a file: --update-centre <file>`,
    );
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "an error";
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
