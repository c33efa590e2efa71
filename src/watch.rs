//! Notices that files of the project changed.
//!
//! What the system reports differs between systems, editors and moments, so an event means only "look
//! again": whoever waits here reads the project anew and compares. Deletions, renames and atomic saves are
//! then all one case.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, MetadataKind, ModifyKind};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

/// A save or a checkout is a burst of events; it has ended when none has come for so long. Longer than
/// the steps of an editor's save lie apart, shorter than anybody notices.
const QUIET: Duration = Duration::from_millis(15);

/// A burst that does not end is reported after so long all the same.
const LONGEST: Duration = Duration::from_millis(100);

/// What to watch.
#[derive(Clone, Debug, Default)]
pub struct WatchSettings {
    /// Folders, with all that is in them. They may come and go.
    pub folders: Vec<PathBuf>,
    /// Single files, which may be replaced.
    pub files: Vec<PathBuf>,
    /// Folders in which nothing matters, such as the output folder.
    pub ignored: Vec<PathBuf>,
}

/// Why [`Watcher::wait`] returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Something may have changed: look again.
    Files,
    /// A [`Stopper`] was used.
    Stopped,
}

/// Why something cannot be watched.
#[derive(Debug)]
pub struct WatchError {
    path: Option<PathBuf>,
    cause: notify::Error,
}

impl fmt::Display for WatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.as_ref().or(self.cause.paths.first()) {
            Some(path) => write!(f, "cannot watch {}: ", path.display())?,
            None => f.write_str("cannot watch for changes: ")?,
        }
        match &self.cause.kind {
            ErrorKind::PathNotFound => f.write_str("it does not exist"),
            ErrorKind::MaxFilesWatch => f.write_str(
                "the system's limit of watched folders is reached (on Linux raise fs.inotify.max_user_watches)",
            ),
            ErrorKind::Io(cause) => write!(f, "{cause}"),
            ErrorKind::Generic(words) => f.write_str(words),
            ErrorKind::WatchNotFound | ErrorKind::InvalidConfig(_) => write!(f, "{}", self.cause),
        }
    }
}

impl std::error::Error for WatchError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.cause)
    }
}

/// Watches the files of a project until dropped.
#[derive(Debug)]
pub struct Watcher {
    system: RecommendedWatcher,
    scope: Arc<Scope>,
    messages: Receiver<Message>,
    sender: Sender<Message>,
    /// Reported one by one, after the change that they came with.
    troubles: Vec<WatchError>,
}

/// Ends the waiting of a [`Watcher`] from elsewhere.
#[derive(Clone, Debug)]
pub struct Stopper(Sender<Message>);

impl Stopper {
    /// Lets the next [`Watcher::wait`], or the present one, return [`Change::Stopped`].
    pub fn stop(&self) {
        // Nobody waits any more if this fails.
        let _ = self.0.send(Message::Stop);
    }
}

#[derive(Debug)]
enum Message {
    /// Something happened; with whether a watched folder itself came or went.
    Event {
        folders: bool,
    },
    Trouble(notify::Error),
    Stop,
}

impl Watcher {
    /// Starts watching. A folder that does not exist yet is noticed when it comes.
    ///
    /// # Errors
    ///
    /// Where the system cannot watch, or a folder that should hold a file or folder to watch is missing.
    pub fn new(settings: &WatchSettings) -> Result<Self, WatchError> {
        let scope = Arc::new(Scope::new(settings)?);
        let (sender, messages) = mpsc::channel();
        let system = notify::recommended_watcher({
            let (scope, sender) = (Arc::clone(&scope), sender.clone());
            move |event: notify::Result<Event>| {
                let message = match event {
                    Ok(event) if scope.concerns(&event) => {
                        Message::Event { folders: scope.concerns_folders(&event) }
                    }
                    Ok(_) => return,
                    Err(cause) => Message::Trouble(cause),
                };
                // Nobody waits any more if this fails.
                let _ = sender.send(message);
            }
        })
        .map_err(|cause| WatchError { path: None, cause })?;
        let mut watcher = Self { system, scope, messages, sender, troubles: Vec::new() };
        for parent in &watcher.scope.parents {
            let watched = watcher.system.watch(parent, RecursiveMode::NonRecursive);
            watched.map_err(|cause| WatchError { path: Some(parent.clone()), cause })?;
        }
        watcher.watch_folders();
        match watcher.troubles.pop() {
            Some(trouble) => Err(trouble),
            None => Ok(watcher),
        }
    }

