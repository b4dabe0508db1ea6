import { parseQuantity } from "../../components/internal/quantity";

/** How one quantity compares with another: below 0 when it is smaller, nothing when one of them is none. */
export function compareQuantities(one: unknown, other: unknown): number | undefined {
  const [a, b] = [numberOf(one), numberOf(other)];
  return a === undefined || b === undefined ? undefined : a - b;
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  const parsed = parseQuantity(typeof value === "string" ? value : "");
  return parsed.ok ? parsed.value : undefined;
}
