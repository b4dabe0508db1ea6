import assert from "node:assert/strict";

import { operatorArguments } from "../../commands/nas/arguments";
import { failureOf } from "./printed-stack";

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

  it("takes the folder of a local platform", () => {
    const { instance, rest } = read("drift --stack local --instance .local-two --json");
    assert.deepEqual([instance, rest], [".local-two", ["drift", "--json"]]);
    assert.equal(read("drift --stack local").instance, undefined);
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
    ["lun show --stack local --instance", "--instance: expected a name, got none"],
    ...["lun show --instance .local-two", "lun show --stack prod --instance .local-two"].map(
      (line) =>
        [
          line,
          '--instance: expected --stack local beside it, got ".local-two" without; only the local platform has instances',
        ] as const,
    ),
    [
      "lun show --lun jenkins",
      '--lun: expected --stack beside it, got "jenkins" alone; a request on standard input names its LUN itself',
    ],
  ] as const)
    it(`refuses ${JSON.stringify(line)}`, () => {
      assert.throws(() => read(line), failureOf(message));
    });
});
