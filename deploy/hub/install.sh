#!/usr/bin/env bash
# Installs what a hub needs into one folder: an environment that everybody on the machine
# can run and nobody but root can change, and the proxy. Run by `make hub`; again after
# the course has been updated.
set -euo pipefail
folder=${1:?the folder of the hub}
python=${HUB_PYTHON:-/usr/bin/python3}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
uv=$root/.venv/bin/uv
export UV_SYSTEM_CERTS=true

stop() {
  echo "$*" >&2
  exit 1
}

[[ $(id -u) == 0 ]] || stop "A hub starts each student's JupyterLab as that student, so it has to be installed and started by root. Run: sudo make hub"
setpriv --reuid=nobody --regid=nogroup --clear-groups "$python" -c "import sys; sys.exit(sys.version_info < (3, 11))" 2> /dev/null ||
  stop "Students must be able to run $python, and it must be Python 3.11 or newer. Name another one: sudo make hub HUB_PYTHON=/usr/bin/python3.12"

# Whatever the administrator's own umask is.
umask 022
mkdir -p "$folder"
chmod 755 "$folder"
setpriv --reuid=nobody --regid=nogroup --clear-groups ls "$folder" > /dev/null 2>&1 ||
  stop "Students must be able to reach $folder, and a folder above it is closed to them. Name another place: sudo make hub HUB=/opt/four-lenses"

# The course itself has no keys in it: pyproject.toml packs nothing but course/.
wheels=$(mktemp -d)
trap 'rm -rf "$wheels"' EXIT
"$root/.venv/bin/python" -m hatchling build --target wheel --directory "$wheels" > /dev/null 2>&1

wanted=$(cat "$here/requirements.lock" "$here/package-lock.json" "$wheels"/*.whl | sha256sum)
if [[ $(cat "$folder/env/installed-as" 2> /dev/null) != "$wanted" ]]; then
  echo "Installing the hub in $folder. The first time takes a minute or two."
  [[ -x $folder/env/bin/python ]] || "$uv" venv --quiet --python "$python" "$folder/env"
  # Copied, so that no file of root's own cache is what students run.
  "$uv" pip install --quiet --link-mode copy --compile-bytecode --python "$folder/env/bin/python" \
    --require-hashes --requirement "$here/requirements.lock"
  "$uv" pip install --quiet --link-mode copy --compile-bytecode --python "$folder/env/bin/python" \
    --no-deps --reinstall "$wheels"/*.whl
  mkdir -p "$folder/proxy"
  cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$folder/proxy"
  PATH=$folder/env/bin:$PATH npm ci --prefix "$folder/proxy" --no-fund --no-audit --loglevel error
  echo "$wanted" > "$folder/env/installed-as"
fi
