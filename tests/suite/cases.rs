//! Cases as data. A case is a folder of `tests/cases/`, at any depth, that holds `in/`:
//!
//! | file | what it is |
//! | --- | --- |
//! | `in/` | the project |
//! | `args.txt` | the arguments, separated by white space; `build` where there is none |
//! | `diagnostics.txt` | what is printed, and the exit code on the last line |
//! | `addresses.txt` | optional: every address of the site, but for the theme's own files |
//! | `out/` | optional: files of the site; those that stand here are compared |
//!
//! `CASE=name` runs the cases whose name contains it. `UPDATE_CASES=1` writes what was found in place of
//! what was expected; to add a golden file, make an empty one in `out/` first.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use counterpoint::diagnostics::Code;
use similar::TextDiff;
use walkdir::WalkDir;

use crate::project::{self, Project};

const DIAGNOSTICS: &str = "diagnostics.txt";
const ADDRESSES: &str = "addresses.txt";

struct Case {
    name: String,
    folder: PathBuf,
}

#[test]
fn cases_give_what_they_expect() {
    let filter = std::env::var("CASE").unwrap_or_default();
    let update = std::env::var("UPDATE_CASES").is_ok_and(|value| value == "1");
    let chosen: Vec<Case> = cases().into_iter().filter(|case| case.name.contains(&filter)).collect();
    assert!(!chosen.is_empty(), "no case has `{filter}` in its name");
    let mut failures = Vec::new();
    for case in &chosen {
        let expected = expected(case);
        let found = found(case, &expected);
        if update {
            write(case, &found);
        } else {
            failures
                .extend(differences(&expected, &found).map(|text| format!("== {} ==\n{text}", case.name)));
        }
    }
    assert!(
        failures.is_empty(),
        "\n{}\n{} of {} cases differ",
        failures.join("\n"),
        failures.len(),
        chosen.len()
    );
}

/// Every case, in order of name.
fn cases() -> Vec<Case> {
    let root = project::cases_folder();
    let mut cases: Vec<Case> = WalkDir::new(&root)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_dir() && entry.file_name() == "in")
        .filter_map(|entry| entry.path().parent().map(Path::to_owned))
        .map(|folder| Case { name: project::name(&root, &folder), folder })
        .collect();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    cases
}

/// What a case's folder holds beside its project; a file that is not there is none.
fn expected(case: &Case) -> BTreeMap<String, Option<Vec<u8>>> {
    let mut expected = BTreeMap::from([(DIAGNOSTICS.to_owned(), None)]);
    for (path, bytes) in project::files(&case.folder) {
        if !path.starts_with("in/") && path != "args.txt" {
            expected.insert(path, Some(bytes));
        }
    }
    expected
}

/// Runs a case; gives all that was expected, as it was found.
fn found(case: &Case, expected: &BTreeMap<String, Option<Vec<u8>>>) -> BTreeMap<String, Option<Vec<u8>>> {
    let project = Project::of_case(&case.name);
    let arguments =
        std::fs::read_to_string(case.folder.join("args.txt")).unwrap_or_else(|_| "build".to_owned());
    let run = project.run(&arguments.split_whitespace().collect::<Vec<_>>());
    let site = project.root().join("site");
    let site = if site.is_dir() { project::files(&site) } else { BTreeMap::new() };
    let mut found = BTreeMap::new();
    for path in expected.keys() {
        let bytes = match path.as_str() {
            DIAGNOSTICS => Some(format!("{}exit code {}\n", stable(&run.stderr), run.code).into_bytes()),
            ADDRESSES => Some(addresses(&site).into_bytes()),
            _ => path.strip_prefix("out/").and_then(|path| site.get(path)).cloned(),
        };
        found.insert(path.clone(), bytes);
    }
    found
}

/// What was printed, without the report of a good build: it counts the theme's pages and the time.
fn stable(printed: &str) -> &str {
    let report = printed.starts_with("Built ").then_some(0);
    let report = report.or_else(|| printed.find("\nBuilt ").map(|newline| newline + 1));
    &printed[..report.unwrap_or(printed.len())]
}

fn addresses(site: &BTreeMap<String, Vec<u8>>) -> String {
    site.keys().filter(|path| !path.starts_with("assets/")).map(|path| format!("{path}\n")).collect()
}

fn differences(
    expected: &BTreeMap<String, Option<Vec<u8>>>,
    found: &BTreeMap<String, Option<Vec<u8>>>,
) -> Option<String> {
    let mut text = String::new();
    for (path, expected) in expected {
        let found = &found[path];
        if expected == found {
            continue;
        }
        match found {
            None => text.push_str(&format!("{path} is expected, and there is none\n")),
            Some(found) => {
                let expected = String::from_utf8_lossy(expected.as_deref().unwrap_or_default()).into_owned();
                let found = String::from_utf8_lossy(found);
                let diff = TextDiff::from_lines(expected.as_str(), &found);
                text.push_str(
                    &diff
                        .unified_diff()
                        .header(&format!("expected {path}"), &format!("found {path}"))
                        .to_string(),
                );
            }
        }
    }
    (!text.is_empty()).then_some(text)
}

fn write(case: &Case, found: &BTreeMap<String, Option<Vec<u8>>>) {
    for (path, bytes) in found {
        let path = case.folder.join(path);
        match bytes {
            Some(bytes) => std::fs::write(path, bytes).unwrap(),
            None => std::fs::remove_file(path).unwrap(),
        }
    }
}

#[test]
fn every_code_has_a_case_that_shows_it() {
    let errors = project::cases_folder().join("errors");
    let folders: BTreeSet<String> = std::fs::read_dir(&errors)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    let codes: BTreeSet<String> = Code::ALL.iter().map(|code| code.name().to_owned()).collect();
    let missing: Vec<_> = codes.difference(&folders).collect();
    let strange: Vec<_> = folders.difference(&codes).collect();
    let silent: Vec<_> = Code::ALL
        .iter()
        .filter(|code| {
            let printed =
                std::fs::read_to_string(errors.join(code.name()).join(DIAGNOSTICS)).unwrap_or_default();
            !printed.contains(&format!("{}[{}]", code.severity().word(), code.name()))
        })
        .map(|code| code.name())
        .filter(|code| folders.contains(*code))
        .collect();
    assert!(missing.is_empty(), "codes without a case in tests/cases/errors: {missing:?}");
    assert!(strange.is_empty(), "cases in tests/cases/errors that no code has: {strange:?}");
    assert!(silent.is_empty(), "cases that do not show their code: {silent:?}");
}

#[test]
fn the_report_of_a_good_build_is_cut_off() {
    assert_eq!(stable("warning\nBuilt 3 pages\n"), "warning\n");
    assert_eq!(stable("Built 3 pages\n"), "");
    assert_eq!(stable("error\n"), "error\n");
}
