export { ensurePackages, type PackageOptions } from "./packages";
export { executableFolders, missingPackages, requiredPackages, testPackages } from "./required";
