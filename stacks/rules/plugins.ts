import { tooOldForLock } from "../../components/jenkins/plugins/check";
import { lock } from "../../components/jenkins/plugins/plugin-lock";
import type { Sections } from "../settings";
import { rule, type Violation } from "./rule";

/** What the plugins and the controller's image must satisfy together (B-04, C-02). */
export const pluginRules = [
  rule<Sections>(["plugins.source", "plugins.extra"], lockedPlugins),
  rule<Sections>(["plugins.source", "plugins.updateCentre"], nothingToDownload),
  rule<Sections>(["plugins.source", "jenkins.image"], newEnough),
];

function* lockedPlugins({ plugins }: Sections): Generator<Violation> {
  for (const [index, id] of plugins.extra.entries()) {
    const path = ["plugins", "extra", String(index)];
    if (plugins.source === "image")
      yield {
        path,
        problem: {
          expected: "no plugin beside those of the image",
          fix: "bake it into the image, or set plugins.source to lock",
        },
        value: id,
      };
    else if (!(id in lock.plugins))
      yield {
        path,
        problem: {
          expected: "a plugin of the lock file",
          fix: `add it with: npm run plugins -- update --plugin ${id}`,
        },
        value: id,
      };
    else if (plugins.extra.indexOf(id) !== index)
      yield { path, problem: { expected: "a plugin that is not in the list yet" }, value: id };
  }
}

function* nothingToDownload({ plugins }: Sections): Generator<Violation> {
  if (plugins.source === "image" && plugins.updateCentre !== undefined)
    yield {
      path: ["plugins", "updateCentre"],
      problem: { expected: "no mirror where the plugins are those of the image" },
    };
}

function* newEnough({ jenkins, plugins }: Sections): Generator<Violation> {
  if (plugins.source === "lock" && tooOldForLock(jenkins.image))
    yield {
      path: ["jenkins", "image"],
      problem: {
        expected: `Jenkins ${lock.core} or newer, for which the plugins were locked`,
        fix: "check out the lock file of that version with it",
      },
      value: jenkins.image,
    };
}
