//! The preview: serves the last good build from memory, builds again when files change, and shows in the
//! browser what keeps a build from succeeding.
//!
//! The folder of the site plays no part here. A build is loaded into a [`Snapshot`], requests look up names
//! in it, and so no request can ever become the path of a file. One thread waits for changes and builds;
//! what it publishes is one value, which requests and the stream of events read.

#![expect(
    clippy::disallowed_methods,
    reason = "images are read when a build is taken over, and the start has a time"
)]

mod address;
mod http;
mod overlay;
mod page;
mod snapshot;

#[cfg(test)]
mod tests;

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::SystemTime;

use axum::http::HeaderValue;
use tokio::sync::watch;

pub use self::overlay::{OverlayDiagnostic, OverlayLabel};
pub use self::snapshot::{Snapshot, SnapshotError};
use crate::bundle::Bundle;
use crate::watch::{Change, WatchError, WatchSettings, Watcher};

/// The port that is tried first where none is asked for.
pub const DEFAULT_PORT: u16 = 1111;

/// Where and what to serve.
#[derive(Clone, Debug)]
pub struct ServeSettings {
    /// The address to listen at.
    pub interface: IpAddr,
    /// The port; 0 is any free one. Without a port, the first free one from [`DEFAULT_PORT`] on.
    pub port: Option<u16>,
    /// Whether to show the site in the browser.
    pub open: bool,
    /// The content security policy that the pages carry.
    pub security_policy: String,
    /// What to watch.
    pub watch: WatchSettings,
    /// Ends the preview from elsewhere.
    pub shutdown: Shutdown,
}

impl Default for ServeSettings {
    fn default() -> Self {
        Self {
            interface: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: None,
            open: false,
            security_policy: String::new(),
            watch: WatchSettings::default(),
            shutdown: Shutdown::default(),
        }
    }
}

/// Asks a preview to end, from any thread.
#[derive(Clone, Debug)]
pub struct Shutdown(watch::Sender<bool>);

impl Default for Shutdown {
    fn default() -> Self {
        Self(watch::Sender::new(false))
    }
}

impl Shutdown {
    /// Asks.
    pub fn ask(&self) {
        self.0.send_replace(true);
    }

    async fn asked(&self) {
        // The sender lives as long as this value, so waiting cannot fail.
        let _ = self.0.subscribe().wait_for(|asked| *asked).await;
    }
}

/// Why a build is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// The preview begins.
    Start,
    /// A file may have changed.
    Change,
}

/// What a build came to.
#[derive(Clone, Debug)]
pub enum BuildOutcome {
    /// A site.
    Good(Bundle),
    /// What is wrong; the last good site stays.
    Failed(Vec<OverlayDiagnostic>),
}

/// What the preview has to say to the person who started it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServeEvent {
    /// It listens, here.
    Listening {
        /// The address of the home page.
        url: String,
    },
    /// Something does not work that it can do without.
    Warning(String),
}

/// Why there is no preview.
#[derive(Debug)]
pub enum ServeError {
    /// The port that was asked for is taken.
    PortInUse(u16),
    /// All ports from the first to the last of these are taken.
    PortsInUse(u16, u16),
    /// The system does not let the program listen there.
    Listen {
        /// The address.
        address: std::net::SocketAddr,
        /// The reason.
        cause: io::Error,
    },
    /// The project cannot be watched.
    Watch(WatchError),
    /// The security policy cannot be sent, since it holds a line break or the like.
    SecurityPolicy(String),
    /// The system refused something else.
    System(io::Error),
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PortInUse(port) => write!(
                f,
                "port {port} is in use by another program; choose another one with --port, or leave --port out \
                 to get a free one"
            ),
            Self::PortsInUse(first, last) => {
                write!(f, "all ports from {first} to {last} are in use; choose another one with --port")
            }
            Self::Listen { address, cause } => write!(f, "cannot listen at {address}: {cause}"),
            Self::Watch(cause) => write!(f, "{cause}"),
            Self::SecurityPolicy(policy) => write!(f, "the security policy {policy:?} cannot be sent"),
            Self::System(cause) => write!(f, "cannot start the preview: {cause}"),
        }
    }
}

