import { loadSettings } from "../stacks";

/**
 * Settings of the stack that is deployed, read when this module is loaded: whoever imports it first hears of a mistake
 * in them before the Kubernetes SDK and the components are loaded.
 *
 * @throws RunError with every problem at once
 */
export const settings = loadSettings();
