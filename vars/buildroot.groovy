/**
 * Builds with Buildroot on an agent with the label `buildroot`, and rebuilds only what changed since the last build.
 *
 *   buildroot(configuration: 'aimee', defconfig: 'aimee_defconfig', source: 'buildroot', external: ['external'])
 *
 * - `configuration`: names the output folder on the volume; needed.
 * - `defconfig`: a defconfig's name, or the path of a file. Without one, what was configured last stays.
 * - `source`: folder of Buildroot's checkout, `buildroot` by default.
 * - `external`: folders of external trees, none by default.
 * - `targets`: what to make, `['all']` by default.
 * - `clean`: whether to build everything; for a build once a week that proves that a full one works.
 *
 * Images are in `/var/cache/buildroot/output/<configuration>/images` until the next build.
 */
def call(Map options = [:]) {
  def known = ['configuration', 'defconfig', 'source', 'external', 'targets', 'clean']
  def unknown = options.keySet() - known
  if (unknown) {
    error("buildroot: expected the options ${known.join(', ')}, got ${unknown.join(', ')}")
  }
  if (!options.configuration) {
    error('buildroot: expected a configuration, got nothing')
  }
  container('buildroot') {
    withEnv([
      "BUILDROOT_CONFIGURATION=${options.configuration}",
      "BUILDROOT_DEFCONFIG=${options.defconfig ?: ''}",
      "BUILDROOT_SOURCE=${options.source ?: 'buildroot'}",
      "BUILDROOT_EXTERNAL=${(options.external ?: []).join(':')}",
      "BUILDROOT_TARGETS=${(options.targets ?: ['all']).join(' ')}",
      "BUILDROOT_CLEAN=${options.clean ?: false}",
    ]) {
      sh(label: "Buildroot: ${options.configuration}", script: 'sh /opt/jenkins-stack/buildroot/build.sh')
    }
  }
}
