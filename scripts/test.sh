#!/usr/bin/env bash
# Installs what the tests need and runs all of them; stops at the first that fails.
#
#   scripts/test.sh
#
# Needs Rust (with rustfmt and clippy), Node.js 20 or later with npm, Python 3 and, where Chromium is not
# installed yet, Debian's apt-get. CHROMIUM names another Chromium.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
target="${CARGO_TARGET_DIR:-target}"

step() {
  local name="$1" start=$SECONDS
  shift
  printf '\n== %s\n' "$name"
  if ! "$@"; then
    printf '\n== failed: %s\n' "$name" >&2
    exit 1
  fi
  printf '== %s: %s s\n' "$name" "$((SECONDS - start))"
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

install_chromium() {
  if [ -n "${CHROMIUM:-}" ] || [ -x /usr/bin/chromium ]; then return; fi
  as_root apt-get update --quiet --quiet
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --quiet --no-install-recommends chromium
}

install_browser_tests() { npm ci --prefix tests/browser --no-audit --no-fund --loglevel=error; }

check_content() { "$target/debug/counterpoint" check --strict; }

site_is_current() {
  local fresh
  fresh="$(mktemp -d)"
  "$target/debug/counterpoint" build --quiet --output-dir "$fresh/site"
  if ! diff --recursive --brief "$fresh/site" site; then
    echo "site/ is not what content/ gives; regenerate it with: cargo run --release -- build" >&2
    return 1
  fi
  rm -rf "$fresh"
}

test_browser() { (cd tests/browser && COUNTERPOINT="$OLDPWD/$target/debug/counterpoint" node --test); }
case "$target" in /*) test_browser() { (cd tests/browser && COUNTERPOINT="$target/debug/counterpoint" node --test); } ;; esac

step "Install Chromium" install_chromium
step "Install the browser tests" install_browser_tests
step "Formatting" cargo fmt --check
step "Lints" cargo clippy --all-targets --quiet -- --deny warnings
step "Tests" cargo test --quiet
step "Oracles" python3 tests/oracle/rules_1_to_6.py check
step "Oracle of decisions" python3 tests/oracle/rules_7_to_14.py check
step "Scripts" python3 -m unittest discover --start-directory scripts --pattern 'test_*.py'
step "Content" check_content
step "Committed site" site_is_current
step "Browser" test_browser
printf '\nAll passed in %s s\n' "$SECONDS"
