//! The document of a small knowledge base, worked out by hand, and the schema's hold on it.

use serde_json::{Value, json};

use super::*;
use crate::analysis::{analyse, own_trust};
use crate::config;
use crate::load::option_ids;
use crate::model::{Id, NoteKey, NoteKind};
use crate::parse::{self, NoteSource};
use crate::resolve::{Parsed, plain, resolve};

const CONFIG: &str = "format = 1\ntitle = \"Tea or coffee\"\nbase_url = \"https://drinks.example/hot\"\n\
                      options = [\"tea\", \"coffee\"]\n";

/// Notes that have one of everything. Topic and scenario share an id on purpose.
const NOTES: [(&str, &str); 12] = [
    ("content/index.md", "---\ntitle: Tea or coffee\n---\n"),
    (
        "content/options/tea.md",
        "---\ntitle: Tea\nsummary: Leaves.\ncolour: \"#3C873A\"\nlinks: { Leaf: \"https://leaf.example/\" }\n\
         tags: [Hot drinks]\n---\n",
    ),
    ("content/options/coffee.md", "---\ntitle: Coffee\n---\n"),
    (
        "content/sources/alpha.md",
        "---\ntitle: A tasting\nauthor: [Ann, Bo]\npublisher: Alpha\npublished: 2022-02\n\
         url: \"https://alpha.example/tasting\"\naccessed: 2026-01-02\ninterest: Sells tea.\n\
         headings: [Taste, \"Money > Price\"]\n---\n",
    ),
    ("content/sources/beta.md", "---\ntitle: A price list\ntrust: 0.5\n---\n"),
    ("content/sources/copycat.md", "---\ntitle: The tasting again\ncopy_of: alpha\ntrust: 0.25\n---\n"),
    ("content/sources/survey.md", "---\ntitle: A survey\nkind: study\n---\n"),
    (
        "content/topics/caffeine.md",
        "---\ntitle: Caffeine\ngroup: Body\nscale: yes-no\nbetter: no\n---\n\n\
         - [coffee yes] Ünder reports, coffee keeps awake. [@alpha] {.reports} ^awake\n",
    ),
    (
        "content/topics/history.md",
        "---\ntitle: History\nbackground: true\n---\n\n\
         - [general] Both are old. [@alpha, Introduction] ^old\n\
         - [tea] Tea came first. [@beta] {from=1600 until=1700-12 about=leaves scope=\"in Europe\"} ^first\n\n\
         > [!agreement] Both are old drinks\n> - [[#^old]]\n> - [[#^first]]\n",
    ),
    (
        "content/topics/price.md",
        "---\ntitle: Price\ngroup: Body\nweight: 2.5\n\
         scale: { unit: euro a kilo, worst: 40, best: 0, tolerance: 0.125 }\n---\n\n\
         - [tea ~10] Tea costs about ten. [@alpha, Price] {as_of=2024 based_on=survey} ^about-ten\n\
         - [tea 20..30] Tea costs more. [@beta] ^more\n\
         - [coffee >60] Coffee is dear. [@beta] ^dear\n",
    ),
    (
        "content/topics/taste.md",
        "---\ntitle: Taste\nsummary: What a cup tastes of.\ngroup: Pleasure\nquestion: Does taste matter?\n\
         tags: [cup]\n---\n\n## Claims\n\n\
         - [tea ++, coffee -] Tea is *finer*\n  than coffee, see [[price]]. [@alpha, Taste] ^finer\n\
         - [tea --] Tea is bitter. [@beta] {version=green} ^bitter\n\n\
         > [!contradiction] Is tea good? {kind=error decided=2026-01-15 sets_aside=bitter}\n\
         > - [[#^finer]]\n> - [[#^bitter]]\n>\n\
         > Only when brewed too long, as in [@alpha, Taste].\n>\n> So it is.\n>\n\
         > **Outside the sources:** brew it for `3` minutes.\n",
    ),
    (
        "content/scenarios/taste.md",
        "---\ntitle: Breakfast\nweights: { price: 0.5, taste: 5 }\nmust: { taste: \"+\", price: 20 }\n---\n\n\
         - [tea, coffee yes] Have both. [@alpha, Taste] {.together} ^both\n",
    ),
];

#[test]
fn the_document_is_as_worked_out_by_hand() {
    assert_eq!(document(), include_str!("tests/knowledge.json"));
}

#[test]
fn the_schema_holds_for_the_document_and_refuses_others() {
    let schema: Value = serde_json::from_str(KNOWLEDGE_SCHEMA).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let good: Value = serde_json::from_str(&document()).unwrap();
    let errors: Vec<String> = validator.iter_errors(&good).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    for (pointer, wrong) in [
        ("/format", json!(2)),
        ("/options/0/id", json!("Tea")),
        ("/claims/0/stance", json!("denies")),
        ("/claims/0/id", json!("caffeine#awake")),
        ("/claims/0/qualifiers", json!({"colour": "green"})),
        ("/cells/0/score", json!(1.5)),
        ("/topics/2/scale", json!({"kind": "quantity", "unit": "euro"})),
        ("/scenarios/0/must/taste", json!("+++")),
        ("/sources/0", json!({"id": "alpha"})),
    ] {
        let mut changed = good.clone();
        *changed.pointer_mut(pointer).unwrap() = wrong;
        assert!(!validator.is_valid(&changed), "{pointer}");
    }
    let mut changed = good.clone();
    changed.as_object_mut().unwrap().insert("extra".to_owned(), json!(1));
    assert!(!validator.is_valid(&changed), "unknown keys");
}

