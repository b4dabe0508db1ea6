import { ensureToolchain } from "../../../../local/toolchain";

/** The CLI that the platform uses. */
export async function pulumiExecutable(): Promise<string> {
  const { pulumi } = await ensureToolchain({
    report: () => undefined,
    verbose: false,
    env: process.env,
  });
  return pulumi;
}
