//! The preview as a browser, and as somebody who means it no good, meets it: over plain connections.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use tempfile::TempDir;

use super::*;
use crate::bundle::{BundleFile, Content, SitePath};

/// Far longer than anything here takes; reached only by a failure.
const LIMIT: Duration = Duration::from_secs(20);

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'";

fn bundle(files: &[(&str, &str)]) -> Bundle {
    let file = |(path, text): &(&str, &str)| {
        let content = Content::text((*text).to_owned());
        (SitePath::new(path).unwrap(), BundleFile { content, owner: None })
    };
    Bundle { files: files.iter().map(file).collect() }
}

/// A site that is a function of one note; a note that says "broken" fails.
fn site_of(note: &str) -> BuildOutcome {
    if note.contains("broken") {
        let message = format!("{note} </script>");
        let diagnostic = OverlayDiagnostic { severity: "error".to_owned(), message, ..Default::default() };
        return BuildOutcome::Failed(vec![diagnostic]);
    }
    BuildOutcome::Good(bundle(&[
        ("index.html", &format!("<html><head></head><body>{note}</body></html>")),
        ("404.html", "<head></head>not here"),
        ("topics/index.html", "<head></head>all topics"),
        ("topics/a b.html", "<head></head>topic"),
        ("assets/site.css", "body {}"),
        (&format!("assets/{}.css", note.trim()), "body {}"),
        ("data/site.json", "{}"),
    ]))
}

struct Running {
    project: TempDir,
    address: SocketAddr,
    shutdown: Shutdown,
    thread: Option<JoinHandle<Result<(), ServeError>>>,
}

