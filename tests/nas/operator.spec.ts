// `npm run nas -- <verb> --stack <stack>`: from the stack's settings and secrets to the NAS. The Pulumi CLI is a script that
// prints what the real one prints; that it is asked rightly on a real stack is shown on the local platform.
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Readable } from "node:stream";

import { execa } from "execa";

import { operatorArguments } from "../../commands/nas/arguments";
import { askCode } from "../../commands/nas/ask-code";
import { networkOptions, requestsFor, withCode } from "../../commands/nas/requests";
import { stackCli } from "../../commands/nas/stack-cli";
import { drawnPasswords, storedStack, type StoredStack } from "../../commands/nas/stored-stack";
import { Failure } from "../../nas/failure";
import { parseEnsureRequest } from "../../nas/request";
import { changed, goodValues, root, type Values } from "../stacks/good-settings";
import { Scratch, ScriptedNas } from "./story";

const chapPassword = "drawn-chap-16chr";
const mutualPassword = "drawn-back-16chr";
const secretKeys = ["nasPassword", "nasDeviceToken", "registryPasswords"];

/** What `pulumi config --show-secrets --json` prints. */
function configOf(values: Values): string {
  const entries = Object.entries(values).map(([key, value]) => [
    `jenkins-stack:${key}`,
    {
      value: typeof value === "string" ? value : JSON.stringify(value),
      ...(typeof value === "object" && { objectValue: value }),
      secret: secretKeys.includes(key),
    },
  ]);
  return JSON.stringify({
    ...Object.fromEntries(entries),
    "kubernetes:namespace": { value: "x", secret: false },
  });
}

/** What `pulumi stack export --show-secrets` prints. */
function exportOf(passwords: Readonly<Record<string, unknown>>): string {
  const type = "random:index/randomPassword:RandomPassword";
  const resources = Object.entries(passwords).map(([name, result]) => ({
    ...{ urn: `urn:pulumi:prod::jenkins-stack::jenkins-stack:index:SynologyLun$${type}::${name}` },
    ...{ type, outputs: { result, length: 16 } },
  }));
  const stack = { urn: "urn:pulumi:prod::jenkins-stack::pulumi:pulumi:Stack::x", type: "x" };
  return JSON.stringify({ version: 3, deployment: { resources: [stack, ...resources] } });
}

const asSecret = (text: string) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(text),
});

const failureOf = (message: string) => (error: unknown) => {
  assert.ok(error instanceof Failure);
  assert.deepEqual([error.kind, error.message], ["request", message]);
  return true;
};

describe("operatorArguments", () => {
  const read = (line: string) => operatorArguments(line.split(" ").filter(Boolean));

  for (const [line, expected] of [
    [
      "lun show --stack prod --lun jenkins --json",
      ["prod", "jenkins", "lun show --json", "lun show"],
    ],
    [
      "--stack=prod doctor --prefix fd00::/64",
      ["prod", undefined, "doctor --prefix fd00::/64", "doctor"],
    ],
    ["lun --lun=a show --stack b", ["b", "a", "lun show", "lun show"]],
    [
      "snapshot take --name --stack=prod",
      ["prod", undefined, "snapshot take --name", "snapshot take"],
    ],
    ["lun ensure", [undefined, undefined, "lun ensure", "lun ensure"]],
  ] as const)
    it(`takes ${JSON.stringify(line)} apart`, () => {
      const { stack, lun, rest, verb, help } = read(line);
      assert.deepEqual([stack, lun, rest.join(" "), verb], expected);
      assert.equal(help, false);
    });

  it("knows when the tool is only to explain itself", () => {
    for (const line of [
      "",
      "--help",
      "lun ensure --stack prod --help",
      "--stack prod -h",
      "--stack prod",
    ])
      assert.equal(read(line).help, true, line);
  });

  for (const [line, message] of [
    ["lun show --stack", "--stack: expected a name, got none"],
    ["lun show --stack --json", "--stack: expected a name, got none"],
    ["lun show --stack=", "--stack: expected a name, got none"],
    ["lun show --stack prod --lun", "--lun: expected a name, got none"],
    [
      "lun show --lun jenkins",
      '--lun: expected --stack beside it, got "jenkins" alone; a request on standard input names its LUN itself',
    ],
  ] as const)
    it(`refuses ${JSON.stringify(line)}`, () => {
      assert.throws(() => read(line), failureOf(message));
    });
});

