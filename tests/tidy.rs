//! What no compiler holds: which module may use which, who may touch the world outside, and how files are
//! kept.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads the sources and stops at what it does not expect"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Which top-level module may use which others. Lower modules stand first, and nobody uses a higher one:
/// stages know each other only by the type that they consume, and `pipeline` alone knows them all.
const EDGES: &[(&str, &[&str])] = &[
    // What everything speaks of.
    ("text", &[]),
    ("date", &[]),
    ("source", &[]),
    ("diagnostics", &["text", "source"]),
    ("model", &["date"]),
    // Read, parse, link. The configuration and theme descriptions are read as front matter is.
    ("parse", &["text", "date", "source", "diagnostics", "model"]),
    ("config", &["date", "source", "diagnostics", "parse"]),
    ("load", &["source", "diagnostics", "model", "parse", "config"]),
    ("resolve", &["text", "date", "source", "diagnostics", "model", "parse", "config", "load"]),
    // Analyse.
    ("analysis", &["text", "date", "model"]),
    ("decide", &["model", "analysis"]),
    // Say it.
    ("numbers", &["analysis"]),
    ("report", &["text", "model", "resolve", "analysis", "decide", "numbers"]),
    // Plan and render.
    ("bundle", &["source"]),
    ("paths", &["text", "model", "config"]),
    ("theme", &["text", "source", "diagnostics", "parse", "load"]),
    ("plan", &["source", "diagnostics", "model", "resolve", "bundle", "paths", "theme"]),
    (
        "render",
        &[
            "text",
            "source",
            "diagnostics",
            "model",
            "parse",
            "resolve",
            "analysis",
            "decide",
            "numbers",
            "report",
            "bundle",
            "paths",
            "theme",
            "plan",
        ],
    ),
    ("export", &["source", "model", "parse", "resolve", "analysis", "paths", "report"]),
    // Compose, and meet the world.
    (
        "pipeline",
        &[
            "source",
            "diagnostics",
            "model",
            "parse",
            "load",
            "resolve",
            "analysis",
            "report",
            "bundle",
            "theme",
            "plan",
            "render",
            "export",
        ],
    ),
    ("output", &["bundle"]),
    ("watch", &[]),
    ("serve", &["source", "diagnostics", "bundle", "paths", "watch"]),
    (
        "cli",
        &[
            "text",
            "source",
            "diagnostics",
            "model",
            "parse",
            "config",
            "load",
            "resolve",
            "analysis",
            "decide",
            "numbers",
            "report",
            "render",
            "export",
            "pipeline",
            "output",
            "watch",
            "serve",
        ],
    ),
];

/// What is outside: files, the environment, the clock, the network, threads of one's own.
const OUTSIDE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "Instant::now",
    "SystemTime::now",
    "Timestamp::now",
    "Zoned::now",
    "WalkDir",
];

/// The files that may use something of that, and for what.
const DOORS: &[(&str, &[&str])] = &[
    // The environment, today's date, how long a build took.
    ("src/main.rs", &["std::env", "std::process"]),
    ("src/cli.rs", &["std::env", "std::fs", "std::process", "Instant::now"]),
    ("src/cli/args.rs", &["std::net"]),
    ("src/cli/report.rs", &["Instant::now"]),
    // The project comes in, the site goes out.
    ("src/load.rs", &["std::fs", "WalkDir"]),
    ("src/output.rs", &["std::fs"]),
    ("src/output/guard.rs", &["std::fs"]),
    ("src/output/manifest.rs", &["std::fs"]),
    ("src/output/plan.rs", &["std::fs", "WalkDir"]),
    ("src/output/stage.rs", &["std::fs"]),
    // The preview.
    ("src/serve.rs", &["std::net", "std::thread", "SystemTime::now"]),
    ("src/serve/address.rs", &["std::net"]),
    ("src/serve/http.rs", &["std::net"]),
    ("src/serve/snapshot.rs", &["std::fs"]),
    ("src/watch.rs", &["Instant::now"]),
    // A thread with a stack that deep formulas do not overflow.
    ("src/render/math.rs", &["std::thread"]),
];

/// No file of the program is longer. Most have 100 to 400 lines.
const LONGEST: usize = 750;

/// A file of Rust below a folder of the repository.
struct File {
    /// From the repository's root, with slashes.
    path: String,
    text: String,
}

