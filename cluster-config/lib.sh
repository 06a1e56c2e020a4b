# What up, down and status share. Sourced, not run.
#   CLUSTER_RUN        where everything lies that belongs to the running cluster (default: cluster-config/run)
#   CLUSTER_PORT_BASE  eleven ports from this one on, instead of the usual ones
#   CLUSTER_BIND       the address that partners connect to (default: 127.0.0.1; use 0.0.0.0 for other machines)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
run=${CLUSTER_RUN:-$here/run}
nodes=(1 2 3)

say() { echo "cluster: $*"; }
fail() { echo "cluster: $*" >&2; exit "${code:-1}"; }

# Ports that were chosen by the first up stay until down.
set_ports() {
    local base=${CLUSTER_PORT_BASE:-}
    if [ -r "$run/ports" ]; then
        # shellcheck disable=SC1091
        . "$run/ports"
    elif [ -n "$base" ]; then
        CLUSTER_SFTP=$base CLUSTER_MANAGEMENT=$((base + 1)) CLUSTER_POSTGRES=$((base + 2)) CLUSTER_SSHD=$((base + 3))
        CLUSTER_SFTP_1=$((base + 5)) CLUSTER_SFTP_2=$((base + 6)) CLUSTER_SFTP_3=$((base + 7))
        CLUSTER_MANAGEMENT_1=$((base + 8)) CLUSTER_MANAGEMENT_2=$((base + 9)) CLUSTER_MANAGEMENT_3=$((base + 10))
    else
        CLUSTER_SFTP=2222 CLUSTER_MANAGEMENT=8080 CLUSTER_POSTGRES=5433 CLUSTER_SSHD=2299
        CLUSTER_SFTP_1=2301 CLUSTER_SFTP_2=2302 CLUSTER_SFTP_3=2303
        CLUSTER_MANAGEMENT_1=8301 CLUSTER_MANAGEMENT_2=8302 CLUSTER_MANAGEMENT_3=8303
    fi
    CLUSTER_BIND=${CLUSTER_BIND:-127.0.0.1} CLUSTER_MANAGEMENT_BIND=127.0.0.1
    CLUSTER_HOST_1=127.0.0.1 CLUSTER_HOST_2=127.0.0.1 CLUSTER_HOST_3=127.0.0.1
    export CLUSTER_MANAGEMENT_BIND CLUSTER_HOST_1 CLUSTER_HOST_2 CLUSTER_HOST_3 CLUSTER_SFTP CLUSTER_MANAGEMENT CLUSTER_POSTGRES CLUSTER_SSHD CLUSTER_BIND \
        CLUSTER_SFTP_1 CLUSTER_SFTP_2 CLUSTER_SFTP_3 CLUSTER_MANAGEMENT_1 CLUSTER_MANAGEMENT_2 CLUSTER_MANAGEMENT_3
}

sftp_port() { local name=CLUSTER_SFTP_$1; echo "${!name}"; }
management_port() { local name=CLUSTER_MANAGEMENT_$1; echo "${!name}"; }

# PostgreSQL's programs: Debian keeps them out of PATH.
postgres_bin() {
    local dir
    for dir in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -rn) /usr/pgsql-*/bin /usr/local/pgsql/bin; do
        [ -x "$dir/postgres" ] && { echo "$dir"; return; }
    done
    command -v postgres >/dev/null 2>&1 && dirname "$(readlink -f "$(command -v postgres)")"
}

# A process is ours when its number, its start time (field 22 of /proc/PID/stat) and our note agree: numbers are used again.
started_at() { sed 's/^.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }

# Prints the process id of a part that up has started and that still runs; false when there is none.
pid_of() {
    local pid start
    read -r pid start 2>/dev/null <"$run/pids/$1" || return 1
    [ -n "$start" ] && [ "$(started_at "$pid")" = "$start" ] || return 1
    echo "$pid"
}

# start NAME COMMAND...: in the background with its own log, free of this terminal.
start() {
    local name=$1 pid
    shift
    setsid "$@" </dev/null >>"$run/log/$name.log" 2>&1 &
    pid=$!
    echo "$pid $(started_at "$pid")" >"$run/pids/$name"
}

# stop NAME SIGNAL SECONDS: asks, waits, and after that time kills. Only what up has started.
stop() {
    local name=$1 signal=$2 seconds=$3 pid deadline
    pid=$(pid_of "$name") || { rm -f "$run/pids/$name"; return 0; }
    kill -"$signal" "$pid" 2>/dev/null || true
    deadline=$((SECONDS + seconds))
    while pid_of "$name" >/dev/null; do
        if [ "$SECONDS" -ge "$deadline" ]; then
            say "$name did not end within $seconds s and is killed; what it was doing goes on at the next start"
            kill -KILL "$pid" 2>/dev/null || true
            break
        fi
        sleep 0.1
    done
    rm -f "$run/pids/$name"
}

random_text() { od -An -tx1 -N24 /dev/urandom | tr -d ' \n'; }

# cluster_secrets DIRECTORY: what all nodes of a cluster share; what is there already stays.
cluster_secrets() {
    mkdir -p "$1"
    [ -e "$1/secret.key" ] || printf 'actormft secret key v1:%s\n' "$(head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n')" >"$1/secret.key"
    [ -e "$1/admin.token" ] || random_text >"$1/admin.token"
    [ -e "$1/postgres.password" ] || random_text >"$1/postgres.password"
    [ -e "$1/pgpass" ] || echo "*:*:*:actormft:$(cat "$1/postgres.password")" >"$1/pgpass"
}

# http_status URL: the status, 000 when nobody answers.
http_status() { curl -s -o /dev/null -m 3 -w '%{http_code}' "$1" || true; }

# wait_for WHAT SECONDS NAME COMMAND...: until the command succeeds; shows the part's log when it ended or takes too long.
wait_for() {
    local what=$1 deadline=$((SECONDS + $2)) name=$3
    shift 3
    until "$@" >/dev/null 2>&1; do
        if ! pid_of "$name" >/dev/null || [ "$SECONDS" -ge "$deadline" ]; then
            tail -n 15 "$run/log/$name.log" >&2
            fail "$what did not start; the lines above are the end of $run/log/$name.log"
        fi
        sleep 0.1
    done
}
