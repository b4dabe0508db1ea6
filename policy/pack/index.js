// Made by npm run policy:build from the files beside it.
"use strict";
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));

// policy/pack/pack.ts
var import_policy2 = require("@pulumi/policy");
var pulumi = __toESM(require("@pulumi/pulumi"));

// components/internal/parsed.ts
function accepted(value) {
  return { ok: true, value };
}
function refused(expected, fix) {
  return { ok: false, problem: fix === void 0 ? { expected } : { expected, fix } };
}

// components/internal/kubernetes-name.ts
var label = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
function parseName(text2) {
  const expected = "a name of lower-case letters, digits and - (RFC 1123)";
  if (text2.length > 63) return refused(expected, "at most 63 characters are allowed");
  return label.test(text2) ? accepted(text2) : refused(expected, repair(text2, label));
}
function isSubdomain(text2) {
  return text2.split(".").every((part) => label.test(part));
}
function repair(text2, form) {
  if (text2 !== text2.trim()) return "remove the space around it";
  const lower = text2.toLowerCase().replaceAll("_", "-");
  const valid = form === void 0 ? isSubdomain(lower) : form.test(lower);
  return valid && lower !== text2 ? `did you mean "${lower}"?` : void 0;
}

// stacks/fields.ts
var import_zod = require("zod");
function text(parse2) {
  const nothing = parse2("");
  return import_zod.z.string({ error: nothing.ok ? "a text" : nothing.problem.expected }).superRefine((value, context) => {
    const parsed = parse2(value);
    if (!parsed.ok) context.addIssue(issueOf({ problem: parsed.problem }));
  });
}
function oneOf(words) {
  return import_zod.z.enum(words, { error: `one of ${words.map((word) => JSON.stringify(word)).join(", ")}` });
}
function group(shape) {
  return import_zod.z.strictObject(shape, { error: "a group of settings" });
}
function listOf(entry2, { atLeast = 0 } = {}) {
  const error = atLeast > 0 ? `a list of at least ${atLeast}` : "a list";
  return import_zod.z.array(entry2, { error }).min(atLeast, { error }).superRefine((entries, context) => {
    for (const [index, value] of entries.entries())
      if (entries.indexOf(value) < index)
        context.addIssue({
          ...issueOf({ problem: { expected: "every entry once" }, value }),
          path: [index]
        });
  });
}
function keyed(parse2, entry2) {
  return import_zod.z.record(import_zod.z.string(), entry2, { error: "a group of settings" }).superRefine(
    (entries, context) => {
      for (const name of Object.keys(entries)) {
        const parsed = parse2(name);
        if (!parsed.ok)
          context.addIssue({ ...issueOf({ problem: parsed.problem, value: name }), path: [name] });
      }
    },
    { when: ({ value }) => typeof value === "object" && value !== null }
  );
}
function issueOf(finding) {
  return { code: "custom", message: finding.problem.expected, params: { finding } };
}

// stacks/sections/policy.ts
var exemptablePolicies = [
  "exact-images",
  "unprivileged-pods",
  "no-host-access",
  "restricted-pods",
  "resources-set",
  "no-secret-literals",
  "narrow-roles",
  "isolated-namespaces",
  "common-labels"
];
var exemption = group({
  rule: oneOf(exemptablePolicies).meta({
    description: "Policy that does not apply.",
    examples: ["exact-images"]
  }),
  resource: text(parsePattern).meta({
    description: "What it does not apply to: a kind and the name that the finding shows. A * stands for any characters of the name.",
    examples: ["Deployment/gentoo-*"]
  }),
  reason: text(parseReason).meta({
    description: "Why, for whoever reads the report of a pull request.",
    examples: ["agents of their own are tried from moving tags"]
  }),
  until: text(parseDate).exactOptional().meta({
    description: "Last day on which it counts, in UTC. It counts for ever when absent.",
    examples: ["2027-03-31"]
  })
}).meta({ description: "One exemption." });
var policy = group({
  privilegedNamespaces: listOf(text(parseName)).default([]).meta({
    description: "Namespaces in which privileged pods are wanted, e.g. those of image builds. Such a pod is root on its node, and may share its namespaces.",
    examples: [["jenkins-image-builds"]]
  }),
  exemptions: keyed(parseName, exemption).default({}).meta({
    description: "Findings that are accepted, by names of your choice. A preview lists them with their reasons. The policies that keep data know no exemption.",
    examples: [
      {
        "new-agents": {
          rule: "exact-images",
          resource: "ConfigMap/jenkins-configuration",
          reason: "agents of their own are tried from moving tags",
          until: "2027-03-31"
        }
      }
    ]
  })
}).prefault({}).meta({ description: "What the policies of previews are told about this stack (P-04)." });
function parsePattern(pattern) {
  return /^[A-Za-z]+\/(?=.*[^*])\S+$/.test(pattern) ? accepted(pattern) : refused('a kind and a name such as "Deployment/gentoo-*"');
}
function parseReason(reason) {
  return reason.trim().length >= 10 ? accepted(reason) : refused("a reason of at least 10 characters");
}
function parseDate(date) {
  const day = /* @__PURE__ */ new Date(`${date}T00:00:00Z`);
  const exists = !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === date;
  return exists ? accepted(date) : refused('a day such as "2027-03-31"');
}

