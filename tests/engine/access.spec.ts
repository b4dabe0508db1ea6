// What the controller's ServiceAccount may do, asked of a real API server that knows its Roles.
import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { StackNamespace } from "../../components/internal/stack-namespace";
import type { Platform } from "../../local/up";
import { controller } from "../support/controller";
import { deploy } from "../support/deploy";
import { manifests, type Manifest } from "../support/manifests";
import { kubectl, platform } from "./support/platform";

/** A rule as the API server lists it, without the order of its words. */
type Rule = readonly string[];

const own = "access-jenkins";
const jobs = "access-jobs";
const foreign = "access-foreign";
const account = `system:serviceaccount:${own}:jenkins`;
/** What the API server takes every ServiceAccount of the namespace for. */
const groups = ["system:serviceaccounts", `system:serviceaccounts:${own}`, "system:authenticated"];

describe("the controller's ServiceAccount", () => {
  let here: Platform;

  before(async () => {
    here = await platform();
    await kubectl(here, ["create", "--filename", "-"], list(await namespaces()));
    const namespace = pulumi.output(own);
    const objects = manifests(await controller({ namespace, jobsNamespace: pulumi.output(jobs) }));
    const access = objects.filter(
      ({ kind, metadata }) =>
        kind.startsWith("Role") || (kind === "ServiceAccount" && metadata.name === "jenkins"),
    );
    await kubectl(here, ["create", "--validate=strict", "--filename", "-"], list(access));
  });

  after(async () => {
    await kubectl(here, ["delete", "--wait=false", "--filename", "-"], list(await namespaces()));
  });

  it("may run agents in the jobs namespace, and nothing more there (A-05)", async () => {
    assert.deepEqual(await rules(jobs), [
      ["events", "get", "list", "watch"],
      ["persistentvolumeclaims", "create"],
      ["pods", "create", "delete", "get", "list", "patch", "watch"],
      ["pods/exec", "create", "get"],
      ["pods/log", "get"],
    ]);
  });

  it("may read Secrets in its own namespace, and nothing more there (A-04)", async () => {
    assert.deepEqual(await rules(own), [["secrets", "get", "list", "watch"]]);
  });

  it("gives way to another one where its log is read, which may read nothing else (A-04, C-04)", async () => {
    const waiting = `system:serviceaccount:${own}:jenkins-configuration`;
    assert.deepEqual(await rules(own, waiting), [["pods/log", "get"]]);
    assert.deepEqual(await rules(jobs, waiting), []);
  });

  it("may do nothing elsewhere, and so nothing for the whole cluster (A-05, E-06)", async () => {
    assert.deepEqual(await rules(foreign), []);
  });

  it("starts an agent and its workspace, and reads a credential (A-05, A-06)", async () => {
    const created = await asAccount(
      ["create", "--dry-run=server", "--output", "name", "--filename", "-"],
      list([agentPod, workspaceClaim]),
    );
    assert.deepEqual(created.split("\n"), [
      "pod/access-agent",
      "persistentvolumeclaim/access-agent",
    ]);
    await asAccount(["get", "secrets", "--namespace", own]);
  });

  const refusals: Readonly<Record<string, readonly string[]>> = {
    "change its own StatefulSet (A-04)": ["patch", "statefulsets.apps", own],
    "scale its own StatefulSet (A-04)": ["patch", "statefulsets.apps/scale", own],
    "write a Secret (A-04)": ["create", "secrets", own],
    "read Secrets of the builds (A-04)": ["get", "secrets", jobs],
    "read Secrets of others (A-04)": ["get", "secrets", foreign],
    "change its configuration (A-04)": ["update", "configmaps", own],
    "start a pod beside itself (A-03)": ["create", "pods", own],
    "run a command in itself (A-03)": ["create", "pods/exec", own],
    "delete its home (A-04)": ["delete", "persistentvolumeclaims", own],
    "delete the volumes of builds (A-05)": ["delete", "persistentvolumeclaims", jobs],
    "delete all agents at once (A-05)": ["deletecollection", "pods", jobs],
    "forward a port (A-05)": ["create", "pods/portforward", jobs],
    "grant itself more (A-05)": ["create", "rolebindings.rbac.authorization.k8s.io", own],
    "change its Role (A-05)": ["escalate", "roles.rbac.authorization.k8s.io", own],
    "get the token of another account (A-05)": ["create", "serviceaccounts/token", own],
    "act as somebody else (A-05)": ["impersonate", "users", ""],
    "see the nodes (A-05)": ["list", "nodes", ""],
    "see the volumes of the cluster (A-05)": ["list", "persistentvolumes", ""],
    "make a namespace (A-05)": ["create", "namespaces", ""],
    "open its namespace's network (E-04)": ["delete", "networkpolicies.networking.k8s.io", own],
  };
  describe("may not", () => {
    let allowed: Readonly<Record<string, string>>;

    before(async () => {
      // A thing it may do among them: an API server that refuses everything would prove nothing.
      const questions = { ...refusals, "read a credential": ["get", "secrets", own] };
      const answers = await kubectl(
        here,
        ["create", "--output", 'jsonpath={.status.allowed}{"\\n"}', "--filename", "-"],
        list(Object.values(questions).map(accessReview)),
      );
      const words = answers.split("\n");
      allowed = Object.fromEntries(
        Object.keys(questions).map((question, index) => [question, words[index] ?? "no answer"]),
      );
      assert.equal(allowed["read a credential"], "true");
    });

    for (const what of Object.keys(refusals))
      it(what, () => {
        assert.equal(allowed[what], "false");
      });
  });

  it("is told so when it tries (A-04)", async () => {
    const patch = ["patch", "statefulset", "jenkins", "--patch", '{"spec":{"replicas":2}}'];
    await assert.rejects(
      asAccount([...patch, "--namespace", own]),
      /statefulsets\.apps "jenkins" is forbidden: User "system:serviceaccount:access-jenkins:jenkins" cannot/,
    );
  });

  /** Rules of an account in a namespace, without those every account has. */
  async function rules(namespace: string, user = account): Promise<Rule[]> {
    const everybody = await rulesOf(`system:serviceaccount:${own}:nobody`, namespace);
    const known = new Set(everybody.map(String));
    return (await rulesOf(user, namespace)).filter((rule) => !known.has(String(rule)));
  }

  async function rulesOf(user: string, namespace: string): Promise<Rule[]> {
    const review = {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SelfSubjectRulesReview",
      spec: { namespace },
    };
    const printed = await kubectl(
      here,
      // The check on this side would need to see the definitions of the cluster.
      ["create", "--validate=false", ...identity(user), "--output", "json", "--filename", "-"],
      JSON.stringify(review),
    );
    const { status } = JSON.parse(printed) as {
      status: { resourceRules: { resources: string[]; verbs: string[] }[]; incomplete: boolean };
    };
    assert.equal(status.incomplete, false);
    return status.resourceRules
      .map(({ resources, verbs }) => [resources.join(), ...verbs.toSorted()])
      .toSorted(([one = ""], [other = ""]) => (one < other ? -1 : 1));
  }

  function asAccount(args: readonly string[], input = ""): Promise<string> {
    return kubectl(here, [...args, ...identity(account)], input);
  }
});

function identity(user: string): string[] {
  return ["--as", user, ...groups.flatMap((group) => ["--as-group", group])];
}

function accessReview([verb = "", what = "", namespace = ""]: readonly string[]): Manifest {
  const [kind = "", subresource = ""] = what.split("/");
  const [resource = "", ...group] = kind.split(".");
  return {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SubjectAccessReview",
    metadata: { name: "" },
    spec: {
      user: account,
      groups,
      resourceAttributes: { verb, resource, subresource, namespace, group: group.join(".") },
    },
  };
}

const agentPod: Manifest = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "access-agent", namespace: jobs },
  spec: { containers: [{ name: "jnlp", image: "agent.example/inbound-agent:1.0.0" }] },
};

const workspaceClaim: Manifest = {
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name: "access-agent", namespace: jobs },
  spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
};

async function namespaces(): Promise<Manifest[]> {
  const deployment = await deploy(() => {
    for (const namespace of [own, jobs, foreign])
      new StackNamespace(namespace, { namespace, component: "test", podSecurity: "baseline" });
  });
  return manifests(deployment);
}

function list(items: readonly Manifest[]): string {
  return JSON.stringify({ apiVersion: "v1", kind: "List", items });
}
