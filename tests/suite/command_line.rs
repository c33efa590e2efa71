//! The command line: exit codes, what is printed where, and what a build does to the output folder.

use std::collections::BTreeMap;

use crate::project::{self, Project, Run};

/// A project with a warning and without an error.
fn warned() -> Project {
    let project = Project::empty();
    project.write("counterpoint.toml", "format = 1\ntitle = \"A or B\"\n");
    project.write("content/index.md", "---\ntitle: Home\n---\n\nSome <b>bold</b> text.\n");
    project
}

fn broken() -> Project {
    let project = warned();
    project.write("content/index.md", "---\ntitle: Home\n---\n\n[[nobody]]\n");
    project
}

fn codes(project: &Project, runs: &[(&[&str], i32)]) {
    for (arguments, code) in runs {
        let run = project.run(arguments);
        assert_eq!(run.code, *code, "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn the_exit_code_tells_clean_from_mistakes_from_cannot_run() {
    codes(
        &warned(),
        &[(&["build"], 0), (&["check"], 0), (&["build", "--strict"], 1), (&["check", "--strict"], 1)],
    );
    codes(&broken(), &[(&["build"], 1), (&["check"], 1), (&["export", "json"], 1)]);
    let absent: &[&[&str]] = &[
        &["build", "--no-such-flag"],
        &["no-such-command"],
        &[],
        &["build", "--root", "no-such-folder"],
        &["build", "--config", "no-such.toml"],
        &["build", "--today", "soon"],
        &["build", "--base-url", "javascript:x"],
        &["check", "--output-dir", "x"],
    ];
    for arguments in absent {
        let run = warned().run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}: {}", run.stderr);
        assert!(!run.stderr.is_empty(), "{arguments:?}");
    }
    codes(&warned(), &[(&["--help"], 0), (&["--version"], 0), (&["build", "--help"], 0)]);
}

#[test]
fn notes_never_fail_a_build() {
    let project = warned();
    project.write("content/index.md", "---\ntitle: Home\n---\n");
    project.write("content/alone.md", "---\ntitle: Alone\n---\n");
    codes(&project, &[(&["build", "--strict"], 0), (&["check", "--strict"], 0)]);
}

#[test]
fn without_a_project_nothing_runs() {
    let run = Project::empty().run(&["build"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("no counterpoint.toml in "), "{}", run.stderr);
}

#[test]
fn a_day_that_the_environment_does_not_mean_is_refused() {
    let project = warned();
    let run = project::run(
        project::binary().arg("build").env("SOURCE_DATE_EPOCH", "yesterday").current_dir(project.root()),
    );
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("SOURCE_DATE_EPOCH is `yesterday`"), "{}", run.stderr);
}

#[test]
fn the_project_is_found_from_below() {
    let project = warned();
    project.write("content/topics/.keep", "");
    let below = project.root().join("content/topics");
    let run = project::run(project::binary().arg("build").current_dir(below));
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("--> content/index.md:5:6"), "{}", run.stderr);
    assert!(project.root().join("site/index.html").is_file());
    assert!(!project.root().join("content/topics/site").exists());
}

#[test]
fn each_format_says_the_same() {
    let project = broken();
    let Run { stderr, .. } = project.run(&["build", "--message-format", "short"]);
    let first = stderr.lines().next().unwrap();
    assert_eq!(
        first,
        "content/index.md:5:1: error[broken-link]: nothing is called `nobody` \
         (a wikilink names a note by its file name, title or alias)"
    );
    let Run { stderr, stdout, .. } = project.run(&["check", "--message-format", "json"]);
    assert_eq!(stdout, "");
    let found: Vec<serde_json::Value> =
        stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let broken: Vec<_> = found.iter().filter(|found| found["severity"] == "error").collect();
    assert_eq!(broken.len(), 1);
    assert_eq!(broken[0]["code"], "broken-link");
    assert_eq!((&broken[0]["line"], &broken[0]["column"]), (&5.into(), &1.into()));
    assert_eq!((&broken[0]["end_line"], &broken[0]["end_column"]), (&5.into(), &11.into()));
}

