import assert from "node:assert/strict";

import { skipLabelActivation } from "../../../components/internal/selinux";
import {
  seLinuxAnnotations,
  seLinuxContext,
  seLinuxFindings,
  seLinuxWarnings,
  type SeLinuxSettings,
} from "../../../components/jenkins/selinux";

const level = "s0:c35,c75";

describe("SELinux strategy", () => {
  it("none says nothing about labels", () => {
    assert.deepEqual(seLinuxContext({ strategy: "none" }), {});
    assert.deepEqual(seLinuxAnnotations({ strategy: "none" }), {});
  });

  it("mount fixes the level, and the level alone, and lets the kubelet mount with it (A-10)", () => {
    const mount = { strategy: "mount", level, kubernetesVersion: "1.37" } as const;
    assert.deepEqual(seLinuxContext(mount), { seLinuxOptions: { level } });
    assert.deepEqual(seLinuxAnnotations(mount), {});
  });

  it("crio-annotation asks in both spellings and activates the nodes' workload (A-10, A-11)", () => {
    const annotated = { strategy: "crio-annotation", level } as const;
    assert.deepEqual(seLinuxContext(annotated), { seLinuxOptions: { level } });
    assert.deepEqual(seLinuxAnnotations(annotated), {
      "io.kubernetes.cri-o.TrySkipVolumeSELinuxLabel": "true",
      "try-skip-volume-selinux-label.crio.io": "true",
      [skipLabelActivation]: "true",
    });
  });

  const wrong: readonly (readonly [SeLinuxSettings, string])[] = [
    [
      { strategy: "none", level },
      'selinux.level: expected no level with the strategy none, got "s0:c35,c75"',
    ],
    [
      { strategy: "crio-annotation" },
      "selinux.level: expected a level for crio-annotation, got nothing",
    ],
    [
      { strategy: "crio-annotation", level: "s0" },
      'selinux.level: expected an SELinux level such as "s0:c35,c75", got "s0"; two categories keep other pods from the files',
    ],
    [
      { strategy: "mount", level },
      "selinux.kubernetesVersion: expected 1.37 or later for the strategy mount, got nothing",
    ],
    [
      { strategy: "mount", level, kubernetesVersion: "1.9" },
      'selinux.kubernetesVersion: expected 1.37 or later for the strategy mount, got "1.9"',
    ],
    [
      { strategy: "mount", level, kubernetesVersion: "newest" },
      'selinux.kubernetesVersion: expected a version such as "1.36", got "newest"',
    ],
  ];
  for (const [settings, finding] of wrong)
    it(`refuses ${JSON.stringify(settings)}`, () => {
      const findings = seLinuxFindings(settings).filter((found) => found !== undefined);
      assert.deepEqual(findings, [finding]);
    });

  it("is accepted when it is complete", () => {
    for (const settings of [
      { strategy: "none" },
      { strategy: "mount", level, kubernetesVersion: "1.37" },
      { strategy: "mount", level, kubernetesVersion: "1.40" },
      { strategy: "crio-annotation", level },
    ] as const)
      assert.deepEqual(seLinuxFindings(settings).filter(Boolean), []);
  });

  it("warns of an annotation where a mount would do", () => {
    const annotated = { strategy: "crio-annotation", level } as const;
    assert.deepEqual(seLinuxWarnings({ ...annotated, kubernetesVersion: "1.37" }), [
      'selinux.strategy: Kubernetes 1.37 mounts the home with its label; "mount" needs no drop-in on the nodes',
    ]);
    assert.deepEqual(seLinuxWarnings({ ...annotated, kubernetesVersion: "1.36" }), []);
    assert.deepEqual(seLinuxWarnings(annotated), []);
  });
});
