#!/bin/sh
# KIND LOCAL REMOTE NEWREMOTE with sshfs and coreutils; see DriverClient.cs.
kind=$1 local=$2 remote=$3 new_remote=$4
if [ "$kind" = Version ]; then
    sshfs --version | sed -n 's/^SSHFS version //p'
    exit
fi

mount=$(mktemp -d)
log=$(mktemp)
login=PreferredAuthentications=password
[ -n "${MATRIX_KEY:-}" ] && login=IdentityFile=$MATRIX_KEY
# Its output goes to a file: sshfs and its ssh live on behind this program's back until the end.
sshfs "$MATRIX_USER@127.0.0.1:" "$mount" -p "$MATRIX_PORT" -o "$login" -o IdentitiesOnly=yes -o StrictHostKeyChecking=yes \
    -o "UserKnownHostsFile=$MATRIX_KNOWN_HOSTS" >"$log" 2>&1 || { cat "$log" >&2; rm -rf "$log" "$mount"; exit 1; }
case $kind in
    Get) cp "$mount/$remote" "$local" ;;
    Put) cp "$local" "$mount/$remote" ;;
    ResumeGet) tail -c "+$(($(stat -c %s "$local") + 1))" "$mount/$remote" >>"$local" ;;
    ResumePut) tail -c "+$(($(stat -c %s "$mount/$remote") + 1))" "$local" >>"$mount/$remote" ;;
    Rename) mv "$mount/$remote" "$mount/$new_remote" ;;
    Link) ln -s "$(basename "$remote")" "$mount/$new_remote" ;;
    GetFolder) cp -r "$mount/$remote" "$local" ;;
    PutFolder) cp -r "$local" "$mount/$remote" ;;
esac
status=$?
cat "$log" >&2
fusermount3 -u "$mount" || fusermount3 -uz "$mount"
rmdir "$mount"
rm -f "$log"
exit $status
