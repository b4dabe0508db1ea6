import { administratorApi, type Api, type Call } from "./api";
import { text } from "./parameters";
import { commonCode, Refusal } from "./refusal";
import type { Settings } from "./settings";
import type { Store } from "./store";

/** Free bytes of a volume: its size less what LUNs, deletions under way and everything else occupy. */
export function freeBytes(settings: Settings, store: Store, path: string): number {
  const volume = Object.hasOwn(settings.volumes, path) ? settings.volumes[path] : undefined;
  if (volume === undefined) return 0;
  const here = ({ location }: { readonly location: string }): boolean => location === path;
  const luns = store.record.luns.filter(here).map((lun) => store.occupiedBytes(lun));
  const reclaiming = store.record.reclaiming.filter(here).map(({ bytes }) => bytes);
  const used = [volume.otherBytes, ...luns, ...reclaiming].reduce((sum, bytes) => sum + bytes, 0);
  return Math.max(0, volume.totalBytes - used);
}

function view(settings: Settings, store: Store, path: string): Record<string, unknown> {
  const number = Number(path.slice("/volume".length));
  return {
    container: "internal",
    display_name: `Volume ${number}`,
    eppool_used_byte: "0",
    fs_type: settings.volumes[path]?.filesystem,
    location: "internal",
    pool_path: `reuse_${number}`,
    raid_type: "shr_1",
    readonly: settings.volumes[path]?.status === "read_only",
    single_volume: false,
    // Sizes are strings on DSM.
    size_free_byte: String(freeBytes(settings, store, path)),
    size_total_byte: String(settings.volumes[path]?.totalBytes ?? 0),
    status: settings.volumes[path]?.status,
    volume_id: number,
    volume_path: path,
  };
}

/** `SYNO.Core.Storage.Volume`: list and get. */
export function volumeApi(settings: Settings, store: Store): Api {
  const list = (): unknown => ({
    volumes: Object.keys(settings.volumes).map((path) => view(settings, store, path)),
  });
  const get = ({ parameters }: Call): unknown => {
    const path = text(parameters, "volume_path") ?? "";
    if (Object.hasOwn(settings.volumes, path)) return { volume: view(settings, store, path) };
    // Measured on DSM: a missing volume is refused, a path that cannot be a volume is answered with nothing.
    if (/^\/volume\d+$/.test(path)) throw new Refusal(commonCode.noSuchVolume);
    return {};
  };
  return administratorApi({ list, get });
}
