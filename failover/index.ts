export { ClusterView } from "./cluster-view";
export { foreseen, type Foreseen } from "./maintenance";
export { attributed, type Adapter, type Attributed, type LoggedIn } from "./sessions";
export {
  failOver,
  giveBack,
  leastSilenceSeconds,
  planFailover,
  type Patience,
  type Plan,
  type Surroundings,
  usualWatchSeconds,
} from "./take-over";