    /// Something that can end the waiting from another thread.
    pub fn stopper(&self) -> Stopper {
        Stopper(self.sender.clone())
    }

    /// Waits for the next burst of changes and for its end. What changes after the return is reported by
    /// the next call, so nothing that happens while the caller looks is lost.
    ///
    /// # Errors
    ///
    /// Where something can no longer be watched; waiting may go on.
    pub fn wait(&mut self) -> Result<Change, WatchError> {
        if let Some(trouble) = self.troubles.pop() {
            return Err(trouble);
        }
        let mut folders = match self.messages.recv() {
            Ok(Message::Event { folders }) => folders,
            Ok(Message::Trouble(cause)) => return Err(WatchError { path: None, cause }),
            Ok(Message::Stop) | Err(_) => return Ok(Change::Stopped),
        };
        let start = Instant::now();
        loop {
            let left = LONGEST.saturating_sub(start.elapsed());
            match self.messages.recv_timeout(QUIET.min(left)) {
                Ok(Message::Event { folders: again }) => folders |= again,
                Ok(Message::Trouble(cause)) => self.troubles.push(WatchError { path: None, cause }),
                Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return Ok(Change::Stopped),
                Err(RecvTimeoutError::Timeout) => break,
            }
            if left.is_zero() {
                break;
            }
        }
        if folders {
            // Before the caller looks: what is made in a new folder until then is seen by looking.
            self.watch_folders();
        }
        Ok(Change::Files)
    }

    /// Watches the folders that exist. A folder that was deleted and made again is another one to the system.
    fn watch_folders(&mut self) {
        for folder in &self.scope.folders {
            // Unknown to the system where it is new; known under the same name where it was replaced.
            let _ = self.system.unwatch(folder);
            match self.system.watch(folder, RecursiveMode::Recursive) {
                Ok(()) => {}
                Err(cause) if is_missing(&cause) => {}
                Err(cause) => self.troubles.push(WatchError { path: Some(folder.clone()), cause }),
            }
        }
    }
}

fn is_missing(cause: &notify::Error) -> bool {
    match &cause.kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(cause) => cause.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

/// Which paths matter, under the names by which systems report them.
#[derive(Debug)]
struct Scope {
    folders: Vec<PathBuf>,
    /// The folders again, where they are symlinks: some systems report what a link leads to.
    targets: Vec<PathBuf>,
    files: Vec<PathBuf>,
    ignored: Vec<PathBuf>,
    /// The folders that hold the watched ones, which report their coming and going.
    parents: Vec<PathBuf>,
}

impl Scope {
    fn new(settings: &WatchSettings) -> Result<Self, WatchError> {
        let named = |paths: &[PathBuf]| paths.iter().map(|path| named(path)).collect::<Result<Vec<_>, _>>();
        let (folders, files) = (named(&settings.folders)?, named(&settings.files)?);
        let targets = folders.iter().filter_map(|folder| folder.canonicalize().ok()).collect();
        let ignored = settings.ignored.iter().filter_map(|path| self::named(path).ok()).collect();
        let parents = folders.iter().chain(&files).filter_map(|path| path.parent());
        // Watching one folder in both ways would make the system forget one of them.
        let mut parents: Vec<PathBuf> = parents
            .filter(|parent| !folders.iter().any(|folder| parent.starts_with(folder)))
            .map(Path::to_owned)
            .collect();
        parents.sort();
        parents.dedup();
        Ok(Self { folders, targets, files, ignored, parents })
    }

    fn concerns(&self, event: &Event) -> bool {
        let changes = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
            EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime)) => false,
            _ => true,
        };
        changes && (event.need_rescan() || event.paths.iter().any(|path| self.holds(path)))
    }

    fn holds(&self, path: &Path) -> bool {
        let below = |folders: &[PathBuf]| folders.iter().any(|folder| path.starts_with(folder));
        let watched = below(&self.folders) || below(&self.targets) || self.files.iter().any(|f| f == path);
        watched && !below(&self.ignored)
    }

    /// Whether a watched folder itself may have come or gone.
    fn concerns_folders(&self, event: &Event) -> bool {
        let moves = !matches!(
            event.kind,
            EventKind::Access(_) | EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_))
        );
        let is_folder = |path: &PathBuf| self.folders.contains(path) || self.targets.contains(path);
        event.need_rescan() || moves && event.paths.iter().any(is_folder)
    }
}

