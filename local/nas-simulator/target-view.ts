import type { Target } from "./state";

/** What a view of a target needs beside its record. */
export interface TargetSurroundings {
  /** Initiators logged in now; looked at only where `connected_sessions` or `status` is asked for. */
  readonly sessions: readonly { readonly iqn: string; readonly ip: string }[];
  readonly portals: NonNullable<Target["portals"]>;
  readonly portalPort: number;
}

/** A target as `list` and `get` show it; some keys appear only when `additional` names them. */
export function targetView(
  target: Target,
  additional: ReadonlySet<string>,
  { sessions, portals, portalPort }: TargetSurroundings,
): Record<string, unknown> {
  const connected = sessions.length > 0 ? "connected" : "online";
  const optional: Record<string, () => unknown> = {
    acls: () => target.acls,
    connected_sessions: () => sessions.map(({ iqn, ip }) => ({ iqn, ip })),
    mapped_luns: () =>
      target.mappings.map(({ lunUuid, index }) => ({ lun_uuid: lunUuid, mapping_index: index })),
    status: () => (target.enabled ? connected : "offline"),
  };
  const asked = new Set([...additional, ...(additional.has("mapped_lun") ? ["mapped_luns"] : [])]);
  const shown = Object.entries(optional).filter(([key]) => asked.has(key));
  return {
    auth_type: target.authType,
    has_data_checksum: target.dataChecksum,
    has_header_checksum: target.headerChecksum,
    iqn: target.iqn,
    is_default_target: false,
    is_enabled: target.enabled,
    mapping_index: -1,
    max_recv_seg_bytes: target.maxReceiveBytes,
    max_send_seg_bytes: target.maxSendBytes,
    max_sessions: target.maxSessions,
    // Secrets are never read back: a changed one cannot be seen by comparing.
    mutual_password: "",
    mutual_user: target.mutual.user,
    name: target.name,
    network_portals: portals.map(({ interfaceName, ip }) => ({
      interface_name: interfaceName,
      ip,
      port: portalPort,
    })),
    password: "",
    target_id: target.targetId,
    user: target.chap.user,
    ...Object.fromEntries(shown.map(([key, read]) => [key, read()])),
  };
}
