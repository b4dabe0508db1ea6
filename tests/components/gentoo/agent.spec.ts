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

  it("keeps downloads and the compiler's results where there are volumes for them (C-08)", () => {
    const cached = gentooAgent({
      image: "docker.io/gentoo/stage3:nomultilib-20260824",
      arch: "amd64",
      distfiles: true,
      compilerCacheSize: "20Gi",
    });
    assert.deepEqual(cached.volumes?.slice(2), [
      { mountPath: "/var/cache/distfiles", claimName: "gentoo-distfiles", readOnly: false },
      { mountPath: "/var/cache/ccache", claimName: "gentoo-compiler-cache", readOnly: false },
      { mountPath: "/var/tmp" },
    ]);
    const environment = cached.containers?.[0]?.environment;
    assert.match(environment?.["FEATURES"] ?? "", /^buildpkg ccache /);
    assert.equal(environment?.["CCACHE_DIR"], "/var/cache/ccache");
    // Less than the volume: the cache cleans up only after it has grown past its limit.
    assert.equal(environment["CCACHE_MAXSIZE"], "18432Mi");
  });

  it("says nothing of a cache it has not", () => {
    assert.deepEqual(Object.keys(agent.containers?.[0]?.environment ?? {}), [
      "EMERGE_DEFAULT_OPTS",
      "FEATURES",
    ]);
    assert.deepEqual(agent.volumes?.slice(2), [{ mountPath: "/var/tmp" }]);
  });

  it("shares node and SELinux level with the other pods of its volumes (A-68)", () => {
    const placed = gentooAgent({
      image: "docker.io/gentoo/stage3:nomultilib-20260824",
      arch: "amd64",
      node: "worker-1",
      seLinuxLevel: "s0:c101,c202",
    });
    assert.deepEqual(placed.nodeSelector, { "kubernetes.io/hostname": "worker-1" });
    assert.equal(placed.seLinuxLevel, "s0:c101,c202");
  });
});
