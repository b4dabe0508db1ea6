import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { nasActivity } from "../local/nas-simulator";
import type { Platform } from "../local/up";
import { median, time, type Row } from "./measure";

/** `lun ensure` on a LUN that is as it should be: its calls, and its process beside an empty one. */
export async function nasRows(root: string, { nas, instance }: Platform): Promise<Row[]> {
  const { url, account, password, certificateAuthority } = nas;
  const request = JSON.stringify({
    nas: { url, account, password, certificateAuthority: join(root, certificateAuthority) },
    lun: { name: "bench", volume: "/volume1", sizeBytes: 2 ** 30, description: "" },
    target: {
      name: "bench",
      iqn: "iqn.2000-01.com.synology:nas.bench",
      maxSessions: 1,
      // Of a NAS that is gone when the measurement ends.
      chap: { user: "bench", password: "bench-password" },
    },
    mappingIndex: 1,
  });
  const node = (args: readonly string[], input: string): Promise<void> => {
    execFileSync(process.execPath, [...args], {
      cwd: root,
      input,
      stdio: ["pipe", "ignore", "inherit"],
    });
    return Promise.resolve();
  };
  const ensure = () => node(["nas/run.cjs", "lun", "ensure", "--json"], request);
  const calls = async () => (await nasActivity(instance)).calls;

  await ensure();
  const before = await calls();
  await ensure();
  const made = (await calls()) - before;
  const unchanged = await time("lun ensure, unchanged", ensure);
  const empty = await time("empty process", () => node(["--eval", ""], ""));
  return [
    { what: "`lun ensure` without a change", value: made, unit: "calls", limit: 6 },
    { what: "`lun ensure` without a change, whole process", value: median(unchanged), unit: "s" },
    {
      what: "`lun ensure` against an empty Node process",
      value: median(unchanged) / median(empty),
      unit: "×",
    },
  ];
}
