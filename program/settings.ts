import { loadSettings } from "../stacks";

/**
 * Settings of the stack that is deployed, read when this module is loaded.
 *
 * @throws RunError with every problem at once
 */
export const settings = loadSettings();