impl Running {
    fn new(note: &str) -> Self {
        let project = TempDir::new().unwrap();
        let content = project.path().join("content");
        fs::create_dir(&content).unwrap();
        fs::write(content.join("note.md"), note).unwrap();
        let settings = ServeSettings {
            port: Some(0),
            security_policy: POLICY.to_owned(),
            watch: WatchSettings { folders: vec![content.clone()], ..WatchSettings::default() },
            ..ServeSettings::default()
        };
        let shutdown = settings.shutdown.clone();
        let (sender, events) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            let build = |_| site_of(&fs::read_to_string(content.join("note.md")).unwrap_or_default());
            serve(&settings, build, |event| sender.send(event).unwrap())
        });
        let ServeEvent::Listening { url } = events.recv_timeout(LIMIT).unwrap() else {
            panic!("a warning instead of an address")
        };
        let address = url.trim_start_matches("http://").trim_end_matches('/').parse().unwrap();
        Self { project, address, shutdown, thread: Some(thread) }
    }

    fn edit(&self, note: &str) {
        fs::write(self.project.path().join("new"), note).unwrap();
        fs::rename(self.project.path().join("new"), self.project.path().join("content/note.md")).unwrap();
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        stream
    }

    /// Sends bytes as they are and returns everything that comes back.
    fn raw(&self, request: &str) -> String {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn request(&self, method: &str, target: &str, host: &str) -> Answer {
        let text =
            self.raw(&format!("{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
        Answer { text }
    }

    fn get(&self, target: &str) -> Answer {
        self.request("GET", target, "localhost")
    }

    fn events(&self) -> Events {
        let mut stream = self.connect();
        let request = "GET /_counterpoint/events HTTP/1.1\r\nHost: localhost\r\n\r\n";
        stream.write_all(request.as_bytes()).unwrap();
        Events(BufReader::new(stream))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.shutdown.ask();
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap().unwrap();
        }
    }
}

struct Answer {
    text: String,
}

impl Answer {
    fn status(&self) -> u16 {
        self.text.split(' ').nth(1).unwrap().parse().unwrap()
    }

    fn header(&self, name: &str) -> Option<&str> {
        let (head, _) = self.text.split_once("\r\n\r\n").unwrap();
        let mut lines = head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    fn body(&self) -> &str {
        self.text.split_once("\r\n\r\n").unwrap().1
    }

    fn version(&self) -> u64 {
        let (_, rest) = self.text.split_once("data-version=\"").unwrap();
        rest.split_once('"').unwrap().0.parse().unwrap()
    }
}

struct Events(BufReader<TcpStream>);

impl Events {
    /// The next event that says what is waited for; what comes before it is passed over.
    fn until(&mut self, wanted: impl Fn(&serde_json::Value) -> bool) -> serde_json::Value {
        let mut name = String::new();
        loop {
            let mut line = String::new();
            assert_ne!(self.0.read_line(&mut line).unwrap(), 0, "the stream ended");
            if let Some(event) = line.strip_prefix("event: ") {
                name = event.trim().to_owned();
            } else if let Some(data) = line.strip_prefix("data: ") {
                assert_eq!(name, "state");
                let value = serde_json::from_str(data).unwrap();
                if wanted(&value) {
                    return value;
                }
            }
        }
    }
}

#[test]
fn pages_come_with_the_script_and_the_headers() {
    let running = Running::new("one");
    let answer = running.get("/");
    assert_eq!(answer.status(), 200);
    for (name, value) in [
        ("content-type", "text/html; charset=utf-8"),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", POLICY),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{name}");
    }
    assert_eq!(
        answer.body(),
        format!(
            "<html><head><link rel=\"stylesheet\" href=\"/_counterpoint/overlay.css\">\n<script \
             src=\"/_counterpoint/reload.js\" data-version=\"{}\" defer></script>\n</head><body>one</body></html>",
            answer.version()
        )
    );
}

#[test]
fn names_are_looked_up_and_nothing_else() {
    let running = Running::new("one");
    for (target, status, content_type) in [
        ("/", 200, "text/html; charset=utf-8"),
        ("/?q=%00&x=../..", 200, "text/html; charset=utf-8"),
        ("/index.html", 200, "text/html; charset=utf-8"),
        ("/topics/", 200, "text/html; charset=utf-8"),
        ("/topics/a%20b.html", 200, "text/html; charset=utf-8"),
        ("/assets/site.css", 200, "text/css; charset=utf-8"),
        ("/data/site.json", 200, "application/json; charset=utf-8"),
        ("/_counterpoint/reload.js", 200, "text/javascript; charset=utf-8"),
        ("/_counterpoint/overlay.css", 200, "text/css; charset=utf-8"),
        ("/missing.html", 404, "text/html; charset=utf-8"),
        ("/topics", 404, "text/html; charset=utf-8"),
        ("/_counterpoint/other", 404, "text/html; charset=utf-8"),
    ] {
        let answer = running.get(target);
        assert_eq!(
            (answer.status(), answer.header("content-type")),
            (status, Some(content_type)),
            "{target}"
        );
    }
    assert!(running.get("/missing.html").body().ends_with("not here"));
}

#[test]
fn no_request_becomes_the_path_of_a_file() {
    let running = Running::new("one");
    let note = running.project.path().join("content/note.md");
    let note = note.to_str().unwrap();
    for target in [
        "/../content/note.md",
        "/content/note.md",
        "/%2e%2e/content/note.md",
        "/%2e%2e%2fcontent%2fnote.md",
        "/topics/../../content/note.md",
        "/topics/..%5c..%5ccontent%5cnote.md",
        "//content/note.md",
        "/./index.html",
        "//index.html",
        "/topics//",
        "/%2f",
        "/index.html%00",
        "/%ff%fe",
        "/index.html/",
        note,
        &format!("/{note}"),
        &format!("/{}", note.replace('/', "%2f")),
    ] {
        let answer = running.get(target);
        assert_eq!(answer.status(), 404, "{target}");
        assert!(answer.body().ends_with("not here"), "{target}");
    }
}

#[test]
fn only_this_machine_may_ask() {
    let running = Running::new("one");
    let port = running.address.port();
    for host in ["localhost", "127.0.0.1", "[::1]", &format!("localhost:{port}")] {
        assert_eq!(running.request("GET", "/", host).status(), 200, "{host}");
    }
    for target in ["/", "/_counterpoint/events", "/_counterpoint/reload.js", "/missing.html"] {
        for host in ["evil.example", &format!("evil.example:{port}"), "localhost.evil.example", "0.0.0.0"] {
            let answer = running.request("GET", target, host);
            assert_eq!(answer.status(), 403, "{host} {target}");
            assert!(answer.body().starts_with("The preview answers only"), "{host} {target}");
        }
    }
    let status = |request: &str| Answer { text: running.raw(request) }.status();
    let end = "Connection: close\r\n\r\n";
    assert_eq!(status(&format!("GET / HTTP/1.1\r\n{end}")), 400, "no host");
    assert_eq!(status("GET / HTTP/1.0\r\n\r\n"), 400, "no host");
    let two = "Host: localhost\r\nHost: evil.example\r\n";
    assert_eq!(status(&format!("GET / HTTP/1.1\r\n{two}{end}")), 400, "two hosts");
    for target in ["http://evil.example/", "http://localhost/", "//evil.example/../"] {
        let status = running.get(target).status();
        assert!(status == 400 || status == 404, "{target}: {status}");
    }
    assert_eq!(running.request("GET", "http://localhost/", "evil.example").status(), 403);
}

#[test]
fn the_preview_only_shows() {
    let running = Running::new("one");
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"] {
        let answer = running.request(method, "/", "localhost");
        assert_eq!((answer.status(), answer.header("allow")), (405, Some("GET, HEAD")), "{method}");
    }
    for target in ["/", "/missing.html", "/assets/site.css"] {
        let (head, get) = (running.request("HEAD", target, "localhost"), running.get(target));
        assert_eq!(head.status(), get.status());
        assert_eq!(head.header("content-length"), get.header("content-length"), "{target}");
        assert_eq!(head.header("content-length"), Some(get.body().len().to_string().as_str()), "{target}");
        assert_eq!(head.body(), "", "{target}");
    }
    let answer = running.request("HEAD", "/_counterpoint/events", "localhost");
    assert_eq!((answer.status(), answer.header("content-type")), (200, Some("text/event-stream")));
}

