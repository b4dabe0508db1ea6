import { expected, type Finding } from "../internal/arguments";
import type { UpgradeSettings } from "./upgrade-settings";

/** What is wrong with how upgrades are made, as findings of arguments. */
export function upgradeFindings({
  snapshot,
  retention,
  jenkins,
  quietDown,
  check,
}: UpgradeSettings): Finding[] {
  const { target, reason, http, command } = snapshot;
  return [
    exactly("snapshot.reason", reason, target === "none", "none"),
    exactly("snapshot.http", http, target === "http", "http"),
    exactly("snapshot.command", command, target === "command", "command"),
    exactly("jenkins.reason", jenkins.reason, jenkins.through === "nothing", "nothing"),
    wholeNumber("retention.count", retention.count, 100),
    wholeNumber("retention.days", retention.days, 3650),
    wholeNumber("quietDown.minutes", quietDown.minutes, 1440),
    wholeNumber("check.minutes", check.minutes, 240),
  ];
}

function exactly(path: string, value: unknown, wanted: boolean, word: string): Finding {
  return expected(
    (value !== undefined) === wanted,
    path,
    wanted ? `a value with ${word}` : `no value without ${word}`,
    value,
  );
}

function wholeNumber(path: string, value: number, most: number): Finding {
  return expected(
    Number.isInteger(value) && value >= 1 && value <= most,
    path,
    `a whole number from 1 to ${most}`,
    value,
  );
}
