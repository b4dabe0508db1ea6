import type { Contents, LunRow, SnapshotRow, TargetRow } from "./scripted-rows";

export type Parameters = Readonly<Record<string, unknown>>;
export type Answer = { data?: unknown } | { code: number };

const ok = { data: undefined };
const noSuch = {
  lun: { code: 18990531 },
  target: { code: 18990710 },
  snapshot: { code: 18990532 },
};

/** SAN Manager, storage and system of the scripted NAS: just enough of DSM to tell a story, and it refuses nothing. */
export class ScriptedSan {
  readonly luns: LunRow[] = [];
  readonly targets: TargetRow[] = [];
  readonly snapshots: SnapshotRow[] = [];
  volume: Record<string, unknown> | undefined = {
    fs_type: "btrfs",
    status: "normal",
    readonly: false,
    size_free_byte: String(100 * 1024 ** 3),
  };
  nodeUuid = "72003c93-2db2-4f00-a169-67c5eae86bb1";
  /** Answer of `Core.System info` with `type=define`; DSM gives text. */
  limits: Record<string, string> = { max_iscsiluns: "256", max_iscsitrgs: "128" };
  /** How many listings show a new or grown LUN as locked. */
  settleListings = 0;
  /** How many listings still show a LUN that is being deleted. */
  deleteListings = 0;
  /** How many snapshots it counts and does not list. */
  unlistedSnapshots = 0;
  /** The clock of the NAS, in seconds, and how far it goes on with each look at it. */
  clock = 1786070747;
  clockStep = 1;
  #settling = 0;
  #made = 0;

  /** What the NAS holds: a copy when read, and taken over by value when set. */
  get contents(): Contents {
    const { luns, targets, snapshots } = this;
    return structuredClone({ luns, targets, snapshots, made: this.#made });
  }

  set contents(contents: Contents) {
    const { luns, targets, snapshots, made } = structuredClone(contents);
    this.#made = made;
    this.luns.splice(0, Infinity, ...luns);
    this.targets.splice(0, Infinity, ...targets);
    this.snapshots.splice(0, Infinity, ...snapshots);
  }

  /** Answers a call that passed the checks of the session. */
  protected perform(call: string, parameters: Parameters): Answer {
    const handler = this.#handlers[call];
    return handler === undefined ? { code: 103 } : handler(parameters);
  }

  #now(): number {
    return (this.clock += this.clockStep);
  }

  #uuid(): string {
    return `ac36dabc-6e23-40e0-8956-c8bc8a00${(++this.#made + 3909).toFixed(0)}`;
  }