#[test]
fn a_change_reaches_the_page_and_a_failure_keeps_the_last_good_one() {
    let running = Running::new("one");
    let version = running.get("/").version();
    let mut events = running.events();
    let first = events.until(|_| true);
    assert_eq!(first, serde_json::json!({"version": version, "failed": false, "diagnostics": []}));

    running.edit("two");
    let state = events.until(|state| state["version"] != version);
    assert_eq!(state, serde_json::json!({"version": version + 1, "failed": false, "diagnostics": []}));
    let page = running.get("/");
    assert!(page.body().contains("<body>two</body>"));
    assert_eq!(page.version(), version + 1);
    let asset = |name: &str| running.get(&format!("/assets/{name}.css")).status();
    assert_eq!((asset("two"), asset("one"), asset("none")), (200, 200, 404), "a page may be loading still");

    running.edit("broken <b>");
    let state = events.until(|state| state["failed"] == true);
    assert_eq!(state["version"], version + 1, "no reload");
    assert_eq!(state["diagnostics"][0]["message"], "broken <b> </script>");
    assert_eq!(running.events().until(|_| true), state, "whoever comes later hears the same");
    let page = running.get("/");
    assert_eq!(page.status(), 200);
    assert!(page.body().contains("<body>two</body>"));

    running.edit("two");
    let state = events.until(|state| state["failed"] == false);
    assert_eq!(state["version"], version + 1, "the site is the one that the page shows already");
}

#[test]
fn before_the_first_good_build_every_page_says_why() {
    let running = Running::new("broken <b>");
    for target in ["/", "/topics/a.html"] {
        let page = running.get(target);
        assert_eq!((page.status(), page.header("content-type")), (503, Some("text/html; charset=utf-8")));
        assert!(page.body().contains("broken &lt;b&gt; &lt;/script&gt;"), "{}", page.body());
    }
    assert_eq!(running.get("/_counterpoint/reload.js").status(), 200);
    let version = running.get("/").version();
    let mut events = running.events();
    let state = events.until(|_| true);
    assert_eq!((&state["version"], &state["failed"]), (&version.into(), &true.into()));
    running.edit("mended");
    events.until(|state| state["version"] == version + 1 && state["failed"] == false);
    assert!(running.get("/").body().contains("<body>mended</body>"));
}

#[test]
fn an_image_that_cannot_be_read_is_a_failure_and_not_a_gap() {
    let project = TempDir::new().unwrap();
    let image = project.path().join("image.png");
    let mut files = bundle(&[("index.html", "")]);
    let copy = BundleFile { content: Content::Copy(image.clone()), owner: None };
    files.files.insert(SitePath::new("image.png").unwrap(), copy);
    let empty = State { version: 5, snapshot: None, before: None, failure: None };

    let failed = empty.after(BuildOutcome::Good(files.clone()));
    assert_eq!(failed.version, 5);
    let diagnostics = failed.failure.unwrap();
    assert_eq!((diagnostics[0].code.as_str(), diagnostics[0].line), ("unreadable-file", 0));

    fs::write(&image, "pixels").unwrap();
    let good = empty.after(BuildOutcome::Good(files.clone()));
    fs::remove_file(&image).unwrap();
    let file = good.snapshot.as_ref().unwrap().file(&SitePath::new("image.png").unwrap()).unwrap().clone();
    assert_eq!((&file.bytes[..], file.content_type.as_str()), (&b"pixels"[..], "image/png"));
    assert_eq!((good.version, good.after(BuildOutcome::Good(files)).version), (6, 6));
}

#[test]
fn a_build_that_panics_ends_the_preview() {
    let project = TempDir::new().unwrap();
    let content = project.path().join("content");
    fs::create_dir(&content).unwrap();
    let settings = ServeSettings {
        port: Some(0),
        watch: WatchSettings { folders: vec![content.clone()], ..WatchSettings::default() },
        ..ServeSettings::default()
    };
    let build = |trigger| match trigger {
        Trigger::Start => site_of("one"),
        Trigger::Change => panic!("on purpose"),
    };
    let change = |_| fs::write(content.join("a.md"), "").unwrap();
    let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| serve(&settings, build, change)));
    assert!(ended.is_err(), "and it does not hang");
}

#[test]
fn what_keeps_the_preview_from_starting_is_said() {
    let project = TempDir::new().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let start =
        |settings: ServeSettings| serve(&settings, |_| site_of("one"), |_| ()).unwrap_err().to_string();
    let busy = start(ServeSettings { port: Some(port), ..ServeSettings::default() });
    assert!(busy.starts_with(&format!("port {port} is in use")), "{busy}");
    let folders = vec![project.path().join("no/content")];
    let watch = WatchSettings { folders, ..WatchSettings::default() };
    let missing = start(ServeSettings { port: Some(0), watch, ..ServeSettings::default() });
    assert!(missing.starts_with("cannot watch "), "{missing}");
}
