import { markerFile, wholeLine } from "../../internal/migrated-home";
import type { LockedPlugin } from "./plugin-set";

/** Files of the plugins' ConfigMap. */
export const listFiles = {
  /** `<id>:<version>` a line: what the plugin tool of the image reads. */
  plugins: "plugins.txt",
  /** `<sha256>  <id>.jpi` a line, for the plugins whose checksum is known. */
  checksums: "plugins.sha256",
} as const;

/** Where the init container finds the list. */
export const listPath = "/etc/jenkins/plugins";

/** The list of a set, as the plugin tool and `sha256sum` read it. */
export function pluginList(plugins: readonly LockedPlugin[]): Readonly<Record<string, string>> {
  return {
    [listFiles.plugins]: plugins.map(({ id, version }) => `${id}:${version}\n`).join(""),
    [listFiles.checksums]: plugins
      .flatMap(({ id, sha256 }) => (sha256 === undefined ? [] : [`${sha256}  ${id}.jpi\n`]))
      .join(""),
  };
}

/**
 * Installs the listed plugins into the home.
 *
 * `.installed` in the plugins' folder is the list that is complete there, so that a restart needs no network (B-03).
 * `.placed` names every plugin that this script put there, so that one which leaves the lock leaves the home, while
 * one that somebody installed by hand stays.
 *
 * Everything is downloaded, and compared with its checksum, in a folder beside the old plugins. One rename then says
 * that this folder is complete; after it only renames follow, and an installation that is killed between two of them
 * goes on at the next start without the network. Before it the old plugins are untouched.
 *
 * @param home folder of the Jenkins home
 */
export function installScript(home: string): string {
  return `${prologue(home)}
list=${listPath}/${listFiles.plugins}
checksums=${listPath}/${listFiles.checksums}
new=${home}/plugins.new
ready=${home}/plugins.ready

is_installed() {
  cmp -s "$list" "$plugins/.installed" || return 1
  while IFS=: read -r id version; do
    [ -f "$plugins/$id.jpi" ] || return 1
  done < "$list"
}
# A file appears whole or not at all.
write() {
  cat > "$plugins/$1.new"
  mv -f "$plugins/$1.new" "$plugins/$1"
}

mkdir -p "$plugins"
if is_installed; then
  rm -rf "$new" "$ready"
  echo "the plugins are installed"
  exit 0
fi

if cmp -s "$list" "$ready/.list"; then
  echo "going on with an installation that was interrupted"
else
  rm -rf "$new" "$ready"
  mkdir "$new"
  jenkins-plugin-cli --plugin-file "$list" --latest=false --plugin-download-directory "$new"
  [ ! -s "$checksums" ] || (cd "$new" && sha256sum --check --quiet "$checksums") || {
    echo "a download differs from the lock file; the plugins of before stay" >&2
    exit 1
  }
  while IFS=: read -r id version; do
    [ -f "$new/$id.jpi" ] || {
      echo "$id: the plugin tool left no $id.jpi; the plugins of before stay" >&2
      exit 1
    }
  done < "$list"
  for file in "$new"/*.jpi; do basename "$file" .jpi; done > "$new/.ids"
  while read -r id; do
    grep -q "^$id:" "$list" ||
      echo "$id: not in the lock file, but another plugin needs it; run: npm run plugins -- update"
  done < "$new/.ids"
  cp "$list" "$new/.list"
  # A node can lose power: the rename must not outlive the files it vouches for.
  sync -f "$new"
  mv "$new" "$ready"
fi

if [ -f "$plugins/.installed" ]; then
  diff "$plugins/.installed" "$list" | sed -n 's/^< /- /p; s/^> /+ /p'
fi
rm -f "$plugins/.installed"
touch "$plugins/.placed"
sort -u "$plugins/.placed" "$ready/.ids" | write .placed
for file in "$ready"/*.jpi; do
  [ -f "$file" ] || continue
  id="$(basename "$file" .jpi)"
  # Left over, the unpacked folder of a newer version could pass for this one.
  unpack_again "$id"
  mv -f "$file" "$plugins/$id.jpi"
done
while read -r id; do
  grep -qxF "$id" "$ready/.ids" || remove "$id"
done < "$plugins/.placed"
write .placed < "$ready/.ids"
write .installed < "$list"
rm -rf "$ready"
echo "the plugins are installed"
`;
}

/**
 * Makes way for the plugins of the image, which its own start script copies into the home (C-02).
 *
 * What the lock file put there goes. An image without plugins is refused, because Jenkins would start without its
 * configuration and so without a login.
 *
 * @param home folder of the Jenkins home
 */
export function imageScript(home: string): string {
  return `${prologue(home)}
baked="\${REF:-/usr/share/jenkins/ref}/plugins"
if [ ! -f "$baked/configuration-as-code.jpi" ] && [ ! -f "$baked/configuration-as-code.hpi" ]; then
  echo "the image holds no plugin configuration-as-code; bake the plugins into it, or set plugins.source to lock" >&2
  exit 1
fi
if [ -f "$plugins/.placed" ]; then
  rm -f "$plugins/.installed"
  while read -r id; do
    remove "$id"
  done < "$plugins/.placed"
  rm -rf "$plugins/.placed" ${home}/plugins.new ${home}/plugins.ready
fi
echo "the plugins are those of the image"
`;
}

/**
 * What both scripts begin with.
 *
 * A home that was copied by half looks whole to Jenkins, which would start on it and write. The two state files
 * keep away wizards that would ask after every upgrade (E-13).
 */
function prologue(home: string): string {
  return `set -eu
marker=${home}/${markerFile}
if [ -f "$marker" ] && ! grep -qxF '${wholeLine}' "$marker"; then
  echo "this home is a copy of $(sed -n 's/^from //p' "$marker") that was never compared as a whole; finish storage.migration (phases copy and switch), or remove ${markerFile} if the home is to be used as it is" >&2
  exit 1
fi
printf '%s' "$JENKINS_VERSION" > ${home}/jenkins.install.UpgradeWizard.state
printf '%s' "$JENKINS_VERSION" > ${home}/jenkins.install.InstallUtil.lastExecVersion
plugins=${home}/plugins

unpack_again() {
  rm -rf "$plugins/$1" "$plugins/$1.hpi" "$plugins/$1.bak"
}
remove() {
  unpack_again "$1"
  rm -f "$plugins/$1.jpi"
}`;
}