describe("storedStack", () => {
  const read = (text: string) => storedStack(() => Promise.resolve(text), "prod", root);

  it("reads settings and secrets as the program does", async () => {
    const { sections, nasPassword, nasDeviceToken } = await read(configOf(goodValues()));
    assert.equal(sections.storage.luns["jenkins"]?.size, "20Gi");
    assert.equal(sections.storage.luns["jenkins"].maxSessions, 1, "with defaults");
    assert.deepEqual([nasPassword, nasDeviceToken], ["nas-secret-value", undefined]);
  });

  it("refuses settings that the program refuses, with the same lines", async () => {
    const values = changed({ "nas.url": "http://nas", "storage.luns.jenkins.size": "20GB" });
    await assert.rejects(read(configOf(values)), (error: Error) => {
      const [heading, ...lines] = error.message.split("\n");
      assert.equal(heading, "settings of stack prod:");
      assert.deepEqual(
        lines.map((line) => line.split(":")[0]),
        ["nas.url", "storage.luns.jenkins.size"],
      );
      return true;
    });
  });

  it("repeats nothing of an answer that is no JSON", async () => {
    await assert.rejects(
      read('{"nasPassword": "hidden'),
      failureOf("--stack: expected JSON from pulumi, got 23 characters that are none"),
    );
  });
});

describe("drawnPasswords", () => {
  const draw = (passwords: Readonly<Record<string, unknown>>, ...names: string[]) =>
    drawnPasswords(() => Promise.resolve(exportOf(passwords)), names);

  it("reads passwords from the state, in the order they are asked for", async () => {
    const state = {
      "lun-jenkins-chap": asSecret(chapPassword),
      "lun-jenkins-mutual-chap": mutualPassword,
    };
    assert.deepEqual(await draw(state, "lun-jenkins-mutual-chap", "lun-jenkins-chap"), [
      mutualPassword,
      chapPassword,
    ]);
  });

  it("says to deploy the stack when its state has none", async () => {
    const message =
      '--stack: expected the password "lun-jenkins-chap" in the stack\'s state, got none; ' +
      "deploy the stack first: pulumi up draws it and makes the LUN itself";
    for (const state of [
      {},
      { "lun-other-chap": asSecret("x"), "lun-jenkins-chap-2": asSecret("x") },
      { "lun-jenkins-chap": { "4dabf18193072939515e22adb298388d": "x", ciphertext: "v1:…" } },
    ])
      await assert.rejects(draw(state, "lun-jenkins-chap"), failureOf(message));
  });
});

