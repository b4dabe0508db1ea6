import type { Sections } from "../settings";
import { rule, type Violation } from "./rule";

/** What the settings of an upgrade must satisfy together. */
export const upgradeRules = [
  rule<Sections>(["upgrades.snapshot"], describedTarget),
  rule<Sections>(["upgrades.snapshot.http"], namedSnapshot),
  rule<Sections>(["upgrades.jenkins"], reasonForNothing),
];

function* describedTarget({ upgrades }: Sections): Generator<Violation> {
  const { target, reason, http, command } = upgrades.snapshot;
  const at = (key: string) => ["upgrades", "snapshot", key];
  yield* exactly(at("reason"), reason, target === "none", "none", "the reason why");
  yield* exactly(at("http"), http, target === "http", "http", "the request");
  yield* exactly(at("command"), command, target === "command", "command", "the command");
}

/** A repeated run finds its snapshot by the name. */
function* namedSnapshot({ upgrades }: Sections): Generator<Violation> {
  const { http } = upgrades.snapshot;
  if (http === undefined) return;
  if (!`${http.url} ${http.body}`.includes("{name}"))
    yield {
      path: ["upgrades", "snapshot", "http", "body"],
      problem: {
        expected: "{name} in it or in the url",
        fix: "a run that is repeated must not take a second snapshot",
      },
      value: http.body,
    };
  if (http.secretHeader !== undefined && !http.url.startsWith("https:"))
    yield {
      path: ["upgrades", "snapshot", "http", "url"],
      problem: {
        expected: "https:// beside secretHeader",
        fix: "the token travels over this connection",
      },
      value: http.url,
    };
}

function* reasonForNothing({ upgrades }: Sections): Generator<Violation> {
  const { through, reason } = upgrades.jenkins;
  const path = ["upgrades", "jenkins", "reason"];
  yield* exactly(path, reason, through === "nothing", "nothing", "the reason why");
}

function* exactly(
  path: readonly string[],
  value: unknown,
  wanted: boolean,
  word: string,
  what: string,
): Generator<Violation> {
  if ((value !== undefined) === wanted) return;
  yield {
    path,
    problem: {
      expected: wanted ? `${what}, with ${word}` : `no such setting without ${word}`,
    },
    value,
  };
}