#[test]
fn quiet_keeps_to_errors() {
    assert_eq!(warned().run(&["build", "--quiet"]).stderr, "");
    let run = broken().run(&["build", "--quiet"]);
    assert!(run.stderr.starts_with("error[broken-link]"), "{}", run.stderr);
    let run = warned().run(&["build", "--quiet", "--strict"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("warning[raw-html]"), "why it failed is said: {}", run.stderr);
}

#[test]
fn colour_is_for_those_who_ask() {
    let project = broken();
    assert!(!project.run(&["build"]).stderr.contains('\u{1b}'), "no terminal, no colour");
    assert!(project.run(&["build", "--color", "always"]).stderr.contains('\u{1b}'));
    assert!(!project.run(&["build", "--color", "never"]).stderr.contains('\u{1b}'));
}

#[test]
fn a_failed_build_leaves_the_site_as_it_was() {
    let project = Project::of_case("everything");
    let site = project.build(&["build"], "site");
    let times = |project: &Project| -> BTreeMap<_, _> {
        let modified =
            |name: &String| std::fs::metadata(project.root().join("site").join(name)).unwrap().modified();
        project::files(&project.root().join("site"))
            .keys()
            .map(|name| (name.clone(), modified(name).unwrap()))
            .collect()
    };
    let before = times(&project);
    project.write("content/index.md", "---\ntitle: Changed\n---\n\n[[nobody]]\n");
    assert_eq!(project.run(&["build"]).code, 1);
    project.write("content/index.md", "---\ntitle: Changed\n---\n\n<b>bold</b>\n");
    assert_eq!(project.run(&["build", "--strict"]).code, 1);
    project.write("counterpoint.toml", "format = ");
    assert_eq!(project.run(&["build"]).code, 1);
    assert_eq!(project::files(&project.root().join("site")), site);
    assert_eq!(times(&project), before);
}

#[test]
fn what_no_page_needs_any_more_is_removed() {
    let project = warned();
    project.write("content/gone.md", "---\ntitle: Gone\n---\n");
    assert!(project.build(&["build"], "site").contains_key("gone.html"));
    std::fs::remove_file(project.root().join("content/gone.md")).unwrap();
    let run = project.run(&["build"]);
    assert!(run.stderr.contains("removed"), "{}", run.stderr);
    assert!(!project.root().join("site/gone.html").exists());
    project.build(&["build"], "site");
    let run = project.run(&["build"]);
    assert!(!run.stderr.contains(" written") && run.stderr.contains(" unchanged"), "{}", run.stderr);
}

#[test]
fn a_folder_of_somebody_else_is_refused_unless_forced() {
    let project = warned();
    project.write("site/thesis.txt", "years of work");
    let run = project.run(&["build"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(!project.root().join("site/index.html").exists());
    let site = project.build(&["build", "--force"], "site");
    assert_eq!(site["thesis.txt"], b"years of work");
    assert!(site.contains_key("index.html"));
    assert_eq!(project.run(&["build", "--output-dir", "."]).code, 2, "the project itself");
    assert_eq!(project.run(&["build", "--output-dir", "content", "--force"]).code, 2, "the notes");
    assert_eq!(project.run(&["build", "--output-dir", "content/site", "--force"]).code, 2, "among the notes");
}

#[test]
fn clean_removes_what_a_build_made_and_nothing_else() {
    let project = warned();
    assert_eq!(project.run(&["clean"]).code, 0, "nothing to do is no mistake");
    project.build(&["build"], "site");
    project.write("site/mine.txt", "kept");
    assert_eq!(project.run(&["clean"]).code, 0);
    let left: Vec<String> = project::files(&project.root().join("site")).into_keys().collect();
    assert_eq!(left, ["mine.txt"]);
    let other = warned();
    other.write("site/mine.txt", "kept");
    assert_eq!(other.run(&["clean"]).code, 2, "no build made this");
    assert!(other.root().join("site/mine.txt").is_file());
}

#[test]
fn drafts_are_kept_for_those_who_ask() {
    let project = Project::of_case("everything");
    let without = project.build(&["build"], "site");
    let with = project.build(&["build", "--drafts"], "site");
    assert!(!without.contains_key("topics/unfinished.html"));
    assert!(with.contains_key("topics/unfinished.html"));
    let mentions = |site: &BTreeMap<String, Vec<u8>>| {
        site.values().filter(|bytes| String::from_utf8_lossy(bytes).contains("nfinished")).count()
    };
    assert_eq!(mentions(&without), 0, "nothing speaks of a draft that is left out");
    assert!(mentions(&with) > 1);
}

#[test]
fn export_prints_what_the_site_holds() {
    let project = Project::of_case("everything");
    let site = project.build(&["build"], "site");
    let run = project.run(&["export", "json"]);
    assert_eq!((run.code, run.stdout.as_bytes()), (0, site["data/knowledge.json"].as_slice()));
    assert_eq!(project.run(&["export", "json", "--output", "out.json"]).stdout, "");
    assert_eq!(std::fs::read(project.root().join("out.json")).unwrap(), site["data/knowledge.json"]);
}
