import { block, call, credential, description } from "./dsl-text";
import { groovyList, groovyText } from "./groovy";
import { declaredItems, type JobSettings } from "./items";
import { cloudName } from "./kubernetes-cloud";
import { multibranchScript } from "./multibranch";
import type { ConfigurationSettings, FolderSettings, PipelineSettings } from "./settings";

/**
 * The declared folders and jobs as Job DSL scripts, one each and containers first (C-32, E-15).
 *
 * Job DSL runs them at every load. It leaves alone what it did not make before, and cannot remove anything by itself
 * when it is run by the configuration: a last script does, where the settings want it.
 *
 * @see https://jenkinsci.github.io/job-dsl-plugin/
 */
export function jobScripts(
  jobs: JobSettings & Pick<ConfigurationSettings, "undeclaredJobs">,
  teams: readonly { readonly name: string; readonly folders: readonly string[] }[] = [],
): string[] {
  const items = declaredItems(jobs);
  const scripts = items.map(({ path }) => {
    const { [path]: folder } = jobs.folders;
    const { [path]: pipeline } = jobs.pipelines;
    const { [path]: multibranch } = jobs.multibranch;
    if (multibranch !== undefined) return multibranchScript(path, multibranch);
    if (pipeline !== undefined) return pipelineScript(path, pipeline);
    const permitted = teams.filter(({ folders }) => folders.includes(path));
    return folderScript(
      path,
      folder ?? {},
      permitted.map(({ name }) => name),
    );
  });
  const removal = jobs.undeclaredJobs === "delete" ? [removalScript(items)] : [];
  return [...scripts, ...removal];
}

/** The permission of clouds is written as XML: it has no method of the DSL. */
function folderScript(path: string, folder: FolderSettings, teams: readonly string[]): string {
  const clouds = [...(folder.agents === true ? [cloudName] : []), ...teams];
  const property = "org.csanchez.jenkins.plugins.kubernetes.KubernetesFolderProperty";
  const permission = block(`it / 'properties' / ${groovyText(property)}`, [
    block(
      "permittedClouds",
      clouds.map((cloud) => call("string", cloud)),
    ),
  ]);
  return block(`folder(${groovyText(path)})`, [
    ...description(folder),
    ...(clouds.length > 0 ? [block("configure", [permission])] : []),
  ]);
}

function pipelineScript(path: string, job: PipelineSettings): string {
  const { schedule } = job;
  const trigger = schedule === undefined ? [] : [`cron { spec(${groovyText(schedule)}) }`];
  return block(`pipelineJob(${groovyText(path)})`, [
    ...description(job),
    ...(trigger.length === 0
      ? []
      : [block("properties", [block("pipelineTriggers", [block("triggers", trigger)])])]),
    block("definition", [
      block("cpsScm", [
        block("scm", [
          block("git", [
            block("remote", [call("url", job.repository), ...credential("credentials", job)]),
            call("branch", job.branch),
          ]),
        ]),
        call("scriptPath", job.script),
        "lightweight(true)",
      ]),
    ]),
  ]);
}

/**
 * Removes what an earlier load declared and this one does not; what somebody made by hand was never declared.
 *
 * A folder in which something is left stays.
 */
function removalScript(items: readonly { readonly path: string }[]): string {
  return [
    "def controller = jenkins.model.Jenkins.get()",
    `def declared = ${groovyList(items.map(({ path }) => path))}`,
    "def record = new File(controller.rootDir, 'declared-items.txt')",
    "def before = record.exists() ? record.readLines('UTF-8') : []",
    "def kept = (before - declared).sort().reverse().findAll { path ->",
    "  def item = controller.getItemByFullName(path)",
    "  def filled = item instanceof com.cloudbees.hudson.plugins.folder.Folder && !item.items.isEmpty()",
    "  if (item != null && !filled) item.delete()",
    "  filled",
    "}",
    "record.write((declared + kept).join('\\n'), 'UTF-8')",
    "",
  ].join("\n");
}
