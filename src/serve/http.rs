//! Requests and answers.
//!
//! A request is a name to look up in a map and nothing else. Everything about it that is not plain is
//! refused before that: another method, another host, an address in a form that only proxies use.

use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;
use serde::Serialize;
use tokio::sync::watch;
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::WatchStream;

use super::{OverlayDiagnostic, Shutdown, Snapshot, State, address, page};
use crate::bundle::SitePath;
use crate::paths::ASSETS;

/// Where pages hear of changes.
const EVENTS_PATH: &str = "/_counterpoint/events";

/// How long a page waits before it asks again after the preview has gone: a restart takes about as long.
const RETRY: Duration = Duration::from_millis(500);

const SCRIPT: &str = include_str!("reload.js");
const STYLE: &str = include_str!("overlay.css");

const HTML: &str = "text/html; charset=utf-8";

/// Sent with every answer, besides the policy. A preview changes all the time, so nothing is kept; and
/// nothing of it is for other sites.
const HEADERS: [(&str, &str); 4] = [
    ("cache-control", "no-store"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// What answers are made from.
#[derive(Debug)]
pub(super) struct Preview {
    pub(super) state: watch::Receiver<Arc<State>>,
    pub(super) interface: IpAddr,
    pub(super) policy: HeaderValue,
}

/// Answers requests until Ctrl-C or until asked to end. Streams of events that are still open then are
/// cut, since they would never end by themselves.
pub(super) async fn run(listener: TcpListener, preview: Arc<Preview>, shutdown: &Shutdown) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let router = Router::new().fallback(answer).with_state(preview);
    tokio::select! {
        served = axum::serve(listener, router).into_future() => served,
        interrupted = tokio::signal::ctrl_c() => interrupted,
        () = shutdown.asked() => Ok(()),
    }
}

async fn answer(Shared(preview): Shared<Arc<Preview>>, request: Request) -> Response {
    let mut response = match refusal(&request, preview.interface) {
        Some((status, reason)) => plain(status, reason),
        None => look_up(&preview, &request),
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if !preview.policy.is_empty() {
        headers.insert(header::CONTENT_SECURITY_POLICY, preview.policy.clone());
    }
    if response.status() == StatusCode::METHOD_NOT_ALLOWED {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    response
}

/// Why a request is not answered, whatever it asks for.
fn refusal(request: &Request, interface: IpAddr) -> Option<(StatusCode, &'static str)> {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let host = match (hosts.next().map(HeaderValue::to_str), hosts.next()) {
        (Some(Ok(host)), None) => host,
        _ => return Some((StatusCode::BAD_REQUEST, "The request needs one Host header.\n")),
    };
    if !address::is_allowed(host, interface) {
        return Some((StatusCode::FORBIDDEN, "The preview answers only to the names of this machine.\n"));
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Some((StatusCode::METHOD_NOT_ALLOWED, "The preview only shows pages.\n"));
    }
    if request.uri().authority().is_some() || !request.uri().path().starts_with('/') {
        return Some((StatusCode::BAD_REQUEST, "The preview is no proxy.\n"));
    }
    None
}

fn look_up(preview: &Preview, request: &Request) -> Response {
    let path = request.uri().path();
    match path {
        EVENTS_PATH if request.method() == Method::HEAD => {
            return typed(StatusCode::OK, "text/event-stream", Body::empty());
        }
        EVENTS_PATH => return events(preview.state.clone()),
        page::SCRIPT_PATH => return typed(StatusCode::OK, "text/javascript; charset=utf-8", SCRIPT.into()),
        page::STYLE_PATH => return typed(StatusCode::OK, "text/css; charset=utf-8", STYLE.into()),
        _ => {}
    }
    let state = Arc::clone(&preview.state.borrow());
    let Some(snapshot) = &state.snapshot else {
        // Not an error of the server, and it passes by itself: the site is not there yet.
        let page = page::before_first_build(state.failure.as_deref().unwrap_or_default(), state.version);
        return typed(StatusCode::SERVICE_UNAVAILABLE, HTML, page.into());
    };
    if let Some(path) = site_path(path) {
        // An asset's address holds a hash of the theme, so an older one is what its page asks for.
        let before = state.before.as_deref().filter(|_| path.as_str().starts_with(ASSETS));
        let mut found = [Some(snapshot.as_ref()), before].into_iter().flatten();
        if let Some(response) =
            found.find_map(|snapshot| file(snapshot, &path, StatusCode::OK, state.version))
        {
            return response;
        }
    }
    SitePath::new("404.html")
        .and_then(|path| file(snapshot, &path, StatusCode::NOT_FOUND, state.version))
        .unwrap_or_else(|| plain(StatusCode::NOT_FOUND, "There is no such page.\n"))
}

/// The name that the path of a request stands for.
fn site_path(path: &str) -> Option<SitePath> {
    let decoded = percent_decode_str(path.strip_prefix('/')?).decode_utf8().ok()?;
    let index = if decoded.is_empty() || decoded.ends_with('/') { "index.html" } else { "" };
    SitePath::new(&format!("{decoded}{index}"))
}

fn file(snapshot: &Snapshot, path: &SitePath, status: StatusCode, version: u64) -> Option<Response> {
    let file = snapshot.file(path)?;
    let body = match file.content_type.as_str() {
        HTML => page::for_preview(&file.bytes, version).into(),
        _ => Body::from(file.bytes.clone()),
    };
    Some(typed(status, &file.content_type, body))
}

fn typed(status: StatusCode, content_type: &str, body: Body) -> Response {
    (status, [(header::CONTENT_TYPE, content_type)], body).into_response()
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    typed(status, "text/plain; charset=utf-8", text.into())
}

/// What a page is told.
#[derive(Serialize)]
struct StateView<'a> {
    version: u64,
    failed: bool,
    diagnostics: &'a [OverlayDiagnostic],
}

/// The present state at once, and each later one.
fn events(state: watch::Receiver<Arc<State>>) -> Response {
    let stream = WatchStream::new(state).map(|state| {
        let view = StateView {
            version: state.version,
            failed: state.failure.is_some(),
            diagnostics: state.failure.as_deref().unwrap_or_default(),
        };
        // Numbers and text only: there is nothing in it that JSON could not hold.
        let json = serde_json::to_string(&view).unwrap_or_default();
        Ok::<_, Infallible>(Event::default().event("state").retry(RETRY).data(json))
    });
    Sse::new(stream).keep_alive(KeepAlive::default()).into_response()
}
