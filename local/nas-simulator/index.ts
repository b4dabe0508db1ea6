export { nasState, startNas, stopNas, type NasAccess, type NasState } from "./nas";
export {
  breakSessions,
  changeNasSettings,
  createVirtualMachineDisk,
  injectFault,
  interruptNas,
  nasActivity,
  recordedCalls,
  releaseFaults,
  replaceHosts,
  resetNas,
  takeScheduledSnapshot,
  type SettingsChange,
} from "./remote-control";
export type { FaultRequest } from "./faults";
