import assert from "node:assert/strict";

import {
  parsePlainValue,
  parseVariable,
  parseVariableName,
} from "../../../components/internal/build-variable";
import { foldersAround, parseItemPath } from "../../../components/internal/item-path";
import { parseMountPath } from "../../../components/internal/mount-path";
import { describeParser } from "./parsing";

const item = "expected a full name such as team/app, got";
const variable = "expected the name of a variable of letters, digits and _, got";
const mount = "expected an absolute path such as /var/cache/builds, got";

describeParser(
  parseItemPath,
  [
    ["team", ["team"]],
    ["team/app-1/x_y.z", ["team", "app-1", "x_y.z"]],
  ],
  [
    ["", `${item} ""`],
    ["/team", `${item} "/team"; did you mean "team"?`],
    ["team//app", `${item} "team//app"; did you mean "team/app"?`],
    ["my team", `${item} "my team"; did you mean "my-team"?`],
    [" team", `${item} " team"; did you mean "team"?`],
    ["a/..", `${item} "a/.."; letters, digits and . _ - make a name that is the same everywhere`],
    ["team'", `${item} "team'"; letters, digits and . _ - make a name that is the same everywhere`],
    ["x".repeat(81), `${item} "${"x".repeat(81)}"; each name has at most 80 characters`],
  ],
);

describe("foldersAround", () => {
  it("names every folder, outermost first", () => {
    assert.deepEqual(foldersAround("a/b/c"), ["a", "a/b"]);
    assert.deepEqual(foldersAround("a"), []);
  });
});

describeParser(
  parseVariableName,
  ["HOME", "_x", "SONAR_TOKEN"].map((text) => [text, text] as const),
  [
    ["", `${variable} ""`],
    ["MY-VAR", `${variable} "MY-VAR"; did you mean "MY_VAR"?`],
    ["1A", `${variable} "1A"`],
  ],
);

describeParser(
  parseVariable,
  ["HOME", "KEYBOARD", "MAVEN_OPTS", "PASS_RATE"].map((text) => [text, text] as const),
  [
    ["A B", `${variable} "A B"; did you mean "A_B"?`],
    ...["DB_PASSWORD", "npm_token", "AWS_SECRET", "API_KEY", "GPG_PASSPHRASE", "DB_PWD"].map(
      (text) =>
        [
          text,
          `expected the name of a variable that holds no secret, got "${text}"; variables are shown in builds; make it a credential, or take it from a Secret`,
        ] as const,
    ),
  ],
);

describeParser(
  parsePlainValue,
  [
    ["", ""],
    ["https://mirror.example/", "https://mirror.example/"],
  ],
  ["-----BEGIN OPENSSH PRIVATE KEY-----\nabc", "ghp_abc", "glpat-abc"].map(
    (text) =>
      [
        text,
        "expected a value that is no secret, got what looks like a key or token; make it a credential",
      ] as const,
  ),
);

describeParser(
  parseMountPath,
  ["/cache", "/var/lib/m2", "/root/.m2/settings.xml"].map((text) => [text, text] as const),
  [
    ["", `${mount} ""`],
    ["cache", `${mount} "cache"; did you mean "/cache"?`],
    ["/cache/", `${mount} "/cache/"; did you mean "/cache"?`],
    ["/a//b", `${mount} "/a//b"; did you mean "/a/b"?`],
    ["/a/../b", `${mount} "/a/../b"`],
    ["/", `${mount} "/"`],
    [
      "/home/jenkins/agent",
      `${mount} "/home/jenkins/agent"; the workspace is mounted there; set workspace instead`,
    ],
    ...["/var/run/docker.sock", "/run/containerd/containerd.sock", "/run/crio/crio.sock"].map(
      (text) =>
        [
          text,
          `${mount} "${text}"; the socket of the container runtime is root on the node`,
        ] as const,
    ),
  ],
);
