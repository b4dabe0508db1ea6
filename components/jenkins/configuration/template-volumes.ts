import type {
  AgentVolume,
  AgentWorkspace,
  EphemeralClaim,
  VolumeSource,
} from "../../internal/agent-template";

/** A volume of a pod template, in the plugin's words. */
export function templateVolume(volume: AgentVolume): object {
  const { mountPath } = volume;
  if (volume.claimName !== undefined)
    return claim(mountPath, { name: volume.claimName, readOnly: volume.readOnly });
  return sourced(mountPath, volume.source ?? { emptyDir: { memory: false } });
}

/** The workspace of a pod template, in the plugin's words; the claim is spelled differently from a volume's. */
export function workspaceVolume(workspace: AgentWorkspace = {}): object {
  if (workspace.claim !== undefined)
    return {
      persistentVolumeClaimWorkspaceVolume: { claimName: workspace.claim.name, readOnly: false },
    };
  if (workspace.ephemeral !== undefined)
    return { genericEphemeralVolume: ephemeral(workspace.ephemeral) };
  const { sizeLimit = "10Gi", memory = false } = workspace.emptyDir ?? {};
  return { emptyDirWorkspaceVolume: { memory, sizeLimit } };
}

function sourced(mountPath: string, source: VolumeSource): object {
  if (source.claim !== undefined) return claim(mountPath, source.claim);
  if (source.configMap !== undefined) {
    const { name, key } = source.configMap;
    const file = key === undefined ? {} : { subPath: key };
    return { configMapVolume: { mountPath, configMapName: name, optional: false, ...file } };
  }
  if (source.secret !== undefined)
    return { secretVolume: { mountPath, secretName: source.secret.name, optional: false } };
  if (source.nfs !== undefined) {
    const { server, path, readOnly } = source.nfs;
    return { nfsVolume: { mountPath, serverAddress: server, serverPath: path, readOnly } };
  }
  if (source.ephemeral !== undefined)
    return { genericEphemeralVolume: { mountPath, ...ephemeral(source.ephemeral) } };
  return { emptyDirVolume: { mountPath, memory: source.emptyDir?.memory ?? false } };
}

function claim(mountPath: string, { name, readOnly }: NonNullable<VolumeSource["claim"]>): object {
  return { persistentVolumeClaim: { mountPath, claimName: name, readOnly } };
}

function ephemeral({ size, storageClass }: EphemeralClaim): object {
  return {
    accessModes: "ReadWriteOnce",
    requestsSize: size,
    ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
  };
}
