export { openInstance, type Instance } from "./instance";
export { requirePorts, type PortName, type Ports } from "./ports";
export { createFile, readJson, writeJson } from "./json-file";
export { processTable, startTimeOf, type ProcessEntry } from "./process-table";
export {
  endProcess,
  logPath,
  recordProcess,
  runningProcess,
  startDetached,
  stopProcess,
  type ProcessRecord,
} from "./processes";
export { trySocketLock, type SocketLock } from "./socket-lock";
