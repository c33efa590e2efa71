//! Every template of the default theme is rendered on fixture views, so that a field in a branch that
//! the bundled comparison does not take is found too.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads its fixtures and stops at what it does not expect"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use counterpoint::render::templates::{PAGES, Templates};
use counterpoint::source::Sources;
use counterpoint::theme;
use serde_json::Value;

fn fixtures() -> BTreeMap<String, Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/tests/views");
    let mut fixtures = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        fixtures.insert(name, serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap());
    }
    fixtures
}

#[test]
fn every_template_renders_its_fixture_views() {
    let mut fixtures = fixtures();
    let shared = fixtures.remove("site.json").expect("the shared view");
    let mut sources = Sources::default();
    let (theme, diagnostics) = theme::assemble(&BTreeMap::new(), BTreeMap::new(), &mut sources);
    assert_eq!(diagnostics, []);
    let mut seen = BTreeSet::new();
    for (name, fixture) in &fixtures {
        let site = fixture.get("site").unwrap_or(&shared);
        let templates =
            Templates::parse(&theme, site, &sources).unwrap_or_else(|errors| panic!("{errors:#?}"));
        let template = fixture["template"].as_str().expect("a template");
        let view = fixture.get("view").map(tera::Value::from_serializable);
        let html = templates
            .render(template, &fixture["page"], view.as_ref(), name, &sources)
            .unwrap_or_else(|error| panic!("{name}: {}", error.message));
        assert!(html.contains("</html>"), "{name} is cut off");
        seen.insert(template.to_owned());
    }
    let all: BTreeSet<String> = PAGES.iter().map(|page| (*page).to_owned()).collect();
    assert_eq!(seen, all, "every kind of page has a fixture");
}

#[test]
fn every_template_escapes_what_it_shows() {
    let mut fixtures = fixtures();
    let shared = fixtures.remove("site.json").expect("the shared view");
    let mut sources = Sources::default();
    let (theme, _) = theme::assemble(&BTreeMap::new(), BTreeMap::new(), &mut sources);
    for (name, fixture) in &fixtures {
        let mut poisoned = serde_json::json!({
            "site": fixture.get("site").unwrap_or(&shared), "page": fixture["page"], "view": fixture.get("view"),
        });
        poison(&mut poisoned, "");
        let templates = Templates::parse(&theme, &poisoned["site"], &sources)
            .unwrap_or_else(|errors| panic!("{errors:#?}"));
        let view = fixture.get("view").map(|_| tera::Value::from_serializable(&poisoned["view"]));
        let template = fixture["template"].as_str().expect("a template");
        let html = templates
            .render(template, &poisoned["page"], view.as_ref(), name, &sources)
            .unwrap_or_else(|error| panic!("{name}: {}", error.message));
        assert!(!html.contains("<poison"), "{name} shows text unescaped");
        assert!(html.contains("&lt;poison"), "{name}: the poison is shown at all");
    }
}

/// Adds markup to every text that is not finished HTML and does not choose a template's branch.
fn poison(value: &mut Value, key: &str) {
    const CHOOSERS: [&str; 10] =
        ["kind", "state", "status", "stance", "section", "key", "sign", "word", "id", "security_policy"];
    match value {
        Value::String(text) if !key.ends_with("_html") && key != "html" && !CHOOSERS.contains(&key) => {
            text.push_str("<poison a=\"'\">");
        }
        Value::Array(items) => items.iter_mut().for_each(|item| poison(item, key)),
        Value::Object(entries) => entries.iter_mut().for_each(|(key, value)| poison(value, key)),
        _ => {}
    }
}
