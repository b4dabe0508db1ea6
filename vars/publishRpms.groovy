/**
 * Publishes a folder of signed packages to the stack's Yum repository, on an agent with the label `rpm`.
 *
 *   publishRpms(folder: 'repository')
 *
 * - `folder`: its content becomes that of the repository's folder; needed.
 * - `delete`: whether what is not in it goes from the repository.
 * - `dryRun`: whether to say what would be sent, and send nothing.
 *
 * A folder with a package that the stack's key did not sign is refused.
 */
def call(Map options = [:]) {
  def known = ['folder', 'delete', 'dryRun']
  def unknown = options.keySet() - known
  if (unknown) {
    error("publishRpms: expected the options ${known.join(', ')}, got ${unknown.join(', ')}")
  }
  if (!options.folder) {
    error('publishRpms: expected a folder, got nothing')
  }
  container('rpm') {
    def id = sh(
      label: 'Credential that publishes',
      returnStdout: true,
      script: 'echo "$RPM_REPOSITORY_CREDENTIAL"'
    ).trim()
    if (!id) {
      error('publishRpms: expected a repository in the settings packages.repository, got none')
    }
    withCredentials([sshUserPrivateKey(credentialsId: id, keyFileVariable: 'RPM_REPOSITORY_KEY_FILE')]) {
      withEnv([
        "RPM_FOLDER=${options.folder}",
        "RPM_DELETE=${options.delete ?: false}",
        "RPM_DRY_RUN=${options.dryRun ?: false}",
      ]) {
        sh(label: "Publish ${options.folder}", script: 'sh /opt/jenkins-stack/rpm/publish.sh "$RPM_FOLDER"')
      }
    }
  }
}
