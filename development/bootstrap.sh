#!/bin/sh
# Finds a python3 that starts (a version manager's may refuse the version that .python-version names)
# and hands over to bootstrap.py.
here=$(dirname "$0")
for python in "${PYTHON3:-python3}" /usr/bin/python3 /usr/local/bin/python3 /opt/homebrew/bin/python3 python; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 8))' >/dev/null 2>&1; then
        exec "$python" "$here/bootstrap.py" "$@"
    fi
done
echo "Failed: no python3 (3.8 or newer) was found." >&2
echo "What to do: install it (Debian: apt-get install python3; macOS: xcode-select --install)" >&2
echo "or name one: PYTHON3=/path/to/python3 make ..." >&2
exit 1