describe("requestsFor", () => {
  const second = { volume: "/volume1", size: "5Gi", iqn: "iqn.2000-01.example.nas:gentoo" };
  const both = { "storage.luns.gentoo": second };
  let asked: string[];
  beforeEach(() => {
    asked = [];
  });
  const stackOf = (changes: Values = {}): Promise<StoredStack> =>
    storedStack(() => Promise.resolve(configOf(changed(changes))), "prod", root);
  const passwords = (names: readonly string[]) => {
    asked.push(...names);
    return Promise.resolve(
      names.map((name) => (name.includes("mutual") ? mutualPassword : chapPassword)),
    );
  };
  const requests = async (verb: string, lun?: string, changes: Values = {}): Promise<unknown> =>
    JSON.parse(await requestsFor(verb, lun, await stackOf(changes), passwords));

  it("is the document the program sends, with the password of the state, for ensure", async () => {
    const document = await requests("lun ensure");
    assert.deepEqual(document, {
      nas: {
        ...{ url: "https://[fd00:1::10]:5001", account: "pulumi", password: "nas-secret-value" },
      },
      lun: {
        ...{ name: "jenkins", volume: "/volume1", sizeBytes: 20 * 2 ** 30 },
        description: "Made by jenkins-stack",
      },
      target: {
        ...{ name: "jenkins", iqn: "iqn.2000-01.example.nas:jenkins", maxSessions: 1 },
        chap: { user: "jenkins", password: chapPassword },
      },
      mappingIndex: 1,
    });
    assert.deepEqual(asked, ["lun-jenkins-chap"]);
    assert.ok(parseEnsureRequest(JSON.stringify(document)));
  });

  it("takes both passwords of mutual CHAP, and the device token", async () => {
    const document = (await requests("lun ensure", "jenkins", {
      "storage.luns.jenkins.mutualChapUser": "nas0",
      "nas.deviceName": "ci",
      nasDeviceToken: "the-device-token",
    })) as { nas: object; target: { chap: object } };
    assert.deepEqual(document.target.chap, {
      ...{ user: "jenkins", password: chapPassword },
      mutual: { user: "nas0", password: mutualPassword },
    });
    assert.deepEqual(asked, ["lun-jenkins-chap", "lun-jenkins-mutual-chap"]);
    assert.ok(parseEnsureRequest(JSON.stringify(document)));
  });

  for (const verb of ["lun show", "lun grow", "lun retire", "snapshot take", "drift", "doctor"])
    it(`asks the state for no password for ${verb}`, async () => {
      assert.ok(!JSON.stringify(await requests(verb)).includes(chapPassword));
      assert.deepEqual(asked, []);
    });

  it("takes every LUN of the stack for what looks at the whole NAS, unless one is named", async () => {
    const names = async (verb: string, lun?: string) =>
      ((await requests(verb, lun, both)) as { lun: { name: string } }[]).map((one) => one.lun.name);
    for (const verb of ["doctor", "drift", "audit"]) {
      assert.deepEqual(await names(verb), ["gentoo", "jenkins"]);
      assert.deepEqual(await names(verb, "jenkins"), ["jenkins"]);
    }
  });

  it("wants one LUN named where there are several, and a name that the settings have", async () => {
    await assert.rejects(
      requests("lun show", undefined, both),
      failureOf('--lun: expected one of "gentoo", "jenkins", got none'),
    );
    await assert.rejects(
      requests("lun show", "jenkin", both),
      failureOf('--lun: expected a name in storage.luns, got "jenkin"; it has "gentoo", "jenkins"'),
    );
    assert.ok(await requests("login device", undefined, both), "a login is for no LUN");
  });

  it("says that the settings describe no LUN", async () => {
    const { sections, ...stack } = await stackOf();
    const none = { ...sections, storage: { ...sections.storage, luns: {} } };
    await assert.rejects(
      requestsFor("audit", undefined, { ...stack, sections: none }, passwords),
      failureOf("storage.luns: expected a LUN, got none; the settings describe none"),
    );
  });

  it("puts the one-time password into the request of a login", async () => {
    const request = await requestsFor("login device", undefined, await stackOf(), passwords);
    const { oneTimePassword, nas } = JSON.parse(withCode(request, "123456")) as Record<
      string,
      object
    >;
    assert.equal(oneTimePassword, "123456");
    assert.ok(nas);
  });

  it("says where nodes look for the LUNs, unless the operator does", async () => {
    const { sections } = await stackOf();
    const portal = "--portal=[fd00:1::10]:3260";
    const prefix = "--prefix=fd00:1::21/64";
    assert.deepEqual(networkOptions("doctor", ["doctor"], sections), [portal, prefix]);
    assert.deepEqual(networkOptions("drift", ["drift"], sections), [portal]);
    assert.deepEqual(networkOptions("lun show", ["lun", "show"], sections), []);
    assert.deepEqual(networkOptions("doctor", ["doctor", "--portal", "x"], sections), [prefix]);
    assert.deepEqual(networkOptions("doctor", ["doctor", "--prefix=x"], sections), [portal]);
    const without = await stackOf({ "network.nodes": { "worker-1": {} } });
    assert.deepEqual(networkOptions("doctor", ["doctor"], without.sections), [portal]);
  });
});

describe("stackCli", () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = new Scratch();
  });
  afterEach(() => {
    scratch.discard();
  });
  const cliOf = (stack: string, script: string) => {
    const bin = join(scratch.folder, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "pulumi"), `#!/bin/sh\n${script}`);
    chmodSync(join(bin, "pulumi"), 0o755);
    return stackCli(root, stack, { PATH: bin, XDG_CACHE_HOME: scratch.folder });
  };

  it("says what the CLI said when it refuses, without what it printed before", async () => {
    const cli = await cliOf(
      "prod",
      '[ "$1" = version ] && echo v3.248.0 && exit\necho a-secret\necho "error: incorrect passphrase" >&2\nexit 255',
    );
    await assert.rejects(
      cli(["config"]),
      failureOf(
        '--stack: expected pulumi config to read stack "prod", got\nerror: incorrect passphrase',
      ),
    );
  });

  it("says that there is no CLI, or no local platform", async () => {
    await assert.rejects(
      cliOf("prod", "exit 1"),
      failureOf(
        "pulumi: expected the Pulumi CLI on PATH, got none; install it, or let npm run up build one into the tool cache",
      ),
    );
    const env = { JENKINS_STACK_INSTANCE: ".local-never-made" };
    await assert.rejects(
      stackCli(root, "local", env),
      failureOf(".local-never-made: no platform; npm run up makes one"),
    );
  });
});

