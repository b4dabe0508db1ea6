import { execa as plain } from "execa";

let shown = false;

/** From now on every command that the platform runs is printed with its arguments (`--verbose`). */
export function showCommands(): void {
  shown = true;
}

/**
 * execa as this room uses it. Only commands are ever shown: their input and output may be secret. What takes a
 * secret as an argument does not run through here.
 */
export const execa = plain({
  verbose: (line: string, { type }: { type: string }) =>
    shown && type === "command" ? line : undefined,
});
