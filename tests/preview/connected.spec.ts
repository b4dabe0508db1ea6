import assert from "node:assert/strict";

import { connectedPreview, UnreadablePreview } from "../../preview/connected";
import { failed } from "../../preview/preview";
import { types } from "./support/steps";

const urn = (type: string, name: string) =>
  `urn:pulumi:prod::jenkins-stack::jenkins-stack:index:JenkinsController$${type}::${name}`;
const state = (type: string, name: string, inputs: object, more: object = {}) => ({
  urn: urn(type, name),
  type,
  inputs,
  ...more,
});
const printed = (document: object) => connectedPreview("prod", JSON.stringify(document));

describe("connectedPreview", () => {
  it("reads steps with what the engine alone can see of secrets", () => {
    const { steps } = printed({
      steps: [
        {
          op: "update",
          urn: urn(types.secret, "a"),
          oldState: state(types.secret, "a", { data: "[secret]" }, { protect: true }),
          newState: state(types.secret, "a", { data: "[secret]" }, { protect: true }),
          detailedDiff: { "data.username": { kind: "update", inputDiff: false } },
          somethingNew: {},
        },
      ],
      somethingNew: 1,
    });
    assert.equal(steps[0]?.name, "a");
    assert.equal(steps[0].before?.protect, true);
    assert.deepEqual(steps[0].changes, [{ path: "data.username", forcesReplacement: false }]);
  });

  it("takes the engine's word for what is replaced", () => {
    const { steps } = printed({
      steps: [
        {
          op: "replace",
          oldState: state(types.job, "j", { spec: { a: 1 } }),
          newState: state(types.job, "j", { spec: { a: 2 } }),
          detailedDiff: { "spec.a": { kind: "update-replace" } },
          replaceReasons: ["spec.a"],
        },
      ],
    });
    assert.equal(steps[0]?.operation, "replace");
    assert.deepEqual(steps[0].changes, [
      { path: "spec.a", before: 1, after: 2, forcesReplacement: true },
    ]);
  });

  it("makes one step of a replacement that is announced in parts", () => {
    const [before, after] = [1, 2].map((a) => state(types.job, "j", { a }));
    const { steps } = printed({
      steps: [
        { op: "create-replacement", oldState: before, newState: after },
        {
          op: "replace",
          oldState: before,
          newState: after,
          detailedDiff: { a: { kind: "update-replace" } },
        },
        { op: "delete-replaced", oldState: before },
      ],
    });
    assert.deepEqual(
      steps.map(({ operation, changes }) => [operation, changes.length]),
      [["replace", 1]],
    );
  });

  it("takes what was only looked up for nothing that is removed", () => {
    const { steps } = printed({
      steps: [{ op: "discard", oldState: state("kubernetes:core/v1:Node", "n", {}) }],
    });
    assert.equal(steps[0]?.operation, "read");
  });

  it("takes a step that nobody knows for a change", () => {
    const { steps } = printed({
      steps: [
        {
          op: "transmute",
          oldState: state(types.job, "j", {}),
          newState: state(types.job, "j", {}),
        },
      ],
    });
    assert.equal(steps[0]?.operation, "update");
  });

  it("keeps errors and warnings, and nothing else that was said", () => {
    const preview = printed({
      diagnostics: [
        { severity: "error", message: "error: broken\n", urn: "urn:pulumi:x" },
        { severity: "warning", message: "warning: careful\n" },
        { severity: "info", message: "hello" },
        { severity: "error", message: "" },
      ],
    });
    assert.deepEqual(preview.diagnostics, [
      { severity: "error", message: "broken", urn: "urn:pulumi:x" },
      { severity: "warning", message: "careful" },
    ]);
    assert.ok(failed(preview));
    assert.ok(!failed(printed({ steps: [] })));
  });

  it("takes a command that failed for a preview that failed, with its last words and no secret", () => {
    const said = "panic: ghp_abcdefghijklmnopqrstuvwxyz0123456789 is wrong";
    const ended = (exitCode: number | undefined, document: object) =>
      connectedPreview("prod", JSON.stringify(document), { exitCode, said }).diagnostics;
    assert.deepEqual(ended(255, { steps: [] }), [
      {
        severity: "error",
        message:
          "pulumi preview ended with exit code 255 and named no error: panic: [secret] is wrong",
      },
    ]);
    assert.match(ended(undefined, {})[0]?.message ?? "", /ended with no exit code/);
    assert.deepEqual(ended(0, { steps: [] }), []);
    const told = [{ severity: "error", message: "broken" }];
    assert.deepEqual(ended(255, { diagnostics: told }), told);
  });

  it("refuses what is no preview, without a word of it", () => {
    const refuses = (text: string, message: RegExp) => {
      assert.throws(
        () => connectedPreview("prod", text),
        (error) =>
          error instanceof UnreadablePreview &&
          message.test(error.message) &&
          !error.message.includes("hunter2"),
      );
    };
    refuses("hunter2", /^pulumi preview: expected JSON, got 7 characters that are none$/);
    refuses('{"steps":"hunter2"}', /another shape \(steps\)$/);
    refuses('{"config":{"a":"hunter2"}}', /expected steps or an error, got neither/);
    refuses(
      '{"steps":[{"op":"delete","urn":"hunter2"}]}',
      /expected a state for every step, got none for one of the kind delete$/,
    );
  });
});