describe("askCode", () => {
  it("takes the first line of standard input", async () => {
    assert.equal(await askCode(Readable.from([" 123456\n", "more\n"])), "123456");
    assert.equal(await askCode(Readable.from(["123456"])), "123456");
  });

  it("says that there was none", async () => {
    await assert.rejects(
      askCode(Readable.from([])),
      failureOf(
        "one-time password: expected the six digits that the authenticator shows on standard input, got nothing",
      ),
    );
  });
});

describe("npm run nas -- --stack", function () {
  // Each of these starts Node with the whole program, and a Pulumi CLI twice.
  this.timeout(60_000);
  let scratch: Scratch;
  let nas: ScriptedNas;
  beforeEach(async () => {
    scratch = new Scratch();
    nas = await ScriptedNas.start(scratch.identity);
  });
  afterEach(async () => {
    await nas.stop();
    scratch.discard();
  });

  const operate = async (argv: readonly string[], input = "") => {
    const { folder, identity } = scratch;
    const values = {
      ...changed({
        "nas.url": nas.url,
        "nas.certificateFingerprint": identity.fingerprint,
        "storage.luns.jenkins.size": "2Gi",
      }),
      nasPassword: nas.password,
    };
    writeFileSync(join(folder, "config"), configOf(values), { mode: 0o600 });
    const state = exportOf({ "lun-jenkins-chap": asSecret(chapPassword) });
    writeFileSync(join(folder, "state"), state, { mode: 0o600 });
    const bin = join(folder, "bin");
    mkdirSync(bin, { recursive: true });
    const script = [
      "#!/bin/sh",
      `echo "$@" >> ${folder}/asked`,
      `case "$1" in version) echo v3.248.0 ;; config) cat ${folder}/config ;; stack) cat ${folder}/state ;; esac`,
    ];
    writeFileSync(join(bin, "pulumi"), script.join("\n"));
    chmodSync(join(bin, "pulumi"), 0o755);
    const { exitCode, stdout, stderr } = await execa(
      process.execPath,
      [join(root, "commands/start.mjs"), "nas", ...argv],
      {
        cwd: folder,
        input,
        reject: false,
        env: {
          PATH: [bin, process.env["PATH"] ?? ""].join(delimiter),
          TMPDIR: folder,
          XDG_CACHE_HOME: join(folder, "cache"),
        },
      },
    );
    const asked = readFileSync(join(folder, "asked"), "utf8").trim().split("\n");
    return { exitCode, stdout, stderr, asked: asked.filter((line) => line !== "version") };
  };

  it("makes the LUN of a stack from its settings and its state", async () => {
    const { exitCode, stdout, stderr, asked } = await operate(["lun", "ensure", "--stack", "prod"]);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /^LUN +jenkins, 2 GiB, /);
    assert.equal(nas.targets[0]?.password, chapPassword);
    assert.deepEqual(asked, [
      "config --show-secrets --json --stack prod --non-interactive --color never",
      "stack export --show-secrets --stack prod --non-interactive --color never",
    ]);
    for (const secret of [chapPassword, nas.password])
      assert.ok(!`${stdout}${stderr}`.includes(secret));
  });

  it("enrols a device with the code on standard input", async () => {
    nas.otp = "123456";
    const { exitCode, stdout, stderr } = await operate(
      ["login", "device", "--print-token", "--stack=prod"],
      "123456\n",
    );
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual([...nas.devices], [[stdout, "jenkins-stack"]]);
  });

  it("tells a wrong LUN without asking the NAS", async () => {
    const wrong = await operate(["lun", "show", "--stack", "prod", "--lun", "nix"]);
    assert.deepEqual([wrong.exitCode, nas.calls], [2, []]);
    assert.equal(
      wrong.stderr,
      '--lun: expected a name in storage.luns, got "nix"; it has "jenkins"',
    );
  });
});
