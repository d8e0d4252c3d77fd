/** What somebody writes into a form's field for channels, as the variable `CHANNELS` of a script. */

/**
 * Splits it into the array `channels`, or ends the script: what is no id would be taken for an option, or, where only
 * blanks are there, for all channels. What was written is not printed, for a runner would read it.
 */
export const splitChannels = `refuse() {
  echo "The field for channels takes channels' ids, with commas between them, such as web-fr,web-en." >&2
  exit 1
}
case "$CHANNELS" in *[!a-z0-9,\\ -]*) refuse ;; esac
read -ra channels <<< "\${CHANNELS//,/ }"
if [ "\${#channels[@]}" -eq 0 ]; then refuse; fi
for channel in "\${channels[@]}"; do
  case "$channel" in -*) refuse ;; esac
done`;
