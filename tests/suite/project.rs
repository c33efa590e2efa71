//! A project in a temporary folder, and the binary run in it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;
use walkdir::WalkDir;

/// A project that a test may change as it likes.
pub(crate) struct Project {
    folder: TempDir,
}

/// What a run of the binary gave.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// The exit code.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
}

impl Project {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::Builder::new().prefix("counterpoint-").tempdir().unwrap() }
    }

    /// A copy of a folder of `tests/cases/`.
    pub(crate) fn of_case(name: &str) -> Self {
        let project = Self::empty();
        copy(&cases_folder().join(name).join("in"), project.root());
        project
    }

    /// A copy of a folder of `tests/fixtures/`.
    pub(crate) fn of_fixture(name: &str) -> Self {
        let project = Self::empty();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name), project.root());
        project
    }

    /// The folder that holds the configuration.
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file, by its path from the root.
    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// Runs the binary in the root.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        run(binary().args(arguments).current_dir(self.root()))
    }

    /// Runs a command that must succeed, and gives the files of a folder of the project.
    pub(crate) fn build(&self, arguments: &[&str], folder: &str) -> BTreeMap<String, Vec<u8>> {
        let run = self.run(arguments);
        assert_eq!(run.code, 0, "{}", run.stderr);
        files(&self.root().join(folder))
    }
}

/// The binary, in an environment that says nothing.
pub(crate) fn binary() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_counterpoint"));
    for name in ["SOURCE_DATE_EPOCH", "NO_COLOR", "CLICOLOR_FORCE", "RUST_LOG"] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Every file below a folder by its path from there, `/` between its parts.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in WalkDir::new(folder).into_iter().map(Result::unwrap) {
        if entry.file_type().is_file() {
            files.insert(name(folder, entry.path()), std::fs::read(entry.path()).unwrap());
        }
    }
    files
}

/// A path from a folder, `/` between its parts.
pub(crate) fn name(folder: &Path, path: &Path) -> String {
    let parts = path.strip_prefix(folder).unwrap().components();
    parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Where the cases are.
pub(crate) fn cases_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

/// Copies a folder; symbolic links stay links.
fn copy(from: &Path, to: &Path) {
    for entry in WalkDir::new(from).min_depth(1).into_iter().map(Result::unwrap) {
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(target).unwrap();
        } else if entry.file_type().is_symlink() {
            link(&std::fs::read_link(entry.path()).unwrap(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[cfg(unix)]
fn link(original: &Path, link: &Path) {
    std::os::unix::fs::symlink(original, link).unwrap();
}

#[cfg(not(unix))]
fn link(_: &Path, link: &Path) {
    panic!("{} is a symbolic link, which this system does not make", link.display());
}
