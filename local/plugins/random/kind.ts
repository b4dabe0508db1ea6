import type { CheckFailure } from "../rpc/provider";
import type { Properties } from "../rpc/values";

/** What one resource type of the random package does; the engine's protocol is handled once for all of them. */
export interface RandomKind {
  /** Every input by name with its default; `undefined` where there is none. */
  readonly inputs: Readonly<Record<string, InputRule>>;
  /** Settles inputs that decide together; called with the defaults filled in, also with unknowns. */
  settle?(given: Properties): Properties;
  /** Outputs that are drawn, hence unknown in a preview. */
  readonly drawn: readonly string[];
  /** The drawn outputs that are encrypted in state. */
  readonly secrets?: readonly string[];
  /** Rules between inputs, called only when each of them is known and of its type. */
  check?(inputs: Properties): CheckFailure[];
  /** Draws the values. The inputs carry their defaults and no secret marks. */
  draw(inputs: Properties): { id: string; outputs: Properties };
  /** What an id given to `pulumi import` stands for. */
  adopt(id: string): { id: string; inputs: Properties; outputs: Properties };
}

export interface InputRule {
  readonly type: "boolean" | "integer" | "string" | "strings" | "keepers" | "unsupported";
  readonly default?: boolean | number | string;
  readonly required?: true;
  /** Smallest integer allowed. */
  readonly minimum?: number;
}

/** Arbitrary values; a change of one of them draws again. */
export const keepers: InputRule = { type: "keepers" };

/** An input of the official plugin whose effect cannot be reproduced without its own generator. */
export const unsupported: InputRule = { type: "unsupported" };
