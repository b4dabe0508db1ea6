import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { forgottenZones } from "../../components/internal/known-hosts/forgotten-zones";
import { hostKeys } from "../support/host-keys";
import { changed, reading, root, type Values } from "./good-settings";

const { authority, other, ed25519 } = hostKeys;

describe("readSections, given known hosts", () => {
  it("fills in what is left out (A-45)", () => {
    const { sections } = reading(
      changed({
        "knownHosts.hosts.git0": { keys: [ed25519] },
        "knownHosts.revoked.stolen": { key: other },
      }),
    );
    assert.deepEqual(sections?.knownHosts, {
      authorities: {},
      hosts: { git0: { keys: [ed25519], aliases: [] } },
      revoked: { stolen: { key: other, patterns: ["*"] } },
    });
  });

  it("trusts nobody by itself", () => {
    assert.deepEqual(reading(changed({})).sections?.knownHosts, {
      authorities: {},
      hosts: {},
      revoked: {},
    });
  });

  it("asks nothing of hosts of source code where there is no list (E-25)", () => {
    const sourceHosts = { "git.example": { networks: ["192.0.2.22/32"], ports: [22] } };
    const { problems } = reading(changed({ "exposure.network.sourceHosts": sourceHosts }));
    assert.deepEqual(problems, []);
  });

  it("takes repositories of hosts that an authority or a key of their own vouches for (A-47)", () => {
    const { problems } = reading(
      changed({
        "knownHosts.authorities.blue": { patterns: ["*.pyrocufflink.blue"], key: authority },
        "knownHosts.hosts": { "[git.example]:2222": { keys: [ed25519] } },
        "configuration.libraries": {
          signed: { repository: "git@git0.pyrocufflink.blue:infra.git", version: "main" },
          plain: { repository: "ssh://git@git.example:2222/infra.git", version: "main" },
          web: { repository: "https://git.elsewhere/infra.git", version: "main" },
        },
        "exposure.network.sourceHosts": {
          "git1.pyrocufflink.blue": { networks: ["192.0.2.22/32"], ports: [22] },
          "git.elsewhere": { networks: ["192.0.2.23/32"], ports: [443] },
        },
      }),
    );
    assert.deepEqual(problems, []);
  });
});

describe("docs/known-hosts.md", () => {
  it("shows a list that the settings take, without a warning (A-45)", () => {
    const page = readFileSync(join(root, "docs/known-hosts.md"), "utf8");
    const example = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
    const { "jenkins-stack:knownHosts": knownHosts } = parse(example) as Values;
    const { sections, problems } = reading(changed({ knownHosts }));
    assert.deepEqual(problems, []);
    assert.ok(sections !== undefined && "github.com" in sections.knownHosts.hosts);
    assert.deepEqual(forgottenZones(sections.knownHosts), []);
  });
});
