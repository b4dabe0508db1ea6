// The steps of the shared library in the Groovy that Jenkins has. That Jenkins' own transformation of pipelines and its
// steps take them is not shown here.
import assert from "node:assert/strict";
import { access, readdir } from "node:fs/promises";
import { join } from "node:path";

import { execa } from "../../local/execa";
import { debianTools } from "../support/debian-tools";

interface Call {
  readonly step: "buildroot" | "signRpms" | "publishRpms";
  readonly options: Readonly<Record<string, unknown>>;
  /** Environment of the container. */
  readonly environment?: Readonly<Record<string, string>>;
}

const signing = { RPM_KEY_CREDENTIAL: "rpm-gpg-key", RPM_PASSPHRASE_CREDENTIAL: "phrase" };
const calls = {
  buildroot: {
    step: "buildroot",
    options: {
      configuration: "aimee",
      defconfig: "aimee_defconfig",
      external: ["one", "two"],
      targets: ["all", "legal-info"],
      clean: true,
    },
  },
  usual: { step: "buildroot", options: { configuration: "aimee" } },
  unnamed: { step: "buildroot", options: {} },
  misspelt: { step: "buildroot", options: { configuration: "aimee", sources: "x" } },
  sign: {
    step: "signRpms",
    options: { folder: "my packages", metadata: true },
    environment: signing,
  },
  open: {
    step: "signRpms",
    options: { folder: "packages" },
    environment: { RPM_KEY_CREDENTIAL: "rpm-gpg-key" },
  },
  nowhere: { step: "signRpms", options: {}, environment: signing },
  publish: {
    step: "publishRpms",
    options: { folder: "packages", dryRun: true },
    environment: { RPM_REPOSITORY_CREDENTIAL: "jenkins-repohost" },
  },
  unpublished: { step: "publishRpms", options: { folder: "packages" } },
} as const satisfies Record<string, Call>;

describe("the steps of the shared library", function () {
  this.timeout(180_000);
  let results: Readonly<Record<keyof typeof calls, unknown>>;

  before(async () => {
    const { java, jar } = await groovy();
    const { stdout } = await execa(
      java,
      [
        "-XX:TieredStopAtLevel=1",
        "-cp",
        jar,
        "groovy.ui.GroovyMain",
        join(__dirname, "pipeline.groovy"),
      ],
      {
        input: JSON.stringify(
          Object.values<Call>(calls).map(({ step, options, environment = {} }) => ({
            file: join(__dirname, "../../vars", `${step}.groovy`),
            options,
            environment,
          })),
        ),
      },
    );
    const list = JSON.parse(stdout) as unknown[];
    results = Object.fromEntries(
      Object.keys(calls).map((name, index) => [name, list[index]]),
    ) as typeof results;
  });

  it("hands a build to the script of its container, with every option (A-60)", () => {
    assert.deepEqual(results.buildroot, {
      calls: [
        { container: "buildroot" },
        {
          label: "Buildroot: aimee",
          script: "sh /opt/jenkins-stack/buildroot/build.sh",
          environment: {
            BUILDROOT_CONFIGURATION: "aimee",
            BUILDROOT_DEFCONFIG: "aimee_defconfig",
            BUILDROOT_SOURCE: "buildroot",
            BUILDROOT_EXTERNAL: "one:two",
            BUILDROOT_TARGETS: "all legal-info",
            BUILDROOT_CLEAN: "true",
          },
        },
      ],
    });
  });

  it("sets every variable that the script reads, also where an option is missing", () => {
    const { calls: made } = results.usual as { calls: { environment?: object }[] };
    assert.deepEqual(made[1]?.environment, {
      BUILDROOT_CONFIGURATION: "aimee",
      BUILDROOT_DEFCONFIG: "",
      BUILDROOT_SOURCE: "buildroot",
      BUILDROOT_EXTERNAL: "",
      BUILDROOT_TARGETS: "all",
      BUILDROOT_CLEAN: "false",
    });
  });

  it("binds key and passphrase of the stack for the time of the signature (A-52)", () => {
    assert.deepEqual(results.sign, {
      calls: [
        { container: "rpm" },
        {
          credentials: [
            { kind: "file", credentialsId: "rpm-gpg-key", variable: "RPM_KEY_FILE" },
            { kind: "string", credentialsId: "phrase", variable: "RPM_PASSPHRASE" },
          ],
        },
        {
          label: "Sign my packages",
          script: 'sh /opt/jenkins-stack/rpm/sign.sh "$RPM_FOLDER"',
          environment: { RPM_FOLDER: "my packages", RPM_METADATA: "true" },
        },
      ],
    });
  });

  it("binds the key alone where it has no passphrase", () => {
    const { calls: made } = results.open as { calls: { credentials?: object[] }[] };
    assert.deepEqual(made[1]?.credentials, [
      { kind: "file", credentialsId: "rpm-gpg-key", variable: "RPM_KEY_FILE" },
    ]);
  });

  it("binds the key of the repository for the time of the transfer (A-51)", () => {
    assert.deepEqual(results.publish, {
      calls: [
        { container: "rpm" },
        {
          credentials: [
            {
              kind: "sshUserPrivateKey",
              credentialsId: "jenkins-repohost",
              keyFileVariable: "RPM_REPOSITORY_KEY_FILE",
            },
          ],
        },
        {
          label: "Publish packages",
          script: 'sh /opt/jenkins-stack/rpm/publish.sh "$RPM_FOLDER"',
          environment: { RPM_FOLDER: "packages", RPM_DELETE: "false", RPM_DRY_RUN: "true" },
        },
      ],
    });
  });

  for (const [what, call, error] of [
    ["a build without a name", "unnamed", "buildroot: expected a configuration, got nothing"],
    [
      "an option it does not know",
      "misspelt",
      "buildroot: expected the options configuration, defconfig, source, external, targets, clean, got sources",
    ],
    ["to sign nothing", "nowhere", "signRpms: expected a folder, got nothing"],
    [
      "to publish to no repository",
      "unpublished",
      "publishRpms: expected a repository in the settings packages.repository, got none",
    ],
  ] as const)
    it(`refuses ${what}`, () => {
      assert.deepEqual(results[call], { error });
    });
});

/** Groovy 2.4, which is what Jenkins has, and a Java to run it with. */
async function groovy(): Promise<{ readonly java: string; readonly jar: string }> {
  // Debian makes the links to java and groovy when it installs them; runantlr comes with groovy and is a file.
  const { UNPACKED } = await debianTools("vars", [{ name: "groovy", executables: ["runantlr"] }]);
  const jar = join(UNPACKED ?? "/", "usr/share/java/groovy-all.jar");
  const machines = join(UNPACKED ?? "/", "usr/lib/jvm");
  for (const name of UNPACKED === undefined ? [] : await readdir(machines).catch(() => [])) {
    const java = join(machines, name, "bin/java");
    const there = await access(java).then(
      () => true,
      () => false,
    );
    if (there) return { java, jar };
  }
  return { java: "java", jar };
}
