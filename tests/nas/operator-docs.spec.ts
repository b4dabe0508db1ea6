// docs/nas.md and the examples of `--help`: everything they name exists, and every command line in them works as it stands.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { operatorArguments } from "../../commands/nas/arguments";
import { exitCodes } from "../../nas/failure";
import { foundSomething } from "../../nas/verbs/verb";
import { root } from "../stacks/good-settings";
import { runTool, type Run } from "./run-tool";
import { requestFor, Scratch, ScriptedNas } from "./story";

const documented = readFileSync(join(root, "docs/nas.md"), "utf8");
const rowsOf = (heading: string): string[][] => {
  const [, section = ""] = documented.split(`## ${heading}\n`);
  return [...section.split("\n## ")[0]!.matchAll(/^\| (.*) \|$/gm)]
    .slice(2)
    .map(([, row = ""]) => row.split("|").map((cell) => cell.trim()));
};
const verbs = rowsOf("Verbs").map(([verb = ""]) => verb.replaceAll("`", ""));

describe("docs/nas.md", () => {
  let scratch: Scratch;
  before(() => {
    scratch = new Scratch();
  });
  after(() => {
    scratch.discard();
  });
  const help = async (...argv: string[]) =>
    (await runTool([...argv, "--help"], "", scratch)).stdout;
  const commandsOf = (text: string) =>
    [...text.matchAll(/^ {2}(\w+) .*\S/gm)]
      .map(([, name = ""]) => name)
      .filter((name) => name !== "help");

  it("lists exactly the verbs there are", async () => {
    const listed = (text: string) => commandsOf(text.split("Commands:")[1]!.split("\n\n")[0]!);
    const found: string[] = [];
    for (const name of listed(await help())) {
      const below = await help(name);
      if (below.includes("Commands:"))
        found.push(...listed(below).map((verb) => `${name} ${verb}`));
      else found.push(name);
    }
    assert.deepEqual(found.toSorted(), verbs.toSorted());
  });

  it("lists exactly the exit codes there are", () => {
    assert.deepEqual(
      rowsOf("Exit codes").map(([code]) => Number(code)),
      [0, ...Object.values(exitCodes), foundSomething],
    );
  });

  it("names only options that the verb has", async () => {
    for (const line of await examples()) {
      const { verb, rest } = operatorArguments(toolWords(line));
      const text = await help(...verb.split(" "));
      for (const word of rest.filter((one) => one.startsWith("--")))
        assert.ok(text.includes(` ${word.replace(/=.*/, "")}`), `${word} in ${line}`);
    }
  });

  it("has examples that work as they stand, and so has every verb's help", async () => {
    const lines = await examples();
    const shown = lines.map((line) => operatorArguments(toolWords(line)).verb);
    assert.deepEqual([...new Set(shown)].toSorted(), verbs.toSorted());
    for (const line of new Set(lines)) {
      const { exitCode, stderr } = await attempt(line);
      assert.ok([0, foundSomething].includes(exitCode), `${line}\n${stderr}`);
    }
  }).timeout(60_000);

  it("lists exactly the keys that each verb prints for machines", async () => {
    const keys = rowsOf("For machines").map(([verb = "", names = ""]) => [
      verb.replaceAll("`", ""),
      names.replaceAll("`", "").split(", "),
    ]);
    const lines = await examples();
    const printed = [];
    for (const verb of verbs) {
      const line = lines.find((one) => operatorArguments(toolWords(one)).verb === verb) ?? "";
      const { stdout } = await attempt(line, "--json");
      printed.push([verb, Object.keys(JSON.parse(stdout) as object)]);
    }
    const sorted = (rows: unknown[][]) =>
      Object.fromEntries(
        rows.map(([verb, names]) => [verb, (names as string[]).toSorted()]),
      ) as object;
    assert.deepEqual(sorted(printed), sorted(keys));
  }).timeout(60_000);

  /** Command lines with the tool in them, of the document and of every verb's help. */
  async function examples(): Promise<string[]> {
    const blocks = [...documented.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = ""]) => block);
    const ofHelp: string[] = [];
    for (const verb of verbs) {
      const [, lines = ""] = (await help(...verb.split(" "))).split("Examples:\n");
      assert.notEqual(lines.trim(), "", `${verb} has examples`);
      ofHelp.push(lines);
    }
    return [...blocks, ...ofHelp]
      .flatMap((block) => block.split("\n"))
      .map((line) => line.trim())
      .filter((line) => /npm run .*nas -- |run\.cjs/.test(line));
  }

  /** Runs the tool's part of a command line on a NAS that has what the examples speak of. */
  async function attempt(line: string, ...more: readonly string[]): Promise<Run> {
    const nas = await ScriptedNas.start(scratch.identity);
    try {
      const request = requestFor(nas, scratch);
      const prepare = async (...argv: string[]) => {
        const { exitCode, stderr } = await runTool(argv, request, scratch);
        assert.equal(exitCode, 0, stderr);
      };
      await prepare("lun", "ensure");
      await prepare("snapshot", "take", "--name", "before-2.580.1");
      nas.luns.push({
        ...nas.luns[0]!,
        ...{
          name: "jenkins.retired-20261121-ac36da",
          uuid: "ac36da00-6e23-40e0-8956-c8bc8a00397e",
        },
      });
      nas.volume = { ...nas.volume, size_free_byte: String(2 ** 42) };
      const { verb, rest } = operatorArguments(toolWords(line));
      const login = verb === "login device";
      if (login) nas.otp = "123456";
      const input = login ? { ...request, oneTimePassword: "123456" } : request;
      return await runTool([...rest, ...more], input, scratch);
    } finally {
      await nas.stop();
    }
  }
});

/** The words behind the tool in a command line, as a shell takes them apart; other parts of a pipe are left out. */
function toolWords(line: string): string[] {
  const own =
    line.split(/ \| (?=\S)/).find((part) => /npm run .*nas -- |run\.cjs/.test(part)) ?? "";
  const [, args = ""] = /(?: -- |run\.cjs )(.*)$/.exec(own.replace(/ < \S+/g, "")) ?? [];
  return [...args.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
}
