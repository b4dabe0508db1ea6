/** Binary quantities as the API server prints them for sizes and memory, in bytes. */
export function bytesOf(quantity: string): number {
  const [, digits = "", unit = ""] = /^(\d+)(Ki|Mi|Gi|Ti)?$/.exec(quantity) ?? [];
  const power = ["", "Ki", "Mi", "Gi", "Ti"].indexOf(unit);
  if (digits === "")
    throw new Error(`quantity: expected bytes or Ki…Ti, got ${JSON.stringify(quantity)}`);
  return Number(digits) * 1024 ** power;
}
