import { z } from "zod";

import { parsePluginId } from "../../components/internal/plugin-id";
import { parseHttpsAddress } from "../../components/internal/web-address";
import { group, oneOf, text } from "../fields";

/** Which plugins the controller has, and where they come from (B-04, B-05, C-02, C-03, D-02). */
export const plugins = group({
  source: oneOf(["lock", "image"])
    .default("lock")
    .meta({
      description:
        "lock: the plugins of the lock file are installed on the home; image: they are baked into jenkins.image, and nothing is downloaded.",
      examples: ["lock"],
    }),
  extra: z
    .array(text(parsePluginId), { error: "a list of plugins" })
    .default([])
    .meta({
      description:
        "Plugins of the lock file beside those that the enabled features need, by their ids.",
      examples: [["pipeline-utility-steps"]],
    }),
  updateCentre: group({
    url: text(parseHttpsAddress)
      .exactOptional()
      .meta({
        description: "Document or folder of the update centre.",
        examples: ["https://mirror.example/updates/update-center.json"],
      }),
    downloads: text(parseHttpsAddress)
      .exactOptional()
      .meta({
        description: "Folder that plugins are downloaded from, whatever the document says.",
        examples: ["https://mirror.example/plugins"],
      }),
    pluginVersions: text(parseHttpsAddress)
      .exactOptional()
      .meta({
        description: "Document of all versions of all plugins.",
        examples: ["https://mirror.example/updates/plugin-versions.json"],
      }),
  })
    .exactOptional()
    .meta({ description: "Mirror of the update centre; the public one when absent." }),
})
  .prefault({})
  .meta({ description: "Which plugins the controller has, and where they come from." });
