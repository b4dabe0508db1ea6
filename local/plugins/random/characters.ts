import { randomInt } from "node:crypto";

/** How a random string is made; every field as RandomPassword and RandomString name it. */
export interface StringRecipe {
  readonly length: number;
  readonly lower: boolean;
  readonly upper: boolean;
  readonly numeric: boolean;
  readonly special: boolean;
  /** Replaces the default special characters; empty means the default ones. */
  readonly overrideSpecial: string;
  readonly minLower: number;
  readonly minUpper: number;
  readonly minNumeric: number;
  readonly minSpecial: number;
}

const lowerCharacters = "abcdefghijklmnopqrstuvwxyz";
const upperCharacters = lowerCharacters.toUpperCase();
const numericCharacters = "0123456789";
const specialCharacters = "!@#$%&*()-_=+[]{}<>:?";

/** A string from the system's cryptographic generator; each character is drawn without bias. */
export function randomString(recipe: StringRecipe): string {
  const special = recipe.overrideSpecial === "" ? specialCharacters : recipe.overrideSpecial;
  const all = [
    recipe.upper ? upperCharacters : "",
    recipe.lower ? lowerCharacters : "",
    recipe.numeric ? numericCharacters : "",
    recipe.special ? special : "",
  ].join("");
  const required = [
    ...draw(lowerCharacters, recipe.minLower),
    ...draw(upperCharacters, recipe.minUpper),
    ...draw(numericCharacters, recipe.minNumeric),
    ...draw(special, recipe.minSpecial),
  ];
  return shuffle([...required, ...draw(all, recipe.length - required.length)]).join("");
}

/** The items in random order; every order is equally likely. */
export function shuffle<Item>(items: readonly Item[]): Item[] {
  const rest = [...items];
  const shuffled: Item[] = [];
  while (rest.length > 0) shuffled.push(...rest.splice(randomInt(rest.length), 1));
  return shuffled;
}

function draw(characters: string, count: number): string[] {
  return Array.from({ length: count }, () => characters.charAt(randomInt(characters.length)));
}