  #lun(uuid: unknown): LunRow | undefined {
    return this.luns.find((one) => one.uuid === uuid);
  }

  #target(id: unknown): TargetRow | undefined {
    // A number is refused, as DSM does.
    return this.targets.find((one) => String(one.target_id) === id);
  }

  #add(lun: Omit<LunRow, "uuid" | "type" | "status" | "is_action_locked">): LunRow {
    const row: LunRow = {
      ...lun,
      ...{ uuid: this.#uuid(), type: 263, status: "normal" },
      is_action_locked: this.settleListings > 0,
    };
    this.luns.push(row);
    this.#settling = this.settleListings;
    return row;
  }

  #listLuns(): Answer {
    if (this.#settling > 0) this.#settling--;
    else for (const lun of this.luns) lun.is_action_locked = lun.status === "deleting";
    const shown = structuredClone(this.luns);
    if (this.luns.some(({ status }) => status === "deleting") && this.deleteListings-- <= 0)
      this.#drop(({ status }) => status === "deleting");
    return { data: { luns: shown.filter(({ uuid }) => this.#lun(uuid) !== undefined) } };
  }

  #drop(which: (lun: LunRow) => boolean): void {
    for (const gone of this.luns.filter(which)) {
      this.luns.splice(this.luns.indexOf(gone), 1);
      for (const target of this.targets)
        target.mapped_luns = target.mapped_luns.filter(({ lun_uuid }) => lun_uuid !== gone.uuid);
    }
  }

  readonly #handlers: Readonly<Record<string, (parameters: Parameters) => Answer>> = {
    "Node list": () => ({ data: { nodes: [{ uuid: this.nodeUuid }] } }),
    "Core.Storage.Volume get": ({ volume_path }) =>
      this.volume === undefined || volume_path !== "/volume1"
        ? { code: 117 }
        : { data: { volume: this.volume } },
    "Core.Storage.Volume list": () => ({
      data: {
        volumes: this.volume === undefined ? [] : [{ volume_path: "/volume1", ...this.volume }],
      },
    }),
    "Core.System info": ({ type }) => ({
      data:
        type === "define"
          ? this.limits
          : { model: "DS925+", firmware_ver: "DSM 7.3.2-86009", up_time: "100:1:2" },
    }),
    "DSM.Info getinfo": () => ({ data: { time: "Sat Nov 21 14:32:42 2026", version: "86009" } }),
    "Core.Security.DSM get": () => ({ data: { timeout: 15 } }),
    "Core.Network.Interface list": () => ({
      data: [{ ifname: "eth0", ip: "192.0.2.10", status: "connected" }],
    }),
    "Host list": () => ({ data: { hosts: [] } }),
    "LUN list": () => this.#listLuns(),
    "LUN create": (lun) => {
      const { name, size, location, description, dev_attribs, type } = lun as unknown as LunRow;
      if (this.luns.some((other) => other.name === name)) return { code: 18990538 };
      const fields = { name, size, location, description, dev_attribs, type_str: String(type) };
      const { uuid } = this.#add(fields);
      return { data: { lun_id: this.luns.length, uuid } };
    },
    "LUN set": ({ uuid, new_size, new_name }) => {
      const lun = this.#lun(uuid);
      if (lun === undefined) return noSuch.lun;
      if (new_size !== undefined) lun.size = Number(new_size);
      if (new_name !== undefined) lun.name = new_name as string;
      return ok;
    },
    "LUN delete": ({ uuid }) => {
      const lun = this.#lun(uuid);
      if (lun === undefined) return noSuch.lun;
      lun.status = "deleting";
      return ok;
    },
    "LUN map_target": ({ uuid, target_ids }) => {
      const target = this.#target((target_ids as unknown[])[0]);
      const lun = this.#lun(uuid);
      if (target === undefined) return noSuch.target;
      if (lun === undefined || lun.is_action_locked) return { code: 18990570 };
      target.mapped_luns.push({ lun_uuid: lun.uuid, mapping_index: target.mapped_luns.length + 1 });
      return ok;
    },
    "LUN unmap_target": ({ uuid, target_ids }) => {
      const target = this.#target((target_ids as unknown[])[0]);
      if (target === undefined) return noSuch.target;
      target.mapped_luns = target.mapped_luns.filter(({ lun_uuid }) => lun_uuid !== uuid);
      return ok;
    },
    "LUN list_snapshot": ({ src_lun_uuid }) => {
      const snapshots = this.snapshots.filter((one) => one.parent_uuid === src_lun_uuid);
      return { data: { count: snapshots.length + this.unlistedSnapshots, snapshots } };
    },
    "LUN take_snapshot": ({ src_lun_uuid, snapshot_name, description, taken_by, is_locked }) => {
      const lun = this.#lun(src_lun_uuid);
      if (lun === undefined) return noSuch.lun;
      const name = snapshot_name as string;
      if (this.snapshots.some((one) => one.parent_uuid === lun.uuid && one.name === name))
        return { code: 18990513 };
      const uuid = this.#uuid();
      this.snapshots.push({
        ...{ name, uuid, parent_uuid: lun.uuid, description: description as string },
        ...{ taken_by: taken_by as string, is_user_locked: is_locked as boolean },
        ...{ create_time: this.#now(), total_size: lun.size, status: "Healthy" },
      });
      return { data: { snapshot_uuid: uuid } };
    },
    "LUN delete_snapshot": ({ snapshot_uuid }) => {
      const at = this.snapshots.findIndex(({ uuid }) => uuid === snapshot_uuid);
      if (at < 0) return noSuch.snapshot;
      this.snapshots.splice(at, 1);
      return ok;
    },
    "LUN restore_snapshot": ({ src_lun_uuid, snapshot_uuid }) => {
      const lun = this.#lun(src_lun_uuid);
      if (lun === undefined) return { code: 18990508 };
      if (!this.snapshots.some(({ uuid }) => uuid === snapshot_uuid)) return noSuch.snapshot;
      lun.restored_time = this.#now();
      return ok;
    },
    "LUN clone_snapshot": ({ src_lun_uuid, snapshot_uuid, cloned_lun_name, description }) => {
      const source = this.#lun(src_lun_uuid);
      const snapshot = this.snapshots.find(({ uuid }) => uuid === snapshot_uuid);
      if (source === undefined) return noSuch.lun;
      if (snapshot === undefined) return noSuch.snapshot;
      const name = cloned_lun_name as string;
      if (this.luns.some((other) => other.name === name)) return { code: 18990538 };
      const { location, dev_attribs, type_str } = source;
      const { uuid } = this.#add({
        ...{ name, size: snapshot.total_size, location, dev_attribs, type_str },
        description: description as string,
        family_config: { parent_snapshot_uuid: snapshot.uuid },
      });
      return { data: { cloned_lun_uuid: uuid } };
    },
    "Target list": () => ({ data: { targets: this.targets } }),
    "Target get": ({ target_id }) => {
      const target = this.#target(target_id);
      return target === undefined ? noSuch.target : { data: { target } };
    },
    "Target create": (target) => {
      const fields = target as unknown as TargetRow;
      if (this.targets.some(({ iqn }) => iqn === fields.iqn)) return { code: 18990745 };
      const target_id = this.targets.length + 4;
      this.targets.push({ ...fields, target_id, is_enabled: true, mapped_luns: [] });
      return { data: { target_id } };
    },
    "Target set": ({ target_id, ...changes }) => this.#change(target_id, changes),
    "Target enable": ({ target_id }) => this.#change(target_id, { is_enabled: true }),
    "Target disable": ({ target_id }) => this.#change(target_id, { is_enabled: false }),
    "Target delete": ({ target_id }) => {
      const index = this.targets.findIndex((target) => String(target.target_id) === target_id);
      if (index < 0) return noSuch.target;
      this.targets.splice(index, 1);
      return ok;
    },
  };

  #change(id: unknown, changes: object): Answer {
    const target = this.#target(id);
    if (target === undefined) return noSuch.target;
    Object.assign(target, changes);
    return ok;
  }
}
