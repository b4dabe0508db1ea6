import assert from "node:assert/strict";

import { plainConfiguration } from "../../../components/jenkins/configuration/settings";
import { notExposed } from "../../../components/jenkins/exposure/settings";
import { networkWarnings, type NamingSettings } from "../../../components/jenkins/network/warnings";
import { defaultPlugins } from "../../../components/jenkins/plugins/settings";

const mailer = { server: "mail.example", port: 587, encryption: "startTls" } as const;
const library = {
  repository: "git@git.example:build/library.git",
  version: "main",
  implicit: false,
  allowVersionOverride: true,
};

describe("networkWarnings", () => {
  it("have nothing to say of the defaults", () => {
    assert.deepEqual(warnings({}), []);
  });

  it("name a mail server that cannot be reached, until its port is declared (E-25)", () => {
    const configuration = { ...plainConfiguration, mailer };
    assert.deepEqual(warnings({ configuration }), [
      "configuration.mailer: the network policies keep the controller from mail.example on port 587, declare it in exposure.network",
    ]);
    const egress = { mail: { networks: ["192.0.2.25/32"], ports: [587] } };
    assert.deepEqual(warnings({ configuration }, { egress }), []);
  });

  it("name a proxy that cannot be reached (E-25)", () => {
    assert.deepEqual(warnings({ proxy: { url: "http://proxy.example:3128", direct: [] } }), [
      "jenkins.proxy.url: the network policies keep the controller from proxy.example on port 3128, declare it in exposure.network",
    ]);
  });

  for (const [repository, port] of [
    ["git@git.example:build/library.git", 22],
    ["ssh://git@git.example:2222/build/library.git", 2222],
    ["http://git.example/build/library.git", 80],
  ] as const)
    it(`name the host of ${repository}, until it is declared (E-25)`, () => {
      const libraries = { build: { ...library, repository } };
      const configuration = { ...plainConfiguration, libraries };
      assert.deepEqual(warnings({ configuration }), [
        `configuration.libraries.build.repository: the network policies keep the controller from git.example on port ${port}, declare it in exposure.network`,
      ]);
      const elsewhere = { "other.example": { networks: ["192.0.2.0/24"], ports: [port] } };
      assert.equal(warnings({ configuration }, { sourceHosts: elsewhere }).length, 1);
      const sourceHosts = { "git.example": { networks: ["192.0.2.0/24"], ports: [port] } };
      assert.deepEqual(warnings({ configuration }, { sourceHosts }), []);
    });

  it("name HTTPS servers once everything else is narrowed, unless a proxy asks for them", () => {
    const repository = "https://git.example/build/library.git";
    const configuration = {
      ...plainConfiguration,
      libraries: { build: { ...library, repository } },
    };
    const narrowed = { apiServer: ["192.0.2.1/32"], updateCentre: ["192.0.2.2/32"] };
    assert.deepEqual(warnings({ configuration }), []);
    assert.deepEqual(warnings({ configuration }, { apiServer: narrowed.apiServer }), []);
    assert.equal(warnings({ configuration }, narrowed).length, 1);
    const egress = { proxy: { networks: ["192.0.2.9/32"], ports: [3128] } };
    const proxy = { url: "http://proxy.example:3128", direct: [] };
    assert.deepEqual(warnings({ configuration, proxy }, { ...narrowed, egress }), []);
  });

  it("name a mirror of plugins on a port of its own while plugins are installed", () => {
    const updateCentre = { downloads: "https://mirror.example:8443/plugins" };
    assert.deepEqual(warnings({ plugins: { ...defaultPlugins, updateCentre } }), [
      "plugins.updateCentre.downloads: the network policies keep the controller from mirror.example on port 8443, declare it in exposure.network",
    ]);
    const plugins = { ...defaultPlugins, updateCentre, source: "image" } as const;
    assert.deepEqual(warnings({ plugins }), []);
  });

  it("name hosts whose networks mean nothing while the API server's are all of them (E-25)", () => {
    const sourceHosts = {
      "git.example": { networks: ["192.0.2.0/24"], ports: [22, 443] },
      "ssh.example": { networks: ["192.0.2.0/24"], ports: [22] },
    };
    assert.deepEqual(warnings({}, { sourceHosts }), [
      "exposure.network.apiServer: it is every network, so the networks of exposure.network.sourceHosts (git.example) mean nothing on ports 443 and 6443; name those where the API server answers",
    ]);
    assert.deepEqual(warnings({}, { sourceHosts, apiServer: ["192.0.2.1/32"] }), []);
  });

  it("have nothing to say without policies", () => {
    const configuration = { ...plainConfiguration, mailer };
    assert.deepEqual(warnings({ configuration }, { enabled: false }), []);
  });
});

function warnings(
  change: Partial<NamingSettings>,
  network: Partial<NamingSettings["exposure"]["network"]> = {},
): string[] {
  const exposure = { ...notExposed, network: { ...notExposed.network, ...network } };
  return networkWarnings({
    configuration: plainConfiguration,
    plugins: defaultPlugins,
    exposure,
    ...change,
  });
}
