export { ensurePackages, type PackageOptions } from "./packages";
export { executableFolders, missingPackages, requiredPackages } from "./required";
