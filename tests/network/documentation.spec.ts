// What docs/storage-network.md tells an operator to type, and what it says there is. Not typed here: what needs a
// cluster, a machine of Talos or butane.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { execa } from "../../local/execa";
import { entryOf, fieldsOf, schemaAt } from "../../stacks/schema-tree";
import { sections } from "../../stacks/settings";
import { nodeDocuments } from "../../components/network/documents/node-documents";
import { network } from "./support/documents";
import { onLink } from "./support/link";

const root = join(__dirname, "..", "..");
const text = readFileSync(join(root, "docs/storage-network.md"), "utf8");
const blocks = [...text.matchAll(/^```(sh|yaml)\n([\s\S]*?)^```$/gm)];
const commands = blocks
  .filter(([, language]) => language === "sh")
  .flatMap(([, , block = ""]) => block.trim().split("\n"));

describe("docs/storage-network.md", function () {
  this.timeout(60_000);

  it("names options that npm run nodes has", async () => {
    const { stdout } = await execa("node", ["commands/start.mjs", "nodes", "--help"], {
      cwd: root,
    });
    const options = commands
      .filter((command) => command.startsWith("npm run nodes"))
      .flatMap((command) =>
        [...command.matchAll(/ (--[a-z]+)/g)].map(([, option]) => option ?? ""),
      );
    assert.deepEqual([...new Set(options)].sort(), ["--json", "--node", "--out", "--stack"]);
    for (const option of options) assert.ok(stdout.includes(option), option);
  });

  it("gives commands that a node accepts", async () => {
    const typed = commands.filter((command) => /^(nmcli|nft|sysctl|ping|ip) /.test(command));
    assert.equal(typed.length, 6);
    const files = Object.fromEntries(
      nodeDocuments("worker-1", network).map(({ path, content }) => [path, content]),
    );
    const lines = await onLink(
      `machine nas fd5c:1a8:7e2b:30::10/64
       machine worker-1 fd5c:1a8:7e2b:30::21/64
       for machine in nas worker-1; do
         ip link set "$machine" mtu 9000
         ip -n "$machine" link set enp2s0 mtu 9000
       done
       mount --bind "$FILES/etc" /etc
       cat > /run/typed << 'END'
set -e
${typed.join("\n")}
END
       on worker-1 bash /run/typed`,
      files,
    );
    assert.ok(
      lines.some((line) => line.includes(" 0% packet loss")),
      lines.join("\n"),
    );
    assert.deepEqual(
      lines.filter((line) => line.includes("inet6")).map((line) => line.trim().split(" ")[1]),
      ["fd5c:1a8:7e2b:30::21/64"],
    );
  });

  it("gives a ping that one smaller port in the path keeps back", async () => {
    const ping = commands.find((command) => command.startsWith("ping"));
    const lines = await onLink(
      `machine nas fd5c:1a8:7e2b:30::10/64
       machine worker-1 fd5c:1a8:7e2b:30::21/64
       ip link set worker-1 mtu 9000
       ip -n worker-1 link set enp2s0 mtu 9000
       on worker-1 ${ping?.replace("-c 3", "-c 1 -W 1") ?? ""} || echo "kept back"`,
    );
    assert.equal(lines.at(-1), "kept back");
  });

  it("names only settings that exist, in its example too", () => {
    const named = [...text.matchAll(/`((?:network|nas)(?:\.\w+)+)`/g)].map(
      ([, path]) => path ?? "",
    );
    assert.ok(named.length > 5);
    assert.deepEqual(
      named.filter((path) => schemaAt(sections, path.split(".")) === undefined),
      [],
    );
    const example = parse(blocks.find(([, language]) => language === "yaml")?.[2] ?? "") as {
      network: { nodes: Record<string, object> };
    };
    const nodes = schemaAt(sections, ["network", "nodes"]);
    const known = fieldsOf((nodes && entryOf(nodes)) ?? sections).map(([name]) => name);
    const [node = {}] = Object.values(example.network.nodes);
    assert.deepEqual(
      Object.keys(node).filter((key) => !known.includes(key)),
      [],
    );
  });

  it("links only to files that exist", () => {
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link ?? "");
    assert.ok(links.length > 0);
    assert.deepEqual(
      links.filter((link) => !existsSync(join(root, "docs", link))),
      [],
    );
  });
});
