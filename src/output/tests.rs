//! Every promise about the output folder, on real folders.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use super::*;
use crate::bundle::{BundleFile, Content};

const HEADER: &str = "counterpoint manifest 1: what the last build made, one address a line\n";

fn bundle(files: &[(&str, &str)]) -> Bundle {
    let file = |(path, text): &(&str, &str)| {
        let content = Content::text((*text).to_owned());
        (SitePath::new(path).unwrap(), BundleFile { content, owner: None })
    };
    Bundle { files: files.iter().map(file).collect() }
}

fn paths(names: &[&str]) -> BTreeSet<SitePath> {
    names.iter().map(|name| SitePath::new(name).unwrap()).collect()
}

/// Every plain file below a folder with its text, and every symlink with its target.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.unwrap();
        let name = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        if entry.file_type().is_file() {
            found.insert(name, fs::read_to_string(entry.path()).unwrap());
        } else if entry.path_is_symlink() {
            found.insert(name, format!("-> {}", fs::read_link(entry.path()).unwrap().display()));
        } else if fs::read_dir(entry.path()).unwrap().next().is_none() {
            found.insert(format!("{name}/"), String::new());
        }
    }
    found
}

fn expected(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

struct Site {
    folder: TempDir,
}

impl Site {
    fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn build(&self, files: &[(&str, &str)]) -> Result<WriteReport, OutputError> {
        write(&bundle(files), &self.root(), &WriteSettings::default())
    }

    fn force(&self, files: &[(&str, &str)]) -> Result<WriteReport, OutputError> {
        write(&bundle(files), &self.root(), &WriteSettings { force: true, ..WriteSettings::default() })
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn tree(&self) -> BTreeMap<String, String> {
        tree(&self.root())
    }
}

#[test]
fn a_build_makes_the_folder_and_lists_what_it_made() {
    let site = Site::new();
    let report = site.build(&[("topics/a.html", "A"), ("index.html", "home")]).unwrap();
    assert_eq!(report, WriteReport { written: 2, unchanged: 0, removed: 0, bytes: 5 });
    let manifest = format!("{HEADER}index.html\ntopics/a.html\n");
    let files =
        [("index.html", "home"), ("topics/a.html", "A"), (".counterpoint-manifest", manifest.as_str())];
    assert_eq!(site.tree(), expected(&files));
}

#[test]
fn files_with_the_same_bytes_keep_their_time() {
    let site = Site::new();
    site.build(&[("index.html", "home"), ("a.html", "A")]).unwrap();
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let names = ["index.html", "a.html", ".counterpoint-manifest"];
    for name in names {
        let file = fs::File::options().append(true).open(site.root().join(name)).unwrap();
        file.set_modified(long_ago).unwrap();
    }
    let time = |name: &str| fs::metadata(site.root().join(name)).unwrap().modified().unwrap();

    let report = site.build(&[("index.html", "home"), ("a.html", "A")]).unwrap();
    assert_eq!(report, WriteReport { written: 0, unchanged: 2, removed: 0, bytes: 0 });
    assert!(names.iter().all(|name| time(name) == long_ago));

    let report = site.build(&[("index.html", "home"), ("a.html", "B")]).unwrap();
    assert_eq!(report, WriteReport { written: 1, unchanged: 1, removed: 0, bytes: 1 });
    assert_eq!(time("index.html"), long_ago);
    assert_ne!(time("a.html"), long_ago);
}

#[test]
fn files_no_longer_made_go_with_the_folders_they_leave_empty() {
    let site = Site::new();
    site.build(&[("index.html", "1"), ("a/b/c.html", "2"), ("a/d.html", "3"), ("e/f.html", "4")]).unwrap();
    site.put("e/mine.txt", "mine");
    let report = site.build(&[("index.html", "1")]).unwrap();
    assert_eq!(report.removed, 3);
    let manifest = format!("{HEADER}index.html\n");
    let files = [("index.html", "1"), ("e/mine.txt", "mine"), (".counterpoint-manifest", &manifest)];
    assert_eq!(site.tree(), expected(&files));
}

#[test]
fn a_folder_of_somebody_else_is_refused_unless_forced() {
    let site = Site::new();
    site.put("thesis.txt", "years of work");
    site.put("index.html", "theirs");
    let before = site.tree();
    let error = site.build(&[("index.html", "ours")]).unwrap_err();
    assert!(matches!(&error, OutputError::NotOurs(folder) if *folder == site.root()));
    assert!(error.to_string().contains("--force"), "{error}");
    assert_eq!(site.tree(), before);

    site.force(&[("index.html", "ours")]).unwrap();
    assert_eq!(site.tree()["index.html"], "ours");
    assert_eq!(site.tree()["thesis.txt"], "years of work");
    site.build(&[("other.html", "ours")]).unwrap();
    assert_eq!(site.tree()["thesis.txt"], "years of work", "never listed, never removed");
}

#[test]
fn a_foreign_file_at_an_address_of_the_site_stops_the_build_before_it_writes() {
    let site = Site::new();
    site.build(&[("a.html", "1")]).unwrap();
    site.put("z.html", "theirs");
    let before = site.tree();
    let error = site.build(&[("a.html", "2"), ("z.html", "ours")]).unwrap_err();
    assert!(matches!(&error, OutputError::Foreign(path) if *path == site.root().join("z.html")));
    assert_eq!(site.tree(), before);
    assert_eq!(site.force(&[("a.html", "2"), ("z.html", "ours")]).unwrap().written, 2);
    assert_eq!(site.tree()["z.html"], "ours");
}

#[test]
fn a_foreign_file_with_the_right_bytes_is_adopted() {
    let site = Site::new();
    site.build(&[("a.html", "1")]).unwrap();
    site.put("b.html", "2");
    let report = site.build(&[("a.html", "1"), ("b.html", "2")]).unwrap();
    assert_eq!(report, WriteReport { written: 0, unchanged: 2, removed: 0, bytes: 0 });
    site.build(&[("a.html", "1")]).unwrap();
    assert!(!site.root().join("b.html").exists());
}

#[test]
fn a_file_makes_way_for_a_folder_and_a_folder_for_a_file() {
    let site = Site::new();
    site.build(&[("a", "file"), ("b/c/d.html", "deep"), ("b/e.html", "flat")]).unwrap();
    fs::create_dir_all(site.root().join("b/empty/er")).unwrap();
    let report = site.build(&[("a/x.html", "in a"), ("b", "now a file")]).unwrap();
    assert_eq!(report, WriteReport { written: 2, unchanged: 0, removed: 3, bytes: 14 });
    let manifest = format!("{HEADER}a/x.html\nb\n");
    let files = [("a/x.html", "in a"), ("b", "now a file"), (".counterpoint-manifest", &manifest)];
    assert_eq!(site.tree(), expected(&files));
}

#[test]
fn a_folder_with_foreign_files_makes_way_for_nothing() {
    let site = Site::new();
    site.build(&[("b/c.html", "ours")]).unwrap();
    site.put("b/mine.txt", "mine");
    let before = site.tree();
    for result in [site.build(&[("b", "file")]), site.force(&[("b", "file")])] {
        let error = result.unwrap_err();
        assert!(matches!(&error, OutputError::FolderInTheWay(path) if *path == site.root().join("b")));
    }
    assert_eq!(site.tree(), before);
}

#[test]
fn a_foreign_file_where_a_folder_must_be_is_replaced_only_by_force() {
    let site = Site::new();
    site.build(&[("index.html", "1")]).unwrap();
    site.put("topics", "mine");
    let wanted = [("index.html", "1"), ("topics/a.html", "A")];
    let error = site.build(&wanted).unwrap_err();
    assert!(matches!(&error, OutputError::Foreign(path) if *path == site.root().join("topics")));
    assert_eq!(site.force(&wanted).unwrap().removed, 1);
    assert_eq!(site.tree()["topics/a.html"], "A");
}

#[cfg(unix)]
#[test]
fn symlinks_are_never_followed_out_of_the_folder() {
    let site = Site::new();
    let outside = site.folder.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("a.html"), "precious").unwrap();
    fs::write(outside.join("target.html"), "precious").unwrap();
    site.build(&[("index.html", "1"), ("topics/a.html", "A"), ("page.html", "P")]).unwrap();
    fs::remove_dir_all(site.root().join("topics")).unwrap();
    fs::remove_file(site.root().join("page.html")).unwrap();
    std::os::unix::fs::symlink(&outside, site.root().join("topics")).unwrap();
    std::os::unix::fs::symlink(outside.join("target.html"), site.root().join("page.html")).unwrap();
    let precious = expected(&[("a.html", "precious"), ("target.html", "precious")]);

    // Neither writing through a link …
    let wanted = [("index.html", "1"), ("topics/a.html", "B"), ("page.html", "Q")];
    assert!(matches!(site.build(&wanted), Err(OutputError::Foreign(_))));
    assert_eq!(tree(&outside), precious);
    // … nor removing through one …
    assert_eq!(site.build(&[("index.html", "1")]).unwrap().removed, 0);
    assert_eq!(tree(&outside), precious);
    assert!(site.root().join("page.html").is_symlink(), "not made by a build, so it stays");
    // … nor by force, which replaces the links themselves.
    site.force(&wanted).unwrap();
    assert_eq!(tree(&outside), precious);
    assert!(!site.root().join("topics").is_symlink());
    assert_eq!(site.tree()["topics/a.html"], "B");
    assert_eq!(site.tree()["page.html"], "Q");
}

#[cfg(unix)]
#[test]
fn a_symlinked_manifest_is_no_manifest() {
    let site = Site::new();
    site.put("a.html", "theirs");
    let elsewhere = site.folder.path().join("elsewhere");
    fs::write(&elsewhere, format!("{HEADER}a.html\n")).unwrap();
    std::os::unix::fs::symlink(&elsewhere, site.root().join(".counterpoint-manifest")).unwrap();
    assert!(matches!(site.build(&[]), Err(OutputError::NotOurs(_))));
}

#[test]
fn lines_of_the_manifest_that_leave_the_folder_are_ignored() {
    let site = Site::new();
    let outside = site.folder.path().join("precious.txt");
    fs::write(&outside, "precious").unwrap();
    site.build(&[("old.html", "1")]).unwrap();
    let lines = format!(
        "{HEADER}../precious.txt\n{}\n%2e%2e/precious.txt\n/etc/hostname\n\nold.html\n<<<<<<< HEAD\n\
         .counterpoint-manifest\n",
        outside.display()
    );
    site.put(".counterpoint-manifest", &lines);
    assert_eq!(site.build(&[("new.html", "2")]).unwrap().removed, 1);
    assert_eq!(fs::read_to_string(outside).unwrap(), "precious");
    assert_eq!(site.tree()[".counterpoint-manifest"], format!("{HEADER}new.html\n"));
}

#[test]
fn a_manifest_of_another_format_is_not_trusted() {
    let site = Site::new();
    site.put(".counterpoint-manifest", "counterpoint manifest 2\nindex.html\n");
    assert!(matches!(site.build(&[("a.html", "1")]), Err(OutputError::NotOurs(_))));
    assert!(matches!(clean(&site.root()), Err(OutputError::NoManifest(_))));
}

#[test]
fn odd_names_survive_the_manifest() {
    let site = Site::new();
    site.build(&[("50% of\nall.png", "1"), ("schön.png", "2")]).unwrap();
    let manifest = format!("{HEADER}50%25 of%0Aall.png\nsch%C3%B6n.png\n");
    assert_eq!(site.tree()[".counterpoint-manifest"], manifest);
    assert_eq!(site.build(&[]).unwrap().removed, 2);
    assert_eq!(site.tree(), expected(&[(".counterpoint-manifest", HEADER)]));
}

#[test]
fn a_build_killed_half_way_loses_track_of_nothing() {
    let site = Site::new();
    site.build(&[("a.html", "1"), ("b.html", "1")]).unwrap();
    let next = bundle(&[("a.html", "2"), ("c/new.html", "2"), ("d.html", "2")]);
    let old = paths(&["a.html", "b.html"]);
    let root = site.root();
    let plan = Plan::new(&next, &root, &old, false).unwrap();
    assert_eq!((plan.writes.len(), plan.unchanged), (3, 0));
    assert_eq!((plan.obstacles.clone(), plan.stale.clone()), (paths(&[]), paths(&["b.html"])));

    // Killed while staging: the site is what it was.
    let mut stage = Stage::new(&root).unwrap();
    stage.fill(&plan.writes).unwrap();
    let left_over = stage.abandon();
    assert!(left_over.exists());
    let mut files = site.tree();
    files.retain(|name, _| !name.starts_with(".counterpoint-stage"));
    let manifest = format!("{HEADER}a.html\nb.html\n");
    assert_eq!(files, expected(&[("a.html", "1"), ("b.html", "1"), (".counterpoint-manifest", &manifest)]));

    // Killed after two of three files are in place: whole files only, all of them listed.
    let mut stage = Stage::new(&root).unwrap();
    stage.fill(&plan.writes[..2]).unwrap();
    stage.record(&Manifest { files: paths(&["a.html", "b.html", "c/new.html", "d.html"]) }).unwrap();
    stage.commit().unwrap();
    stage.abandon();
    let mut files = site.tree();
    files.retain(|name, _| !name.starts_with(".counterpoint-stage"));
    let manifest = format!("{HEADER}a.html\nb.html\nc/new.html\nd.html\n");
    let half = [("a.html", "2"), ("b.html", "1"), ("c/new.html", "2"), (".counterpoint-manifest", &manifest)];
    assert_eq!(files, expected(&half));

    // The next build, of yet other files, knows what to remove, left-over stages included.
    assert_eq!(site.build(&[("b.html", "1")]).unwrap().removed, 2);
    let manifest = format!("{HEADER}b.html\n");
    assert_eq!(site.tree(), expected(&[("b.html", "1"), (".counterpoint-manifest", &manifest)]));
}

#[test]
fn a_first_build_killed_while_staging_leaves_an_empty_folder() {
    let site = Site::new();
    fs::create_dir(site.root()).unwrap();
    Stage::new(&site.root()).unwrap().abandon();
    assert_eq!(site.build(&[("a.html", "1")]).unwrap().written, 1);
}

#[test]
fn the_stage_of_a_running_build_is_left_alone() {
    let site = Site::new();
    site.build(&[("a.html", "1")]).unwrap();
    let files = bundle(&[("b.html", "2")]);
    let plan = Plan::new(&files, &site.folder.path().join("site"), &paths(&["a.html"]), false).unwrap();
    let mut other = Stage::new(&site.root()).unwrap();
    other.fill(&plan.writes).unwrap();
    site.build(&[("a.html", "3")]).unwrap();
    assert_eq!(other.commit().unwrap(), stage::Committed { files: 1, bytes: 1 });
    assert_eq!(site.tree()["b.html"], "2");
}

#[test]
fn images_are_copied_and_an_unreadable_one_leaves_the_site_alone() {
    let site = Site::new();
    let image = site.folder.path().join("image.png");
    let mut files = bundle(&[("index.html", "1")]);
    let copy = BundleFile { content: Content::Copy(image.clone()), owner: None };
    files.files.insert(SitePath::new("assets/image.png").unwrap(), copy);
    let build = |files: &Bundle| write(files, &site.root(), &WriteSettings::default());

    fs::write(&image, "pixels").unwrap();
    assert_eq!(build(&files).unwrap(), WriteReport { written: 2, unchanged: 0, removed: 0, bytes: 7 });
    assert_eq!(build(&files).unwrap().unchanged, 2);
    fs::write(&image, "PIXELS").unwrap();
    assert_eq!(build(&files).unwrap(), WriteReport { written: 1, unchanged: 1, removed: 0, bytes: 6 });
    assert_eq!(site.tree()["assets/image.png"], "PIXELS");

    fs::remove_file(&image).unwrap();
    files.files.extend(bundle(&[("index.html", "2")]).files);
    let before = site.tree();
    let error = build(&files).unwrap_err();
    let words = format!("cannot read {}: No such file or directory", image.display());
    assert_eq!(error.to_string(), words);
    assert_eq!(site.tree(), before);
}

#[test]
fn a_name_that_changes_in_case_only_is_written_after_the_old_one_is_gone() {
    let site = Site::new();
    site.build(&[("Diagram.png", "1")]).unwrap();
    let root = site.root();
    let files = bundle(&[("diagram.png", "1")]);
    let plan = Plan::new(&files, &root, &paths(&["Diagram.png"]), false).unwrap();
    assert_eq!(plan.obstacles, paths(&["Diagram.png"]));
    assert_eq!(site.build(&[("diagram.png", "1")]).unwrap().written, 1);
    let manifest = format!("{HEADER}diagram.png\n");
    assert_eq!(site.tree(), expected(&[("diagram.png", "1"), (".counterpoint-manifest", &manifest)]));
}

#[test]
fn impossible_addresses_are_refused() {
    let site = Site::new();
    let error = site.build(&[("a", "1"), ("a-b", "2"), ("a/b/c.html", "3")]).unwrap_err();
    let names = "`a` cannot be a file of the site, because `a/b/c.html` needs it as a folder";
    assert_eq!(error.to_string(), names);
    for name in [".counterpoint-manifest", ".counterpoint-stage-x/a"] {
        assert!(matches!(site.build(&[(name, "1")]), Err(OutputError::Reserved(_))));
    }
}

#[test]
fn the_project_and_what_it_reads_are_no_output_folders() {
    let folder = TempDir::new().unwrap();
    let root = folder.path().join("project");
    for name in ["content/topics", "themes"] {
        fs::create_dir_all(root.join(name)).unwrap();
    }
    fs::write(root.join("file"), "").unwrap();
    let settings = WriteSettings {
        force: true,
        forbidden: vec![root.clone()],
        inputs: vec![root.join("content"), root.join("themes"), root.join("not-there-yet")],
    };
    let refused = |path: PathBuf| {
        let result = write(&bundle(&[("a.html", "1")]), &path, &settings);
        matches!(result, Err(OutputError::Forbidden { .. }))
    };
    for bad in ["", ".", "..", "content", "content/topics", "content/new", "themes/x/..", "not-there-yet"] {
        assert!(refused(root.join(bad)), "{bad}");
    }
    assert!(refused(folder.path().to_owned()));
    assert!(refused(root.join("nothing/../content")));
    assert!(refused(PathBuf::from("/")));
    let file = write(&bundle(&[]), &root.join("file"), &settings);
    assert!(matches!(file, Err(OutputError::NotAFolder(_))));
    let below = write(&bundle(&[]), &root.join("file/site"), &settings);
    assert!(matches!(below, Err(OutputError::NotAFolder(_))));
    assert!(write(&bundle(&[("a.html", "1")]), &root.join("contents"), &settings).is_ok());
    assert!(write(&bundle(&[("a.html", "1")]), &root.join("site/deep"), &settings).is_ok());
}

#[cfg(unix)]
#[test]
fn a_symlink_does_not_hide_a_forbidden_folder() {
    let folder = TempDir::new().unwrap();
    let content = folder.path().join("content");
    fs::create_dir(&content).unwrap();
    std::os::unix::fs::symlink(&content, folder.path().join("site")).unwrap();
    let settings = WriteSettings { inputs: vec![content], ..WriteSettings::default() };
    let result = write(&bundle(&[("a.html", "1")]), &folder.path().join("site"), &settings);
    assert!(matches!(result, Err(OutputError::Forbidden { .. })));
}

#[test]
fn cleaning_removes_what_was_made_and_nothing_else() {
    let site = Site::new();
    assert!(matches!(clean(&site.root()), Err(OutputError::NoManifest(_))));
    site.build(&[("index.html", "1"), ("topics/a.html", "2"), ("b/c.html", "3")]).unwrap();
    site.put("b/CNAME", "example.org");
    Stage::new(&site.root()).unwrap().abandon();
    assert_eq!(clean(&site.root()).unwrap(), CleanReport { removed: 3 });
    assert_eq!(site.tree(), expected(&[("b/CNAME", "example.org")]));
    let error = clean(&site.root()).unwrap_err();
    assert!(matches!(error, OutputError::NoManifest(_)), "{error}");
}
