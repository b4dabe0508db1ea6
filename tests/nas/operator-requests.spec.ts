import assert from "node:assert/strict";

import { networkOptions, requestsFor, withCode } from "../../commands/nas/requests";
import { storedStack, type StoredStack } from "../../commands/nas/stored-stack";
import { parseEnsureRequest } from "../../nas/request";
import { changed, root, type Values } from "../stacks/good-settings";
import { chapPassword, configOf, failureOf, mutualPassword } from "./printed-stack";

describe("requestsFor", () => {
  const second = { volume: "/volume1", size: "5Gi", iqn: "iqn.2000-01.example.nas:gentoo" };
  const both = { "storage.luns.gentoo": second };
  let asked: string[];
  beforeEach(() => {
    asked = [];
  });
  const stackOf = (changes: Values = {}): Promise<StoredStack> =>
    storedStack(() => Promise.resolve(configOf(changed(changes))), "prod", root);
  const passwords = (names: readonly string[]) => {
    asked.push(...names);
    return Promise.resolve(
      names.map((name) => (name.includes("mutual") ? mutualPassword : chapPassword)),
    );
  };
  const requests = async (verb: string, lun?: string, changes: Values = {}): Promise<unknown> =>
    JSON.parse(await requestsFor(verb, lun, await stackOf(changes), passwords));

  it("is the document the program sends, with the password of the state, for ensure", async () => {
    const document = await requests("lun ensure");
    assert.deepEqual(document, {
      nas: {
        ...{ url: "https://[fd00:1::10]:5001", account: "pulumi", password: "nas-secret-value" },
      },
      lun: {
        ...{ name: "jenkins", volume: "/volume1", sizeBytes: 20 * 2 ** 30 },
        description: "Made by jenkins-stack",
      },
      target: {
        ...{ name: "jenkins", iqn: "iqn.2000-01.example.nas:jenkins", maxSessions: 1 },
        chap: { user: "jenkins", password: chapPassword },
      },
      mappingIndex: 1,
    });
    assert.deepEqual(asked, ["lun-jenkins-chap"]);
    assert.ok(parseEnsureRequest(JSON.stringify(document)));
  });

  it("takes both passwords of mutual CHAP, and the device token", async () => {
    const document = (await requests("lun ensure", "jenkins", {
      "storage.luns.jenkins.mutualChapUser": "nas0",
      "nas.deviceName": "ci",
      nasDeviceToken: "the-device-token",
    })) as { nas: object; target: { chap: object } };
    assert.deepEqual(document.target.chap, {
      ...{ user: "jenkins", password: chapPassword },
      mutual: { user: "nas0", password: mutualPassword },
    });
    assert.deepEqual(asked, ["lun-jenkins-chap", "lun-jenkins-mutual-chap"]);
    assert.ok(parseEnsureRequest(JSON.stringify(document)));
  });

  for (const verb of ["lun show", "lun grow", "lun retire", "snapshot take", "drift", "doctor"])
    it(`asks the state for no password for ${verb}`, async () => {
      assert.ok(!JSON.stringify(await requests(verb)).includes(chapPassword));
      assert.deepEqual(asked, []);
    });

  it("takes every LUN of the stack for what looks at the whole NAS, unless one is named", async () => {
    const names = async (verb: string, lun?: string) =>
      ((await requests(verb, lun, both)) as { lun: { name: string } }[]).map((one) => one.lun.name);
    for (const verb of ["doctor", "drift", "audit"]) {
      assert.deepEqual(await names(verb), ["gentoo", "jenkins"]);
      assert.deepEqual(await names(verb, "jenkins"), ["jenkins"]);
    }
  });

  it("wants one LUN named where there are several, and a name that the settings have", async () => {
    await assert.rejects(
      requests("lun show", undefined, both),
      failureOf('--lun: expected one of "gentoo", "jenkins", got none'),
    );
    await assert.rejects(
      requests("lun show", "jenkin", both),
      failureOf('--lun: expected a name in storage.luns, got "jenkin"; it has "gentoo", "jenkins"'),
    );
    assert.ok(await requests("login device", undefined, both), "a login is for no LUN");
  });

  it("says that the settings describe no LUN", async () => {
    const { sections, ...stack } = await stackOf();
    const none = { ...sections, storage: { ...sections.storage, luns: {} } };
    await assert.rejects(
      requestsFor("audit", undefined, { ...stack, sections: none }, passwords),
      failureOf("storage.luns: expected a LUN, got none; the settings describe none"),
    );
  });

  it("puts the one-time password into the request of a login", async () => {
    const request = await requestsFor("login device", undefined, await stackOf(), passwords);
    const { oneTimePassword, nas } = JSON.parse(withCode(request, "123456")) as Record<
      string,
      object
    >;
    assert.equal(oneTimePassword, "123456");
    assert.ok(nas);
  });

  it("says where nodes look for the LUNs, unless the operator does", async () => {
    const { sections } = await stackOf();
    const portal = "--portal=[fd00:1::10]:3260";
    const prefix = "--prefix=fd00:1::21/64";
    assert.deepEqual(networkOptions("doctor", ["doctor"], sections), [portal, prefix]);
    assert.deepEqual(networkOptions("drift", ["drift"], sections), [portal]);
    assert.deepEqual(networkOptions("lun show", ["lun", "show"], sections), []);
    assert.deepEqual(networkOptions("doctor", ["doctor", "--portal", "x"], sections), [prefix]);
    assert.deepEqual(networkOptions("doctor", ["doctor", "--prefix=x"], sections), [portal]);
    const without = await stackOf({ "network.nodes": { "worker-1": {} } });
    assert.deepEqual(networkOptions("doctor", ["doctor"], without.sections), [portal]);
  });
});
