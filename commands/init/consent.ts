import type { Dialogue } from "../../init/interview";
import type { Consent } from "./store";

const pulumiCloud = /^https:\/\/([\w-]+\.)*pulumi\.com(\/|$)/;

/**
 * Asks about the stack itself: at a terminal, or without one by what the command line has said.
 *
 * @param create whether the command line has said that the stack is to be made
 */
export function consentOf(
  stack: string,
  dialogue: Dialogue | undefined,
  create: boolean,
  env: NodeJS.ProcessEnv,
): Consent {
  return {
    async create(backend) {
      if (create || dialogue === undefined) return create;
      dialogue.say(
        `\n${backend} has no stack ${stack} yet. yes makes it; anything else does not.\n`,
      );
      return (await dialogue.ask("> ")) === "yes";
    },
    async passphrase(backend, made) {
      const known =
        env["PULUMI_CONFIG_PASSPHRASE"] !== undefined ||
        env["PULUMI_CONFIG_PASSPHRASE_FILE"] !== undefined;
      // The service encrypts with a key of its own, and without a terminal the CLI says what it lacks.
      if (known || pulumiCloud.test(backend) || dialogue === undefined) return undefined;
      const again = made ? " It is asked for twice." : "";
      dialogue.say(
        `\nPassphrase that encrypts the secrets of ${stack}: whoever deploys needs it in PULUMI_CONFIG_PASSPHRASE. It is not shown and stored nowhere.${again}\n`,
      );
      for (;;) {
        const first = await dialogue.askSecret("> ");
        if (!made || first === (await dialogue.askSecret("again > "))) return first;
        dialogue.say("They differ.\n");
      }
    },
  };
}
