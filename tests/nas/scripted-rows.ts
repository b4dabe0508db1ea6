/** One LUN of the scripted NAS, in DSM's words. */
export interface LunRow {
  name: string;
  uuid: string;
  size: number;
  allocated_size?: number;
  type_str: string;
  type: number;
  location: string;
  description: string;
  dev_attribs: { dev_attrib: string; enable: number }[];
  is_action_locked: boolean;
  status: string;
  restored_time?: number;
  family_config?: { parent_snapshot_uuid: string };
}

/** One target of the scripted NAS, in DSM's words. */
export interface TargetRow {
  target_id: number;
  name: string;
  iqn: string;
  auth_type: number;
  user: string;
  password: string;
  mutual_user?: string;
  mutual_password?: string;
  max_sessions: number;
  is_enabled: boolean;
  mapped_luns: { lun_uuid: string; mapping_index: number }[];
  connected_sessions?: { iqn: string; ip: string }[];
  network_portals?: { interface_name: string; ip: string; port: number }[];
}

/** One snapshot of the scripted NAS, in DSM's words. */
export interface SnapshotRow {
  name: string;
  uuid: string;
  parent_uuid: string;
  description: string;
  taken_by: string;
  is_user_locked: boolean;
  create_time: number;
  total_size: number;
  status: string;
}

/** What a scripted NAS holds. */
export interface Contents {
  readonly luns: LunRow[];
  readonly targets: TargetRow[];
  readonly snapshots: SnapshotRow[];
  /** How many uuids were given out. */
  readonly made: number;
}
