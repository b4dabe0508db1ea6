/** The only item of a list; anything else is a failed assertion. */
export function single<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined || items.length !== 1)
    throw new Error(`expected one item, found ${items.length}`);
  return item;
}

/** The item of that name; none is a failed assertion. */
export function named<T extends { readonly name: string }>(items: readonly T[], name: string): T {
  const item = items.find((candidate) => candidate.name === name);
  if (item === undefined)
    throw new Error(`no ${name} among ${items.map((candidate) => candidate.name).join(", ")}`);
  return item;
}
