// What workflows run is there, and a shell can read it. Whether a forge runs it is for the forge.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parse } from "yaml";

import { actions, jobsOf, textOf, workflow } from "./workflow-files";

const all = [...actions, ".gitlab-ci.yml", "Jenkinsfile"] as const;

describe("workflows of pull requests (P-04)", () => {
  it("uses commands and options that there are", () => {
    const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };
    for (const file of all) {
      const lines = textOf(file).replaceAll(/\\\n\s*/g, " ");
      const used = [...lines.matchAll(/npm run ([\w:-]+)(?: -- ([^|\n]*))?/g)];
      assert.ok(used.length > 0, file);
      for (const [, script = "", args = ""] of used) {
        assert.ok(script in scripts, `${file}: npm run ${script}`);
        const command = /^node commands\/start\.mjs (\w+)$/.exec(scripts[script] ?? "")?.[1];
        for (const [option] of args.matchAll(/--[a-z-]+/g))
          assert.ok(
            textOf(`commands/${command ?? ""}.ts`).includes(`"${option} `) ||
              textOf(`commands/${command ?? ""}.ts`).includes(`"${option}"`),
            `${file}: npm run ${script} -- ${option}`,
          );
      }
    }
  });

  it("has scripts that a shell can read", () => {
    const scripts = actions.flatMap((file) =>
      jobsOf(file).flatMap(([, { steps }]) => steps.flatMap(({ run }) => run ?? [])),
    );
    const jenkins = [...textOf("Jenkinsfile").matchAll(/sh '''([^]*?)'''/g)].map(([, it]) => it);
    const gitLab = Object.values(
      parse(textOf(".gitlab-ci.yml")) as Record<string, { script?: string[] } | undefined>,
    ).flatMap((job) => job?.script ?? []);
    const functions = [...scripts, ...jenkins, ...gitLab].map(
      (script, index) => `script${index}() {\n${script ?? ""}\n}`,
    );
    const { status, stderr } = spawnSync("bash", ["-n"], { input: functions.join("\n") });
    assert.equal(status, 0, stderr.toString());
    assert.ok(functions.length > 20, String(functions.length));
  });

  it("previews every stack but the local one, and fails where a file only looks like one", () => {
    const steps = workflow(".github/workflows/preview.yml").jobs["stacks"]?.steps ?? [];
    const list = steps.find(({ id }) => id === "list")?.run ?? "";
    const listed = (...files: string[]) => {
      const folder = mkdtempSync(join(tmpdir(), "jenkins-stack-stacks-"));
      try {
        for (const file of files) writeFileSync(join(folder, file), "");
        const output = join(folder, "output");
        writeFileSync(output, "");
        const env = { PATH: process.env["PATH"], GITHUB_OUTPUT: output };
        const ran = spawnSync("bash", ["-e", "-c", list], { cwd: folder, env, encoding: "utf8" });
        return { output: readFileSync(output, "utf8"), said: ran.stdout, status: ran.status };
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    };
    assert.equal(listed().output, "names=[]\n");
    assert.equal(listed("Pulumi.yaml", "Pulumi.local.yaml").output, "names=[]\n");
    const all = listed(
      "Pulumi.prod.yaml",
      "Pulumi.b-1.yaml",
      "Pulumi.prod.eu.yaml",
      "xPulumi.a.yaml",
    );
    assert.equal(all.output, 'names=["b-1","prod.eu","prod"]\n');
    for (const odd of ["$(id)", '","x', "-x", "a b", "ä", "a\n::notice::b"]) {
      const { output, said, status } = listed("Pulumi.prod.yaml", `Pulumi.${odd}.yaml`);
      assert.deepEqual([output, status], ["", 1], odd);
      assert.match(said, /^Pulumi\.<stack>\.yaml: expected letters, .*; rename the file\n$/);
    }
  });
});