/// A path as the system names it, whether it exists or not; the folder that holds it must.
fn named(path: &Path) -> Result<PathBuf, WatchError> {
    let fail =
        |cause: std::io::Error| WatchError { path: Some(path.to_owned()), cause: notify::Error::io(cause) };
    let absolute = std::path::absolute(path).map_err(fail)?;
    match (absolute.parent(), absolute.file_name()) {
        (Some(parent), Some(name)) => Ok(parent.canonicalize().map_err(fail)?.join(name)),
        // The root of a file system, or a path that ends in `..`.
        _ => absolute.canonicalize().map_err(fail),
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "changes to real files are what is tested")]
mod tests {
    use std::fs;

    use notify::event::{CreateKind, DataChange, Flag, RemoveKind, RenameMode};
    use tempfile::TempDir;

    use super::*;

    /// Far longer than a change takes to be noticed; reached only by a failure.
    const LIMIT: Duration = Duration::from_secs(20);

    struct Project {
        folder: TempDir,
        changes: Receiver<Change>,
        stopper: Stopper,
    }

    impl Project {
        fn new() -> Self {
            let folder = TempDir::new().unwrap();
            fs::create_dir_all(folder.path().join("content/topics")).unwrap();
            fs::write(folder.path().join("counterpoint.toml"), "").unwrap();
            let settings = WatchSettings {
                folders: vec![folder.path().join("content"), folder.path().join("themes")],
                files: vec![folder.path().join("counterpoint.toml")],
                ignored: vec![folder.path().join("site")],
            };
            let mut watcher = Watcher::new(&settings).unwrap();
            let stopper = watcher.stopper();
            let (sender, changes) = mpsc::channel();
            std::thread::spawn(move || {
                while let Ok(change) = watcher.wait() {
                    let _ = sender.send(change);
                    if change == Change::Stopped {
                        break;
                    }
                }
            });
            Self { folder, changes, stopper }
        }

        fn path(&self, name: &str) -> PathBuf {
            self.folder.path().join(name)
        }

        /// Does something again and again and waits for a change each time: late reports of what went
        /// before can stand in for a few of them, never for all.
        fn notices(&self, mut act: impl FnMut(usize)) {
            for turn in 0..12 {
                act(turn);
                assert_eq!(self.changes.recv_timeout(LIMIT), Ok(Change::Files), "turn {turn}");
            }
        }

        fn notices_writes(&self, name: &str) {
            let path = self.path(name);
            self.notices(|turn| fs::write(&path, turn.to_string()).unwrap());
        }
    }

    impl Drop for Project {
        fn drop(&mut self) {
            self.stopper.stop();
        }
    }

    #[test]
    fn writes_and_atomic_saves_are_noticed() {
        let project = Project::new();
        project.notices_writes("content/topics/a.md");
        project.notices_writes("counterpoint.toml");
        for name in ["content/topics/a.md", "counterpoint.toml"] {
            project.notices(|turn| {
                fs::write(project.path("new"), turn.to_string()).unwrap();
                fs::rename(project.path("new"), project.path(name)).unwrap();
            });
        }
    }

