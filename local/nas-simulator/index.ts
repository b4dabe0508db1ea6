export { nasState, startNas, stopNas, type NasAccess, type NasState } from "./nas";
export { injectFault, nasActivity, recordedCalls, releaseFaults } from "./remote-control";
export type { FaultRequest } from "./faults";
