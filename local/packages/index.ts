export { ensurePackages, type PackageOptions } from "./packages";
export { missingPackages, requiredPackages, systemPlaces } from "./required";
