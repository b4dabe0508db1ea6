import assert from "node:assert/strict";

import { execa } from "../../local/execa";
import { HermeticFailure, hermeticPreview, hermeticStack } from "../../preview/hermetic";
import type { Preview } from "../../preview/preview";
import { Repository } from "./support/repository";
import { program, stackFile } from "./support/small-program";

const fine = {
  "Pulumi.test.yaml": stackFile,
  "index.ts": program('configMap("a", { key: "1" });'),
};

// A stack that only the head has: its base is not rendered.
const newStack = { "Pulumi.new.yaml": stackFile };

// What becomes of a preview when one of its sides is not as it should be. Programs are small: the whole one has a suite.
describe("hermeticPreview (P-04)", function () {
  this.timeout(300_000);
  let repository: Repository;
  let base: string;

  before(async () => {
    repository = await Repository.create();
    await repository.write(fine);
    base = await repository.commit();
  });

  afterEach(async () => {
    await repository.git("reset", "--quiet", "--hard", base);
    await repository.git("clean", "--quiet", "-d", "--force");
  });

  after(() => repository.remove());

  function previewed(options: { base?: string; stack?: string } = {}): Promise<Preview> {
    return hermeticPreview({ root: repository.folder, stack: "test", base, ...options });
  }

  const operations = ({ steps }: Preview) =>
    steps.map(({ operation, name }) => `${operation} ${name}`);

  it("passes nothing of its environment to a program but where executables are", async () => {
    process.env["CANARY_TOKEN"] = "canary";
    try {
      await repository.write({
        ...newStack,
        "index.ts": program(
          'const { environment } = { environment: Object.keys(process.env).sort().join(" ") };',
          'configMap("environment", { environment }, { hooks: { afterCreate: [new pulumi.ResourceHook("h", () => undefined)] } });',
          'void pulumi.log.warn("two\\nlines");',
          'console.log("noise"); console.warn("more noise");',
        ),
      });
      const preview = await previewed({ stack: "organization/jenkins-stack/new" });
      assert.deepEqual(preview.steps[0]?.after?.inputs["data"], {
        environment: "LC_ALL PATH TZ",
      });
      assert.equal(preview.stack, "new");
      assert.deepEqual(preview.diagnostics, [{ severity: "warning", message: "two\nlines" }]);
      assert.match(
        preview.unknowns.join("\n"),
        /Pulumi\.new\.yaml does not exist in the base commit [0-9a-f]{12}: everything is shown as new/,
      );
    } finally {
      delete process.env["CANARY_TOKEN"];
    }
  });

  it("refuses a head whose settings are refused, with every problem and no step", async () => {
    await repository.write({
      ...newStack,
      "index.ts": program('throw new pulumi.RunError("invalid settings\\nnas.url: wrong\\nx: y");'),
    });
    const { steps, diagnostics } = await previewed({ stack: "new" });
    assert.deepEqual(steps, []);
    assert.deepEqual(diagnostics, [
      { severity: "error", message: "invalid settings\nnas.url: wrong\nx: y" },
    ]);
  });

  it("refuses a head that does not compile, and one that asks a provider", async () => {
    await repository.write({ ...newStack, "index.ts": "const = 1;" });
    const [broken] = (await previewed({ stack: "new" })).diagnostics;
    assert.equal(broken?.severity, "error");
    assert.match(broken.message, /index\.ts:1:6: ERROR/);

    await repository.write({
      "index.ts": program('export const found = pulumi.runtime.invoke("aws:x:y", {});'),
    });
    assert.deepEqual((await previewed({ stack: "new" })).diagnostics, [
      {
        severity: "error",
        message: "aws:x:y: expected a program that asks no provider, got this call",
      },
    ]);
  });

  it("compares nothing with a base that fails: over nothing, everything would look harmless", async () => {
    await repository.write({ "index.ts": 'throw new Error("broken base");' });
    const broken = await repository.commit();
    await repository.write(fine);
    const { steps, diagnostics } = await previewed({ base: broken });
    assert.deepEqual(steps, []);
    assert.deepEqual(diagnostics, [
      {
        severity: "error",
        message: `the base commit ${broken.slice(0, 12)} could not be rendered, so nothing can be compared: broken base`,
      },
    ]);
  });

  it("says what becomes of a stack whose file is removed", async () => {
    await repository.write({ "Pulumi.test.yaml": undefined });
    const { steps, diagnostics } = await previewed();
    assert.deepEqual(steps, []);
    assert.deepEqual(diagnostics, [
      {
        severity: "warning",
        message:
          "Pulumi.test.yaml is removed; what it deployed stays until: pulumi destroy --stack test",
      },
    ]);
  });

  it("compares with where the branch began, not with what was merged since, and says what is not the same", async () => {
    await repository.git("checkout", "--quiet", "-b", "other");
    await repository.write({ "index.ts": program('configMap("b", {});') });
    await repository.commit();
    await repository.git("checkout", "--quiet", "main");
    await repository.write({
      "index.ts": program('configMap("a", { key: "2" });'),
      "package-lock.json": "{}",
    });
    const preview = await previewed({ base: "other" });
    assert.deepEqual(operations(preview), ["update a"]);
    assert.match(preview.unknowns.join("\n"), /package-lock\.json differs/);
  });

  const refused = (run: Promise<Preview>, message: string | RegExp) =>
    assert.rejects(run, (error) => {
      assert.ok(error instanceof HermeticFailure, String(error));
      if (typeof message === "string") assert.equal(error.message, message);
      else assert.match(error.message, message);
      return true;
    });

  it("refuses a base that git does not know, or would take for an option", async () => {
    for (const name of ["nowhere", "--output=x", ""])
      await refused(
        previewed({ base: name }),
        `--base: expected a commit that git knows, got ${JSON.stringify(name)}; fetch it first, e.g.: git fetch origin main`,
      );
  });

  it("refuses a base without common history, as in a shallow clone", async () => {
    await repository.git("checkout", "--quiet", "--orphan", "island");
    await repository.commit();
    await refused(
      previewed({ base: "main" }),
      '--base: expected a commit with history in common with HEAD, got "main"; a shallow clone lacks it: git fetch --unshallow',
    );
    await repository.git("checkout", "--quiet", "main");
  });

  it("refuses a stack that neither side has", async () => {
    await refused(previewed({ stack: "prdo" }), /expected a stack with a file .*, got "prdo"/);
    await refused(previewed({ stack: "--test" }), /expected the name of a stack, got "--test"/);
  });

  it("renders a stack without git, and leaves behind what belongs to one machine", async () => {
    const archive = await Repository.create();
    try {
      await execa("rm", ["-rf", ".git"], { cwd: archive.folder });
      await archive.write({
        ...fine,
        ".kube/prod": "token",
        "notes.txt": "text",
        "index.ts": program(
          'const { readdirSync } = require("node:fs") as { readdirSync(path: string): string[] };',
          'configMap("a", { files: readdirSync(".").sort().join(" ") });',
        ),
      });
      const [step] = await hermeticStack({ root: archive.folder, stack: "test" });
      assert.deepEqual([step?.operation, step?.name], ["create", "a"]);
      const { files } = step?.after?.inputs["data"] as { files: string };
      assert.match(files, /\bnotes\.txt\b/);
      assert.doesNotMatch(files, /\.kube/);
      await archive.write({ "index.ts": program('throw new pulumi.RunError("nas.url: wrong");') });
      await assert.rejects(
        hermeticStack({ root: archive.folder, stack: "test" }),
        new HermeticFailure("nas.url: wrong"),
      );
      await assert.rejects(
        hermeticStack({ root: archive.folder, stack: "none" }),
        /expected a stack with a file .*, got "none"/,
      );
    } finally {
      await archive.remove();
    }
  });

  it("refuses a folder that is no working tree", async () => {
    const empty = await Repository.create();
    try {
      await execa("rm", ["-rf", ".git"], { cwd: empty.folder });
      await refused(
        hermeticPreview({ root: empty.folder, stack: "test", base: "HEAD" }),
        "git: expected a working tree with a commit to compare with, got none; have git and a clone for --hermetic, or leave it out to compare with what is deployed; npm run diagram needs neither",
      );
    } finally {
      await empty.remove();
    }
  });
});
