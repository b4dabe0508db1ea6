export { initGroovyFiles } from "./init-groovy";
export { loadSettings } from "./load";
export type { Secrets, Settings } from "./settings";
