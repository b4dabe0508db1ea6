import assert from "node:assert/strict";

import { guard, type GuardArgs } from "../../../../components/jenkins/configuration/guard";
import { configurationFindings } from "../../../../components/jenkins/configuration/configuration-files";
import { lock } from "../../../../components/jenkins/plugins/plugin-lock";
import { knownKeys, type KnownKey } from "../../../../components/jenkins/configuration/known-keys";
import { configurationArgs, configured, plugins } from "./support";

const crumb = {
  jenkins: { crumbIssuer: { standard: { excludeClientIPFromCrumb: true } } },
};

describe("guard", () => {
  it("lets pass what this stack renders, with everything on", () => {
    const everything = configured({
      discardBuilds: { days: 1 },
      libraries: {
        a: { repository: "r", version: "v", implicit: false, allowVersionOverride: true },
      },
      mailer: { server: "s", port: 25, encryption: "none" },
      environment: { A: "b" },
      folders: { a: {} },
    });
    assert.deepEqual(configurationFindings(everything), []);
    assert.deepEqual(configurationFindings(configurationArgs()), []);
  });

  it("refuses a key that this Jenkins has not any more, and says what to write instead (E-14)", () => {
    assert.deepEqual(findings(crumb), [
      "configuration.jenkins.crumbIssuer.standard.excludeClientIPFromCrumb: expected a key of Jenkins 2.580.1, got one that was removed in 2.543; leave the crumb issuer out: the protection is on without it",
    ]);
    assert.deepEqual(findings(crumb, { version: undefined }), [
      "configuration.jenkins.crumbIssuer.standard.excludeClientIPFromCrumb: expected a key of Jenkins of today, got one that was removed in 2.543; leave the crumb issuer out: the protection is on without it",
    ]);
  });

  for (const [version, passes] of [
    ["2.541.3", true],
    ["2.542", true],
    ["2.543", false],
    ["2.543.1", false],
    ["2.1000.1", false],
    ["3.1.1", false],
  ] as const)
    it(`${passes ? "lets pass" : "refuses"} the same for Jenkins ${version}`, () => {
      assert.equal(findings(crumb, { version }).length === 0, passes);
    });

  it("refuses to open what keeps agents out of the controller (C-15)", () => {
    assert.match(
      findings({ jenkins: { remotingSecurity: { enabled: false } } }).join(),
      /^configuration\.jenkins\.remotingSecurity: .* removed in 2\.326; leave it out/,
    );
  });

  it("refuses a key whose plugin is not installed, and names the plugin (D-02)", () => {
    const mail = { unclassified: { mailer: { smtpHost: "mail.example" } } };
    assert.deepEqual(findings(mail), []);
    assert.deepEqual(findings(mail, { plugins: ["kubernetes"] }), [
      "configuration.unclassified.mailer: expected the plugin mailer among the plugins, got a list without it; add mailer to plugins.extra",
    ]);
    assert.deepEqual(findings(mail, { plugins: undefined }), []);
  });

  it("finds a plugin's word in a choice and in a list, too", () => {
    const ldap = { jenkins: { securityRealm: { ldap: {} } } };
    assert.match(findings(ldap).join(), /securityRealm\.ldap: expected the plugin ldap /);
    const clouds = { jenkins: { clouds: [{ kubernetes: { name: "kubernetes" } }] } };
    assert.match(
      findings(clouds, { plugins: [] }).join(),
      /clouds\.kubernetes: expected the plugin/,
    );
    const discarder = {
      unclassified: { buildDiscarders: { configuredBuildDiscarders: ["defaultBuildDiscarder"] } },
    };
    assert.match(findings(discarder).join(), /expected the plugin build-discarder /);
  });

  it("refuses keys that nobody knows, at any known depth", () => {
    const unknown = (document: object) => findings(document).map((line) => line?.split(":")[0]);
    assert.deepEqual(unknown({ jenkin: {} }), ["configuration.jenkin"]);
    assert.deepEqual(unknown({ jenkins: { executors: 2 } }), ["configuration.jenkins.executors"]);
    const template = { containers: [{ name: "jnlp", img: "x" }] };
    assert.deepEqual(
      unknown({ jenkins: { clouds: [{ kubernetes: { templates: [template], tunnel: "x" } }] } }),
      [
        "configuration.jenkins.clouds.kubernetes.templates.containers.img",
        "configuration.jenkins.clouds.kubernetes.tunnel",
      ],
    );
    assert.deepEqual(unknown({ jenkins: { security: {} } }), ["configuration.jenkins.security"]);
    assert.match(findings({ jenkin: {} }).join(), /got "jenkin"; Jenkins does not start with one/);
  });

  it("compares keys as Jenkins does: upper and lower case are the same", () => {
    const sonar = { unclassified: { sonarglobalconfiguration: {} } };
    assert.deepEqual(findings(sonar, { plugins: ["sonar"] }), []);
  });

  it("refuses a key that two files speak of, and lets them share what contains it (C-04)", () => {
    const documents = {
      "a.yaml": { jenkins: { mode: "EXCLUSIVE" } },
      "b.yaml": { jenkins: { numExecutors: 0 } },
    };
    const args = { documents, version: "2.580.1", plugins };
    assert.deepEqual(guard(args), []);
    const twice = { ...documents, "c.yaml": { jenkins: { mode: "NORMAL" } } };
    assert.deepEqual(guard({ ...args, documents: twice }), [
      "configuration.jenkins.mode: expected a key of one file, got one of a.yaml and c.yaml",
    ]);
  });

  it("knows no plugin that the lock does not know", () => {
    const named = pluginsIn(knownKeys);
    assert.ok(named.length > 10);
    assert.deepEqual(
      named.filter((id) => !Object.hasOwn(lock.plugins, id)),
      [],
    );
  });
});

function findings(
  document: object,
  changes: Partial<GuardArgs> = {},
): readonly (string | undefined)[] {
  return guard({ documents: { "a.yaml": document }, version: "2.580.1", plugins, ...changes });
}

function pluginsIn(keys: Readonly<Record<string, KnownKey>>): string[] {
  return Object.values(keys).flatMap(({ plugin, keys: below = {} }) => [
    ...(plugin === undefined ? [] : [plugin]),
    ...pluginsIn(below),
  ]);
}
