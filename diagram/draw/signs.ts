import type { Sign } from "../topology";

/** Signs of rows, as paths in a square of 14 pixels. */
export const signs: Readonly<Record<Sign, string>> = {
  workload: "M7 1 12.5 4v6L7 13 1.5 10V4zM1.5 4 7 7l5.5-3M7 7v6",
  schedule: "M7 1.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11M7 4v3.3l2.2 1.5",
  agents: "M1.5 1.5h4.5v4.5H1.5zM8.5 1.5h4v4.5h-4zM1.5 8.5h4.5v4H1.5zM8.5 8.5h4v4h-4z",
  claim: "M2 3.5c0-3 10-3 10 0s-10 3-10 0v7c0 3 10 3 10 0v-7",
  secret: "M4.2 4.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5M6.7 7H13v2.5M10.3 7v2",
  in: "M13 7H3M6.5 3.5 3 7l3.5 3.5",
  out: "M1 7h10M7.5 3.5 11 7l-3.5 3.5",
};

/** What each sign means. */
export const meanings: readonly (readonly [sign: Sign, meaning: string])[] = [
  ["workload", "runs"],
  ["schedule", "runs by the clock"],
  ["agents", "builds"],
  ["claim", "volume"],
  ["secret", "Secrets"],
  ["in", "may come in"],
  ["out", "may go out"],
];

/** A folder of the NAS. */
export const folder = "M1 3h4.5l1.5 2H13v7.5H1z";
