//! Same content, same binary, same bytes; whatever the machine.

use std::collections::BTreeMap;
use std::process::Command;

use crate::project::{self, Project};

type Site = BTreeMap<String, Vec<u8>>;

/// Builds the case that has everything, the command changed first.
fn site(change: impl FnOnce(&mut Command)) -> Site {
    let project = Project::of_case("everything");
    let mut command = project::binary();
    command.arg("build").current_dir(project.root());
    change(&mut command);
    let run = project::run(&mut command);
    assert_eq!(run.code, 0, "{}", run.stderr);
    project::files(&project.root().join("site"))
}

fn assert_same(first: &Site, second: &Site, what: &str) {
    let differing: Vec<&String> =
        first.keys().chain(second.keys()).filter(|path| first.get(*path) != second.get(*path)).collect();
    assert!(differing.is_empty(), "{what}: {differing:?}");
}

#[test]
fn neither_cores_nor_locale_nor_zone_nor_hour_change_a_byte() {
    let plain = site(|_| {});
    assert!(plain.len() > 40);
    for threads in ["1", "4"] {
        let other = site(|command| _ = command.env("RAYON_NUM_THREADS", threads));
        assert_same(&plain, &other, &format!("{threads} threads"));
    }
    for (name, value) in [("LANG", "tr_TR.UTF-8"), ("LC_ALL", "de_DE.UTF-8"), ("TZ", "Pacific/Kiritimati")] {
        assert_same(&plain, &site(|command| _ = command.env(name, value)), name);
    }
}

#[test]
fn the_day_comes_from_outside() {
    let pinned = site(|_| {});
    let day = site(|command| _ = command.args(["--today", "2026-03-01"]));
    let epoch = site(|command| _ = command.env("SOURCE_DATE_EPOCH", "1772323200"));
    assert_same(&day, &epoch, "2026-03-01 and its seconds");
    assert_ne!(pinned["sources/incora.html"], day["sources/incora.html"], "the source has become old");
}

#[test]
fn the_order_in_which_files_came_to_be_does_not_count() {
    let plain = site(|_| {});
    let original = Project::of_case("everything");
    let reversed = Project::empty();
    for (path, bytes) in project::files(original.root()).iter().rev() {
        reversed.write(path, bytes);
    }
    assert_same(&plain, &reversed.build(&["build"], "site"), "files in reverse");
}

#[test]
fn neither_the_current_folder_nor_the_output_folder_counts() {
    let plain = site(|_| {});
    let project = Project::of_case("everything");
    let elsewhere = Project::empty();
    let root = project.root().to_str().unwrap();
    assert_same(
        &plain,
        &elsewhere.build(&["build", "--root", root, "--output-dir", "here"], "here"),
        "elsewhere",
    );
    let config = project.root().join("counterpoint.toml");
    let arguments = ["build", "--config", config.to_str().unwrap(), "-o", "a/b/c"];
    assert_same(&plain, &elsewhere.build(&arguments, "a/b/c"), "by configuration");
}

#[test]
fn a_build_over_an_older_site_equals_a_fresh_one() {
    let project = Project::of_case("everything");
    project.build(&["build", "--drafts"], "site");
    let again = project.build(&["build"], "site");
    assert_same(&site(|_| {}), &again, "after one with drafts");
}

#[test]
fn no_file_tells_where_it_was_made() {
    let project = Project::of_case("everything");
    let root = project.root().to_str().unwrap().to_owned();
    for (path, bytes) in project.build(&["build"], "site") {
        assert!(!String::from_utf8_lossy(&bytes).contains(&root), "{path}");
    }
}
