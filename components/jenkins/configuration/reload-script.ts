/** Folder of the sidecar's own notes. They outlive the container, and end with the pod. */
export const notesPath = "/run/configuration-reload";

/** Waiting that a signal ends at once. */
const pause = `pause() {
  sleep "$INTERVAL" &
  wait "$!"
}
trap 'exit 0' TERM
`;

/** Whether the report in a file is of a refused load. */
const failedIn = (file: string) =>
  `head -n 1 ${file} 2> /dev/null | grep -q '^configuration failed '`;

/**
 * Loads a changed configuration into the running Jenkins and says in its log what came of it (E-14).
 *
 * A log, because the controller's ServiceAccount may write nothing in its own namespace, and a shell cannot
 * listen on a port. A line `configuration <state> <revision> <number of the report>` begins each report; the reason of a
 * failure follows, indented, so that no text of Jenkins reads like a report.
 *
 * Kubernetes replaces the mounted files whenever it gets to it, and tells nobody: the files are looked at all the time.
 * What counts is the revision of what is really there, so that a half-replaced folder is no revision of ours. The token
 * stays off command lines and out of logs.
 *
 * Jenkins also reads secrets from files when it loads. They are no part of the revision, which everybody may see: a sum
 * of them that is worth nothing without the token tells that one has changed.
 *
 * A refused load is tried again from time to time, because its cause may lie outside the files, e.g. in a server that
 * was not there. An answer that may be Jenkins starting or stopping is asked for again at once.
 */
export const reloadScript = `set -u
${pause}
revision() {
  (cd "$CONFIGURATION" && LC_ALL=C sha256sum -- *.yaml) | sha256sum | cut -d ' ' -f 1
}
present() {
  printf '%s %s' "$(revision)" "$(sha256sum -- "$TOKEN" $SECRET_FILES 2> /dev/null | sha256sum | cut -d ' ' -f 1)"
}
report() {
  number=$(($(cat "$NOTES/number" 2> /dev/null || echo 0) + 1))
  printf '%s' "$number" > "$NOTES/number"
  printf 'configuration %s %s %s\\n' "$1" "\${2%% *}" "$number" > "$NOTES/status.new"
  [ -z "$3" ] || printf '%s\\n' "$3" | head -c 3000 | sed 's/^/  /' >> "$NOTES/status.new"
  mv "$NOTES/status.new" "$NOTES/status"
  cat "$NOTES/status"
}
settle() {
  report "$1" "$2" "$3"
  printf '%s' "$2" > "$NOTES/settled"
  settled="$2"
  unexplained=0
}
message() {
  tr -d '\\n' < "$NOTES/answer" | sed -nE 's/.*"message" *: *"(([^"\\\\]|\\\\.)*)".*/\\1/p' |
    sed -e 's/\\\\\\\\/\\x01/g' -e 's/\\\\n/\\n/g' -e 's/\\\\t/ /g' -e 's/\\\\"/"/g' -e 's,\\\\/,/,g' -e 's/\\x01/\\\\/g'
}
load() {
  : > "$NOTES/answer"
  code="$(printf 'url = "%s/reload-configuration-as-code/?casc-reload-token=%s"\\n' "$JENKINS" "$(cat "$TOKEN")" |
    curl --config - --silent --max-time "$PATIENCE" --request POST \\
      --output "$NOTES/answer" --write-out '%{http_code}')"
  [ "$(present)" = "$1" ] || return 0
  case "$code" in
    200) settle loaded "$1" '' ;;
    401) settle failed "$1" 'Jenkins answered 401: it was started with another reload token' ;;
    403) settle failed "$1" 'Jenkins answered 403, for want of a crumb: it was started without a reload token, has no plugin configuration-as-code, or is served under another path' ;;
    404) settle failed "$1" 'Jenkins answered 404: it has no plugin configuration-as-code, or was started without a reload token' ;;
    500)
      text="$(message)"
      unexplained=$((unexplained + 1))
      if [ -n "$text" ]; then
        settle failed "$1" "$text"
      elif [ "$unexplained" -ge 5 ]; then
        settle failed "$1" 'Jenkins answered 500 without a reason: its log has one'
      fi
      ;;
    000 | 502 | 503 | 504) echo "no answer yet ($code)" ;;
    *) settle failed "$1" "Jenkins answered $code" ;;
  esac
}

unexplained=0
rounds=0
# What was said before this container was restarted: its log has begun anew.
[ ! -f "$NOTES/status" ] || cat "$NOTES/status"
settled="$(cat "$NOTES/settled" 2> /dev/null)"
if [ -z "$settled" ]; then
  [ -f "$NOTES/first" ] || present > "$NOTES/first"
  first="$(cat "$NOTES/first")"
  report starting "$first" ''
  until curl --silent --fail --max-time 5 --output /dev/null "$JENKINS/login"; do
    pause
  done
  # Jenkins has read the files in between. If they changed meanwhile, nobody knows which ones.
  [ "$(present)" = "$first" ] && settle loaded "$first" ''
fi
while :; do
  now="$(present)"
  rounds=$((rounds + 1))
  if [ "$now" != "$settled" ] || { [ "$rounds" -ge "$ROUNDS_TO_RETRY" ] && ${failedIn('"$NOTES/status"')}; }; then
    load "$now"
    rounds=0
  fi
  pause
done
`;

/** Whether the last load failed; the pod is not ready as long as it has. */
export const failedLoad = failedIn(`${notesPath}/status`);

/**
 * Waits until the sidecar's log says that Jenkins has loaded a revision, and ends with the plugin's own words if it could
 * not. The API server is asked with the pod's own token, which no command line carries.
 *
 * A refusal that stands in the log at the beginning is none of this deployment, which may have repaired its cause: only
 * one that comes after it counts then, and only when Kubernetes has had the time to show the pod a changed Secret.
 *
 * Exit codes: 0 loaded, 3 refused by Jenkins, 4 not loaded in time.
 */
export const awaitScript = `set -u
${pause}
log() {
  printf 'header = "Authorization: Bearer %s"\\n' "$(cat "$ACCOUNT/token")" |
    curl --config - --silent --show-error --fail --max-time 10 --cacert "$ACCOUNT/ca.crt" "$LOG"
}
began="$(date +%s)"
end=$((began + SECONDS_TO_WAIT))
said=nothing
earliest=''
while [ "$(date +%s)" -lt "$end" ]; do
  if log="$(log)"; then
    said="$(printf '%s\\n' "$log" | grep '^configuration ' | tail -n 1)"
    if [ -z "$earliest" ]; then
      earliest=0
      case "$said" in "configuration failed $REVISION "*) earliest=$((began + SECONDS_FOR_SECRETS)) ;; esac
      old="$said"
    fi
    case "$said" in
      "configuration loaded $REVISION "*)
        echo "Jenkins has loaded this configuration"
        exit 0
        ;;
      "configuration failed $REVISION "*)
        # The number of the report tells a refusal from the one before it.
        if [ "$(date +%s)" -lt "$earliest" ]; then
          old="$said"
        elif [ "$said" != "$old" ]; then
          echo "Jenkins refused the configuration and keeps the old one:" >&2
          printf '%s\\n' "$log" | tac | sed -n '/^configuration /q;s/^  //p' | tac >&2
          exit 3
        fi
        ;;
    esac
  fi
  pause
done
echo "Jenkins has not loaded this configuration in time; the last it said was: \${said:-nothing}" >&2
exit 4
`;
