import { z } from "zod";

import { fault, fine, warning, type Finding } from "./finding";

/** The CLI writes null for what it does not have, such as a backend before a login. */
const about = z.looseObject({
  cliAbout: z.looseObject({ version: z.string() }).nullish(),
  backend: z.looseObject({ url: z.string(), user: z.string().nullish() }).nullish(),
});
const exported = z.looseObject({
  deployment: z
    .looseObject({
      resources: z.array(z.unknown()).default([]),
      pending_operations: z
        .array(
          z.looseObject({
            type: z.string().default("an operation"),
            resource: z.looseObject({ urn: z.string() }).optional(),
          }),
        )
        .nullish(),
    })
    .nullish(),
});

/**
 * What `pulumi about --json` says of the CLI and the backend.
 *
 * @param sdk version of the SDK that the program is built with, such as `3.248.0`
 */
export function cliFindings(document: unknown, sdk: string): readonly Finding[] {
  const { cliAbout, backend } = about.safeParse(document).data ?? {};
  return [
    versionFinding(cliAbout?.version.replace(/^v/, "") ?? "", sdk),
    backend === undefined || backend === null
      ? fault(
          "backend",
          "the CLI names none",
          "log in with: pulumi login, or set PULUMI_BACKEND_URL",
        )
      : fine(
          "backend",
          `${withoutLogin(backend.url)} as ${backend.user || "nobody in particular"}`,
        ),
  ];
}

/** What `pulumi stack export` says of what is deployed. */
export function stateFinding(document: unknown): Finding {
  const deployment = exported.safeParse(document).data?.deployment;
  const count = deployment?.resources.length ?? 0;
  const pending = deployment?.pending_operations ?? [];
  const [first] = pending;
  if (first !== undefined)
    return warning(
      "state",
      `${count} resources, and ${pending.length} operations of a run that was interrupted (${first.type} ${nameOf(first.resource?.urn)})`,
      "look whether it was made, then: pulumi refresh, which asks about each",
    );
  return fine(
    "state",
    count === 0 ? "nothing is deployed yet" : `${count} resources, no interrupted operation`,
  );
}

/**
 * Whether the plugins of the program are there, in the version that its packages ask for.
 *
 * @param wanted versions by name, such as `kubernetes: "4.32.0"`
 * @param present names of the folders of installed plugins, such as `resource-kubernetes-v4.32.0`
 */
export function pluginFinding(
  wanted: Readonly<Record<string, string>>,
  present: readonly string[],
): Finding {
  const names = Object.entries(wanted).map(([name, version]) => `${name} ${version}`);
  const missing = Object.entries(wanted).filter(
    ([name, version]) => !present.includes(`resource-${name}-v${version}`),
  );
  if (missing.length === 0) return fine("plugins", names.join(", "));
  const commands = missing.map(
    ([name, version]) => `pulumi plugin install resource ${name} ${version}`,
  );
  return warning(
    "plugins",
    `not installed: ${missing.map(([name, version]) => `${name} ${version}`).join(", ")}`,
    `the next preview downloads them; where it cannot: ${commands.join(" && ")}`,
  );
}

function versionFinding(version: string, sdk: string): Finding {
  const check = "Pulumi CLI";
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [sdkMajor = 0, sdkMinor = 0] = sdk.split(".").map(Number);
  if (version === "")
    return fault(check, "it does not tell its version", "install a current one of version 3");
  if (major !== sdkMajor)
    return fault(check, version, `install version ${sdkMajor}: the program is written for it`);
  return minor < sdkMinor
    ? warning(
        check,
        `${version}, older than the program's SDK ${sdk}`,
        `install ${sdk} or newer: an older CLI may lack what the SDK asks for`,
      )
    : fine(check, version);
}

function nameOf(urn = ""): string {
  return urn.split("::").at(-1) ?? "";
}

/** Some backends take a login in their address. */
function withoutLogin(url: string): string {
  return url.replace(/\/\/[^/@]*@/, "//").replace(/\?.*$/, "");
}
