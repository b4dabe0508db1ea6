import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";

import {
  nothingKnown,
  type KnownHostsList,
} from "../../../components/internal/known-hosts/known-hosts-list";
import { JenkinsController } from "../../../components/jenkins/jenkins-controller";
import {
  KnownHosts,
  sshKnownHosts,
  type KnownHostsArgs,
} from "../../../components/jobs/known-hosts";
import { controllerArgs } from "../../support/controller";
import { construct, deploy } from "../../support/deploy";
import { hostKeys } from "../../support/host-keys";

const { authority, ed25519 } = hostKeys;
const list: KnownHostsList = {
  authorities: { pyrocufflink: { patterns: ["*.example", "!example"], key: authority } },
  hosts: { "github.com": { keys: [ed25519], aliases: [] } },
  revoked: {},
};
const file = `@cert-authority *.example,!example ${authority} pyrocufflink\ngithub.com ${ed25519}\n`;

const known = (overrides: Partial<KnownHostsArgs> = {}) =>
  construct(
    () =>
      new KnownHosts("known-hosts", {
        ...list,
        namespace: pulumi.output("jenkins-jobs"),
        ...overrides,
      }),
  );

describe("KnownHosts", () => {
  it("writes the list into a ConfigMap that pods find by its name (A-43)", async () => {
    const { inputs } = (await known()).only("ConfigMap");
    assert.equal(inputs.metadata.name, "ssh-known-hosts");
    assert.deepEqual(inputs.data, { ssh_known_hosts: file });
    assert.equal(inputs.metadata.labels["app.kubernetes.io/part-of"], "jenkins-stack");
  });

  it("goes into whatever namespace it is told, twice in one stack (A-44)", async () => {
    const deployment = await deploy(() => {
      for (const namespace of ["team-a", "team-b"])
        new KnownHosts(`${namespace}-known-hosts`, { ...list, namespace });
    });
    assert.deepEqual(
      deployment.all("ConfigMap").map(({ inputs }) => inputs.metadata.namespace),
      ["team-a", "team-b"],
    );
  });

  it("tells where the list is, and the list itself for the Git plugin (A-47)", async () => {
    const { outputs } = await deploy(() => {
      const { configMapName, key, lines } = new KnownHosts("known-hosts", {
        ...list,
        namespace: "jenkins-jobs",
      });
      return { configMapName, key, lines };
    });
    assert.equal(outputs["configMapName"], "ssh-known-hosts");
    assert.equal(outputs["key"], "ssh_known_hosts");
    assert.deepEqual(outputs["lines"], file.trimEnd().split("\n"));
  });

  it("asks the same in a preview", async () => {
    const run = (preview: boolean) =>
      deploy(
        () => {
          new KnownHosts("known-hosts", { ...list, namespace: "jenkins-jobs" });
        },
        { preview },
      );
    assert.deepEqual((await run(true)).inventory(), (await run(false)).inventory());
  });

  const refusals: readonly (readonly [string, Partial<KnownHostsArgs>, string])[] = [
    [
      "an authority for every host",
      { authorities: { any: { patterns: ["*"], key: authority } } },
      'authorities.any.patterns[0]: expected a host or a pattern of hosts such as *.example.org, got "*"; it stands for every host, and whoever has a certificate could pose as any of them',
    ],
    [
      "a name that would begin a line of its own",
      { authorities: { "a\nb": { patterns: ["*.example"], key: authority } } },
      'authorities.a\nb: expected a name of lower-case letters, digits and - (RFC 1123), got "a\\nb"',
    ],
    [
      "a host without a key",
      { hosts: { "git.example": { keys: [], aliases: [] } } },
      "hosts.git.example.keys: expected at least one key, got nothing",
    ],
    [
      "an alias that is no host",
      { hosts: { "git.example": { keys: [ed25519], aliases: ["git0 git1"] } } },
      'hosts.git.example.aliases[0]: expected a host, or [<host>]:<port> of an SSH server, got "git0 git1"',
    ],
    [
      "a key that cannot be read",
      { revoked: { old: { key: "ssh-ed25519", patterns: ["*"] } } },
      'revoked.old.key: expected a public host key such as ssh-ed25519 AAAA…, got "ssh-ed25519"; copy the whole line of the .pub file',
    ],
    [
      "a key that is trusted and revoked",
      { revoked: { old: { key: ed25519, patterns: ["*"] } } },
      `hosts.github.com.keys.0: expected a key that is trusted, got "${ed25519}"; "old" of the revoked keys is the same`,
    ],
  ];
  for (const [what, overrides, message] of refusals)
    it(`refuses ${what}`, async () => {
      await assert.rejects(known(overrides), {
        message: `invalid arguments for KnownHosts "known-hosts"\n${message}`,
      });
    });
});

describe("JenkinsController with known hosts", () => {
  it("mounts them into every agent, and gives the Git plugin the same list (A-43, A-47)", async () => {
    const deployment = await deploy(() => {
      const namespace = pulumi.output("jenkins-jobs");
      const hosts = new KnownHosts("known-hosts", { ...list, namespace });
      new JenkinsController("jenkins", { ...controllerArgs, knownHosts: hosts });
    });
    const files = deployment.only("ConfigMap", "jenkins-configuration").inputs.data;
    const { jenkins } = parse(files["cloud-kubernetes.yaml"] ?? "") as {
      jenkins: { clouds: { kubernetes: { templates: { volumes: object[] }[] } }[] };
    };
    const templates = jenkins.clouds.flatMap(({ kubernetes }) => kubernetes.templates);
    assert.ok(templates.length > 0);
    for (const { volumes } of templates)
      assert.deepEqual(volumes, [
        {
          configMapVolume: {
            configMapName: "ssh-known-hosts",
            mountPath: "/etc/ssh/ssh_known_hosts",
            optional: false,
            subPath: "ssh_known_hosts",
          },
        },
      ]);
    assert.deepEqual(parse(files["git.yaml"] ?? ""), {
      security: {
        gitHostKeyVerificationConfiguration: {
          sshHostKeyVerificationStrategy: {
            manuallyProvidedKeyVerificationStrategy: { approvedHostKeys: file.trimEnd() },
          },
        },
      },
    });
  });
});

describe("sshKnownHosts", () => {
  const made = (wanted: KnownHostsList) =>
    deploy(() => {
      sshKnownHosts("known-hosts", { ...wanted, namespace: "jenkins-jobs" });
    });

  it("makes nothing of an empty list, and something of any other", async () => {
    assert.deepEqual((await made(nothingKnown)).inventory(), []);
    assert.deepEqual((await made(list)).inventory(), [
      "/KnownHosts/known-hosts",
      "known-hosts/ConfigMap/known-hosts",
    ]);
  });
});
