import { parseInterface, parseMacAddress } from "../../../components/internal/adapter";
import { describeParser } from "./parsing";

const adapter = "expected an adapter name such as enp2s0, at most 15 characters, got";
const mac = "expected a MAC address such as 3c:ec:ef:12:34:56, got";

describeParser(
  parseInterface,
  [
    ["enp2s0", "enp2s0"],
    ["enp2s0.30", "enp2s0.30"],
  ],
  [
    ["", `${adapter} ""`],
    ["..", `${adapter} ".."`],
    ["enp2s0f0np0storage", `${adapter} "enp2s0f0np0storage"`],
    ["lo", `${adapter} "lo"; the loopback adapter leads to no NAS`],
  ],
);

describeParser(
  parseMacAddress,
  [["3c:ec:ef:12:34:56", "3c:ec:ef:12:34:56"]],
  [
    ["3C-EC-EF-12-34-56", `${mac} "3C-EC-EF-12-34-56"; did you mean "3c:ec:ef:12:34:56"?`],
    ["3cec.ef12.3456", `${mac} "3cec.ef12.3456"; did you mean "3c:ec:ef:12:34:56"?`],
    ["3c:ec:ef:12:34", `${mac} "3c:ec:ef:12:34"`],
    ["33:33:00:00:00:01", `${mac} "33:33:00:00:00:01"; it names a group of adapters`],
    ["00:00:00:00:00:00", `${mac} "00:00:00:00:00:00"; it names no adapter`],
  ],
);
