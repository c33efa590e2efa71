#!/usr/bin/env bash
# Installs what the tests need and runs all of them; stops at the first that fails.
#
# Needed beforehand: bash, and Rust as https://rustup.rs installs it. On Debian and Ubuntu the rest is
# installed where it is missing; elsewhere the script says what to install. CHROMIUM names another browser,
# CARGO_TARGET_DIR another folder for what cargo builds.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Both would be inputs of a build.
unset SOURCE_DATE_EPOCH COUNTERPOINT
target=${CARGO_TARGET_DIR:-target}
program=$target/release/counterpoint
oldest_node=20
fallback_node=22

main() {
    step "tools" tools
    step "formatting" cargo fmt --check
    step "lints" cargo clippy --locked --all-targets -- -D warnings
    step "tests of the program" cargo test --locked
    step "the rules' second implementation" python3 tests/oracle/rules_1_to_6.py check
    step "the decision's second implementation" python3 tests/oracle/rules_7_to_14.py check
    step "rules in JavaScript" rules_in_javascript
    step "tests of the scripts" python3 -m unittest discover --start-directory scripts --pattern 'test_*.py'
    step "release build" cargo build --locked --release
    step "whole projects in all three implementations" whole_projects
    step "check of the bundled comparison" "$program" check --strict
    step "comparison with site/" same_site
    step "types of the scripts in JavaScript" npm --prefix tests/browser run --silent types
    step "tests in a browser" browser_tests
    current=
    printf '\nAll passed in %s:\n%s' "$(duration "$SECONDS")" "$timings"
}

# The step under way, and how long the ones before it took.
current=
timings=
trap '[[ -z $current ]] || printf "\nFailed: %s\n" "$current" >&2' EXIT

# Runs a command under a name. Where it fails, the script ends.
step() {
    current=$1
    local start=$SECONDS
    printf '\n==> %s\n' "$1"
    "${@:2}"
    timings+=$(printf '%8s  %s' "$(duration $((SECONDS - start)))" "$1")$'\n'
}

duration() {
    printf '%d:%02d' $(($1 / 60)) $(($1 % 60))
}

tools() {
    has cargo || stop "Rust is missing: see https://rustup.rs"
    cargo fmt --version >/dev/null 2>&1 || component rustfmt
    cargo clippy --version >/dev/null 2>&1 || component clippy

    local packages=()
    has cc || packages+=(gcc libc6-dev)
    has python3 || packages+=(python3)
    has node && has npm || packages+=(nodejs npm)
    browser >/dev/null || packages+=(chromium)
    if ((${#packages[@]} > 0)); then install "${packages[@]}"; fi
    browser >/dev/null || stop "there is still no Chromium: install one, or name it in CHROMIUM"

    npm --prefix tests/browser ci --no-audit --no-fund
    if (($(node_version) < oldest_node)); then
        # Some systems' Node.js is older than the tests need; the registry has newer ones.
        npm --prefix "$target/node" install --no-save --no-audit --no-fund "node@$fallback_node"
    fi
    cargo --version
    printf 'node %s\n' "$(PATH=$(node_path) node --version)"
    browser
}

same_site() (
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    "$program" build --quiet --output-dir "$folder/site"
    if ! diff --recursive --brief site "$folder/site" >"$folder/differences"; then
        head -20 "$folder/differences"
        stop "site/ is not what this program makes of content/; regenerate it with: cargo run --release -- build"
    fi
    printf '%s files, all the same\n' "$(find site -type f | wc -l)"
)

whole_projects() (
    PATH=$(node_path)
    export PATH
    python3 tests/oracle/from_knowledge.py check --program "$program"
)

rules_in_javascript() (
    PATH=$(node_path)
    export PATH
    cd tests/rules
    node --test
)

browser_tests() (
    COUNTERPOINT=$(realpath "$program")
    PATH=$(node_path)
    export COUNTERPOINT PATH
    cd tests/browser
    node --test
)

# The browser for the tests: the one that CHROMIUM names, or the first that there is.
browser() {
    local name
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
        if [[ -n $name ]] && command -v "$name"; then return; fi
    done
    return 1
}

node_version() {
    local version
    version=$(node --version)
    version=${version#v}
    printf '%s' "${version%%.*}"
}

# The path in which the right Node.js comes first.
node_path() {
    if [[ -x $target/node/node_modules/.bin/node ]]; then
        printf '%s:%s' "$(realpath "$target/node/node_modules/.bin")" "$PATH"
    else
        printf '%s' "$PATH"
    fi
}

component() {
    has rustup || stop "$1 is missing: install it beside Rust"
    rustup component add "$1"
}

install() {
    has apt-get || stop "missing: $*. Install them and try again"
    local root=()
    if ((EUID != 0)); then
        has sudo || stop "missing: $*. Install them as root and try again"
        root=(sudo)
    fi
    "${root[@]}" apt-get update
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@"
}

has() {
    command -v "$1" >/dev/null
}

stop() {
    printf '%s\n' "$1" >&2
    exit 1
}

main "$@"
