/**
 * Configures, decides, cleans as little as is safe, and builds: `sh build.sh`.
 *
 * What the output folder was last made of is kept in a stamp beside it: the image of the container, the content of
 * Buildroot and of the external trees, the packages, and every option with the content of the files it names (a kernel's
 * configuration, patches). The stamp is written when the cleaning is done and before the build begins, so that an
 * interrupted cleaning is repeated and an interrupted build goes on.
 *
 * Contents are compared, not commits: what nobody committed counts, and a commit that changes nothing does not.
 */
export const buildrootBuildScript = `set -eu
umask 0022
here=$(dirname "$0")
fail() {
  echo "buildroot: $1" >&2
  exit 2
}

case $BUILDROOT_CONFIGURATION in
"" | *[!A-Za-z0-9._-]* | .*) fail "expected the name of a configuration of letters, digits and . _ -, got \\"$BUILDROOT_CONFIGURATION\\"" ;;
esac
[ -f "$BUILDROOT_SOURCE/Makefile" ] || fail "expected Buildroot in $BUILDROOT_SOURCE, got no Makefile there"
if [ "\${BUILDROOT_LOCKED:-}" != yes ]; then
  BUILDROOT_LOCKED=yes exec sh "$here/with-lock.sh" sh "$0"
fi

source=$(cd "$BUILDROOT_SOURCE" && pwd -P)
case $source in
*@*) fail "expected a folder without @ in its path, got $source; Buildroot does not build there" ;;
esac
external=
for folder in $(echo "$BUILDROOT_EXTERNAL" | tr : ' '); do
  [ -f "$folder/external.desc" ] || fail "expected an external tree in $folder, got no external.desc there"
  external=$external\${external:+:}$(cd "$folder" && pwd -P)
done
output=$BUILDROOT_CACHE/output/$BUILDROOT_CONFIGURATION
stamp=$output/.jenkins-stack
mkdir -p "$output" "$BR2_DL_DIR" "$BR2_CCACHE_DIR"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

buildroot() {
  make --no-print-directory -C "$source" O="$output" BR2_EXTERNAL="$external" "$@"
}

# The tree that Git would commit of a folder as it is now, by a list of files of its own.
tree_of() {
  GIT_INDEX_FILE=$work/index
  export GIT_INDEX_FILE
  rm -f "$GIT_INDEX_FILE"
  git -C "$1" read-tree HEAD && git -C "$1" add --all . &&
    git -C "$1" write-tree --prefix="$(git -C "$1" rev-parse --show-prefix)" ||
    fail "expected a folder of a Git checkout, got $1"
  unset GIT_INDEX_FILE
}

hash_of_folder() {
  (cd "$1" && find . -type f -exec sha256sum {} + | LC_ALL=C sort -k 2) | sha256sum | cut -d ' ' -f 1
}

# Content of the paths in a value that lead into the trees; other paths are of the image or of the target.
content_of() {
  for path in $1; do
    case $path in /*) ;; *) path=$source/$path ;; esac
    for tree in "$source" "$output" $(echo "$external" | tr : ' '); do
      case $path in "$tree"/*)
        if [ -d "$path" ]; then hash_of_folder "$path"
        elif [ -f "$path" ]; then sha256sum <"$path" | cut -d ' ' -f 1
        fi ;;
      esac
    done
  done | sort -u | tr '\\n' ' '
}

expanded() {
  printf '%s\\n' "$1" | tr -d '"' | sed -f "$work/expand"
}

# Every option that is set, with the content of what it names.
options() {
  sed -n 's/^\\(BR2_[A-Za-z0-9_]*\\)=/\\1 /p' "$output/.config" | while read -r symbol value; do
    case $symbol:$value in
    BR2_GLOBAL_PATCH_DIR:*)
      for folder in $(expanded "$value"); do
        case $folder in /*) ;; *) folder=$source/$folder ;; esac
        for patches in "$folder"/*/; do
          if [ -d "$patches" ]; then echo "patches/$(basename "$patches") $(hash_of_folder "$patches")"; fi
        done
      done | sort | awk '{ all[$1] = all[$1] " " $2 } END { for (name in all) print name all[name] }' ;;
    BR2_PACKAGE_*:*/* | BR2_LINUX_*:*/* | BR2_TARGET_[!R]*:*/*) printf '%s\\n' "$symbol $value $(content_of "$(expanded "$value")")" ;;
    *) printf '%s\\n' "$symbol $value" ;;
    esac
  done
}

describe() {
  mkdir -p "$1"
  echo "$BUILDROOT_IMAGE" >"$1/image"
  tree_of "$source" >"$1/buildroot"
  : >"$work/expand"
  : >"$1/external"
  number=0
  for folder in $(echo "$external" | tr : ' '); do
    number=$((number + 1))
    name=$(sed -n 's/^name:[[:space:]]*//p' "$folder/external.desc")
    echo "s|\\$(BR2_EXTERNAL_\${name}_PATH)|$folder|g" >>"$work/expand"
    tree=$(tree_of "$folder")
    git -C "$folder" ls-tree -r --full-tree "$tree" | sed 's/^[0-9]* [a-z]* \\([0-9a-f]*\\)\\t/\\1 '$number'\\//' >>"$1/external"
  done
  echo "s|\\$(TOPDIR)|$source|g; s|\\$(CONFIG_DIR)|$output|g; s|\\$(BASE_DIR)|$output|g" >>"$work/expand"
  options >"$1/config"
  buildroot -s printvars VARS=PACKAGES >"$work/variables"
  sed -n 's/^PACKAGES=//p' "$work/variables" | tr ' ' '\\n' | sed '/^$/d' | LC_ALL=C sort -u >"$1/packages"
}

case $BUILDROOT_DEFCONFIG in
"") [ -f "$output/.config" ] || fail "expected the name of a defconfig, got nothing, and nothing was configured before" ;;
*/*) buildroot -s defconfig BR2_DEFCONFIG="$(cd "$(dirname "$BUILDROOT_DEFCONFIG")" && pwd -P)/$(basename "$BUILDROOT_DEFCONFIG")" ;;
*) buildroot -s "$BUILDROOT_DEFCONFIG" ;;
esac
describe "$work/now"

: >"$work/decision"
if [ "$BUILDROOT_CLEAN" = true ]; then echo "clean it was asked for" >"$work/decision"
elif [ ! -d "$stamp" ]; then
  if [ -d "$output/build" ]; then echo "clean nothing says what the folder was made of" >"$work/decision"; fi
elif ! cmp -s "$stamp/image" "$work/now/image"; then echo "clean another image: $BUILDROOT_IMAGE" >"$work/decision"
elif ! cmp -s "$stamp/buildroot" "$work/now/buildroot"; then echo "clean another Buildroot" >"$work/decision"
else awk -v before="$stamp" -v now="$work/now" -f "$here/decide.awk" | LC_ALL=C sort |
  awk '$1 != "package" || !told[$2]++' >"$work/decision"
fi

reasons=$(grep -c '^clean ' "$work/decision" || :)
if [ "$reasons" -gt 0 ]; then
  echo "buildroot: full build, because of:"
  sed -n 's/^clean /  /p' "$work/decision" | head -n 5
  if [ "$reasons" -gt 5 ]; then echo "  and $((reasons - 5)) more"; fi
  rm -rf "$stamp"
  buildroot -s clean
elif [ ! -d "$stamp" ]; then echo "buildroot: full build, because nothing was built here before"
elif [ ! -s "$work/decision" ]; then echo "buildroot: incremental build, because nothing changed that a package is made of"
else
  sed -n 's/^package \\([^ ]*\\) /buildroot: \\1 again, because of /p; s/^added /buildroot: for the first time /p' "$work/decision"
  sed -n 's/^package \\([^ ]*\\) .*/\\1/p' "$work/decision" >"$work/again"
  while read -r kind name rest; do
    buildroot -s "$name-show-recursive-rdepends" | tr ' ' '\\n' >"$work/users"
    # Only what was built before has something to forget.
    LC_ALL=C sort -u "$work/users" | LC_ALL=C comm -12 - "$stamp/packages" | while read -r user; do
      grep -qxF "$user" "$work/again" && continue
      echo "buildroot: $user again, because it uses $name"
      echo "$user" >>"$work/again"
    done
  done <"$work/decision"
  set --
  while read -r name; do set -- "$@" "$name-dirclean"; done <"$work/again"
  [ $# -eq 0 ] || buildroot -s "$@"
fi

# Without a stamp the next build starts from nothing, so it never lies.
rm -rf "$stamp" "$output/.jenkins-stack.new"
mv "$work/now" "$output/.jenkins-stack.new"
mv "$output/.jenkins-stack.new" "$stamp"
buildroot BR2_JLEVEL="$BUILDROOT_JOBS" $BUILDROOT_TARGETS
`;
