// What jenkins.maintenance changes in the whole program, as a preview would show it. tests/engine has a real one.
import assert from "node:assert/strict";

import { foreseen } from "../../failover";
import type { Deployment } from "../support/deploy";
import { deployProgram, sections } from "../support/program";

describe("a stop of Jenkins", () => {
  it("changes nothing but the pod, also where upgrades ask Jenkins (A-02)", async () => {
    const upgrades = { jenkins: { through: "address" } };
    const running = await deployProgram({ upgrades });
    const jenkins = { ...(sections["jenkins"] as object), maintenance: true };
    const stopped = await deployProgram({ upgrades, jenkins }, { recorded: stateOf(running) });
    assert.deepEqual(foreseen(previewOf(running, stopped)), { pod: true, others: [] });
  });
});

/** What the state says afterwards, as far as the next run asks for it: inputs come back as outputs. */
function stateOf(deployment: Deployment): Record<string, { outputs: object }> {
  return Object.fromEntries(
    [...byUrn(deployment)].map(([urn, inputs]) => [urn, { outputs: inputs as object }]),
  );
}

/** What `pulumi preview --json` prints where one run of the program follows another. */
function previewOf(before: Deployment, after: Deployment): string {
  const [old, fresh] = [byUrn(before), byUrn(after)];
  const steps = [...new Set([...old.keys(), ...fresh.keys()])].map((urn) => {
    const [was, is] = [old.get(urn), fresh.get(urn)];
    if (was === undefined) return { op: "create", urn };
    if (is === undefined) return { op: "delete", urn };
    const paths = differences(was, is, "");
    const detailedDiff = Object.fromEntries(paths.map((path) => [path, { kind: "update" }]));
    return { op: paths.length === 0 ? "same" : "update", urn, detailedDiff };
  });
  return JSON.stringify({ steps });
}

function byUrn({ resources }: Deployment): Map<string, unknown> {
  const made = resources.filter(({ custom, read }) => custom && !read);
  return new Map(
    made.map(({ type, name, inputs }) => [
      `urn:pulumi:test::jenkins-stack::${type}::${name}`,
      JSON.parse(JSON.stringify(inputs)) as unknown,
    ]),
  );
}

function differences(one: unknown, other: unknown, path: string): string[] {
  if (JSON.stringify(one) === JSON.stringify(other)) return [];
  if (!isObject(one) || !isObject(other)) return [path];
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return keys.flatMap((key) =>
    differences(one[key], other[key], path === "" ? key : `${path}.${key}`),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
