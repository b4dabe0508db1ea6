import versions from "./plugins.json";

/**
 * The plugins as `jenkins-plugin-cli` reads them: every one with its exact version, dependencies included, because
 * Jenkins itself brings none (B-04, B-06).
 */
export function pluginList(): string {
  return Object.entries(versions)
    .map(([name, version]) => `${name}:${version}\n`)
    .sort()
    .join("");
}

/** File of the plugins' ConfigMap. */
export const pluginListFile = "plugins.txt";

/** Where the init container finds the list. */
export const pluginListPath = "/etc/jenkins/plugins";

/**
 * Prepares the home before Jenkins starts.
 *
 * A marker holds the hash of the list that was installed last, so that a restart downloads nothing (B-03). Everything
 * is downloaded beside the old plugins and only then moved: a mirror that fails half-way leaves a working set.
 * Plugins that somebody installed by hand stay. The two state files keep the upgrade wizard away (E-13).
 */
export function prepareHomeScript(home: string): string {
  return `set -eu
printf '%s' "$JENKINS_VERSION" > ${home}/jenkins.install.UpgradeWizard.state
printf '%s' "$JENKINS_VERSION" > ${home}/jenkins.install.InstallUtil.lastExecVersion
wanted="$(sha256sum < ${pluginListPath}/${pluginListFile})"
marker=${home}/plugins/.installed-list
if [ -f "$marker" ] && [ "$(cat "$marker")" = "$wanted" ]; then
  echo "the plugins are installed"
  exit 0
fi
rm -rf ${home}/plugins.new
mkdir -p ${home}/plugins ${home}/plugins.new
jenkins-plugin-cli --plugin-file ${pluginListPath}/${pluginListFile} --latest=false \\
  --plugin-download-directory ${home}/plugins.new
rm -f "$marker"
mv -f ${home}/plugins.new/*.jpi ${home}/plugins/
rmdir ${home}/plugins.new
printf '%s' "$wanted" > "$marker"
`;
}
