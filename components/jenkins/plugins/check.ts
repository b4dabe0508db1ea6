import { expected, type Finding } from "../../internal/arguments";
import { parseImage } from "../../internal/image";
import { lock } from "./plugin-lock";
import type { PluginSettings } from "./settings";
import { compareVersions } from "./version";

/** Jenkins version in the tag of an image; nothing where only a digest names it. */
export function jenkinsVersion(image: string): string | undefined {
  const parsed = parseImage(image);
  return parsed.ok ? /^\d+(?:\.\d+)+/.exec(parsed.value.tag ?? "")?.[0] : undefined;
}

/** Whether the lock was resolved for a newer Jenkins than an image holds: its plugins would not load (B-04). */
export function tooOldForLock(image: string): boolean {
  const version = jenkinsVersion(image);
  return version !== undefined && compareVersions(version, lock.core) < 0;
}

/** What is wrong with the plugins of a controller, as findings of its arguments. */
export function pluginFindings({ source, extra }: PluginSettings, image: string): Finding[] {
  if (source === "image")
    return [
      expected(
        extra.length === 0,
        "plugins.extra",
        "nothing beside the plugins of the image",
        extra,
      ),
    ];
  return [
    expected(
      !tooOldForLock(image),
      "image",
      `Jenkins ${lock.core} or newer, for which the plugins were locked`,
      image,
    ),
    ...extra.map((id, index) =>
      expected(id in lock.plugins, `plugins.extra[${index}]`, "a plugin of the lock", id),
    ),
  ];
}
