/**
 * Shell script that installs packages without starting their daemons: `sh -s -- <policy file> <package>…`.
 *
 * While it runs, the policy file answers 101, "action not allowed", to every start that a package asks
 * for (`https://people.debian.org/~hmh/invokerc.d-policyrc.d-specification.txt`). What was there before
 * is back afterwards, whether the installation succeeds, fails or is interrupted. The index is only
 * refreshed when the packages cannot be installed from the present one.
 */
export const installScript = `set -eu
policy=$1
shift
saved=$policy.before-jenkins-stack

# An original that an interrupted run left aside is the original.
if [ ! -e "$saved" ] && [ -e "$policy" ]; then mv "$policy" "$saved"; fi
restore() {
  rm -f "$policy"
  if [ -e "$saved" ]; then mv "$saved" "$policy"; fi
}
trap restore EXIT
trap 'exit 130' HUP INT TERM

printf '#!/bin/sh\\nexit 101\\n' > "$policy"
chmod 755 "$policy"

export DEBIAN_FRONTEND=noninteractive
install() { apt-get install --yes --no-install-recommends "$@"; }
install "$@" || { apt-get update && install "$@"; }
`;
