import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { SynologyLun, type SynologyLunArgs } from "../../../components/storage/synology-lun";
import type { LunArgs } from "../../../components/storage/lun-request";
import { construct, deploy } from "../../support/deploy";
import { dependenciesOf } from "../../support/dependencies";
import { mockPassword } from "../../support/mock-state";
import { isSecret, leaks, unwrapped } from "../../support/secrets";

// Says what the NAS tool is asked; that it understands the request is for the engine tests.
describe("SynologyLun", () => {
  it("runs one relative command, which makes no LUN anew in an update, and none for delete", async () => {
    const { inputs } = await command();
    assert.equal(inputs.create, "exec node nas/run.cjs lun ensure --json");
    assert.equal(inputs.update, `${inputs.create} --existing`);
    for (const absent of ["delete", "triggers", "dir", "interpreter"])
      assert.equal(absent in inputs, false, absent);
  });

  it("retires the LUN when the stack gives it up, if the settings say so, and still deletes nothing (P-08)", async () => {
    const { inputs } = await command({ onDestroy: "retire" });
    assert.equal(inputs.delete, "exec node nas/run.cjs lun retire --json");
  });

  it("shows in every preview what decides where the data is, and no secret", async () => {
    const { inputs } = await command();
    assert.deepEqual(inputs.environment, {
      NAS_URL: "https://nas.example:5001",
      NAS_ACCOUNT: "pulumi",
      NAS_TLS: "ca.crt",
      LUN_NAME: "jenkins",
      LUN_VOLUME: "/volume1",
      LUN_SIZE: "20Gi",
      LUN_IQN: "iqn.2000-01.com.synology:nas.jenkins",
      LUN_NUMBER: "1",
      LUN_SESSIONS: "1",
      LUN_CHAP_USER: "jenkins",
    });
  });

  it("lets the target prove itself too, with a password of its own (A-28)", async () => {
    const { inputs } = await command({ mutualChapUser: "nas0" });
    const { target } = JSON.parse(unwrapped(inputs.stdin) as string) as {
      target: { chap: unknown };
    };
    assert.deepEqual(target.chap, {
      user: "jenkins",
      password: mockPassword("lun-chap"),
      mutual: { user: "nas0", password: mockPassword("lun-mutual-chap") },
    });
  });

  it("draws its passwords anew when the rotation is raised, and only then", async () => {
    const keepers = async (lun: Partial<LunArgs>) =>
      (await construct(() => new SynologyLun("lun", withLun(lun)))).only("RandomPassword").inputs
        .keepers;
    assert.deepEqual(
      [await keepers({}), await keepers({ chapRotation: 0 }), await keepers({ chapRotation: 2 })],
      [undefined, undefined, { rotation: "2" }],
    );
  });

  it("sends the token of a device as it sends the password", async () => {
    const deployment = await construct(
      () =>
        new SynologyLun("lun", {
          ...args(),
          nas: { ...args().nas, deviceName: "jenkins-stack" },
          nasDeviceToken: pulumi.secret("the-token"),
        }),
    );
    const { inputs } = deployment.only("Command");
    const { nas } = JSON.parse(unwrapped(inputs.stdin) as string) as { nas: object };
    assert.deepEqual(nas, {
      url: "https://nas.example:5001",
      account: "pulumi",
      password: "nas-password",
      certificateAuthority: "ca.crt",
      deviceName: "jenkins-stack",
      deviceToken: "the-token",
    });
    assert.deepEqual(leaks(inputs, ["the-token"]), []);
  });

  it("hands the request over on standard input, as a secret", async () => {
    const { inputs } = await command();
    assert.ok(isSecret(inputs.stdin));
    assert.deepEqual(JSON.parse(unwrapped(inputs.stdin) as string), {
      nas: {
        url: "https://nas.example:5001",
        account: "pulumi",
        password: "nas-password",
        certificateAuthority: "ca.crt",
      },
      lun: {
        name: "jenkins",
        volume: "/volume1",
        sizeBytes: 20 * 2 ** 30,
        description: "Made by jenkins-stack",
      },
      target: {
        name: "jenkins",
        iqn: "iqn.2000-01.com.synology:nas.jenkins",
        maxSessions: 1,
        chap: { user: "jenkins", password: mockPassword("lun-chap") },
      },
      mappingIndex: 1,
    });
  });

  it("keeps both passwords out of everything but that secret (A-28)", async () => {
    const { inputs } = await command();
    assert.deepEqual(leaks(inputs, ["nas-password", mockPassword("lun-chap")]), []);
  });

  it("neither logs nor stores in clear what the command prints", async () => {
    const { inputs, opts } = await command();
    assert.equal(inputs.logging, "none");
    assert.equal(inputs.addPreviousOutputInEnv, false);
    assert.deepEqual(opts.additionalSecretOutputs, ["stdout", "stderr"]);
  });

  it("is protected (P-08)", async () => {
    assert.equal((await command()).opts.protect, true);
  });

  it("makes a CHAP password of 16 letters and digits, as long as DSM allows (A-28)", async () => {
    const deployment = await construct(() => new SynologyLun("lun", args()));
    const { inputs } = deployment.only("RandomPassword");
    assert.deepEqual([inputs.length, inputs.special], [16, false]);
  });

  it("states the target in canonical spelling and as plain values, even in a preview (A-24)", async () => {
    let target: unknown;
    const nas = { ...args().nas, portal: "[FD5C:1A8:7E2B:0030::0010]:3260" };
    await deploy(() => (target = new SynologyLun("lun", args({ nas })).target), {
      preview: true,
    });
    assert.deepEqual(target, {
      portal: "[fd5c:1a8:7e2b:30::10]:3260",
      iqn: "iqn.2000-01.com.synology:nas.jenkins",
      lunNumber: 1,
    });
  });

  it("gives its CHAP password only once the LUN is made, so that the volume comes after it", async () => {
    let dependencies: string[] = [];
    await deploy(async () => {
      const { chap } = new SynologyLun("lun", args());
      dependencies = await dependenciesOf(pulumi.output(chap.password));
    });
    assert.deepEqual(dependencies, ["Command", "RandomPassword"]);
  });

  it("gives its CHAP password as a secret", async () => {
    let secret: unknown;
    await deploy(async () => {
      const { chap } = new SynologyLun("lun", args());
      secret = await pulumi.isSecret(pulumi.output(chap.password));
    });
    assert.equal(secret, true);
  });

  const { lun, nas } = args();
  const rejections: Readonly<Record<string, [Partial<SynologyLunArgs>, RegExp]>> = {
    "a portal that is a name (A-23)": [
      { nas: { ...nas, portal: "nas.example:3260" } },
      /^nas\.portal: expected \[ipv6\]:port or ipv4:port, got "nas\.example:3260"; an initiator logs in only/m,
    ],
    "a portal without a port": [
      { nas: { ...nas, portal: "fd5c::10" } },
      /^nas\.portal: .*did you mean "\[fd5c::10\]:3260"\?$/m,
    ],
    "an address that is not https": [
      { nas: { ...nas, url: "http://nas.example:5000" } },
      /^nas\.url: expected https:\/\/<host>\[:<port>\], got "http:/m,
    ],
    "an IQN that is none": [{ lun: { ...lun, iqn: "jenkins" } }, /^lun\.iqn: expected iqn\./m],
    "a size that is no quantity": [
      { lun: { ...lun, size: "20GB" } },
      /^lun\.size: expected a Kubernetes quantity/m,
    ],
    "a LUN number that DSM never gives": [
      { lun: { ...lun, mappingIndex: 0 } },
      /^lun\.mappingIndex: expected a whole number from 1.*, got 0$/m,
    ],
    "a CHAP user with a space": [
      { lun: { ...lun, chapUser: "jenkins controller" } },
      /^lun\.chapUser: expected a name without spaces/m,
    ],
    "a volume that is no path of the NAS": [
      { lun: { ...lun, volume: "volume1" } },
      /^lun\.volume: expected a volume such as "\/volume1", got "volume1"$/m,
    ],
  };
  for (const [what, [overrides, message]] of Object.entries(rejections))
    it(`rejects ${what}`, async () => {
      await assert.rejects(
        construct(() => new SynologyLun("lun", args(overrides))),
        { message },
      );
    });
});

function args(overrides: Partial<SynologyLunArgs> = {}): SynologyLunArgs {
  return {
    nas: {
      url: "https://nas.example:5001",
      account: "pulumi",
      certificateAuthority: "ca.crt",
      portal: "[fd5c:1a8:7e2b:30::10]:3260",
    },
    nasPassword: pulumi.secret("nas-password"),
    lun: {
      lunName: "jenkins",
      volume: "/volume1",
      size: "20Gi",
      iqn: "iqn.2000-01.com.synology:nas.jenkins",
      mappingIndex: 1,
      maxSessions: 1,
      chapUser: "jenkins",
    },
    ...overrides,
  };
}

function withLun(lun: Partial<LunArgs>): SynologyLunArgs {
  return args({ lun: { ...args().lun, ...lun } });
}

async function command(lun: Partial<LunArgs> = {}) {
  const deployment = await construct(() => new SynologyLun("lun", withLun(lun)));
  return deployment.only("Command");
}
