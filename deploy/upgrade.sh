#!/bin/sh
# Brings the ward's server to another version, or leaves it as it was:
#
#     deploy/upgrade.sh v1.4.0
#
# A backup is made and tried first, while people work. Then the server stops, the schema is brought up to
# date, the server starts. If it does not become ready, the version and the data of before come back.
# The ways to install, stop and start are the ward's own: DIALOGUE_INSTALL, DIALOGUE_STOP, DIALOGUE_START.
set -eu

to=${1:?"Cần ghi phiên bản, ví dụ: deploy/upgrade.sh v1.4.0"}
install=${DIALOGUE_INSTALL:-"make .venv/.run"}
stop=${DIALOGUE_STOP:-"systemctl stop dialogue"}
start=${DIALOGUE_START:-"systemctl start dialogue"}
url=${DIALOGUE_READY:-"http://127.0.0.1:8000/readyz"}
seconds=${DIALOGUE_READY_SECONDS:-60}
data=${DIALOGUE_INSTANCE:-instance}
python=.venv/bin/python

flask() { "$python" -m flask --app wsgi "$@"; }

ready() {
    "$python" - "$url" "$seconds" <<'CHECK'
import sys
import time
import urllib.error
import urllib.request

until = time.monotonic() + float(sys.argv[2])
while time.monotonic() < until:
    try:
        with urllib.request.urlopen(sys.argv[1], timeout=5):
            sys.exit(0)
    except (urllib.error.URLError, OSError):
        time.sleep(0.5)
sys.exit(1)
CHECK
}

if [ -n "$(git status --porcelain --untracked-files=no)" ]; then
    echo "Có tệp của phần mềm đã bị sửa tại chỗ: chưa nâng cấp." >&2
    exit 1
fi
before=$(git rev-parse HEAD)
after=$(git rev-parse --verify --quiet "$to^{commit}") || {
    echo "Không có phiên bản $to trong kho này. Hãy chạy git fetch --tags trước." >&2
    exit 1
}

flask backup --to "$data/backups" --keep-all
backup=$(ls -t "$data"/backups/doi-thoai-*.zip | head -n 1)
flask backup-check "$backup"

back() {
    echo "Phiên bản mới chưa chạy được: đang trở lại phiên bản và dữ liệu cũ." >&2
    $stop || true
    git -c advice.detachedHead=false checkout --quiet "$before"
    $install
    flask restore "$backup" --yes
    $start
    ready
    echo "Đã trở lại như trước khi nâng cấp." >&2
    exit 1
}

$stop
# From here on nobody writes; what was written since the first backup is in this one.
flask backup --to "$data/backups" --keep-all || { $start; exit 1; }
backup=$(ls -t "$data"/backups/doi-thoai-*.zip | head -n 1)
{
    git -c advice.detachedHead=false checkout --quiet "$after" &&
        $install && flask db upgrade && $start && ready
} || back
flask care-note upgrade "$to"
echo "Đã nâng cấp lên $to."
