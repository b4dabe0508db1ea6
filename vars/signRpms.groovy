/**
 * Signs the packages in a folder, on an agent with the label `rpm`.
 *
 *   signRpms(folder: 'repository', metadata: true)
 *
 * - `folder`: where the packages are, also in folders below it; needed.
 * - `metadata`: whether to write and sign the metadata of a repository there as well.
 *
 * Which key signs is said by the stack, not by pipelines. The job has to be in a folder that sees its credentials.
 */
def call(Map options = [:]) {
  def known = ['folder', 'metadata']
  def unknown = options.keySet() - known
  if (unknown) {
    error("signRpms: expected the options ${known.join(', ')}, got ${unknown.join(', ')}")
  }
  if (!options.folder) {
    error('signRpms: expected a folder, got nothing')
  }
  container('rpm') {
    // The environment of a container is its own: pipelines see that of the agent.
    def ids = sh(
      label: 'Credentials that sign',
      returnStdout: true,
      script: 'echo "$RPM_KEY_CREDENTIAL $RPM_PASSPHRASE_CREDENTIAL"'
    ).trim().tokenize()
    def bindings = [file(credentialsId: ids[0], variable: 'RPM_KEY_FILE')]
    if (ids.size() > 1) {
      bindings += string(credentialsId: ids[1], variable: 'RPM_PASSPHRASE')
    }
    withCredentials(bindings) {
      withEnv(["RPM_FOLDER=${options.folder}", "RPM_METADATA=${options.metadata ?: false}"]) {
        sh(label: "Sign ${options.folder}", script: 'sh /opt/jenkins-stack/rpm/sign.sh "$RPM_FOLDER"')
      }
    }
  }
}
