export { capacity, discover, inquire, loginRefused, type LunAddress } from "./initiator";
export { proveLun, type LunProof, type LunToProve } from "./prove-lun";
