import {
  configurationFeatures,
  type ConfigurationChoices,
} from "./configuration/configuration-files";
import type { ControllerSettings, JenkinsControllerArgs } from "./controller-args";
import { metricsDocument } from "./monitoring/monitor-controller";
import { pluginSet, type PluginFeature } from "./plugins/plugin-set";

/** What the sections of a controller ask of its plugins (D-02). */
export function featuresOf({
  configuration,
  credentials,
  monitoring,
}: Pick<ControllerSettings, "configuration" | "credentials" | "monitoring">): PluginFeature[] {
  const gitHubApp = Object.values(credentials).some(({ type }) => type === "gitHubApp");
  const features: PluginFeature[] = [
    ...configurationFeatures(configuration),
    // Without its plugin Jenkins shows no credential of this type.
    ...(gitHubApp ? (["gitHub"] as const) : []),
    ...(monitoring.enabled ? (["metrics"] as const) : []),
  ];
  return [...new Set(features)];
}

/** What the configuration is made from, as far as the arguments alone decide it. */
export function configurationChoices(args: JenkinsControllerArgs): ConfigurationChoices {
  const { plugins, monitoring, extraTemplates } = args;
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
    // Nobody here knows what an image of one's own holds.
    plugins:
      plugins.source === "image"
        ? undefined
        : pluginSet({ features: featuresOf(args), extra: plugins.extra }).map(({ id }) => id),
    documents: metrics === undefined ? {} : { "prometheus.yaml": metrics },
  };
}
