import assert from "node:assert/strict";

import { parseRegistryServer, parseRegistryUser } from "../../../components/internal/registry";
import { parseApplicationUrl, parseServerUrl } from "../../../components/internal/web-address";
import { problemText } from "../../../components/internal/parsed";
import { describeParser } from "./parsing";

const server = "expected https://<host>[:<port>], got";
const application = "expected https://<host>[:<port>]/[<path>/], got";
const registry = "expected <host>[:<port>][/<path>], got";
const hub = "https://index.docker.io/v1/";

describeParser(
  parseServerUrl,
  [["https://[::1]:5001", new URL("https://[::1]:5001")]],
  [
    [
      "https://nas.example:5001/",
      `${server} "https://nas.example:5001/"; did you mean "https://nas.example:5001"?`,
    ],
    [
      "https://nas.example/webapi",
      `${server} "https://nas.example/webapi"; did you mean "https://nas.example"?`,
    ],
    ["http://nas.example", `${server} "http://nas.example"; passwords travel over this connection`],
    ["nas.example", `${server} "nas.example"`],
  ],
);

describeParser(
  parseApplicationUrl,
  [
    ["https://jenkins.example/", new URL("https://jenkins.example/")],
    ["https://jenkins.example/ci/", new URL("https://jenkins.example/ci/")],
  ],
  [
    [
      "https://jenkins.example",
      `${application} "https://jenkins.example"; did you mean "https://jenkins.example/"?`,
    ],
    [
      "https://jenkins.example/?a",
      `${application} "https://jenkins.example/?a"; did you mean "https://jenkins.example/"?`,
    ],
  ],
);

describe("parseServerUrl, given a password", () => {
  for (const text of [
    "https://a:hidden@nas.example",
    "https://hidden@nas.example",
    "http://a:hidden@x",
  ])
    it("refuses it without repeating it", () => {
      const parsed = parseServerUrl(text);
      assert.ok(!parsed.ok);
      assert.doesNotMatch(problemText(parsed.problem, text), /hidden/);
    });
});

describeParser(
  parseRegistryServer,
  [
    ["ghcr.io", "ghcr.io"],
    ["registry.example:5000/team", "registry.example:5000/team"],
    [hub, hub],
  ],
  [
    ["docker.io", `${registry} "docker.io"; the key of Docker Hub is "${hub}"`],
    [
      "https://index.docker.io/v1",
      `${registry} "https://index.docker.io/v1"; the key of Docker Hub is "${hub}"`,
    ],
    ["https://ghcr.io/", `${registry} "https://ghcr.io/"; did you mean "ghcr.io"?`],
    ["not a host", `${registry} "not a host"`],
  ],
);

describeParser(
  parseRegistryUser,
  [["organisation+robot$ci", "organisation+robot$ci"]],
  [["a:b", 'expected a user name without spaces and colons, got "a:b"']],
);
