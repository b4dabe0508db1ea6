import { main } from "../plugins/cli";

/** `npm run plugins -- update|check|explain`: the lock file of Jenkins' plugins. */
main();
