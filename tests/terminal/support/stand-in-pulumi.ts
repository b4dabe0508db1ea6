import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

// It answers as version 3.248 does to what init asks, and records each call with what came on standard input.
const script = (log: string, stacks: readonly string[]) => `#!/bin/sh
input=""
case "$1 $2" in
  "config set") input=$(cat) ;;
esac
printf '%s\\n' "$*" >> '${log}'
[ -z "$input" ] || printf '<%s> passphrase <%s>\\n' "$input" "$PULUMI_CONFIG_PASSPHRASE" >> '${log}'
case "$1 $2" in
  "version ") echo v3.248.0 ;;
  "whoami --json") echo '{"user":"ci","url":"file:///srv/state"}' ;;
  "stack ls") echo '${JSON.stringify(stacks.map((name) => ({ name })))}' ;;
  "stack init") echo 'encryptionsalt: v1:new-salt' > "Pulumi.$3.yaml" ;;
  "stack export") echo '{"deployment":{"secrets_providers":{"type":"passphrase","state":{"salt":"v1:old-salt"}}}}' ;;
  "config set")
    for file; do case "$file" in /*.yaml) sed -i 's/^config:$/config:\\n  jenkins-stack:nasPassword:\\n    secure: v1:stored/' "$file" ;; esac; done ;;
  *) echo "error: no such command" >&2; exit 255 ;;
esac
`;

/** A command of the name `pulumi` on a PATH of its own. */
export class StandInPulumi {
  readonly #log: string;
  readonly env: NodeJS.ProcessEnv;

  /** @param stacks that the backend has */
  constructor(folder: string, stacks: readonly string[] = []) {
    const bin = join(folder, "bin");
    this.#log = join(folder, "pulumi.log");
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, "pulumi"), script(this.#log, stacks));
    chmodSync(join(bin, "pulumi"), 0o755);
    writeFileSync(this.#log, "");
    const path = [bin, dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter);
    const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("PULUMI_"));
    this.env = { ...Object.fromEntries(kept), PATH: path };
  }

  /** The commands that were run, a line each; those with a secret have a second one with what came in. */
  get calls(): string[] {
    return readFileSync(this.#log, "utf8").trimEnd().split("\n");
  }
}
