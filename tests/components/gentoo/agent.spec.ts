import assert from "node:assert/strict";

import { gentooAgent } from "../../../components/gentoo/agent";

const agent = gentooAgent({ image: "docker.io/gentoo/stage3:nomultilib-20260824", arch: "amd64" });

describe("gentooAgent", () => {
  it("is found by its label and takes no other build", () => {
    assert.deepEqual([agent.labels, agent.forAnyBuild], [["gentoo"], false]);
  });

  it("reads the ebuild repository and writes binary packages (A-65, A-66)", () => {
    assert.deepEqual(agent.volumes?.slice(0, 2), [
      { mountPath: "/var/db/repos", claimName: "gentoo-repository", readOnly: true },
      { mountPath: "/var/cache/binpkgs", claimName: "gentoo-binary-packages", readOnly: false },
    ]);
  });

  it("reuses packages that are built, and builds the others (A-65)", () => {
    const environment = agent.containers?.[0]?.environment;
    assert.equal(environment?.["EMERGE_DEFAULT_OPTS"], "--usepkg");
    assert.match(environment["FEATURES"] ?? "", /^buildpkg /);
  });
});
