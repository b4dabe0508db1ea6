export {
  capacity,
  discover,
  inquire,
  loginRefused,
  type ChapIdentity,
  type LunAddress,
} from "./initiator";
export { compareImage, contentHash, writeImage, type Extent } from "./content";
export { proveLun, type LunProof, type LunToProve } from "./prove-lun";