    #[test]
    fn new_folders_are_watched_too() {
        let project = Project::new();
        fs::create_dir_all(project.path("content/new/deep")).unwrap();
        project.notices_writes("content/new/deep/a.md");
        fs::create_dir_all(project.path("elsewhere/inner")).unwrap();
        fs::rename(project.path("elsewhere"), project.path("content/moved")).unwrap();
        project.notices_writes("content/moved/inner/a.md");
        fs::create_dir_all(project.path("themes/mine/css")).unwrap();
        project.notices_writes("themes/mine/css/tokens.css");
    }

    #[test]
    fn folders_may_be_deleted_and_made_again() {
        let project = Project::new();
        for folder in ["content/topics", "content"] {
            for _ in 0..3 {
                fs::remove_dir_all(project.path(folder)).unwrap();
                fs::create_dir_all(project.path("content/topics")).unwrap();
                project.notices_writes("content/topics/a.md");
            }
        }
        fs::rename(project.path("content"), project.path("old")).unwrap();
        fs::create_dir_all(project.path("content/topics")).unwrap();
        project.notices_writes("content/topics/a.md");
        fs::remove_dir_all(project.path("content")).unwrap();
        fs::rename(project.path("old"), project.path("content")).unwrap();
        project.notices_writes("content/topics/a.md");
    }

    #[test]
    fn waiting_can_be_ended() {
        let project = Project::new();
        project.stopper.stop();
        assert_eq!(project.changes.recv_timeout(LIMIT), Ok(Change::Stopped));
    }

    #[test]
    fn a_project_that_is_not_there_is_an_error() {
        let folder = TempDir::new().unwrap();
        let missing = folder.path().join("no/content");
        let settings = WatchSettings { folders: vec![missing.clone()], ..WatchSettings::default() };
        let message = Watcher::new(&settings).unwrap_err().to_string();
        assert!(message.starts_with(&format!("cannot watch {}: ", missing.display())), "{message}");
    }

    #[test]
    fn only_changes_to_watched_files_count() {
        let folder = TempDir::new().unwrap();
        let root = folder.path().canonicalize().unwrap();
        fs::create_dir(root.join("content")).unwrap();
        let scope = Scope::new(&WatchSettings {
            folders: vec![root.join("content"), root.join("content/more"), root.join("themes")],
            files: vec![root.join("counterpoint.toml")],
            ignored: vec![root.join("content/site"), root.join("not/there")],
        })
        .unwrap();
        assert_eq!(scope.parents, std::slice::from_ref(&root), "watched in one way only");
        let event = |kind: EventKind, path: &str| Event::new(kind).add_path(root.join(path));
        let write = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        let close = EventKind::Access(AccessKind::Close(AccessMode::Write));
        let rename = EventKind::Modify(ModifyKind::Name(RenameMode::To));

        for path in ["content", "content/a.md", "counterpoint.toml", "themes/x/y.css"] {
            for kind in [write, close, rename, EventKind::Any, EventKind::Remove(RemoveKind::Any)] {
                assert!(scope.concerns(&event(kind, path)), "{kind:?} {path}");
            }
            for kind in [
                EventKind::Access(AccessKind::Open(AccessMode::Any)),
                EventKind::Access(AccessKind::Close(AccessMode::Read)),
                EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime)),
            ] {
                assert!(!scope.concerns(&event(kind, path)), "{kind:?} {path}");
            }
        }
        for path in ["site/index.html", "contents/a.md", "counterpoint.toml.swp", "", "content/site/a.html"] {
            assert!(!scope.concerns(&event(write, path)), "{path}");
        }
        assert!(scope.concerns(&Event::new(EventKind::Other).set_flag(Flag::Rescan)));

        assert!(scope.concerns_folders(&event(EventKind::Create(CreateKind::Folder), "themes")));
        assert!(scope.concerns_folders(&event(rename, "content")));
        assert!(!scope.concerns_folders(&event(rename, "content/a.md")));
        assert!(!scope.concerns_folders(&event(write, "content")));
    }
}