#[test]
fn the_document_names_its_schema_as_the_site_does() {
    let folder = crate::paths::KNOWLEDGE.rsplit_once('/').unwrap().0;
    assert_eq!(crate::paths::KNOWLEDGE_SCHEMA, format!("{folder}/{SCHEMA_NAME}"));
}

/// Every key of a record is described, there and for people, and every record refuses others.
#[test]
fn the_schema_describes_everything() {
    fn look(schema: &Value, at: &str) {
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            assert_eq!(schema.get("additionalProperties"), Some(&Value::Bool(false)), "{at}");
            for (key, property) in properties {
                let described =
                    ["description", "$ref", "const"].iter().any(|word| property.get(word).is_some());
                assert!(described, "{at}/{key}");
                let documented = include_str!("../../docs/knowledge-json.md").contains(&format!("`{key}`"));
                assert!(documented, "docs/knowledge-json.md says nothing of {at}/{key}");
            }
        }
        match schema {
            Value::Object(map) => map.iter().for_each(|(key, inner)| look(inner, &format!("{at}/{key}"))),
            Value::Array(list) => list.iter().for_each(|inner| look(inner, at)),
            _ => {}
        }
    }
    let schema: Value = serde_json::from_str(KNOWLEDGE_SCHEMA).unwrap();
    look(&schema, "");
    for (name, definition) in schema["$defs"].as_object().unwrap() {
        assert!(definition.get("description").is_some(), "{name}");
    }
}

#[test]
fn numbers_are_plain() {
    let shown = |number: f64| serde_json::to_string(&knowledge::Number(number)).unwrap();
    let numbers = [2.0, -0.0, 0.625, 5_000_000.0, 2.0 / 3.0];
    assert_eq!(numbers.map(shown), ["2", "0", "0.625", "5000000", "0.6666666666666666"]);
}

#[test]
fn prose_becomes_lines_that_read_alone() {
    let note = "---\ntitle: Page\n---\n\nOne\ntwo **three**:\n\n- four\n- [five](https://a.example)\n  - six\n\n\
                > [!tip] Seven\n> eight\n\n```\nnine\n  ten\n```\n\n| a | b |\n|---|---|\n| c | d |\n";
    let (knowledge, _) = knowledge_of(&[&NOTES[..], &[("content/page.md", note)]].concat());
    let note = knowledge.note(&key_of("content/page.md"));
    let pieces = note.body.blocks.iter().flat_map(|block| match block {
        parse::prose::Block::Prose(prose) => prose.pieces.clone(),
        _ => Vec::new(),
    });
    let text = plain::text(&knowledge, note, &parse::prose::Prose { pieces: pieces.collect() });
    let expected = "One two three:\n\n- four\n- five\n- six\n\nSeven\n\neight\n\nnine\n  ten\n\na\tb\nc\td";
    assert_eq!(text.as_deref(), Some(expected));
}

fn document() -> String {
    let (knowledge, sources) = knowledge_of(&NOTES);
    let analysis = analyse(&knowledge.comparison, &own_trust(&knowledge.comparison));
    knowledge_json(&knowledge, &analysis, &sources)
}

/// Parses and links notes, given as path and text; none of them may be at fault.
fn knowledge_of(notes: &[(&str, &str)]) -> (Knowledge, Sources) {
    let mut sources = Sources::default();
    let (config, faults) = config::read(sources.set(config::FILE_NAME, CONFIG.into()), CONFIG);
    assert_eq!(faults, []);
    let read = |(path, text): &(&str, &str)| NoteSource {
        key: key_of(path),
        file: sources.set(path, (*text).into()),
        path: (*path).to_owned(),
        text: (*text).into(),
    };
    let notes: Vec<NoteSource> = notes.iter().map(read).collect();
    let options = option_ids(&notes);
    let notes = notes.iter().map(|note| {
        let (note, faults) = parse::parse(note, &options);
        assert_eq!(faults, [], "{}", note.path);
        note
    });
    let parsed = Parsed { config, notes: notes.collect(), assets: Default::default() };
    let (knowledge, faults) = resolve(parsed);
    let errors = faults.iter().filter(|fault| fault.severity() == crate::diagnostics::Severity::Error);
    assert_eq!(errors.collect::<Vec<_>>(), Vec::<&_>::new());
    (knowledge, sources)
}

fn key_of(path: &str) -> NoteKey {
    let parts: Vec<&str> = path.trim_end_matches(".md").split('/').collect();
    let kinds = [NoteKind::Option, NoteKind::Source, NoteKind::Topic, NoteKind::Scenario];
    let kind = match parts[1..] {
        ["index"] => NoteKind::Home,
        [_] => NoteKind::Page,
        [folder, _] => *kinds.iter().find(|kind| kind.folder() == Some(folder)).unwrap(),
        _ => panic!("{path}"),
    };
    NoteKey { kind, id: Id::new(parts.last().unwrap()).unwrap() }
}
