import assert from "node:assert/strict";

import { RsyncShare, type RsyncShareArgs } from "../../../components/gentoo/rsync-share";
import { deploy, type Deployment } from "../../support/deploy";
import { named, single } from "../../support/find";
import { isSecret, unwrapped } from "../../support/secrets";

const args: RsyncShareArgs = {
  namespace: "jenkins-jobs",
  serviceAccount: "jenkins-agent",
  arch: "amd64",
  seLinuxLevel: "s0:c101,c202",
  repository: "gentoo-repository",
  binaryPackages: "gentoo-binary-packages",
  rsync: {
    image: "docker.io/gentoo/stage3:nomultilib-20260824",
    networks: ["10.1.0.0/16", "fd5c:1a8:7e2b::/48"],
    service: "LoadBalancer",
    password: true,
    maxConnections: 8,
    timeoutSeconds: 600,
  },
};

describe("RsyncShare", () => {
  let deployment: Deployment;

  before(async () => {
    deployment = await share();
  });

  it("mounts both volumes read-only, whatever the daemon is told (A-67)", () => {
    const { containers, volumes } = pod();
    const mounts = single(containers).volumeMounts;
    for (const [name, mountPath, claimName] of [
      ["repositories", "/var/db/repos", "gentoo-repository"],
      ["binary-packages", "/var/cache/binpkgs", "gentoo-binary-packages"],
    ] as const) {
      assert.deepEqual(named(mounts, name), { name, mountPath, readOnly: true });
      assert.deepEqual(named(volumes, name).persistentVolumeClaim, { claimName, readOnly: true });
    }
  });

  it("runs as the owner of Portage's links, restricted, with nothing to write but its lock (E-21, A-68)", () => {
    const { securityContext, containers, initContainers, volumes } = pod();
    assert.deepEqual(securityContext, {
      runAsUser: 250,
      runAsGroup: 250,
      runAsNonRoot: true,
      fsGroup: 250,
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
      seLinuxOptions: { level: "s0:c101,c202" },
    });
    for (const container of [...containers, ...initContainers])
      assert.deepEqual(container.securityContext, {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
        readOnlyRootFilesystem: true,
      });
    assert.deepEqual(named(volumes, "run").emptyDir, { sizeLimit: "1Mi" });
    assert.equal(named(single(containers).volumeMounts, "run").mountPath, "/run/rsyncd");
  });

  it("checks the version of its own image before it serves", () => {
    const { initContainers, containers } = pod();
    assert.equal(single(initContainers).image, args.rsync.image);
    assert.equal(single(containers).image, args.rsync.image);
    assert.match(single(initContainers).command[2] ?? "", /rsync --version/);
  });

  it("is ready when a client gets a file of the published repository", () => {
    const { readinessProbe, livenessProbe } = single(pod().containers);
    assert.equal(
      readinessProbe.exec.command.at(-1),
      "rsync://localhost:8730/gentoo-portage/metadata/timestamp.chk",
    );
    assert.ok(readinessProbe.timeoutSeconds >= 3 + 5, "the probe ends before the kubelet ends it");
    assert.deepEqual(livenessProbe.tcpSocket, { port: "rsync" });
  });

  it("lets running transfers end before it goes, and never goes before the next is ready", () => {
    const { terminationGracePeriodSeconds, containers } = pod();
    const seconds = Number(single(containers).lifecycle.preStop.exec.command[1]);
    assert.ok(terminationGracePeriodSeconds > seconds);
    assert.deepEqual(deployment.only("Deployment").inputs.spec.strategy.rollingUpdate, {
      maxSurge: 1,
      maxUnavailable: 0,
    });
  });

  it("stays off other architectures and gets no API token (A-15, A-48)", () => {
    assert.equal(pod().nodeSelector["kubernetes.io/arch"], "amd64");
    assert.equal(pod().serviceAccountName, "jenkins-agent");
    assert.equal(pod().automountServiceAccountToken, false);
  });

  it("keeps the password in a Secret, and shows how to read it (E-13)", () => {
    const { inputs } = deployment.only("Secret");
    for (const key of ["rsyncd.secrets", "password"])
      assert.ok([inputs.stringData, inputs.stringData[key]].some(isSecret), key);
    const { stringData } = unwrapped(inputs) as { stringData: Record<string, string> };
    assert.equal(stringData["rsyncd.secrets"], `builder:${stringData["password"]}\n`);
    assert.equal(inputs.immutable, true);
    assert.match(
      String(deployment.outputs["passwordCommand"]),
      /^kubectl --namespace jenkins-jobs get secret gentoo-rsync-password\S* --output go-template='\{\{index \.data "password"/,
    );
    const source = named(pod().volumes, "secrets").secret;
    // Readable to others, the daemon would refuse every client.
    assert.equal(source.defaultMode, 0o440);
    assert.deepEqual(source.items, [{ key: "rsyncd.secrets", path: "rsyncd.secrets" }]);
  });

  it("gives a changed configuration a new name, which the pods follow", () => {
    const { inputs } = deployment.only("ConfigMap");
    assert.equal(inputs.immutable, true);
    assert.equal("name" in inputs.metadata, false);
    assert.match(
      named(pod().volumes, "configuration").configMap.name,
      /^gentoo-rsync-configuration-/,
    );
  });

  it("exposes rsync's own port to the networks alone, which see who asks (A-67)", () => {
    const { spec, metadata } = deployment.only("Service").inputs;
    assert.equal(metadata.name, "gentoo-rsync");
    assert.deepEqual(spec, {
      type: "LoadBalancer",
      externalTrafficPolicy: "Local",
      loadBalancerSourceRanges: ["10.1.0.0/16", "fd5c:1a8:7e2b::/48"],
      ipFamilyPolicy: "PreferDualStack",
      ports: [{ name: "rsync", port: 873, targetPort: "rsync", protocol: "TCP" }],
      selector: {
        "app.kubernetes.io/name": "jenkins-stack",
        "app.kubernetes.io/component": "gentoo-rsync",
        "app.kubernetes.io/part-of": "jenkins-stack",
      },
    });
  });

  it("says what a network policy has to let in (E-04)", () => {
    assert.deepEqual(deployment.outputs["open"], {
      podLabels: {
        "app.kubernetes.io/name": "jenkins-stack",
        "app.kubernetes.io/component": "gentoo-rsync",
        "app.kubernetes.io/part-of": "jenkins-stack",
      },
      ports: [8730],
      networks: ["10.1.0.0/16", "fd5c:1a8:7e2b::/48"],
    });
  });

  it("names its Service to machines without a name or address of their own", () => {
    assert.match(repositoryOf(deployment), /rsync:\/\/gentoo-rsync\.jenkins-jobs\.svc\//);
  });

  it("takes the load balancer's fixed address, and tells machines", async () => {
    const fixed = await share({ address: "fd5c:1a8:7e2b:20::73" });
    const { spec } = fixed.only("Service").inputs;
    assert.deepEqual(
      [spec.ipFamilyPolicy, spec.ipFamilies, spec.loadBalancerIP],
      ["SingleStack", ["IPv6"], "fd5c:1a8:7e2b:20::73"],
    );
    assert.match(repositoryOf(fixed), /rsync:\/\/\[fd5c:1a8:7e2b:20::73\]\//);
  });

  it("stays inside the cluster unless it is exposed", async () => {
    const { spec } = (await share({ service: "ClusterIP" })).only("Service").inputs;
    assert.equal(spec.type, "ClusterIP");
    assert.equal("loadBalancerSourceRanges" in spec, false);
  });

  it("makes no password where none is asked for", async () => {
    const open = await share({ password: false });
    assert.deepEqual([open.all("Secret"), open.all("RandomPassword")], [[], []]);
    assert.equal(open.outputs["passwordCommand"], undefined);
    const { volumes } = open.only("Deployment").inputs.spec.template.spec;
    assert.deepEqual(
      volumes.map(({ name }) => name),
      ["repositories", "binary-packages", "configuration", "run"],
    );
  });

  it("rejects what the settings would", async () => {
    await assert.rejects(
      share({
        image: "docker.io/library/rsync:latest",
        networks: ["::/0"],
        service: "ClusterIP",
        address: "::",
        maxConnections: 0,
      }),
      {
        message: [
          'invalid arguments for RsyncShare "gentoo-rsync"',
          "maxConnections: expected a whole number from 1 to 1000, got 0",
          'rsync.address: expected an IP address, got "::"; it names no machine',
          'rsync.address: expected none with this type of Service, got "::"',
          'rsync.image: expected an image with its registry and an exact tag or digest, got "docker.io/library/rsync:latest"; a moving tag would change the software on every pod restart',
          'rsync.networks[0]: expected the networks of one\'s own machines, got "::/0"; rsync speaks in the clear',
        ].join("\n"),
      },
    );
  });

  function pod() {
    return deployment.only("Deployment").inputs.spec.template.spec;
  }
});

function share(changed: Partial<RsyncShareArgs["rsync"]> = {}): Promise<Deployment> {
  return deploy(() => {
    const { clientFiles, passwordCommand, open } = new RsyncShare("gentoo-rsync", {
      ...args,
      rsync: { ...args.rsync, ...changed },
    });
    return { clientFiles, passwordCommand, open };
  });
}

function repositoryOf({ outputs }: Deployment): string {
  const files = outputs["clientFiles"] as Readonly<Record<string, string>>;
  return files["etc/portage/repos.conf/gentoo.conf"] ?? "";
}