impl File {
    /// The program's own code: without comments and without tests, which stand last in a file.
    fn code(&self) -> String {
        if self.path.ends_with("/tests.rs") {
            return String::new();
        }
        let tests = self.text.find("\nmod tests {").unwrap_or(self.text.len());
        let code = &self.text[..tests];
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The names from the crate's root to this module: `parse`, `claims`.
    fn module(&self) -> Vec<&str> {
        self.path.strip_prefix("src/").unwrap().strip_suffix(".rs").unwrap().split('/').collect()
    }
}

#[test]
fn modules_use_only_those_that_the_table_allows() {
    let allowed: BTreeMap<&str, BTreeSet<&str>> =
        EDGES.iter().map(|(user, used)| (*user, used.iter().copied().collect())).collect();
    assert_eq!(allowed.len(), EDGES.len(), "a module stands once in the table");
    let mut wrong = Vec::new();
    let mut lower = BTreeSet::new();
    for (user, used) in EDGES {
        let higher = used.iter().filter(|used| !lower.contains(*used));
        wrong.extend(higher.map(|used| format!("the table lets {user} use {used}, which is not below it")));
        lower.insert(*user);
    }

    let files = rust_files("src");
    let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let code: Vec<(&File, String)> = files.iter().map(|file| (file, file.code())).collect();
    for (file, code) in &code {
        let module = file.module();
        let user = module[0];
        if matches!(user, "lib" | "main") {
            continue;
        }
        let uses = found.entry(user).or_default();
        for rest in code.split("crate::").skip(1) {
            let name = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
            if allowed.contains_key(name) {
                if name != user && uses.insert(name) && !allowed[user].contains(name) {
                    wrong.push(format!("{} uses {name}, which is not in the table", file.path));
                }
            } else {
                wrong.push(format!(
                    "{}: name the module that is used: `crate::{}`",
                    file.path,
                    rest.lines().next().unwrap()
                ));
            }
        }
        // More steps up than there are would reach another top-level module unseen.
        if code.contains(&"super::".repeat(module.len())) {
            wrong.push(format!("{} leaves its module by `super`; write `crate`", file.path));
        }
    }
    let modules: BTreeSet<&str> = found.keys().copied().collect();
    assert_eq!(modules, allowed.keys().copied().collect(), "every module has its row in the table");
    for (user, allowed) in &allowed {
        let unused = allowed.difference(&found[user]);
        wrong.extend(unused.map(|used| format!("the table lets {user} use {used}, and it does not")));
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn only_the_doors_touch_the_world_outside() {
    let mut found: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for file in rust_files("src") {
        let code = file.code();
        let uses: BTreeSet<&str> = OUTSIDE.iter().copied().filter(|outside| code.contains(outside)).collect();
        if !uses.is_empty() {
            found.insert(file.path, uses);
        }
    }
    let doors: BTreeMap<String, BTreeSet<&str>> =
        DOORS.iter().map(|(path, uses)| ((*path).to_owned(), uses.iter().copied().collect())).collect();
    assert_eq!(found, doors);
}

#[test]
fn every_file_says_what_it_is_and_stays_short() {
    let mut wrong = Vec::new();
    for file in rust_files("src").into_iter().chain(rust_files("tests")) {
        if !file.text.starts_with("//! ") {
            wrong.push(format!("{} does not begin with `//!`", file.path));
        }
        let lines = file.text.lines().count();
        if lines > LONGEST {
            wrong.push(format!("{} has {lines} lines, more than {LONGEST}", file.path));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_exception_to_a_lint_has_its_reason() {
    let mut wrong = Vec::new();
    for file in rust_files("src").into_iter().chain(rust_files("tests")) {
        for level in ["allow(", "expect("] {
            for start in ["#[", "#!["].map(|bracket| format!("{bracket}{level}")) {
                for attribute in file.text.split(&start).skip(1) {
                    let attribute = attribute.split(")]").next().unwrap();
                    // This file names the beginnings themselves.
                    if attribute.contains("clippy::") && !attribute.contains("reason = \"") {
                        wrong.push(format!("{}: {start}{attribute})]", file.path));
                    }
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// All files of Rust below a folder, in order of path.
fn rust_files(folder: &str) -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<PathBuf> = walkdir::WalkDir::new(root.join(folder))
        .into_iter()
        .filter_entry(|entry| entry.file_name() != "node_modules")
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    paths.sort();
    assert!(!paths.is_empty(), "no files in {folder}");
    let read = |path: PathBuf| File {
        path: path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/"),
        text: std::fs::read_to_string(&path).unwrap(),
    };
    paths.into_iter().map(read).collect()
}
