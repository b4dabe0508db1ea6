import { valueAt, type Draft } from "../../init/draft";
import type { Stored } from "./store";

/** What was written, and the commands that come next. */
export function nextSteps(stack: string, draft: Draft, stored: Stored): string {
  const { files, password, stack: made, reason } = stored;
  const [name = "", backup] = files;
  const kept = backup === undefined ? "" : `; the one before is ${backup}`;
  const secret = (key: string, from = "") =>
    `pulumi config set --stack ${stack} --secret ${key}${from}`;
  const has = (...path: string[]) => Object.keys(valueAt(draft, path) ?? {}).length > 0;
  const commands = [
    ...(made ? [] : [`pulumi stack init ${stack}`]),
    ...(password ? [] : [secret("nasPassword")]),
    ...(has("jobs", "registries")
      ? [secret("registryPasswords", " < registry-passwords.json")]
      : []),
    ...(has("credentials") ? [secret("credentialSecrets", " < credential-secrets.json")] : []),
    `npm run doctor -- --stack ${stack}`,
    `npm run preview -- --stack ${stack}`,
    `npm run up -- --stack ${stack}`,
  ];
  const said =
    reason === undefined ? "" : `not stored: the password of the NAS, because ${reason}\n`;
  return `\nwrote ${name}${kept}\n${said}next: ${commands.join("\n      ")}\n`;
}
