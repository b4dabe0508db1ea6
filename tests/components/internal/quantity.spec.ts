import { parseByteSize, parseLunSize, parseQuantity } from "../../../components/internal/quantity";
import { describeParser } from "./parsing";

const quantity = 'expected a Kubernetes quantity such as "200Gi", got';

describeParser(
  parseQuantity,
  [
    ["500m", 0.5],
    ["2", 2],
    ["1.5Gi", 1.5 * 2 ** 30],
    ["200G", 200e9],
    ["64k", 64000],
  ],
  [
    ["200GB", `${quantity} "200GB"; did you mean "200G" or "200Gi"?`],
    ["200gb", `${quantity} "200gb"; did you mean "200G" or "200Gi"?`],
    ["200 Gi", `${quantity} "200 Gi"; did you mean "200Gi"?`],
    ["200GiB", `${quantity} "200GiB"; did you mean "200Gi"?`],
    ["64K", `${quantity} "64K"; did you mean "64k" or "64Ki"?`],
    ["-1Gi", `${quantity} "-1Gi"`],
    ["1e3", `${quantity} "1e3"`],
    ["much", `${quantity} "much"`],
  ],
);

describeParser(
  parseByteSize,
  [["4Gi", 4 * 2 ** 30]],
  [
    ["500m", 'expected a size in whole bytes above 0, got "500m"'],
    ["0", 'expected a size in whole bytes above 0, got "0"'],
  ],
);

describeParser(
  parseLunSize,
  [
    ["1Gi", 2 ** 30],
    ["2Ti", 2 ** 41],
    ["1024Mi", 2 ** 30],
  ],
  [
    ["200G", 'expected a size in whole GiB, got "200G"; did you mean "187Gi"?'],
    ["512Mi", 'expected a size in whole GiB, got "512Mi"; did you mean "1Gi"?'],
    ["0Gi", 'expected a size in whole bytes above 0, got "0Gi"'],
  ],
);
