import { parseAddress } from "../internal/address";
import type { AgentTemplate } from "../internal/agent-template";
import { workspacePath } from "../internal/mount-path";
import type { DescribedCredentials, PackageSettings } from "./settings";

/** Name of the ConfigMap with the scripts; the template finds it by that. */
export const rpmScripts = "rpm-scripts";

/** Where the scripts are in the pods. */
export const rpmScriptsPath = "/opt/jenkins-stack/rpm";

/**
 * The agent that builds, signs and publishes RPM packages, by the label `rpm`.
 *
 * Which key signs and where packages go is said here and not in pipelines: a pipeline could pin another key.
 *
 * @param credentials the section of that name; it has the fingerprint and the user
 */
export function packageAgents(
  settings: PackageSettings,
  credentials: DescribedCredentials,
): AgentTemplate[] {
  return [
    {
      name: "rpm",
      labels: ["rpm"],
      forAnyBuild: false,
      arch: settings.arch,
      containers: [
        {
          name: "rpm",
          image: settings.image,
          resources: settings.resources,
          root: false,
          environment: environment(settings, credentials),
        },
      ],
      volumes: [
        { mountPath: rpmScriptsPath, source: { configMap: { name: rpmScripts } } },
        // Where keys are for the time of a signature: never on the disk of a node.
        { mountPath: "/tmp", source: { emptyDir: { memory: true } } },
      ],
    },
  ];
}

function environment(
  { signing, repository }: PackageSettings,
  credentials: DescribedCredentials,
): Record<string, string> {
  return {
    HOME: workspacePath,
    RPM_FINGERPRINT: credentials[signing.key]?.fingerprint ?? "",
    RPM_KEY_CREDENTIAL: signing.key,
    ...(signing.passphrase === undefined ? {} : { RPM_PASSPHRASE_CREDENTIAL: signing.passphrase }),
    ...(repository === undefined
      ? {}
      : {
          RPM_REPOSITORY: `${credentials[repository.credentials]?.username ?? ""}@${destination(repository.host)}:${repository.path}`,
          RPM_REPOSITORY_PORT: String(repository.port),
          RPM_REPOSITORY_CREDENTIAL: repository.credentials,
        }),
  };
}

function destination(host: string): string {
  const address = parseAddress(host);
  return address.ok && address.value.text.includes(":") ? `[${address.value.text}]` : host;
}
