import { connect } from "node:tls";
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { Readable } from "node:stream";

import { parse } from "yaml";
import { z } from "zod";

import { openCluster } from "../../doctor/cluster";
import { readNodes } from "../../doctor/cluster/node-view";
import type { DiscoveredCluster, DiscoveredNas } from "../../init/discovered";
import { valueAt, type Draft } from "../../init/draft";
import type { Lookout } from "../../init/interview";
import { textAt } from "../../init/question";
import { takeInventory } from "../../nas/doctor/inventory";
import { Failure } from "../../nas/failure";
import { onNas } from "../../nas/verbs/on-nas";

const silenceMs = 5000;
const controlPlane = "node-role.kubernetes.io/control-plane";

const names = z.looseObject({
  items: z.array(
    z.looseObject({
      metadata: z.looseObject({ name: z.string() }),
      spec: z.looseObject({ controller: z.string().default("") }).optional(),
    }),
  ),
});
const contextList = z.looseObject({ contexts: z.array(z.looseObject({ name: z.string() })) });

/**
 * Looks at the cluster and the NAS while questions about them are asked. Changes neither.
 *
 * @param root folder that paths in the settings are relative to
 */
export function lookoutFrom(root: string): Lookout {
  return {
    contexts: (kubeconfig) => Promise.resolve(contextsOf(join(root, kubeconfig))),
    cluster: (draft) => orReason(root, () => discoverCluster(root, draft)),
    strangeCertificate: (url) => strangeCertificate(url),
    nas: (draft, password) => orReason(root, () => discoverNas(root, draft, password)),
  };
}

async function discoverCluster(root: string, draft: Draft): Promise<DiscoveredCluster> {
  const context = textAt(draft, ["cluster", "context"]);
  const api = openCluster(root, {
    kubeconfig: textAt(draft, ["cluster", "kubeconfig"]) ?? "",
    ...(context === undefined ? {} : { context }),
  });
  // Whether there are any says nothing about the nodes, which are what this is about.
  const listed = async (path: string) =>
    names.safeParse((await api.read(path)).body).data?.items ?? [];
  const [nodes, classes, issuers] = await Promise.all([
    readNodes(api),
    listed("/apis/networking.k8s.io/v1/ingressclasses"),
    listed("/apis/cert-manager.io/v1/clusterissuers"),
  ]);
  return {
    nodes: nodes.map(({ name, arch, ready, labels, taints }) => ({
      ...{ name, arch, ready, labels: Object.keys(labels) },
      controlPlane: controlPlane in labels || taints.some(({ key }) => key === controlPlane),
    })),
    ingressClasses: classes.map(({ metadata: { name }, spec }) => ({
      name,
      controller: spec?.controller ?? "",
    })),
    clusterIssuers: issuers.map(({ metadata: { name } }) => name),
  };
}

async function discoverNas(root: string, draft: Draft, password: string): Promise<DiscoveredNas> {
  const nas = (name: string) => textAt(draft, ["nas", name]);
  const [certificateAuthority, certificateFingerprint] = [
    nas("certificateAuthority"),
    nas("certificateFingerprint"),
  ];
  const insecure = valueAt(draft, ["nas", "insecure"]) === true;
  const request = {
    ...{ url: nas("url") ?? "", account: nas("account") ?? "", password },
    ...(certificateAuthority === undefined
      ? {}
      : { certificateAuthority: join(root, certificateAuthority) }),
    ...(certificateFingerprint === undefined ? {} : { certificateFingerprint }),
    ...(insecure ? { insecure } : {}),
  };
  const surroundings = {
    stdin: Readable.from([]),
    stdout: () => undefined,
    stderr: () => undefined,
  };
  const { volumes, luns, limits, nodeUuid } = await onNas(request, surroundings, takeInventory);
  return {
    nodeUuid,
    volumes: volumes.map(({ path, fileSystem, status, readOnly, freeBytes }) => ({
      ...{ path, fileSystem, freeBytes },
      usable: fileSystem === "btrfs" && status === "normal" && !readOnly,
    })),
    luns: luns.length,
    mostLuns: limits.luns,
  };
}

function contextsOf(file: string): readonly string[] {
  try {
    const read = contextList.safeParse(parse(readFileSync(file, "utf8")));
    return read.data?.contexts.map(({ name }) => name) ?? [];
  } catch {
    return [];
  }
}

/** Shakes hands and leaves: nothing is sent to whoever it is. */
async function strangeCertificate(url: string): Promise<{ fingerprint: string } | undefined> {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, "");
  return await new Promise((resolve) => {
    const socket = connect({
      ...{ host, port: port === "" ? 443 : Number(port), rejectUnauthorized: false },
      ...(/[:]|^[\d.]+$/.test(host) ? {} : { servername: host }),
      timeout: silenceMs,
    });
    const end = (found?: { fingerprint: string }) => {
      socket.destroy();
      resolve(found);
    };
    socket.once("timeout", end);
    socket.once("error", () => {
      end();
    });
    socket.once("secureConnect", () => {
      const fingerprint = socket.getPeerCertificate().fingerprint256;
      end(socket.authorized || fingerprint === "" ? undefined : { fingerprint });
    });
  });
}

async function orReason<T>(root: string, look: () => Promise<T>): Promise<T | string> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof TypeError || !(error instanceof Error)) throw error;
    return error instanceof Failure ? error.message : reasonOf(error, root);
  }
}

/** Paths are told as the settings have them. */
function reasonOf({ message }: Error, root: string): string {
  const [, file] = /^ENOENT: no such file or directory, open '(.*)'$/.exec(message) ?? [];
  return file === undefined ? message : `no file ${relative(root, file)}`;
}
