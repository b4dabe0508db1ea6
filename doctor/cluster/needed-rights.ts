import type { Sections } from "../../stacks/settings";
import type { Right } from "./api";
import { neededDefinitions } from "./needed-definitions";

const written = ["get", "create", "patch", "delete"];
const read = ["get", "list", "watch"];
/** What the Kubernetes provider waits for, it also watches. */
const awaited = [...written, "list", "watch"];

/** Rights on a kind, in namespaces or, without any, in the whole cluster. */
interface Rights {
  readonly group: string;
  readonly resource: string;
  readonly verbs: readonly string[];
  readonly namespaces?: readonly string[];
}

/**
 * The rights that an identity needs to deploy these settings; a test compares them with what the program makes.
 *
 * Whoever makes a Role needs every right that it gives: what the Roles of Jenkins give is part of the list.
 */
export function neededRights(settings: Sections): readonly Right[] {
  const all = [
    ...ofCluster(settings),
    ...ofController(settings),
    ...ofBuilds(settings),
    ...ofVolumes(settings),
    ...ofRoles(settings),
  ].flatMap(({ group, resource, verbs, namespaces }: Rights) =>
    verbs.flatMap((verb): Right[] =>
      namespaces === undefined
        ? [{ verb, group, resource }]
        : namespaces.map((namespace) => ({ verb, group, resource, namespace })),
    ),
  );
  return [...new Map(all.map((right) => [JSON.stringify(right), right])).values()];
}

function ofCluster(settings: Sections): readonly Rights[] {
  const admission = "admissionregistration.k8s.io";
  return [
    { group: "", resource: "namespaces", verbs: written },
    { group: "", resource: "persistentvolumes", verbs: written },
    { group: "", resource: "nodes", verbs: ["get", "patch"] },
    { group: admission, resource: "validatingadmissionpolicies", verbs: written },
    { group: admission, resource: "validatingadmissionpolicybindings", verbs: written },
    ...(neededDefinitions(settings).length === 0
      ? []
      : [
          {
            group: "apiextensions.k8s.io",
            resource: "customresourcedefinitions",
            verbs: ["get"],
          },
        ]),
  ];
}

function ofController(settings: Sections): readonly Rights[] {
  const namespaces = [settings.jenkins.namespace];
  const custom = neededDefinitions(settings).flatMap(({ definition }) => {
    const at = definition.indexOf(".");
    const [resource, group] = [definition.slice(0, at), definition.slice(at + 1)];
    // cert-manager makes the certificate itself: an annotation of the Ingress asks for it.
    return group === "cert-manager.io" ? [] : [{ group, resource, verbs: written, namespaces }];
  });
  return [
    ...["configmaps", "secrets", "serviceaccounts"].map((resource) => ({
      ...{ group: "", resource, verbs: written, namespaces },
    })),
    ...["services", "persistentvolumeclaims"].map((resource) => ({
      ...{ group: "", resource, verbs: awaited, namespaces },
    })),
    { group: "apps", resource: "statefulsets", verbs: awaited, namespaces },
    { group: "batch", resource: "jobs", verbs: awaited, namespaces },
    { group: "policy", resource: "poddisruptionbudgets", verbs: written, namespaces },
    ...roles(namespaces),
    ...(settings.exposure.network.enabled ? networkPolicies(namespaces) : []),
    ...(settings.exposure.type === "ingress"
      ? [{ group: "networking.k8s.io", resource: "ingresses", verbs: written, namespaces }]
      : []),
    ...custom,
    { group: "", resource: "pods", verbs: read, namespaces },
  ];
}

/** In the namespaces of builds: the stack's own one and those of teams. */
function ofBuilds(settings: Sections): readonly Rights[] {
  const { jobs, gentoo } = settings;
  const namespaces = buildNamespaces(settings);
  const cleaned = jobs.cleanUp.enabled ? namespaces : [];
  const synced = gentoo?.enabled === true ? [jobs.namespace] : [];
  const served = gentoo?.enabled === true && gentoo.rsync !== undefined ? [jobs.namespace] : [];
  const withRegistries = Object.values(jobs.teams)
    .filter(({ registries }) => Object.keys(registries).length > 0)
    .map(({ namespace }) => namespace);
  return [
    ...["configmaps", "serviceaccounts", "limitranges", "resourcequotas"].map((resource) => ({
      ...{ group: "", resource, verbs: written, namespaces },
    })),
    {
      ...{ group: "", resource: "secrets", verbs: written },
      namespaces: [jobs.namespace, ...withRegistries],
    },
    ...roles(namespaces),
    ...networkPolicies(namespaces),
    {
      ...{ group: "batch", resource: "cronjobs", verbs: written },
      namespaces: [...new Set([...cleaned, ...synced])],
    },
    { group: "batch", resource: "jobs", verbs: awaited, namespaces: synced },
    { group: "apps", resource: "deployments", verbs: awaited, namespaces: served },
    { group: "", resource: "services", verbs: awaited, namespaces: served },
  ];
}

/** Volumes of builds, and the Secrets of LUNs. */
function ofVolumes({ jobs, gentoo, buildroot, storage }: Sections): readonly Rights[] {
  const some =
    gentoo?.enabled === true || buildroot?.enabled === true || Object.keys(jobs.caches).length > 0;
  return [
    {
      ...{ group: "", resource: "persistentvolumeclaims", verbs: awaited },
      namespaces: some ? [jobs.namespace] : [],
    },
    { group: "", resource: "secrets", verbs: written, namespaces: [storage.secretNamespace] },
  ];
}

/** What the Roles of the stack give. */
function ofRoles(settings: Sections): readonly Rights[] {
  const controller = [settings.jenkins.namespace];
  const builds = buildNamespaces(settings);
  return [
    { group: "", resource: "secrets", verbs: read, namespaces: controller },
    { group: "", resource: "pods/log", verbs: ["get"], namespaces: controller },
    {
      ...{ group: "", resource: "pods", namespaces: builds },
      verbs: ["create", "delete", "patch", ...read],
    },
    { group: "", resource: "pods/exec", verbs: ["create", "get"], namespaces: builds },
    { group: "", resource: "pods/log", verbs: ["get"], namespaces: builds },
    { group: "", resource: "events", verbs: read, namespaces: builds },
    { group: "", resource: "persistentvolumeclaims", verbs: ["create"], namespaces: builds },
  ];
}

function roles(namespaces: readonly string[]): readonly Rights[] {
  return ["roles", "rolebindings"].map((resource) => ({
    ...{ group: "rbac.authorization.k8s.io", resource, verbs: written, namespaces },
  }));
}

function networkPolicies(namespaces: readonly string[]): readonly Rights[] {
  return [{ group: "networking.k8s.io", resource: "networkpolicies", verbs: written, namespaces }];
}

function buildNamespaces({ jobs }: Sections): readonly string[] {
  return [jobs.namespace, ...Object.values(jobs.teams).map(({ namespace }) => namespace)];
}
