import assert from "node:assert/strict";

import type { Diagnostic, Preview } from "../../preview/preview";
import { json, reportSchema } from "../../preview/report/json";
import { markdown } from "../../preview/report/markdown";
import { reportOf } from "../../preview/report/report";
import { terminal } from "../../preview/report/terminal";
import type { Step } from "../../preview/step";
import { changed, made, removed, stateOf, types, type Given } from "./support/steps";

const preview = (steps: readonly Step[], diagnostics: readonly Diagnostic[] = []): Preview => ({
  ...{ stack: "prod", mode: "connected", steps, diagnostics, unknowns: [] },
});
const set: Given = { type: types.statefulSet, name: "jenkins", component: "JenkinsController" };
const replicas = (count: number) => ({
  metadata: { name: "jenkins", namespace: "jenkins" },
  spec: { replicas: count },
});
const namespace = made(
  { type: types.namespace, component: "StackNamespace" },
  { metadata: { name: "web" } },
);

describe("reportOf", () => {
  it("has the gravest verdict of its rows, which are ordered by room and weight", () => {
    const volume = { type: types.volume, name: "b", component: "IscsiVolume" };
    const report = reportOf(
      preview([
        changed(set, replicas(1), replicas(0)),
        removed(volume),
        made({ ...volume, name: "a" }),
        namespace,
      ]),
    );
    assert.equal(report.verdict, "touches data: review needed");
    assert.deepEqual(
      report.rows.map(({ room, name, verdict }) => [room, name, verdict]),
      [
        ["cluster", "web", "safe"],
        ["storage", "b", "touches data: review needed"],
        ["storage", "a", "safe"],
        ["jenkins", "jenkins/jenkins", "interrupts builds"],
      ],
    );
  });

  it("is the same whatever the order of the steps", () => {
    const steps = [
      namespace,
      changed(set, replicas(1), replicas(0)),
      made({ type: types.job, name: "x" }),
    ];
    assert.equal(json(reportOf(preview(steps))), json(reportOf(preview([...steps].reverse()))));
  });

  it("is the same for objects of one name, whatever their order (two namespaces in one cluster)", () => {
    const map = (name: string) =>
      changed(
        { type: types.configMap, name, component: "RsyncShare" },
        { metadata: { name: "c" }, data: { a: "1" } },
        { metadata: { name: "c" }, data: { a: name } },
      );
    const steps = ["b", "a", "c"].map(map);
    assert.equal(json(reportOf(preview(steps))), json(reportOf(preview([...steps].reverse()))));
  });

  it("quotes no secret that the policies find, in no form (A-55)", () => {
    const map: Given = {
      type: types.configMap,
      name: "jenkins-configuration",
      component: "JenkinsController",
    };
    const token = "ghp_abcdefghijklmnopqrstuvwxyz0123456789";
    const yaml = `a: 1\ntoken: ${token}\npassword: S3cretHorse99x\nb: "see ${token}"\n`;
    const container = (...env: readonly object[]) => ({
      spec: { template: { spec: { containers: [{ name: "jenkins", env }] } } },
    });
    const variable = (value: string) => ({ name: "ADMIN_PASSWORD", value });
    const report = reportOf(
      preview([
        changed(map, { data: { "x.yaml": "a: 1\n" } }, { data: { "x.yaml": yaml } }),
        changed({ ...map, name: "one" }, { data: { a: "1" } }, { data: { a: token } }),
        changed(set, container(), container(variable("Sup3rS3cretHorse"))),
        changed(
          { ...set, name: "other" },
          container(variable("Sup3rS3cretHorse")),
          container(variable("Hors3Sup3rSecret")),
        ),
      ]),
    );
    const all = [json(report), markdown(report), terminal(report, true)].join("\n");
    assert.doesNotMatch(all, /ghp_|S3cretHorse|Hors3Sup3r/);
    assert.match(terminal(report, true), /^ +\+ +password: \[secret\]$/m);
    assert.match(terminal(report, true), /^ +\+ +b: "see \[secret\]"$/m);
  });

  it("lists neither what stays nor components, outputs and look-ups", () => {
    const stays = changed(set, replicas(1), replicas(1));
    const component = made({ type: "jenkins-stack:index:JenkinsController" });
    const stack = made({ type: "pulumi:pulumi:Stack" });
    const looked: Step = { ...namespace, operation: "read" };
    const report = reportOf(preview([stays, component, stack, looked]));
    assert.deepEqual([report.verdict, report.rows, report.diffs], ["safe", [], []]);
    assert.equal(terminal(report), "safe: stack prod, nothing changes\n");
  });

  it("is refused by an error, and says that more may be unknown", () => {
    const report = reportOf(
      preview(
        [],
        [
          {
            severity: "error",
            message: "invalid settings of stack prod: 1 problem\njenkins.imag: unknown setting",
          },
          { severity: "error", message: "preview failed" },
          { severity: "warning", message: "careful" },
        ],
      ),
    );
    assert.equal(report.verdict, "refused");
    assert.deepEqual(report.errors, [
      "invalid settings of stack prod: 1 problem\njenkins.imag: unknown setting",
    ]);
    assert.deepEqual(report.warnings, ["careful"]);
    assert.match(report.unknowns[0] ?? "", /ended at an error/);
  });

  it("makes a row of what the engine refuses to announce, without its advice to unprotect (P-08)", () => {
    const { urn } = stateOf(
      { type: types.volume, name: "jenkins-home", component: "IscsiVolume" },
      {},
    );
    const message = `unable to replace resource "${urn}"\nas it is currently marked for protection. To unprotect the resource, remove the \`protect\` flag`;
    const report = reportOf(preview([], [{ severity: "error", message, urn }]));
    assert.deepEqual(
      report.rows.map(({ room, kind, name, verdict, effects }) => [
        room,
        kind,
        name,
        verdict,
        effects[0],
      ]),
      [
        [
          "storage",
          "PersistentVolume",
          "jenkins-home",
          "refused",
          "volume would be replaced: it is protected, because it holds data",
        ],
      ],
    );
    assert.doesNotMatch(json(report), /unprotect the resource/);
  });

  it("is refused by a mandatory policy, and warned by others, exemptions and notes", () => {
    const finding = (severity: "mandatory" | "advisory", text: string) => ({
      rule: "r",
      urn: "u",
      severity,
      text,
    });
    const report = reportOf(preview([]), {
      policy: {
        findings: [finding("mandatory", "no latest"), finding("advisory", "better not")],
        exempted: [
          { ...finding("mandatory", "root"), exemption: "migration", reason: "rsync needs it" },
        ],
        notes: ["nothing needs exemption x"],
      },
    });
    assert.equal(report.verdict, "refused");
    assert.deepEqual(report.errors, ["no latest"]);
    assert.deepEqual(report.warnings, [
      "better not",
      "nothing needs exemption x",
      "root (exempted by migration: rsync needs it)",
    ]);
  });

  it("does not depend on names that the engine makes up", () => {
    const withName = (suffix: string) => {
      const metadata = {
        name: `jenkins-plugins-${suffix}`,
        annotations: { "pulumi.com/autonamed": "true" },
      };
      const volumes = [{ name: "p", configMap: { name: metadata.name } }];
      const pod = (list: readonly object[]) => ({
        spec: { template: { spec: { volumes: list } } },
      });
      const map = {
        type: types.configMap,
        name: "jenkins-plugins",
        component: "JenkinsController",
      };
      const old = { name: "p", configMap: { name: "jenkins-plugins-00000000" } };
      return [
        changed(map, { metadata: { ...metadata, name: "jenkins-plugins-00000000" } }, { metadata }),
        changed(set, pod([old]), pod(volumes)),
      ];
    };
    const [one, other] = ["11111111", "22222222"].map((suffix) =>
      json(reportOf(preview(withName(suffix)))),
    );
    assert.equal(one, other);
    assert.match(one ?? "", /jenkins-plugins-…/);
  });
});

describe("json", () => {
  it("is what its schema says", () => {
    const report = reportOf(preview([namespace, changed(set, replicas(1), replicas(0))]));
    const read = reportSchema.strict().parse(JSON.parse(json(report)));
    assert.deepEqual({ ...read, format: undefined }, { ...report, format: undefined });
  });
});

describe("terminal", () => {
  it("begins with the verdict, and shows every effect", () => {
    const text = terminal(reportOf(preview([namespace, changed(set, replicas(1), replicas(0))])));
    assert.equal(
      text,
      [
        "interrupts builds: stack prod, 1 created, 1 updated",
        "",
        "cluster",
        "  create  Namespace web",
        "          new namespace web",
        "",
        "jenkins",
        "  update  StatefulSet jenkins/jenkins  [interrupts builds]",
        "          Jenkins is stopped",
        "",
      ].join("\n"),
    );
  });

  it("shows the values that change on request, and obeys no control character", () => {
    const map = { type: types.configMap, name: "c" };
    const step = changed(map, { data: { a: "x" } }, { data: { a: "\u001b[2J" } });
    const text = terminal(reportOf(preview([step])), true);
    assert.match(text, /^ {2}- data\.a: "x"$/m);
    assert.ok(!text.includes("\u001b"));
  });
});
