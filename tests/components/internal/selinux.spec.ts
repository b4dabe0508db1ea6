import { parseSeLinuxLevel } from "../../../components/internal/selinux";
import { describeParser } from "./parsing";

const expected = 'expected an SELinux level such as "s0:c35,c75", got';
const alone = "two categories keep other pods from the files";

describeParser(
  parseSeLinuxLevel,
  ["s0:c35,c75", "s0:c0,c1023"].map((text) => [text, text] as const),
  [
    ["s0", `${expected} "s0"; ${alone}`],
    ["s0:c35", `${expected} "s0:c35"; ${alone}`],
    [
      "s0:c35,c35",
      `${expected} "s0:c35,c35"; two different categories keep other pods from the files`,
    ],
    ["s0:c75,c35", `${expected} "s0:c75,c35"; did you mean "s0:c35,c75"?`],
    ["s0:c035,c75", `${expected} "s0:c035,c75"; did you mean "s0:c35,c75"?`],
    ["s0:c35,c1024", `${expected} "s0:c35,c1024"; categories end at c1023`],
    ["s0:c35,c75,c80", `${expected} "s0:c35,c75,c80"`],
    ["s15:c35,c75", `${expected} "s15:c35,c75"`],
    [
      "system_u:system_r:container_t:s0:c35,c75",
      `${expected} "system_u:system_r:container_t:s0:c35,c75"; the level alone: did you mean "s0:c35,c75"?`,
    ],
    ["", `${expected} ""`],
  ],
);
