// Real registries and a real client, which looks logins up as container runtimes do. The kubelet itself is not asked.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { dockerConfig, type RegistryLogin } from "../../components/jobs/pull-secret";
import { execa } from "../../local/execa";
import { writeImage } from "./support/image";
import { startRegistry, type RunningRegistry } from "./support/registry";
import { tools } from "./support/tools";

const first = { username: "jenkins", password: "p@ss: word" };
const second = { username: "robot", password: "another-password" };

interface Answer {
  readonly ok: boolean;
  readonly said: string;
}

describe("the pull secret at a real registry", function () {
  this.timeout(60_000);

  let folder: string;
  let one: RunningRegistry;
  let other: RunningRegistry;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "jenkins-stack-registry-"));
    await writeImage(join(folder, "image"));
    one = await startRegistry(join(folder, "one"), first);
    other = await startRegistry(join(folder, "other"), second);
    const logins = { one: login(one.host, first), other: login(other.host, second) };
    const passwords = { one: first.password, other: second.password };
    for (const { host } of [one, other])
      assert.deepEqual(await push(dockerConfig(logins, passwords), `${host}/team/tool:1.0.0`), {
        ok: true,
        said: "",
      });
  });

  after(async () => {
    await Promise.all([one.stop(), other.stop()]);
    await rm(folder, { recursive: true, force: true });
  });

  it("pulls with the right password, even one with a colon and a space (A-41)", async () => {
    await pulls(dockerConfig({ one: login(one.host, first) }, { one: first.password }), one);
  });

  it("is refused with a wrong password, a wrong user and no login at all", async () => {
    const wrong = { ...first, username: "jenkin" };
    const refused = [
      dockerConfig({ one: login(one.host, first) }, { one: "p@ss" }),
      dockerConfig({ one: login(one.host, wrong) }, { one: first.password }),
      dockerConfig({}, {}),
    ];
    for (const document of refused) await isRefused(document, one);
  });

  for (const [what, end] of [
    ["a line break", "\n"],
    ["a line break of Windows", "\r\n"],
  ] as const) {
    it(`pulls with a password that came with ${what} at its end (A-41)`, async () => {
      const logins = { one: login(one.host, first) };
      await pulls(dockerConfig(logins, { one: `${first.password}${end}` }), one);
    });

    it(`would be refused with ${what} in the credential`, async () => {
      const auth = base64(`${first.username}:${first.password}${end}`);
      await isRefused(JSON.stringify({ auths: { [one.host]: { auth } } }), one);
    });
  }

  it("holds a login for each of several registries, which a port tells apart (A-41)", async () => {
    const both = { one: login(one.host, first), other: login(other.host, second) };
    const document = dockerConfig(both, { one: first.password, other: second.password });
    await pulls(document, one);
    await pulls(document, other);
    const exchanged = { one: login(other.host, first), other: login(one.host, second) };
    const mixed = dockerConfig(exchanged, { one: first.password, other: second.password });
    await isRefused(mixed, one);
    await isRefused(mixed, other);
  });

  it("is not looked up for a host without the port", async () => {
    const [host = ""] = one.host.split(":");
    await isRefused(dockerConfig({ one: login(host, first) }, { one: first.password }), one);
  });

  it("serves a part of a registry when its key has a path, and no other part", async () => {
    const team = { one: login(`${one.host}/team`, first) };
    await pulls(dockerConfig(team, { one: first.password }), one);
    const another = { one: login(`${one.host}/another`, first) };
    await isRefused(dockerConfig(another, { one: first.password }), one);
  });

  it("lets builds push where the login may (B-26)", async () => {
    const document = dockerConfig({ one: login(one.host, first) }, { one: first.password });
    assert.equal((await push(document, `${one.host}/team/built:1.0.1`)).ok, true);
    const wrong = dockerConfig({ one: login(one.host, first) }, { one: "wrong" });
    assert.match((await push(wrong, `${one.host}/team/built:1.0.2`)).said, /401|unauthorized|auth/);
  });

  it("is found for Docker Hub under its whole address alone (B-26)", async () => {
    const hub = { username: "hub-user", password: "hub-password" };
    const found = async (server: string) => {
      const file = await authFile(dockerConfig({ hub: login(server, hub) }, { hub: hub.password }));
      return skopeo("login", "--get-login", "--authfile", file, "docker.io");
    };
    assert.deepEqual(await found("https://index.docker.io/v1/"), { ok: true, said: "hub-user" });
    assert.equal((await found("hub.docker.com")).ok, false);
  });

  async function pulls(document: string, { host }: RunningRegistry): Promise<void> {
    assert.deepEqual(await inspect(document, host), { ok: true, said: "" });
  }

  async function isRefused(document: string, { host }: RunningRegistry): Promise<void> {
    const { ok, said } = await inspect(document, host);
    assert.equal(ok, false);
    assert.match(said, /unauthorized|authentication required/);
  }

  /** Reads the whole image, layers included. */
  async function inspect(document: string, host: string): Promise<Answer> {
    const target = await mkdtemp(join(folder, "pulled-"));
    const file = await authFile(document);
    const image = `docker://${host}/team/tool:1.0.0`;
    return skopeo(
      "copy",
      "--quiet",
      "--authfile",
      file,
      "--src-tls-verify=false",
      image,
      `dir:${target}`,
    );
  }

  async function push(document: string, image: string): Promise<Answer> {
    const file = await authFile(document);
    const source = `oci:${join(folder, "image")}`;
    return skopeo(
      "copy",
      "--quiet",
      "--authfile",
      file,
      "--dest-tls-verify=false",
      source,
      `docker://${image}`,
    );
  }

  /** The document as a container runtime finds it. */
  async function authFile(document: string): Promise<string> {
    const file = join(await mkdtemp(join(folder, "auth-")), "config.json");
    await writeFile(file, document, { mode: 0o600 });
    return file;
  }
});

async function skopeo(command: string, ...args: readonly string[]): Promise<Answer> {
  const { failed, all } = await execa("skopeo", ["--insecure-policy", command, ...args], {
    env: await tools(),
    all: true,
    reject: false,
  });
  return { ok: !failed, said: all.trim() };
}

function login(server: string, { username }: { readonly username: string }): RegistryLogin {
  return { server, username };
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
