import type { Draft } from "../../init/draft";
import { secretKeys } from "../../stacks/secret-keys";
import { goodValues } from "../stacks/good-settings";

/** The sections of good settings, without secrets. */
export function goodDraft(): Draft {
  const secrets: readonly string[] = secretKeys;
  return Object.fromEntries(Object.entries(goodValues()).filter(([key]) => !secrets.includes(key)));
}
