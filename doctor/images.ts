import { jenkinsVersion, parseImage, parseJenkinsImage } from "../components/internal/image";
import { lock } from "../components/jenkins/plugins/plugin-lock";
import type { Sections } from "../stacks/settings";
import { fine, warning, type Finding } from "./finding";

/**
 * Which software the settings name. Moving tags they have been refused for; whether a registry has the images is
 * for the nodes to find out.
 */
export function imageFindings(sections: Sections): readonly Finding[] {
  const images = [...new Set(imagesIn(sections))];
  const pinned = images.filter((image) => {
    const read = parseImage(image);
    return read.ok && read.value.digest !== undefined;
  });
  const controller = parseJenkinsImage(sections.jenkins.image);
  const version = controller.ok ? jenkinsVersion(controller.value) : undefined;
  const exact = `${images.length} image${images.length === 1 ? "" : "s"}, none with a moving tag, ${pinned.length} by digest`;
  return [fine("images", exact), pluginFinding(sections, version)];
}

function pluginFinding({ plugins }: Sections, version: string | undefined): Finding {
  const check = "Jenkins and plugins";
  if (plugins.source !== "lock")
    return fine(check, `Jenkins ${version ?? "by digest"}, with the plugins of its image`);
  const count = Object.keys(lock.plugins).length;
  if (version === undefined)
    return fine(check, `Jenkins by digest; ${count} plugins locked for ${lock.core}`);
  const found = `Jenkins ${version}; ${count} plugins locked for ${lock.core}`;
  return version === lock.core
    ? fine(check, found)
    : warning(
        check,
        found,
        `resolve them for this one: npm run plugins -- update --core ${version}`,
      );
}

/** Every image of the settings, wherever a section names one. */
function imagesIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    typeof inner === "string" ? (/image$/i.test(key) ? [inner] : []) : imagesIn(inner),
  );
}
