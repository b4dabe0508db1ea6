import { at, groupsAt, kindOf, stays } from "../inputs";
import type { PolicyPod } from "../pod";
import type { PolicyRule, Violation } from "../rule";

/** Sockets of container runtimes: whoever writes to one is root on the node. */
const runtimeSocket = /\b(?:docker|dockershim|containerd|crio|cri-dockerd|podman)\.sock\b/;
const sharedWithNode = ["hostNetwork", "hostPID", "hostIPC"];

/** No pod reaches its node (D-03). */
export const noHostAccess: PolicyRule = {
  id: "no-host-access",
  description: "No pod uses a folder, a socket, a port or a namespace of its node.",
  reason: "a build that reaches its node reaches every pod there, and outlives its own",
  fix: "use a claim or an emptyDir; build images without a daemon of the node",
  severity: "mandatory",
  exemptable: true,
  scope: "resource",
  *check({ pods, resources, settings }) {
    for (const pod of pods) {
      const { namespace = "" } = pod;
      // Whoever is privileged is root on the node already; what it shares with it is no secret any more.
      if (!settings.privilegedNamespaces.includes(namespace)) yield* shared(pod);
      yield* reached(pod);
    }
    for (const resource of resources)
      if (kindOf(resource) === "PersistentVolume" && stays(resource))
        for (const source of ["hostPath", "local"])
          if (at(resource.inputs, "spec", source) !== undefined)
            yield {
              resource,
              path: `spec.${source}`,
              expected: "no volume of a node",
              found: "one",
            };
  },
};

function* shared({ resource, path, spec }: PolicyPod): Generator<Violation> {
  for (const field of sharedWithNode)
    if (at(spec, field) === true)
      yield { resource, path: `${path}.${field}`, expected: "false", value: true };
}

function* reached({ resource, path, spec, containers }: PolicyPod): Generator<Violation> {
  for (const volume of groupsAt(spec, "volumes"))
    if (at(volume, "hostPath") !== undefined)
      yield {
        resource,
        path: `${path}.volumes[${String(at(volume, "name"))}].hostPath`,
        expected: "no folder of the node",
        value: at(volume, "hostPath", "path") ?? at(volume, "hostPath", "hostPath"),
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
          value: at(port, "hostPort"),
        };
  }
}
