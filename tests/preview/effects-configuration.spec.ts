// What the rules say of the configuration of the controller.
import assert from "node:assert/strict";

import { told } from "./support/effects";
import { changed, types, type Given } from "./support/steps";

describe("effectsOf, of the configuration", () => {
  const map: Given = {
    type: types.configMap,
    name: "jenkins-configuration",
    component: "JenkinsController",
  };
  const cloud = (...templates: readonly object[]) => ({
    data: {
      "cloud-kubernetes.yaml": JSON.stringify({
        jenkins: { clouds: [{ kubernetes: { templates } }] },
      }),
    },
  });

  it("is a reload and no restart (C-04)", () => {
    const files = (adminAddress: string) => ({
      data: {
        "jenkins.yaml": JSON.stringify({ unclassified: { location: { adminAddress } } }),
        revision: adminAddress,
      },
    });
    assert.deepEqual(told(changed(map, files("a"), files("b"))), [
      "safe: reload only: settings of Jenkins",
    ]);
  });

  it("names the agents that change", () => {
    const step = changed(
      map,
      cloud({ name: "default", cpu: 1 }, { name: "kept" }),
      cloud({ name: "default", cpu: 2 }, { name: "kept" }, { name: "go" }),
    );
    assert.deepEqual(told(step), [
      "safe: reload only: agents default, go (new): new pods follow, running builds go on",
    ]);
  });

  it("says that builds wait for agents that are gone", () => {
    const step = changed(
      map,
      cloud({ name: "default" }, { name: "go" }),
      cloud({ name: "default" }),
    );
    assert.equal(
      told(step)[0],
      'interrupts builds: agents "go" are gone: builds that ask for them wait for ever',
    );
  });

  it("is a restart where the pod reads it at its start only", () => {
    const sealed = (data: object) => ({ immutable: true, data });
    const mail = (port: string) =>
      sealed({ "mail.yaml": `unclassified: { mailer: { smtpPort: "${port}" } }` });
    assert.deepEqual(told(changed(map, mail("25"), mail("587"))), [
      "restarts Jenkins: configuration changes: pod restart",
    ]);
    const plugins = { ...map, name: "jenkins-plugins" };
    assert.deepEqual(told(changed(plugins, sealed({ a: "1" }), sealed({ a: "2" }))), [
      "restarts Jenkins: plugins change: installed at the pod restart",
    ]);
  });

  it("says that hosts which are trusted no longer are out of reach (A-43)", () => {
    const hosts: Given = { type: types.configMap, name: "known-hosts", component: "KnownHosts" };
    const file = (text: string) => ({ data: { ssh_known_hosts: text } });
    assert.match(told(changed(hosts, file("a\n"), file("a\nb\n")))[0] ?? "", /^safe: /);
    assert.match(
      told(changed(hosts, file("a\nb\n"), file("b\n")))[0] ?? "",
      /^interrupts builds: /,
    );
  });
});
