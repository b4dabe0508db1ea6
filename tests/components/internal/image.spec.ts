import assert from "node:assert/strict";

import {
  jenkinsVersion,
  parseDatedImage,
  parseImage,
  parseJenkinsImage,
} from "../../../components/internal/image";
import { describeParser } from "./parsing";

const digest = `sha256:${"a1".repeat(32)}`;
const exact = "expected an image with its registry and an exact tag or digest, got";
const jenkins =
  'expected an exact Jenkins version such as "docker.io/jenkins/jenkins:2.580.1-jdk21", or a digest, got';
const moving = "a moving tag would change the software on every pod restart";

describeParser(
  parseImage,
  [
    ["ghcr.io/a/b:v1.28.5-debug", { repository: "ghcr.io/a/b", tag: "v1.28.5-debug" }],
    [
      "docker.io/jenkins/inbound-agent:3391.va_37fa_a_305d6d-4-jdk21",
      { repository: "docker.io/jenkins/inbound-agent", tag: "3391.va_37fa_a_305d6d-4-jdk21" },
    ],
    ["registry.example:5000/a:1.2.3", { repository: "registry.example:5000/a", tag: "1.2.3" }],
    [`localhost/a@${digest}`, { repository: "localhost/a", digest }],
    [`docker.io/a/b:lts@${digest}`, { repository: "docker.io/a/b", tag: "lts", digest }],
  ],
  [
    ...["latest", "lts", "lts-jdk21", "stable", "3", "1.28", "edge"].map(
      (tag) => [`docker.io/a/b:${tag}`, `${exact} "docker.io/a/b:${tag}"; ${moving}`] as const,
    ),
    ["docker.io/a/b", `${exact} "docker.io/a/b"; ${moving}`],
    ["registry.example:5000/a", `${exact} "registry.example:5000/a"; ${moving}`],
    [
      "jenkins/jenkins:1.2.3",
      `${exact} "jenkins/jenkins:1.2.3"; did you mean "docker.io/jenkins/jenkins:1.2.3"?`,
    ],
    ["alpine:3.24.2", `${exact} "alpine:3.24.2"; did you mean "docker.io/library/alpine:3.24.2"?`],
    ["alpine:latest", `${exact} "alpine:latest"; ${moving}`],
    ["docker.io/a/B:1.2.3", `${exact} "docker.io/a/B:1.2.3"`],
    ["docker.io/a/b@sha256:123", `${exact} "docker.io/a/b@sha256:123"`],
    ["docker.io/a/b:1.2.3 ", `${exact} "docker.io/a/b:1.2.3 "`],
    ["", `${exact} ""`],
  ],
);

const movingJenkins = "a moving tag would upgrade Jenkins on every pod restart";
const weekly = "a weekly release, or a line of releases: an LTS release has three numbers";
const debian = "the scripts of the pod are proven with the Debian image; did you mean";
const java = "Jenkins no longer runs on that Java; did you mean";
const proven = '"docker.io/jenkins/jenkins:2.580.1-jdk21"?';

describeParser(
  parseJenkinsImage,
  [
    ...["2.580.1-jdk21", "2.580.1-lts-jdk25", "2.580.1-jdk25", "2.580.1-jdk21-7"].map(
      (tag) =>
        [
          `docker.io/jenkins/jenkins:${tag}`,
          { repository: "docker.io/jenkins/jenkins", tag },
        ] as const,
    ),
    [`registry.example/jenkins@${digest}`, { repository: "registry.example/jenkins", digest }],
    [
      `docker.io/jenkins/jenkins:lts@${digest}`,
      { repository: "docker.io/jenkins/jenkins", tag: "lts", digest },
    ],
    [
      "registry.example:5000/ci/jenkins:2.580.1-jdk21-20261101",
      { repository: "registry.example:5000/ci/jenkins", tag: "2.580.1-jdk21-20261101" },
    ],
  ],
  [
    ...["lts", "lts-jdk21", "lts-jdk25", "latest", "latest-jdk21", "jdk21", "lts-alpine"].map(
      refusal(movingJenkins),
    ),
    ...["lts-slim", "alpine", "slim", "rhel-ubi9-jdk21", "weekly", "2", "2-jdk21"].map(
      refusal(movingJenkins),
    ),
    ...["2.580-jdk21", "2.580-lts-jdk21", "2.581", "2.581-jdk21"].map(refusal(weekly)),
    ...["2.580.1", "2.580.1-lts", "2.580.1-jdk", "2.580.1-jdk21-latest", "2.580.1-rc1-jdk21"].map(
      refusal(`did you mean ${proven}`),
    ),
    ...["2.580.1-jdk8", "2.580.1-jdk11", "2.580.1-jdk17", "2.580.1-lts-jdk17"].map(
      refusal(`${java} ${proven}`),
    ),
    ...["2.580.1-alpine", "2.580.1-slim-jdk21", "2.580.1-rhel-ubi9-jdk21"].map(
      refusal(`${debian} ${proven}`),
    ),
    ["docker.io/jenkins/jenkins", `${jenkins} "docker.io/jenkins/jenkins"; ${movingJenkins}`],
    [
      "jenkins/jenkins:2.580.1-jdk21",
      `${jenkins} "jenkins/jenkins:2.580.1-jdk21"; did you mean ${proven}`,
    ],
    ["jenkins/jenkins:lts", `${jenkins} "jenkins/jenkins:lts"; ${movingJenkins}`],
    ["jenkins/jenkins:2.580.1", `${jenkins} "jenkins/jenkins:2.580.1"; did you mean ${proven}`],
    [`docker.io/jenkins/jenkins@sha256:12`, `${jenkins} "docker.io/jenkins/jenkins@sha256:12"`],
    [
      "docker.io/jenkins/jenkins:2.580.1-jdk21 ",
      `${jenkins} "docker.io/jenkins/jenkins:2.580.1-jdk21 "`,
    ],
    ["", `${jenkins} ""`],
  ],
);

function refusal(fix: string) {
  return (tag: string) =>
    [
      `docker.io/jenkins/jenkins:${tag}`,
      `${jenkins} "docker.io/jenkins/jenkins:${tag}"; ${fix}`,
    ] as const;
}

describe("jenkinsVersion", () => {
  it("is what the tag says, also beside a digest", () => {
    for (const tag of ["2.580.1-jdk21", "2.580.1", "2.580.1-lts-jdk25"])
      assert.equal(jenkinsVersion({ repository: "docker.io/jenkins/jenkins", tag }), "2.580.1");
  });

  it("is unknown where no tag says it", () => {
    assert.equal(jenkinsVersion({ repository: "docker.io/jenkins/jenkins", digest }), undefined);
    assert.equal(
      jenkinsVersion({ repository: "docker.io/jenkins/jenkins", tag: "lts" }),
      undefined,
    );
  });
});

describeParser(
  parseDatedImage,
  [
    [
      "docker.io/gentoo/stage3:nomultilib-20260824",
      { repository: "docker.io/gentoo/stage3", tag: "nomultilib-20260824" },
    ],
    [
      "docker.io/gentoo/stage3:20260824",
      { repository: "docker.io/gentoo/stage3", tag: "20260824" },
    ],
  ],
  [
    [
      "docker.io/gentoo/stage3:latest",
      `expected an image with a dated tag such as "nomultilib-20260824", or a digest, got "docker.io/gentoo/stage3:latest"; ${moving}`,
    ],
  ],
);
