export type { Tool, Toolchain } from "./builds";
export type { EnsureOptions, ReadyTool } from "./ensure";
export { ensureToolchain, supportedPlatform, toolchainState } from "./toolchain";
export { isExecutable } from "./path-search";
