import { parseDatedImage, parseImage, parseJenkinsImage } from "../../../components/internal/image";
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
    ["docker.io/a/B:1.2.3", `${exact} "docker.io/a/B:1.2.3"`],
    ["docker.io/a/b@sha256:123", `${exact} "docker.io/a/b@sha256:123"`],
    ["docker.io/a/b:1.2.3 ", `${exact} "docker.io/a/b:1.2.3 "`],
    ["", `${exact} ""`],
  ],
);

describeParser(
  parseJenkinsImage,
  [
    [
      "docker.io/jenkins/jenkins:2.580.1-jdk21",
      { repository: "docker.io/jenkins/jenkins", tag: "2.580.1-jdk21" },
    ],
    [
      "docker.io/jenkins/jenkins:2.580.1-lts-jdk25",
      { repository: "docker.io/jenkins/jenkins", tag: "2.580.1-lts-jdk25" },
    ],
    [`registry.example/jenkins@${digest}`, { repository: "registry.example/jenkins", digest }],
  ],
  [
    ...["lts", "lts-jdk21", "latest", "jdk21", "2.580.1-jdk17"].map(
      (tag) =>
        [
          `docker.io/jenkins/jenkins:${tag}`,
          `${jenkins} "docker.io/jenkins/jenkins:${tag}"; a moving tag would upgrade Jenkins on every pod restart`,
        ] as const,
    ),
    [
      "docker.io/jenkins/jenkins:2.580.1-lts",
      `${jenkins} "docker.io/jenkins/jenkins:2.580.1-lts"; did you mean "docker.io/jenkins/jenkins:2.580.1-jdk21"?`,
    ],
  ],
);

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
