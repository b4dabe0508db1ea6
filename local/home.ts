import { userInfo } from "node:os";
import { isAbsolute } from "node:path";

/**
 * The home folder of the user: `HOME` where it is an absolute path, else what the user database says. `os.homedir()`
 * takes any `HOME`, and an empty one would put caches into the working folder.
 */
export function homeFolder({ HOME = "" }: NodeJS.ProcessEnv): string {
  return isAbsolute(HOME) ? HOME : userInfo().homedir;
}
