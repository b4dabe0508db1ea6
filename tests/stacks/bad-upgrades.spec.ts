import assert from "node:assert/strict";

import { plainUpgrades } from "../../components/storage/upgrade-settings";
import { sections } from "../../stacks/settings";
import { changed, reading } from "./good-settings";
import { describeRefusals } from "./refusals";

const http = { url: "http://storage.example/snapshots" };

describe("readSections, given upgrades", () => {
  it("has the defaults of the component when it says nothing (A-02)", () => {
    assert.deepEqual(sections.shape.upgrades.parse({}), plainUpgrades);
  });

  it("takes another storage, and a token for it (A-32)", () => {
    const url = "https://storage.example/snapshots";
    const { problems } = reading(
      changed({
        "upgrades.snapshot": { target: "http", http: { url, secretHeader: "Authorization" } },
        upgradeToken: "Bearer secret-value",
      }),
    );
    assert.deepEqual(problems, []);
  });
});

describeRefusals("upgrades settings", [
  [
    "A-32: no snapshot without a reason",
    { "upgrades.snapshot.target": "none" },
    "upgrades.snapshot.reason: expected the reason why, with none, got nothing",
  ],
  [
    "A-32: a short reason",
    { "upgrades.snapshot": { target: "none", reason: "no" } },
    'upgrades.snapshot.reason: expected a reason of at least 10 characters, got "no"',
  ],
  [
    "A-32: a request that no target sends",
    { "upgrades.snapshot.http": http },
    "upgrades.snapshot.http: expected no such setting without http, got an object",
  ],
  [
    "A-32: a target without its command",
    { "upgrades.snapshot.target": "command" },
    "upgrades.snapshot.command: expected the command, with command, got nothing",
  ],
  [
    "A-32: an empty command",
    { "upgrades.snapshot": { target: "command", command: { argv: [] } } },
    "upgrades.snapshot.command.argv: expected a list of at least 1, got a list",
  ],
  [
    "A-32: a request that takes another snapshot whenever it is sent",
    { "upgrades.snapshot": { target: "http", http: { ...http, body: "{}" } } },
    'upgrades.snapshot.http.body: expected {name} in it or in the url, got "{}"; a run that is repeated must not take a second snapshot',
  ],
  [
    "A-32: a body that is no JSON",
    { "upgrades.snapshot": { target: "http", http: { ...http, body: "name={name}" } } },
    'upgrades.snapshot.http.body: expected JSON such as {"name":"{name}"}, got "name={name}"',
  ],
  [
    "E-13: a token in clear on the way",
    {
      "upgrades.snapshot": { target: "http", http: { ...http, secretHeader: "X-Token" } },
      upgradeToken: "secret-value",
    },
    'upgrades.snapshot.http.url: expected https:// beside secretHeader, got "http://storage.example/snapshots"; the token travels over this connection',
  ],
  [
    "E-13: a header without its token",
    {
      "upgrades.snapshot": {
        target: "http",
        http: { url: "https://storage.example/", secretHeader: "X-Token" },
      },
    },
    "upgradeToken: expected a secret, got nothing; store it with: pulumi config set --secret upgradeToken",
  ],
  [
    "A-02: Jenkins left alone without a reason",
    { "upgrades.jenkins.through": "nothing" },
    "upgrades.jenkins.reason: expected the reason why, with nothing, got nothing",
  ],
  [
    "A-02: a step back that is none",
    { "upgrades.allowDowngrade": ["jenkins 2.580.1 -> 2.580.2"] },
    'upgrades.allowDowngrade[0]: expected a step back such as "jenkins 2.580.2 -> 2.580.1", got "jenkins 2.580.1 -> 2.580.2"; nothing needs to be permitted to become newer',
  ],
  [
    "A-02: a step back in other words",
    { "upgrades.allowDowngrade": ["2.580.2 -> 2.580.1"] },
    'upgrades.allowDowngrade[0]: expected a step back such as "jenkins 2.580.2 -> 2.580.1", got "2.580.2 -> 2.580.1"',
  ],
  [
    "A-02: an authority that is not there, before an upgrade needs it",
    { "upgrades.jenkins.certificateAuthority": "certificates/none.pem" },
    'upgrades.jenkins.certificateAuthority: expected a file that can be read, got "certificates/none.pem"',
  ],
  [
    "A-26: no snapshot kept at all",
    { "upgrades.retention.count": 0 },
    "upgrades.retention.count: expected a whole number from 1 to 100, got 0",
  ],
]);
