// The rendered list in the hands of the real OpenSSH client, against real servers with keys and certificates of their
// own. It does not prove how Jenkins' own Git client reads the list, nor that the kubelet mounts it.
import assert from "node:assert/strict";

import {
  knownHostsFile,
  nothingKnown,
  type KnownHostsList,
} from "../../components/internal/known-hosts/known-hosts-list";
import { KeyFolder, type CertificateOptions } from "./support/key-folder";
import { inPod } from "./support/sshd";

const black = "git0.pyrocufflink.black";
const blue = "git0.pyrocufflink.blue";
const names = {
  ...{ [black]: "127.0.0.2", [blue]: "127.0.0.3", git0: "127.0.0.3" },
  ...{ "pyrocufflink.blue": "127.0.0.4", "git.example": "127.0.0.5", "git6.example": "::1" },
};

/** What a server shows, and where. */
interface Server {
  readonly key?: string;
  readonly certificate?: Partial<CertificateOptions>;
  readonly port?: number;
  /** What the client's user has in a file of their own. */
  readonly own?: string;
}

describe("The list of known hosts", function () {
  this.timeout(60_000);
  const keys = new KeyFolder();
  const publicKeys = { authority: "", host: "", other: "", rsa: "" };
  let certificates = 0;

  before(async () => {
    for (const name of ["authority", "host", "other"] as const)
      publicKeys[name] = await keys.key(name);
    publicKeys.rsa = await keys.key("rsa", "rsa 2048");
    await keys.key("user");
  });
  after(() => {
    keys.remove();
  });

  describe("with an authority", () => {
    it("lets clients into both of its zones, and not with one alone into the other (A-45)", async () => {
      const certificate = { principals: [black] };
      const one = signedBy("*.pyrocufflink.blue");
      const both = signedBy("*.pyrocufflink.blue", "*.pyrocufflink.black");
      assert.equal(await connection(both, black, { certificate }), "connects");
      assert.equal(
        await connection(both, blue, { certificate: { principals: [blue] } }),
        "connects",
      );
      assert.equal(await connection(one, black, { certificate }), unknown(black));
    });

    it("keeps clients from a host outside, whose certificate is valid for its own name", async () => {
      const certificate = { principals: ["git.example"] };
      assert.equal(
        await connection(signedBy("*.pyrocufflink.blue"), "git.example", { certificate }),
        unknown("git.example"),
      );
    });

    const invalid: readonly (readonly [string, Partial<CertificateOptions>, string])[] = [
      ["is for another name", { principals: [black] }, "name is not a listed principal"],
      ["has expired", { validity: "20200101:20200102" }, "expired"],
      ["is a user's", { user: true }, "not a host certificate"],
    ];
    for (const [what, certificate, reason] of invalid)
      it(`keeps clients from a host whose certificate ${what}`, async () => {
        assert.equal(
          await connection(signedBy("*.pyrocufflink.blue"), blue, { certificate }),
          `Certificate invalid: ${reason}`,
        );
      });

    it("keeps clients from a host with the certificate of another authority", async () => {
      const certificate = { authority: "other" };
      assert.equal(
        await connection(signedBy("*.pyrocufflink.blue"), blue, { certificate }),
        unknown(blue),
      );
    });

    it("holds on every port", async () => {
      const server = { certificate: {}, port: 2201 };
      assert.equal(await connection(signedBy("*.pyrocufflink.blue"), blue, server), "connects");
    });

    it("leaves out what is taken out of a zone", async () => {
      const list = signedBy("*.pyrocufflink.blue", `!${blue}`);
      assert.equal(await connection(list, blue, { certificate: {} }), unknown(blue));
    });

    for (const host of ["pyrocufflink.blue", "git0"] as const)
      it(`does not stand for ${host} by its zone, but by its name`, async () => {
        const server = { certificate: { principals: [host] } };
        const zone = signedBy("*.pyrocufflink.blue");
        assert.equal(await connection(zone, host, server), unknown(host));
        assert.equal(
          await connection(signedBy("*.pyrocufflink.blue", host), host, server),
          "connects",
        );
      });

    it("counts whatever a user's own file says", async () => {
      const server = { certificate: {}, own: `${blue} ${publicKeys.other}\n` };
      assert.equal(await connection(signedBy("*.pyrocufflink.blue"), blue, server), "connects");
    });
  });

  describe("with keys of hosts", () => {
    const plain = (name: string, ...shown: string[]): KnownHostsList => ({
      ...nothingKnown,
      hosts: { [name]: { keys: shown, aliases: ["git0"] } },
    });

    it("lets clients in by name, alias and address family, and only with that key", async () => {
      const list = plain("git.example", publicKeys.host, publicKeys.rsa);
      assert.equal(await connection(list, "git.example", {}), "connects");
      assert.equal(await connection(list, "git0", {}), "connects");
      assert.equal(await connection(list, "git.example", { key: "rsa" }), "connects");
      assert.equal(
        await connection(plain("git6.example", publicKeys.host), "git6.example", {}),
        "connects",
      );
      assert.equal(
        await connection(list, "git.example", { key: "other" }),
        "REMOTE HOST IDENTIFICATION HAS CHANGED",
      );
    });

    it("takes the key of a port for that port alone, and one without a port for all", async () => {
      const elsewhere = plain("[git.example]:2222", publicKeys.host);
      const anywhere = plain("git.example", publicKeys.host);
      assert.equal(await connection(elsewhere, "git.example", { port: 2222 }), "connects");
      assert.equal(await connection(elsewhere, "git.example", {}), unknown("git.example"));
      assert.equal(await connection(anywhere, "git.example", { port: 2222 }), "connects");
    });
  });

  describe("with revoked keys", () => {
    const without = (key: string, patterns = ["*"]): KnownHostsList => ({
      ...signedBy("*.pyrocufflink.blue"),
      revoked: { stolen: { key, patterns } },
    });

    for (const name of ["authority", "host"] as const)
      it(`refuses a certificate whose ${name === "host" ? "key" : "authority"} is revoked`, async () => {
        assert.equal(
          await connection(without(publicKeys[name]), blue, { certificate: {} }),
          "REVOKED HOST KEY DETECTED",
        );
      });

    it("refuses a plain key, too, but not where it is not revoked", async () => {
      const hosts = { [blue]: { keys: [publicKeys.host], aliases: [] } };
      const list = (...patterns: string[]) => ({ ...without(publicKeys.host, patterns), hosts });
      assert.equal(await connection(list("*"), blue, {}), "REVOKED HOST KEY DETECTED");
      assert.equal(await connection(list("*.pyrocufflink.black"), blue, {}), "connects");
    });
  });

  describe("would be useless or dangerous", () => {
    it("with a space between patterns: the line is passed over", async () => {
      const line = `@cert-authority *.pyrocufflink.blue, *.pyrocufflink.black ${publicKeys.authority}\n`;
      assert.equal(await connection(line, blue, { certificate: {} }), unknown(blue));
    });

    it("with an authority for every host: it trusts any name that was ever signed", async () => {
      const line = `@cert-authority * ${publicKeys.authority}\n`;
      const certificate = { principals: ["git.example"] };
      assert.equal(await connection(line, "git.example", { certificate }), "connects");
    });
  });

  function signedBy(...patterns: string[]): KnownHostsList {
    return { ...nothingKnown, authorities: { ca: { patterns, key: publicKeys.authority } } };
  }

  /** What a client of a pod with that list says about a server: that it connects, or why it does not. */
  async function connection(
    list: KnownHostsList | string,
    host: keyof typeof names,
    { key = "host", certificate, port = 22, own = "" }: Server,
  ): Promise<string> {
    const shown = [keys.path(key)];
    if (certificate !== undefined) {
      const name = `certificate-${++certificates}`;
      await keys.certificate(name, key, {
        authority: "authority",
        principals: [host],
        ...certificate,
      });
      shown.push(keys.path(`${name}-cert.pub`));
    }
    const knownHosts = typeof list === "string" ? list : knownHostsFile(list);
    const lines = await inPod(
      { names, knownHosts, files: { own } },
      `login ${keys.path("user")}
       serves ${names[host]} ${port} ${shown.join(" ")}
       cp "$FILES/own" "$HOME/.ssh/known_hosts"
       ssh -o BatchMode=yes -o StrictHostKeyChecking=yes -p ${port} ${host} echo connects 2>&1 || true`,
    );
    const said = lines.join("\n");
    const [reason] =
      /^connects|Certificate invalid: [\w -]+|REVOKED HOST KEY DETECTED|REMOTE HOST IDENTIFICATION HAS CHANGED|No \S+ host key is known for \S+/.exec(
        said,
      ) ?? [];
    return reason ?? said;
  }
});

function unknown(host: string): string {
  return `No ED25519 host key is known for ${host}`;
}