// policy/inputs.ts
var masked = "[secret]";
var signature = "4dabf18193072939515e22adb298388d";
var secretSignature = "1b47061264138c4ac30d75fd1eb44270";
var unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
var unknownValues = /* @__PURE__ */ new Set([
  unknownValue,
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "output<string>",
  "[unknown]"
]);
function withoutSecrets(value) {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isGroup(value)) return value;
  if (value[signature] === secretSignature) return masked;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, withoutSecrets(child)])
  );
}
function isUnknown(value) {
  return typeof value === "string" && unknownValues.has(value);
}
function at(value, ...path) {
  return path.reduce((inner, key) => isGroup(inner) ? inner[key] : void 0, value);
}
function groupAt(value, ...path) {
  const found = at(value, ...path);
  return isGroup(found) ? found : {};
}
function groupsAt(value, ...path) {
  const found = at(value, ...path);
  return Array.isArray(found) ? found.filter(isGroup) : [];
}
function textsAt(value, ...path) {
  const found = at(value, ...path);
  return Array.isArray(found) ? found.filter((entry2) => typeof entry2 === "string") : [];
}
function isGroup(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function kindOf({ type }) {
  return type.slice(type.lastIndexOf(":") + 1);
}
function isObject({ type, operation }) {
  return type.startsWith("kubernetes:") && !/(Patch|List)$/.test(type) && operation !== "read";
}
function namespaceOf({ inputs }) {
  const namespace = at(inputs, "metadata", "namespace");
  return typeof namespace === "string" && !isUnknown(namespace) ? namespace : void 0;
}
function stays({ operation }) {
  return operation !== "delete";
}
function textOf(value) {
  if (value === void 0) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

// policy/agent-pods.ts
var import_yaml = require("yaml");

// policy/pod.ts
function containersOf(spec, path) {
  return ["initContainers", "containers", "ephemeralContainers"].flatMap(
    (list) => groupsAt(spec, list).map((container) => ({
      path: `${path}.${list}[${String(at(container, "name"))}]`,
      container
    }))
  );
}

// policy/agent-pods.ts
function agentPods(resource) {
  return Object.entries(groupAt(resource.inputs, "data")).filter(([key]) => /\.ya?ml$/.test(key)).flatMap(([key, text2]) => cloudsIn(text2).flatMap((cloud) => podsOfCloud(resource, key, cloud)));
}
function cloudsIn(text2) {
  if (typeof text2 !== "string" || !text2.includes("clouds:")) return [];
  return groupsAt(yaml(text2), "jenkins", "clouds").map((cloud) => groupAt(cloud, "kubernetes"));
}
function podsOfCloud(resource, key, cloud) {
  const namespace = at(cloud, "namespace");
  return groupsAt(cloud, "templates").flatMap((template) => {
    const path = `data[${key}].templates[${String(at(template, "name"))}]`;
    const place = {
      resource,
      metadata: {},
      namespace: typeof namespace === "string" && !isUnknown(namespace) ? namespace : void 0,
      agent: true
    };
    return [
      { field: path, spec: templateSpec(template) },
      ...documentsOf(template).map(({ field, text: text2 }) => ({
        field: `${path}.${field}`,
        spec: groupAt(yaml(text2), "spec")
      }))
    ].map(({ field, spec }) => ({
      ...place,
      path: field,
      spec,
      containers: containersOf(spec, field)
    }));
  });
}
function documentsOf(template) {
  const { yamls } = template;
  const several = Array.isArray(yamls) ? yamls : [yamls];
  return [
    { field: "yaml", text: template["yaml"] },
    ...several.map((text2, index) => ({ field: `yamls[${index}]`, text: text2 }))
  ];
}
function templateSpec(template) {
  return {
    containers: groupsAt(template, "containers").map((container) => ({
      name: at(container, "name"),
      image: at(container, "image"),
      securityContext: { privileged: at(container, "privileged") },
      env: groupsAt(container, "envVars").map((variable) => {
        const { key, value } = groupAt(variable, "envVar");
        return { name: key, value };
      })
    })),
    volumes: [
      ...groupsAt(template, "volumes").map((volume) => ({
        name: at(volume, "hostPathVolume", "mountPath"),
        hostPath: volume["hostPathVolume"]
      })),
      { name: "workspace", hostPath: at(template, "workspaceVolume", "hostPathWorkspaceVolume") }
    ],
    hostNetwork: at(template, "hostNetwork")
  };
}
function yaml(text2) {
  if (typeof text2 !== "string") return {};
  try {
    const value = (0, import_yaml.parse)(text2);
    return isGroup(value) ? value : {};
  } catch {
    return {};
  }
}

// policy/pods.ts
var podFields = {
  Pod: [],
  StatefulSet: ["spec", "template"],
  Deployment: ["spec", "template"],
  DaemonSet: ["spec", "template"],
  ReplicaSet: ["spec", "template"],
  ReplicationController: ["spec", "template"],
  Job: ["spec", "template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"]
};
function podsOf(resources) {
  return resources.filter((resource) => isObject(resource) && stays(resource)).flatMap(podsIn);
}
function startsPods(kind) {
  return kind in podFields;
}
function podsIn(resource) {
  const kind = kindOf(resource);
  if (kind === "ConfigMap") return agentPods(resource);
  const field = podFields[kind];
  return field === void 0 ? [] : [ownPod(resource, field)];
}
function ownPod(resource, field) {
  const path = [...field, "spec"].join(".");
  const spec = groupAt(resource.inputs, ...field, "spec");
  return {
    resource,
    path,
    spec,
    metadata: groupAt(resource.inputs, ...field, "metadata"),
    containers: containersOf(spec, path),
    namespace: namespaceOf(resource),
    agent: false
  };
}

// policy/rules/common-labels.ts
var prefix = "app.kubernetes.io";
var stack = "jenkins-stack";
var commonLabels = {
  id: "common-labels",
  description: "Every object carries the common labels, and every pod of the stack those it is found by.",
  reason: "an unlabelled object is nobody's: no policy selects it and no recovery adopts it",
  fix: 'give it the labels of its component: labels("<component>")',
  severity: "mandatory",
  exemptable: true,
  scope: "resource",
  *check({ resources, pods }) {
    for (const resource of resources)
      if (isObject(resource) && stays(resource)) {
        yield* unlabelled(resource, "metadata.labels", resource.inputs);
        yield* unlike(resource, "metadata.labels", resource.inputs, "managed-by", "pulumi");
      }
    for (const { resource, path, metadata, agent } of pods)
      if (!agent && path !== "spec")
        yield* unlabelled(resource, path.replace(/spec$/, "metadata.labels"), { metadata });
  }
};
function* unlabelled(resource, path, value) {
  yield* unlike(resource, path, value, "name", stack);
  yield* unlike(resource, path, value, "part-of", stack);
  const component = at(value, "metadata", "labels", `${prefix}/component`);
  if (typeof component !== "string" || component === "")
    yield { resource, path: `${path}[${prefix}/component]`, expected: "a role within the stack" };
}
function* unlike(resource, path, object, label2, expected) {
  const key = `${prefix}/${label2}`;
  const value = at(object, "metadata", "labels", key);
  if (value !== expected)
    yield { resource, path: `${path}[${key}]`, expected: JSON.stringify(expected), value };
}

// policy/rules/data.ts
var volumes = ["PersistentVolume", "PersistentVolumeClaim"];
function holdsData(resource) {
  return isVolume(resource) || isNamespace(resource) || isLun(resource);
}
function isVolume(resource) {
  return isCore(resource) && volumes.includes(kindOf(resource));
}
function isLun(resource) {
  return isCommand(resource) && /\blun ensure\b/.test(textOf(at(resource.inputs, "create")));
}
function isCommand({ type }) {
  return type.startsWith("command:");
}
function isNamespace(resource) {
  return isCore(resource) && kindOf(resource) === "Namespace";
}
function isCore({ type }) {
  return type.startsWith("kubernetes:core/");
}

// policy/rules/data-kept.ts
var dataKept = {
  id: "data-kept",
  description: "Nothing that holds data is deleted or replaced.",
  reason: "a volume that is replaced is deleted first: its claim is lost, and Jenkins starts without a home",
  fix: "take the change back; another volume is offered beside this one, in storage.homes, and switched to",
  severity: "mandatory",
  exemptable: false,
  scope: "resource",
  *check({ resources }) {
    for (const resource of resources) {
      const { operation, retainOnDelete } = resource;
      if (!holdsData(resource) || operation !== "delete" && operation !== "replace") continue;
      if (operation === "delete" && retainOnDelete) continue;
      yield { resource, path: "", expected: "to be kept", found: `a plan to ${operation} it` };
    }
  }
};

// policy/rules/data-protected.ts
var dataProtected = {
  id: "data-protected",
  description: "Whatever holds data is protected.",
  reason: "pulumi destroy, or a renamed setting, would delete it without another question",
  fix: "give the resource or its component the option protect: true",
  severity: "mandatory",
  exemptable: false,
  scope: "resource",
  *check({ resources }) {
    for (const resource of resources)
      if (holdsData(resource) && stays(resource) && !resource.protect)
        yield { resource, path: "protect", expected: "true", value: false };
  }
};

// policy/rules/data-retained.ts
var retirement = /^exec node nas\/run\.cjs lun retire\b/;
var dataRetained = {
  id: "data-retained",
  description: "Data outlives its claim, its volume and its command.",
  reason: "the cluster or the NAS would delete the data together with what stands for it",
  fix: "use the reclaim policy Retain; give commands no triggers and no deletion but lun retire",
  severity: "mandatory",
  exemptable: false,
  scope: "resource",
  *check({ resources }) {
    for (const resource of resources.filter(stays)) {
      if (isVolume(resource) && kindOf(resource) === "PersistentVolume")
        yield* retained(resource, "Retain");
      if (isCommand(resource)) yield* harmless(resource);
    }
  }
};
function* retained(resource, policy2) {
  const value = at(resource.inputs, "spec", "persistentVolumeReclaimPolicy");
  if (value !== policy2)
    yield {
      resource,
      path: "spec.persistentVolumeReclaimPolicy",
      expected: JSON.stringify(policy2),
      value
    };
}
function* harmless(resource) {
  const { triggers, delete: deletion } = resource.inputs;
  if (Array.isArray(triggers) && triggers.length > 0)
    yield { resource, path: "triggers", expected: "none", found: "a list" };
  if (deletion === void 0) return;
  const destroys = /\blun delete\b|\brm\b|\bmkfs|\bwipefs\b|\bdd\b/.test(textOf(deletion));
  if (destroys || isLun(resource) && !retirement.test(textOf(deletion)))
    yield { resource, path: "delete", expected: "none, or lun retire", found: "another command" };
}

// policy/rules/exact-images.ts
var registry = /^(?:localhost|[\w-]+(?:\.[\w-]+)+|[\w.-]+:\d+)(?::\d+)?\//;
var exactTag = /:[\w.-]*?(?:\d+\.\d+\.\d+|\d{8}|\d+\.v[0-9a-f_]+)[\w.-]*$/;
var digest = /@sha256:[0-9a-f]{64}$/;
var exactImages = {
  id: "exact-images",
  description: "Every image names its registry and an exact tag or a digest.",
  reason: "a moving tag is an upgrade at every restart of a pod, and no preview shows it",
  fix: "name a full version such as 2.580.1, a dated tag such as 20260824, or a digest",
  severity: "mandatory",
  exemptable: true,
  scope: "resource",
  *check({ pods }) {
    for (const { resource, containers, agent } of pods)
      for (const { path, container } of containers) {
        const image = at(container, "image");
        if (isUnknown(image) || agent && image === void 0) continue;
        if (typeof image !== "string" || !isExact(image))
          yield {
            resource,
            path: `${path}.image`,
            expected: "an image with its registry and an exact tag or digest",
            value: image
          };
      }
  }
};
function isExact(image) {
  return registry.test(image) && (digest.test(image) || exactTag.test(image));
}

// policy/rules/isolated-namespaces.ts
var isolatedNamespaces = {
  id: "isolated-namespaces",
  description: "A network policy denies everything by default in every namespace that has pods, and none takes that back.",
  reason: "a pod that no policy selects talks to everybody, and everybody to it",
  fix: "add a NetworkPolicy with an empty podSelector and the policy types Ingress and Egress, and none that lets everybody through",
  severity: "mandatory",
  exemptable: true,
  scope: "stack",
  *check(view) {
    const objects = view.resources.filter((resource) => isObject(resource) && stays(resource));
    const policies = objects.filter((resource) => kindOf(resource) === "NetworkPolicy");
    const open = namespacesWithPods(objects, view.pods);
    for (const policy2 of policies) if (deniesAll(policy2)) open.delete(namespaceOf(policy2) ?? "");
    for (const [namespace, resource] of open)
      yield {
        resource,
        path: "metadata.namespace",
        expected: "a namespace that denies by default",
        value: namespace
      };
    for (const policy2 of policies) yield* opened(policy2);
  }
};
function namespacesWithPods(objects, pods) {
  const found = /* @__PURE__ */ new Map();
  const add = (namespace, resource) => {
    if (namespace !== void 0 && !found.has(namespace)) found.set(namespace, resource);
  };
  for (const resource of objects)
    if (startsPods(kindOf(resource)) || makesPods(resource)) add(namespaceOf(resource), resource);
  for (const { namespace, resource } of pods) add(namespace, resource);
  return found;
}
function makesPods(role) {
  return kindOf(role) === "Role" && groupsAt(role.inputs, "rules").some(
    (rule) => textsAt(rule, "resources").includes("pods") && textsAt(rule, "verbs").includes("create")
  );
}
function deniesAll(policy2) {
  const types = textsAt(policy2.inputs, "spec", "policyTypes");
  return selectsAll(policy2) && types.includes("Ingress") && types.includes("Egress") && groupsAt(policy2.inputs, "spec", "ingress").length === 0 && groupsAt(policy2.inputs, "spec", "egress").length === 0;
}
function* opened(policy2) {
  if (!selectsAll(policy2)) return;
  for (const [direction, peers] of [
    ["ingress", "from"],
    ["egress", "to"]
  ])
    for (const [index, rule] of groupsAt(policy2.inputs, "spec", direction).entries())
      if (isEmpty(rule["ports"]) && (isEmpty(rule[peers]) || groupsAt(rule, peers).some(isEverybody)))
        yield {
          resource: policy2,
          path: `spec.${direction}[${index}]`,
          expected: "peers or ports",
          found: "everybody on every port"
        };
}
function selectsAll(policy2) {
  const selector = at(policy2.inputs, "spec", "podSelector");
  return isGroup(selector) && Object.values(selector).every(isEmpty);
}
function isEverybody(peer) {
  const { cidr, except } = groupAt(peer, "ipBlock");
  return /\/0$/.test(textOf(cidr)) && isEmpty(except);
}
function isEmpty(value) {
  if (value === void 0 || value === null) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

// policy/rules/narrow-roles.ts
var fields = ["apiGroups", "resources", "verbs", "nonResourceURLs"];
var raising = ["escalate", "bind", "impersonate"];
var everybody = /^system:(?:masters|authenticated|unauthenticated|nodes|serviceaccounts(?::.*)?)$/;
var wideRoles = ["cluster-admin", "admin", "edit"];
var narrowRoles = {
  id: "narrow-roles",
  description: "Roles name their resources and verbs, and nobody is bound to a role of the cluster.",
  reason: "a wildcard grants what the next version of the cluster or an operator will add",
  fix: "list the resources and the verbs that are needed",
  severity: "mandatory",
  exemptable: true,
  scope: "resource",
  *check({ resources }) {
    for (const resource of resources.filter(stays)) {
      if (!resource.type.startsWith("kubernetes:rbac.authorization.k8s.io/")) continue;
      if (kindOf(resource).endsWith("Binding")) yield* wideBinding(resource);
      else yield* wideRules(resource);
    }
  }
};
function* wideRules(resource) {
  for (const [index, rule] of groupsAt(resource.inputs, "rules").entries()) {
    for (const field of fields)
      for (const value of textsAt(rule, field))
        if (value.includes("*"))
          yield { resource, path: `rules[${index}].${field}`, expected: "no wildcard", value };
    for (const verb of textsAt(rule, "verbs"))
      if (raising.includes(verb))
        yield {
          resource,
          path: `rules[${index}].verbs`,
          expected: "no right to raise rights",
          value: verb
        };
  }
}
function* wideBinding(resource) {
  const { name } = groupAt(resource.inputs, "roleRef");
  if (wideRoles.includes(String(name)))
    yield { resource, path: "roleRef.name", expected: "a role of its own", value: name };
  for (const subject of groupsAt(resource.inputs, "subjects")) {
    const group2 = at(subject, "name");
    if (everybody.test(String(group2)))
      yield { resource, path: "subjects", expected: "accounts of the stack", value: group2 };
  }
}

// policy/rules/no-host-access.ts
var runtimeSocket = /\b(?:docker|dockershim|containerd|crio|cri-dockerd|podman)\.sock\b/;
var sharedWithNode = ["hostNetwork", "hostPID", "hostIPC"];
var noHostAccess = {
  id: "no-host-access",
  description: "No pod uses a folder, a socket, a port or a namespace of its node.",
  reason: "a build that reaches its node reaches every pod there, and outlives its own",
  fix: "use a claim or an emptyDir; build images without a daemon of the node",
  severity: "mandatory",
  exemptable: true,
  scope: "resource",
  *check({ pods, resources, settings: settings2 }) {
    for (const pod of pods) {
      const { namespace = "" } = pod;
      if (!settings2.privilegedNamespaces.includes(namespace)) yield* shared(pod);
      yield* reached(pod);
    }
    for (const resource of resources)
      if (kindOf(resource) === "PersistentVolume" && stays(resource)) {
        for (const source of ["hostPath", "local"])
          if (at(resource.inputs, "spec", source) !== void 0)
            yield {
              resource,
              path: `spec.${source}`,
              expected: "no volume of a node",
              found: "one"
            };
      }
  }
};
function* shared({ resource, path, spec }) {
  for (const field of sharedWithNode)
    if (at(spec, field) === true)
      yield { resource, path: `${path}.${field}`, expected: "false", value: true };
}
function* reached({ resource, path, spec, containers }) {
  for (const volume of groupsAt(spec, "volumes"))
    if (at(volume, "hostPath") !== void 0)
      yield {
        resource,
        path: `${path}.volumes[${String(at(volume, "name"))}].hostPath`,
        expected: "no folder of the node",
        value: at(volume, "hostPath", "path") ?? at(volume, "hostPath", "hostPath")
      };
  for (const container of containers) {
    const place = { resource, path: container.path };
    if (runtimeSocket.test(JSON.stringify(container.container)))
      yield { ...place, expected: "no socket of a container runtime", found: "one" };
    for (const port of groupsAt(container.container, "ports"))
      if (Number(at(port, "hostPort") ?? 0) !== 0)
        yield {
          ...place,
          path: `${container.path}.ports[${String(at(port, "name") ?? at(port, "containerPort"))}].hostPort`,
          expected: "no port of the node",
          value: at(port, "hostPort")
        };
  }
}

// policy/rules/secret-text.ts
var secretShapes = [
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----\s+\S/],
  ["a token of GitHub", /\b(?:gh[oprsu]_\w{36,}|github_pat_\w{50,})/],
  ["a token of GitLab", /\bglpat-[\w-]{20,}/],
  ["a token of Slack", /\bxox[abeoprs]-[\w-]{10,}/],
  ["a token of npm", /\bnpm_[A-Za-z0-9]{36}\b/],
  ["a token of Vault", /\bhvs\.[\w-]{20,}/],
  ["an access key of AWS", /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ["a JSON Web Token", /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/],
  ["a crypt hash of a password", /(?:^|[\s:"'])\$(?:2[aby]|5|6|y)\$[\w./$]{20,}/m],
  ["a password in an address", /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@'"]+:(?!\$)[^\s/@'"${}]{3,}@/]
];
var passwordName = /(?:passw(?:or)?d|passphrase|(?:^|[_.-])(?:pass|pwd))$/i;
var secretName = /(?:passw(?:or)?d|passphrase|(?:^|[_.-])(?:pass|pwd)|secret|token|(?:api|private|access|secret|signing|encryption|master)[_-]?key)$/i;
var loginName = /_CREDENTIALS$/i;
var assignment = /^[ \t]*(?:-[ \t]+|export[ \t]+)?["']?([\w.-]+)["']?[ \t]*[:=][ \t]*(.*)$/gm;
function secretIn(text2) {
  const shape = secretShapes.find(([, pattern]) => pattern.test(text2));
  if (shape !== void 0) return shape[0];
  for (const [, name = "", value = ""] of text2.matchAll(assignment)) {
    const literal = unquoted(value);
    if (!secretName.test(name) || !isLiteral(name, literal)) continue;
    if (isRandom(literal) || isPassword(name, literal)) return `a value of ${name}`;
  }
  return void 0;
}
function secretVariable(name, value) {
  const isSecret = secretName.test(name) || loginName.test(name);
  if (isSecret && isLiteral(name, value)) return "a literal";
  return secretShapes.find(([, pattern]) => pattern.test(value))?.[0];
}
function isLiteral(name, value) {
  if (/^\d+$/.test(value)) return passwordName.test(name) || value.length > 7;
  return !(value === "" || /[$`<>{(]/.test(value) || /^(?:[./~]|[a-z][a-z0-9+.-]*:\/\/)/.test(value) || /^(?:true|false|yes|no|on|off|null|none)$/i.test(value));
}
function isPassword(name, value) {
  return passwordName.test(name) && !/\s/.test(value);
}
function isRandom(value) {
  if (value.length < 10 || /\s/.test(value)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(value));
  return kinds.length > 1 && /[A-Z\d]/.test(value) && entropy(value) >= 2.8;
}
function entropy(text2) {
  const counts = /* @__PURE__ */ new Map();
  for (const character of text2) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => {
    const share = count / text2.length;
    return bits - share * Math.log2(share);
  }, 0);
}
function unquoted(value) {
  return value.trim().replace(/[,;]$/, "").replace(/^(["'])(.*)\1$/, "$2");
}

// policy/rules/no-secret-literals.ts
var noSecretLiterals = {
  id: "no-secret-literals",
  description: "No ConfigMap, variable or command line holds a secret.",
  reason: "whoever may list pods or ConfigMaps would read it, and so would every log and preview",
  fix: "put it into a Secret and refer to that by secretKeyRef, a volume or ${NAME}",
  severity: "mandatory",
  exemptable: true,
  scope: "resource",
  *check({ resources, pods }) {
    for (const resource of resources.filter(stays)) {
      if (kindOf(resource) === "ConfigMap") yield* inDocuments(resource);
      if (isCommand(resource)) yield* inCommand(resource);
    }
    for (const pod of pods) yield* inVariables(pod);
  }
};
function* inDocuments(resource) {
  for (const field of ["data", "binaryData"]) {
    const documents = resource.inputs[field];
    if (documents === masked) yield secret(resource, field, "a secret");
    for (const [key, text2] of Object.entries(groupAt(documents))) {
      const what = text2 === masked ? "a secret" : secretIn(textOf(text2));
      if (what !== void 0) yield secret(resource, `${field}[${key}]`, what);
    }
  }
}
function* inVariables({ resource, containers }) {
  for (const { path, container } of containers) {
    for (const variable of groupsAt(container, "env")) {
      const { name, value, valueFrom } = variable;
      const field = `${path}.env[${String(name)}].value`;
      const what = secretValue(String(name), value);
      if (what !== void 0) yield secret(resource, field, what);
      else if (value !== void 0 && valueFrom !== void 0)
        yield { resource, path: field, expected: "no value beside valueFrom", found: "both" };
    }
    for (const field of ["command", "args"]) {
      const words = at(container, field);
      const text2 = Array.isArray(words) ? words.join("\n") : textOf(words);
      const what = text2.split("\n").includes(masked) ? "a secret" : secretIn(text2);
      if (what !== void 0) yield secret(resource, `${path}.${field}`, what);
    }
  }
}
function* inCommand(resource) {
  for (const field of ["create", "update", "delete"]) {
    const line = resource.inputs[field];
    const what = line === masked ? "a secret" : secretIn(textOf(line));
    if (what !== void 0) yield secret(resource, field, what);
  }
  for (const [name, value] of Object.entries(groupAt(resource.inputs, "environment"))) {
    const what = secretValue(name, value);
    if (what !== void 0) yield secret(resource, `environment.${name}`, what);
  }
}
function secretValue(name, value) {
  if (value === masked) return "a secret";
  if (value === void 0 || isUnknown(value)) return void 0;
  return secretVariable(name, textOf(value));
}
function secret(resource, path, found) {
  return { resource, path, expected: "no secret", found };
}

// policy/rules/resources-set.ts
var needed = [
  ["requests", "cpu"],
  ["requests", "memory"],
  ["limits", "memory"]
];
var resourcesSet = {
  id: "resources-set",
  description: "Every container requests CPU and memory, and has a limit of memory.",
  reason: "a container without them is the first to be evicted, or takes its node down with it",
  fix: "set resources.requests.cpu, resources.requests.memory and resources.limits.memory",
  severity: "mandatory",
  exemptable: true,
  scope: "resource",
  *check({ pods }) {
    for (const { resource, containers } of pods.filter(({ agent }) => !agent))
      for (const { path, container } of containers)
        for (const [kind, unit] of needed)
          if (at(container, "resources", kind, unit) === void 0)
            yield { resource, path: `${path}.resources.${kind}.${unit}`, expected: "a quantity" };
  }
};

// policy/rules/restricted-pods.ts
var enforced = "pod-security.kubernetes.io/enforce";
var volumeSources = new Set(
  "configMap csi downwardAPI emptyDir ephemeral image persistentVolumeClaim projected secret".split(
    " "
  )
);
var rootFields = ["runAsNonRoot", "runAsUser", "capabilities.add"];
var safeSysctls = /* @__PURE__ */ new Set([
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ping_group_range",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_syncookies"
]);
var seLinuxTypes = [
  "",
  "container_t",
  "container_init_t",
  "container_kvm_t",
  "container_engine_t"
];
var restrictedPods = {
  id: "restricted-pods",
  description: "The stack's own pods satisfy the restricted Pod Security Standard, and its namespaces enforce one.",
  reason: "what breaks out of a container with more rights than these is more than a user",
  fix: "set the field as the restricted standard asks: kubernetes.io/docs/concepts/security/pod-security-standards",
  severity: "mandatory",
  exemptable: true,
  scope: "resource",
  *check({ pods, resources, settings: settings2 }) {
    const wanted = (namespace) => namespace !== void 0 && settings2.privilegedNamespaces.includes(namespace);
    for (const pod of pods) if (!pod.agent && !wanted(pod.namespace)) yield* unrestricted(pod);
    for (const resource of resources) {
      if (resource.type !== "kubernetes:core/v1:Namespace" || !stays(resource)) continue;
      const level = at(resource.inputs, "metadata", "labels", enforced);
      const name = at(resource.inputs, "metadata", "name");
      if (level !== "restricted" && level !== "baseline" && !wanted(String(name)))
        yield {
          resource,
          path: `metadata.labels[${enforced}]`,
          expected: '"baseline" or "restricted"',
          value: level
        };
    }
  }
};
function* unrestricted(pod) {
  const { resource, path, spec, containers } = pod;
  if (containers.length === 0) {
    yield { resource, path, expected: "a pod that can be read", found: "none" };
    return;
  }
  for (const volume of groupsAt(spec, "volumes"))
    for (const source of Object.keys(volume))
      if (source !== "name" && !volumeSources.has(source))
        yield {
          resource,
          path: `${path}.volumes[${String(volume["name"])}]`,
          expected: "a volume of the cluster",
          value: source
        };
  for (const [field, expected, value] of openSystem(at(spec, "securityContext")))
    yield { resource, path: `${path}.securityContext.${field}`, expected, value };
  for (const { name } of groupsAt(spec, "securityContext", "sysctls"))
    if (!safeSysctls.has(textOf(name)))
      yield {
        resource,
        path: `${path}.securityContext.sysctls`,
        expected: "settings that no other pod notices",
        value: name
      };
  const root = keepsOwners(pod);
  for (const container of containers)
    for (const [field, expected, value] of openFields(spec, container))
      if (!root || !rootFields.includes(field))
        yield { resource, path: `${container.path}.securityContext.${field}`, expected, value };
}
function keepsOwners({ resource, metadata }) {
  const component = at(metadata, "labels", "app.kubernetes.io/component");
  return kindOf(resource) === "Job" && component === "migration";
}
function* openSystem(context) {
  const seLinux = groupAt(context, "seLinuxOptions");
  if (!seLinuxTypes.includes(textOf(seLinux["type"])))
    yield ["seLinuxOptions.type", "a type of containers", seLinux["type"]];
  for (const field of ["user", "role"])
    if (textOf(seLinux[field]) !== "")
      yield [`seLinuxOptions.${field}`, "none of its own", seLinux[field]];
  const profile = at(context, "appArmorProfile", "type");
  if (profile === "Unconfined")
    yield ["appArmorProfile.type", '"RuntimeDefault" or "Localhost"', profile];
}
function* openFields(spec, { container }) {
  const own = (...field) => at(container, "securityContext", ...field);
  const effective = (...field) => own(...field) ?? at(spec, "securityContext", ...field);
  if (effective("runAsNonRoot") !== true) yield ["runAsNonRoot", "true", effective("runAsNonRoot")];
  if (effective("runAsUser") === 0) yield ["runAsUser", "another user than root", 0];
  if (own("allowPrivilegeEscalation") !== false)
    yield ["allowPrivilegeEscalation", "false", own("allowPrivilegeEscalation")];
  if (!textsAt(container, "securityContext", "capabilities", "drop").includes("ALL"))
    yield ["capabilities.drop", '"ALL" among them', own("capabilities", "drop")];
  for (const capability of textsAt(container, "securityContext", "capabilities", "add"))
    if (capability !== "NET_BIND_SERVICE")
      yield ["capabilities.add", '"NET_BIND_SERVICE" at most', capability];
  const profile = effective("seccompProfile");
  const type = isGroup(profile) ? profile["type"] : profile;
  if (type !== "RuntimeDefault" && type !== "Localhost")
    yield ["seccompProfile.type", '"RuntimeDefault" or "Localhost"', type];
  if ((own("procMount") ?? "Default") !== "Default")
    yield ["procMount", '"Default"', own("procMount")];
  yield* openSystem(at(container, "securityContext"));
}

// policy/rules/unprivileged-pods.ts
var harmless2 = new Set(
  "AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT".split(" ")
);
var unprivilegedPods = {
  id: "unprivileged-pods",
  description: "No container is privileged outside the namespaces named in the settings.",
  reason: "a privileged container is root on its node, and reads what every pod there may read",
  fix: "take the privilege away, or run the pod in a namespace of policy.privilegedNamespaces",
  severity: "mandatory",
  exemptable: true,
  scope: "resource",
  *check({ pods, settings: settings2 }) {
    for (const { resource, containers, namespace } of pods) {
      if (namespace !== void 0 && settings2.privilegedNamespaces.includes(namespace)) continue;
      for (const container of containers)
        for (const [field, expected, value] of privilegesOf(container))
          yield { resource, path: `${container.path}.securityContext.${field}`, expected, value };
    }
  }
};
function* privilegesOf({ container }) {
  if (at(container, "securityContext", "privileged") === true) yield ["privileged", "false", true];
  for (const capability of textsAt(container, "securityContext", "capabilities", "add"))
    if (!harmless2.has(capability))
      yield ["capabilities.add", "no capability of the node's administrator", capability];
}

// policy/rules/index.ts
var rules = [
  dataKept,
  dataProtected,
  dataRetained,
  exactImages,
  unprivilegedPods,
  noHostAccess,
  restrictedPods,
  resourcesSet,
  noSecretLiterals,
  narrowRoles,
  isolatedNamespaces,
  commonLabels
];

// policy/evaluate.ts
function evaluate(resources, settings2, today, rules2 = rules) {
  const view = viewOf(resources, settings2);
  const { exemptions } = settings2;
  const used = /* @__PURE__ */ new Set();
  const findings = [];
  const exempted = [];
  for (const rule of rules2)
    for (const violation of rule.check(view)) {
      const finding = findingOf(rule, violation);
      const name = rule.exemptable ? exemptionFor(violation, rule.id, exemptions, today) : void 0;
      const exemption2 = name === void 0 ? void 0 : exemptions[name];
      if (name === void 0 || exemption2 === void 0) findings.push(finding);
      else {
        used.add(name);
        exempted.push({ ...finding, exemption: name, reason: exemption2.reason });
      }
    }
  return { findings, exempted, notes: [...notesOn(exemptions, used, rules2, today)] };
}
function viewOf(resources, { privilegedNamespaces }) {
  const shown = resources.filter(({ operation }) => operation !== "read").map((resource) => ({
    ...resource,
    inputs: withoutSecrets(resource.inputs)
  })).sort((one, other) => compare(one.urn, other.urn));
  return { resources: shown, pods: podsOf(shown), settings: { privilegedNamespaces } };
}
function findingOf({ id, severity, fix }, violation) {
  const { resource, path, expected, value } = violation;
  const place = path === "" ? shownName(resource) : `${shownName(resource)} ${path}`;
  const found = violation.found ?? (value === void 0 ? "nothing" : JSON.stringify(value));
  const text2 = `${place}: expected ${expected}, got ${found}; ${fix}`;
  return { rule: id, urn: resource.urn, severity, text: text2 };
}
function shownName(resource) {
  const name = at(resource.inputs, "metadata", "name");
  const known = typeof name === "string" && !isUnknown(name) ? name : resource.name;
  return `${kindOf(resource)}/${known}`;
}
function exemptionFor({ resource }, rule, exemptions, today) {
  const name = shownName(resource);
  return Object.keys(exemptions).sort(compare).find((key) => {
    const exemption2 = exemptions[key];
    return exemption2?.rule === rule && !isOver(exemption2.until, today) && matches(name, exemption2.resource);
  });
}
function* notesOn(exemptions, used, rules2, today) {
  for (const [name, { rule, resource, until }] of Object.entries(exemptions).sort(
    ([one], [other]) => compare(one, other)
  )) {
    if (!rules2.some(({ id }) => id === rule)) continue;
    const path = `policy.exemptions.${name}`;
    if (until !== void 0 && isOver(until, today))
      yield `${path}.until: expected a day from ${today} on, got ${JSON.stringify(until)}; it no longer counts`;
    else if (!used.has(name))
      yield `${path}: expected a finding of ${rule} at ${resource}, got none; remove the exemption`;
  }
}
function isOver(until, today) {
  return until !== void 0 && until < today;
}
function matches(name, pattern) {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(name);
}
function compare(one, other) {
  return one < other ? -1 : one > other ? 1 : 0;
}

// policy/pack/analyzed.ts
var import_policy = require("@pulumi/policy");
function analyzed({ urn, type, name, props, opts }) {
  const inputs = settled(props);
  return { urn, type, name, inputs, protect: opts.protect, retainOnDelete: false };
}
function settled(value) {
  if (Array.isArray(value)) return value.map((_, index) => entry(value, String(index)));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.keys(value).map((key) => [key, entry(value, key)]));
}
function entry(owner, key) {
  try {
    return settled(owner[key]);
  } catch (error) {
    if (error instanceof import_policy.UnknownValueError) return unknownValue;
    throw error;
  }
}

// policy/pack/pack.ts
function stackSettings() {
  return policy.parse(new pulumi.Config("jenkins-stack").getObject("policy") ?? {});
}
function policyOf(rule, settings2) {
  const { id, description, reason, severity, scope } = rule;
  const about = { name: id, description: `${description} ${reason}`, enforcementLevel: severity };
  const findings = (resources) => {
    const today = (/* @__PURE__ */ new Date()).toISOString().slice(0, 10);
    const seen = resources.map(analyzed);
    return evaluate(seen, settings2, today, [rule]).findings;
  };
  return scope === "resource" ? {
    ...about,
    validateResource: (resource, report) => {
      for (const { text: text2 } of findings([resource])) report(text2);
    }
  } : {
    ...about,
    validateStack: ({ resources }, report) => {
      for (const { text: text2, urn } of findings(resources)) report(text2, urn);
    }
  };
}
var settings = stackSettings();
new import_policy2.PolicyPack("jenkins-stack", { policies: rules.map((rule) => policyOf(rule, settings)) });
