import {
  configurationFeatures,
  type ConfigurationChoices,
} from "./configuration/configuration-files";
import type { ControllerSettings, JenkinsControllerArgs } from "./controller-args";
import type { WebhookReceiver } from "./exposure/settings";
import { metricsDocument } from "./monitoring/monitor-controller";
import { pluginSet, type PluginFeature } from "./plugins/plugin-set";

/** What answers to each receiver of webhooks; Git's own is always there. */
const receiverFeatures: Readonly<Record<WebhookReceiver, PluginFeature>> = {
  github: "gitHub",
  "git-notify-commit": "base",
};

/** What the sections of a controller ask of its plugins (D-02). */
export function featuresOf({
  configuration,
  credentials,
  exposure,
  monitoring,
}: Pick<
  ControllerSettings,
  "configuration" | "credentials" | "exposure" | "monitoring"
>): PluginFeature[] {
  const gitHubApp = Object.values(credentials).some(({ type }) => type === "gitHubApp");
  const features: PluginFeature[] = [
    ...configurationFeatures(configuration),
    // Without its plugin Jenkins shows no credential of this type.
    ...(gitHubApp ? (["gitHub"] as const) : []),
    // Without its plugin a receiver is a path in public that nobody answers.
    ...(exposure.webhooks?.receivers ?? []).map((receiver) => receiverFeatures[receiver]),
    ...(monitoring.enabled ? (["metrics"] as const) : []),
  ];
  return [...new Set(features)].filter((feature) => feature !== "base");
}

/** What the configuration is made from, as far as the arguments alone decide it. */
export function configurationChoices(args: JenkinsControllerArgs): ConfigurationChoices {
  const { plugins, monitoring, extraTemplates, teams, knownHosts } = args;
  const metrics = metricsDocument(monitoring);
  return {
    url: args.url,
    image: args.image,
    agentImage: args.agentImage,
    containerCap: args.containerCap,
    arch: args.arch,
    configuration: args.configuration,
    agents: args.agents,
    ...(extraTemplates === undefined ? {} : { extraTemplates }),
    ...(teams === undefined ? {} : { teams: chosenByTeams(teams) }),
    ...(knownHosts === undefined ? {} : { approvedHostKeys: knownHosts.lines }),
    // Nobody here knows what an image of one's own holds.
    plugins:
      plugins.source === "image"
        ? undefined
        : pluginSet({ features: featuresOf(args), extra: plugins.extra }).map(({ id }) => id),
    documents: metrics === undefined ? {} : { "prometheus.yaml": metrics },
  };
}

/** Without what only the cluster knows. */
function chosenByTeams(teams: NonNullable<JenkinsControllerArgs["teams"]>) {
  return Object.fromEntries(
    Object.entries(teams).map(([team, { containerCap, templates, folders }]) => [
      team,
      { containerCap, templates, folders },
    ]),
  );
}