impl std::error::Error for ServeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Listen { cause, .. } | Self::System(cause) => Some(cause),
            Self::Watch(cause) => Some(cause),
            Self::PortInUse(_) | Self::PortsInUse(..) | Self::SecurityPolicy(_) => None,
        }
    }
}

/// What is served at one moment.
#[derive(Clone, Debug)]
struct State {
    /// Grows with each good build that differs from the one before. Begins at the time of the start, so
    /// that pages from before a restart notice it.
    version: u64,
    /// The last good build.
    snapshot: Option<Arc<Snapshot>>,
    /// The one before, whose assets a page of it that is still loading asks for.
    before: Option<Arc<Snapshot>>,
    /// Why the last build failed; none where it did not.
    failure: Option<Arc<[OverlayDiagnostic]>>,
}

impl State {
    /// What is served after a build.
    fn after(&self, outcome: BuildOutcome) -> Self {
        let loaded = match outcome {
            BuildOutcome::Good(bundle) => {
                Snapshot::load(&bundle).map_err(|error| vec![OverlayDiagnostic::from(&error)])
            }
            BuildOutcome::Failed(diagnostics) => Err(diagnostics),
        };
        match loaded {
            Ok(snapshot) if self.snapshot.as_deref() == Some(&snapshot) => {
                Self { failure: None, ..self.clone() }
            }
            Ok(snapshot) => Self {
                version: self.version + 1,
                snapshot: Some(Arc::new(snapshot)),
                before: self.snapshot.clone(),
                failure: None,
            },
            Err(diagnostics) => Self { failure: Some(diagnostics.into()), ..self.clone() },
        }
    }
}

/// Serves until Ctrl-C or until [`Shutdown::ask`]. `build` is called once before anybody is served and then
/// after each change; `report` hears what happens.
///
/// # Errors
///
/// Where there is no port to listen at, or the project cannot be watched. A failed build is no error.
pub fn serve(
    settings: &ServeSettings,
    mut build: impl FnMut(Trigger) -> BuildOutcome + Send,
    report: impl Fn(ServeEvent) + Sync,
) -> Result<(), ServeError> {
    let policy = HeaderValue::from_str(&page::preview_policy(&settings.security_policy))
        .map_err(|_| ServeError::SecurityPolicy(settings.security_policy.clone()))?;
    let listener = address::listen(settings.interface, settings.port)?;
    let url = address::url(listener.local_addr().map_err(ServeError::System)?);
    // Before the first build, so that what changes while it runs is not missed.
    let mut watcher = Watcher::new(&settings.watch).map_err(ServeError::Watch)?;
    let stopper = watcher.stopper();
    let empty = State { version: version_of_start(), snapshot: None, before: None, failure: None };
    let board = watch::Sender::new(Arc::new(empty.after(build(Trigger::Start))));
    let preview = Arc::new(http::Preview { state: board.subscribe(), interface: settings.interface, policy });

    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(ServeError::System)?;
    std::thread::scope(|scope| {
        let (shutdown, report) = (&settings.shutdown, &report);
        scope.spawn(move || {
            // However this thread ends, nobody should be served an old site for ever.
            let _end = AskWhenDropped(shutdown);
            loop {
                match watcher.wait() {
                    Ok(Change::Stopped) => return,
                    Ok(Change::Files) => {
                        let next = board.borrow().after(build(Trigger::Change));
                        board.send_replace(Arc::new(next));
                    }
                    Err(trouble) => report(ServeEvent::Warning(trouble.to_string())),
                }
            }
        });
        report(ServeEvent::Listening { url: url.clone() });
        if settings.open
            && let Err(cause) = open::that_detached(&url)
        {
            report(ServeEvent::Warning(format!("cannot open the browser: {cause}")));
        }
        let served = runtime.block_on(http::run(listener, preview, shutdown));
        stopper.stop();
        served.map_err(ServeError::System)
    })
}

struct AskWhenDropped<'a>(&'a Shutdown);

impl Drop for AskWhenDropped<'_> {
    fn drop(&mut self) {
        self.0.ask();
    }
}

fn version_of_start() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or_default()
}
