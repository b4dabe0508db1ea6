import { main } from "../nas/cli";

/** `npm run nas -- <verb>`: the NAS tool, as the program's command calls it. */
main();
