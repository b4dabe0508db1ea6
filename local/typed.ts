/** Folder of the platform that commands take without being told. */
export const usualFolder = ".local";

/** A command as it has to be typed for the platform of a folder. */
export function typed(verb: "up" | "down" | "status", folder: string): string {
  return folder === usualFolder ? `npm run ${verb}` : `npm run ${verb} -- --instance ${folder}`;
}

/** The same for the Pulumi CLI, whose arguments are all its own: the folder comes from the environment. */
export function typedPulumi(argument: string, folder: string): string {
  const command = `npm run pulumi -- ${argument}`;
  return folder === usualFolder ? command : `JENKINS_STACK_INSTANCE=${folder} ${command}`;
}
