import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";

import { down } from "../local/down";
import { localStack } from "../local/engine/environment";
import type { Engine } from "../local/engine/pulumi";
import { up, type Platform } from "../local/up";
import { writeFloorProgram } from "./floor";
import { nasRows } from "./nas";
import { median, table, time, timeInTurn, type Action, type Row } from "./measure";

const folder = ".local-bench";

/** Measures our program beside the floor on one platform, in one run, and returns a Markdown table. */
export async function runBench(root: string): Promise<string> {
  const stop = () => down({ root, folder, report: () => undefined });
  await stop();
  try {
    const warmUp = await time("npm run up, toolchain cached", () => npmUp(root), 1);
    const platform = await up({ root, folder, renderer: "silent" });
    const rows = [
      {
        what: "`npm run up` (toolchain cached, platform down)",
        value: median(warmUp),
        unit: "s",
        limit: 45,
      } as const,
      ...(await programRows(platform)),
      ...(await nasRows(root, platform)),
      ...(await loadRows(root)),
    ];
    return `${cpus().length} cores, Node ${process.versions.node}\n\n${table(rows)}`;
  } finally {
    await stop();
  }
}

function npmUp(root: string): Promise<void> {
  execFileSync("npm", ["run", "--silent", "up", "--", "--instance", folder], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return Promise.resolve();
}

async function programRows({ engine }: Platform): Promise<Row[]> {
  const objects = await resourceCount(engine);
  const floor = await writeFloorProgram(engine, "floor", objects);
  await floor.run(["up", "--yes", "--skip-preview"]);
  const [preview, floorPreview] = await timeInTurn([
    ["preview", () => engine.expect(["preview"])],
    ["floor preview", () => floor.run(["preview"])],
  ]);
  const [noop, floorNoop] = await timeInTurn([
    ["no-op up", () => engine.expect(["up", "--yes"])],
    ["floor no-op up", () => floor.run(["up", "--yes"])],
  ]);
  await floor.run(["destroy", "--yes", "--skip-preview"]);

  const empty = await writeFloorProgram(engine, "empty", 0);
  const shortRuns = 9;
  const [emptyPreview, refused] = await timeInTurn(
    [
      ["empty preview", () => empty.run(["preview"])],
      ["settings error", () => settingsError(engine)],
    ],
    shortRuns,
  );

  return [
    {
      what: `no-op \`pulumi up\` of ${localStack} (${objects} resources)`,
      value: median(noop),
      unit: "s",
      limit: 10,
    },
    { what: `\`pulumi preview\` of ${localStack}`, value: median(preview), unit: "s", limit: 5 },
    { what: `floor: no-op \`up\` of ${objects} ConfigMaps`, value: median(floorNoop), unit: "s" },
    { what: `floor: \`preview\` of ${objects} ConfigMaps`, value: median(floorPreview), unit: "s" },
    { what: "no-op `up` against the floor", value: median(noop) / median(floorNoop), unit: "×" },
    {
      what: "`preview` against the floor",
      value: median(preview) / median(floorPreview),
      unit: "×",
    },
    { what: "`preview` of an empty program", value: median(emptyPreview), unit: "s" },
    {
      what: "a settings error against the empty program",
      value: median(refused) / median(emptyPreview),
      unit: "×",
      limit: 1.3,
    },
  ];
}

async function resourceCount(engine: Engine): Promise<number> {
  const state = JSON.parse(await engine.expect(["stack", "export"])) as {
    deployment: { resources: { custom?: boolean }[] };
  };
  return state.deployment.resources.filter(({ custom }) => custom === true).length;
}

/** A preview that the settings refuse. The CLI keeps the unknown key: nothing else previews this stack afterwards. */
async function settingsError(engine: Engine): Promise<void> {
  const { exitCode } = await engine.run([
    "preview",
    "--stack",
    localStack,
    "--non-interactive",
    "--config",
    "jenkins-stack:nonsense=1",
  ]);
  if (exitCode === 0) throw new Error("bench: expected the settings to be refused");
}

/** Loading the program's modules with and without a type check, each in a fresh process. */
async function loadRows(root: string): Promise<Row[]> {
  const program = await readFile(join(root, "index.ts"), "utf8");
  // All but the one that reads settings while it is loaded.
  const modules = [...program.matchAll(/from "(\.\/(?!program\/settings")[^"]+)"/g)].map(
    ([, path]) => path,
  );
  const requireAll = `for (const path of ${JSON.stringify(modules)}) require(path)`;
  const load = (name: string, preload: readonly string[]): Action => [
    name,
    () => {
      execFileSync(process.execPath, [...preload, "--eval", requireAll], {
        cwd: root,
        stdio: ["ignore", "ignore", "inherit"],
      });
      return Promise.resolve();
    },
  ];
  const [ours, transpiled, checked] = await timeInTurn([
    load("load, esbuild", ["--require", join(root, "typescript/register.cjs")]),
    load("load, transpile only", ["--require", "ts-node/register/transpile-only"]),
    load("load, type check", ["--require", "ts-node/register"]),
  ]);
  return [
    { what: "load of the components, esbuild", value: median(ours), unit: "s" },
    {
      what: "load against ts-node transpile-only",
      value: median(ours) / median(transpiled),
      unit: "×",
      limit: 1,
    },
    {
      what: "load against ts-node with type check",
      value: median(ours) / median(checked),
      unit: "×",
      limit: 1,
    },
  ];
}
