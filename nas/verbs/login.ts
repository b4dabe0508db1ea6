import type { Command } from "commander";

import { enrolDevice } from "../dsm/device";
import { Failure } from "../failure";
import { wayTo } from "./on-nas";
import { parseLoginRequest, requestText } from "./requests";
import { addVerb, reporter, type Verbs } from "./verb";

const usualName = "jenkins-stack";

/** `login device`: the second factor, once. */
export function addLogin(program: Command, verbs: Verbs): void {
  addVerb<{ deviceName?: string; printToken?: true }>(
    program.command("login").description("the account of the NAS"),
    verbs,
    {
      name: "device",
      summary:
        "give a one-time password once, and get a token that stands for it in every later run",
      explanation: `For an account with two-factor authentication. The request has "oneTimePassword": "123456" beside nas; with --stack it is asked
for. The token is a standing second factor: it is printed only with --print-token, and belongs into the secret nasDeviceToken,
its name into nas.deviceName. DSM lists and revokes it under Personal > Security.`,
      options: {
        deviceName: [
          "--device-name <name>",
          `name under which DSM lists the device; default: that of the request, else ${usualName}`,
        ],
        printToken: ["--print-token", "print the token, and nothing else, on standard output"],
      },
      examples: [
        "npm run --silent nas -- login device --stack prod --print-token | pulumi config set --stack prod --secret nasDeviceToken",
        "jq '.oneTimePassword = \"123456\"' request.json | node nas/run.cjs login device --print-token --json",
      ],
    },
    async ({ deviceName, printToken }) => {
      // Before the code is spent on a token that nobody gets to see.
      if (printToken !== true)
        throw new Failure(
          "request",
          "--print-token: expected the word that the token may be printed, got none; DSM shows a token once, " +
            "so pipe it to: pulumi config set --secret nasDeviceToken",
        );
      const request = parseLoginRequest(await requestText(verbs.surroundings));
      const { connection, memory } = wayTo(request.nas, verbs.surroundings);
      const name = deviceName ?? request.deviceName ?? usualName;
      const enrolled = await enrolDevice(
        connection,
        request.nas,
        request.oneTimePassword,
        name,
        memory,
      );
      reporter(verbs.surroundings)(
        `enrolled ${JSON.stringify(enrolled.deviceName)}; set nas.deviceName to it, and the secret nasDeviceToken to the token`,
      );
      return { document: enrolled, text: () => enrolled.deviceToken };
    },
  );
}
