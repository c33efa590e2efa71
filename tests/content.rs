//! Holds the bundled comparison (`content/`) to what its readers rely on: every claim stands at a place that
//! its article has, no sentence of an article is copied, and nothing is missing in kind.
//!
//! The articles are not in the repository. Their headings are in `tests/content/headings.json`, and hashes of
//! their word runs in `tests/content/runs`, made by `scripts/word_runs.py`.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test reads its own files and fails by panicking"
)]

#[path = "content/base.rs"]
mod base;
#[path = "content/words.rs"]
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use base::{BASE, BASE_VALUE, Claim, counterpoint, root, title};
use serde::Deserialize;
use serde_json::Value;
use words::{Runs, run_hash, words};

/// Words that name an option, or the language of one.
const OPTION_WORDS: [&str; 4] = ["javascript", "node", "nodejs", "python"];

/// Ends of words with a full stop inside a sentence.
const ABBREVIATIONS: [&str; 4] = ["e.g.", "i.e.", "vs.", "etc."];

/// Eight words that no article has, to see the check bite.
const KNOWN_RUN: &str = "one two three four five six seven eight";

#[test]
fn every_place_is_a_place_of_its_article() {
    let articles = articles();
    none(BASE.claims.iter().filter_map(|claim| {
        let place = claim.place.as_deref().unwrap_or("");
        let article = articles.get(&claim.source)?;
        (!article.has(place)).then(|| format!("{}: {} has no `{place}`", claim.id, claim.source))
    }));
    none(
        BASE.claims
            .iter()
            .filter(|claim| !articles.contains_key(&claim.source))
            .map(|claim| format!("{}: `{}` is no article whose headings are known", claim.id, claim.source)),
    );
}

#[test]
fn source_notes_list_the_headings_of_their_articles() {
    for (id, article) in articles() {
        let source = BASE.sources.iter().find(|source| source.id == id).expect(&id);
        assert_eq!(source.headings, article.headings, "headings of {id}");
    }
}

#[test]
fn a_place_is_a_whole_heading() {
    let article = Article {
        headings: ["Speed", "Speed > Python", "Scale", "Scale > Python", "End-of-life"]
            .map(str::to_owned)
            .into(),
        lost_after: vec!["Scale > Python".to_owned()],
    };
    for place in
        ["Introduction", "Speed", "Scale > Python", "after Scale > Python", "End\u{2011}of\u{2011}life"]
    {
        assert!(article.has(place), "{place}");
    }
    for place in [
        "",
        "Python",
        "Spe",
        "peed",
        "Speed > Node.js",
        "after Speed",
        "after Nowhere",
        "Introduction > Python",
    ] {
        assert!(!article.has(place), "{place}");
    }
}

/// `tests/content/sentences` says for every sentence of an article which claims carry it, or that it bears on
/// nothing; sentences are numbered as `scripts/draw_sentences.py` does.
#[test]
fn the_claims_that_carry_a_sentence_are_there() {
    let claims: BTreeSet<(&str, &str)> =
        BASE.claims.iter().map(|claim| (claim.source.as_str(), short(&claim.id))).collect();
    for source in articles().keys() {
        let file = root().join(format!("tests/content/sentences/{source}.txt"));
        let text = fs::read_to_string(&file).expect(source);
        let mut carried = 0;
        for (line, number) in text.lines().zip(1_usize..) {
            let mut words = line.split(' ');
            assert_eq!(words.next(), Some(number.to_string().as_str()), "{source}: {line}");
            let ids: Vec<&str> = words.filter(|word| *word != "-").collect();
            carried += usize::from(!ids.is_empty());
            none(
                ids.into_iter()
                    .filter(|id| !claims.contains(&(source.as_str(), *id)))
                    .map(|id| format!("sentence {number} of {source}: no claim of it is called {id}")),
            );
        }
        assert!(carried > 70, "{source}: only {carried} sentences are carried");
    }
}

#[test]
fn no_text_repeats_eight_words_of_an_article() {
    let runs = runs();
    let mut exported = Vec::new();
    texts_of(&BASE_VALUE, "", &mut exported);
    assert!(exported.len() > BASE.claims.len(), "only {} texts", exported.len());
    let exported = exported.into_iter().map(|(place, text)| (place, text.to_owned()));
    let notes = notes().into_iter().flat_map(|path| {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.strip_prefix(root()).unwrap().display().to_string();
        texts_of_note(&text, name.contains("/sources/"))
            .map(move |text| (name.clone(), text))
            .collect::<Vec<_>>()
    });
    none(exported.chain(notes).flat_map(|(place, text)| {
        runs.repeated(&text).into_iter().map(move |repeated| format!("{place}: {repeated}"))
    }));
}

#[test]
fn the_runs_are_those_of_whole_articles() {
    let runs = runs();
    assert!(runs.0.keys().eq(articles().keys()), "{:?}", runs.0.keys());
    none(
        runs.0
            .iter()
            .filter(|(_, hashes)| hashes.len() < 1000)
            .map(|(source, hashes)| format!("{source} has only {} runs", hashes.len())),
    );
}

/// The digits are those of `sha256sum`, as in `scripts/word_runs.py`, so both sides hash alike.
#[test]
fn the_hash_of_a_run_is_that_of_the_script() {
    assert_eq!(run_hash(&words(KNOWN_RUN)), "62d51a1fd36f");
    assert_eq!(
        words("Don\u{2019}t \u{201C}copy\u{201D} Node.js\u{2011}code \u{2014} \u{2018}ever\u{2019}!"),
        ["don't", "copy", "node", "js", "code", "ever"]
    );
}

/// In a claim, a front matter, a paragraph, a callout, broken by markup or by typography.
#[test]
fn a_copied_run_is_found() {
    let runs = Runs(BTreeMap::from([("fixture".to_owned(), BTreeSet::from([run_hash(&words(KNOWN_RUN))]))]));
    let copied = ["fixture has `one two three four five six seven eight` too"];
    assert_eq!(
        runs.repeated("So: one, two \u{2013} \u{201C}three\u{201D}-four five\nsix Seven EIGHT nine."),
        copied
    );
    assert!(runs.repeated("one two three four five six seven, then eight").is_empty());

    let exported = serde_json::json!({
        "sources": [{ "title": KNOWN_RUN, "headings": [KNOWN_RUN], "interest": "nothing" }],
        "claims": [{ "text": KNOWN_RUN, "place": KNOWN_RUN, "qualifiers": { "scope": KNOWN_RUN } }],
        "topics": [{ "title": KNOWN_RUN }],
        "contradictions": [{ "title": "Which?", "resolution": KNOWN_RUN }],
    });
    let mut texts = Vec::new();
    texts_of(&exported, "", &mut texts);
    let found: Vec<String> =
        texts.into_iter().filter(|(_, text)| runs.repeated(text) == copied).map(|(place, _)| place).collect();
    assert_eq!(
        found,
        ["/claims/0/qualifiers/scope", "/claims/0/text", "/contradictions/0/resolution", "/topics/0/title"]
    );

    let note =
        format!("---\ntitle: {KNOWN_RUN}\nheadings:\n  - {KNOWN_RUN}\n---\n\nNot here [@x, {KNOWN_RUN}].\n");
    let repeats =
        |note: &str, source| texts_of_note(note, source).flat_map(|text| runs.repeated(&text)).count();
    assert_eq!(repeats(&note, true), 0);
    assert_eq!(repeats(&note, false), 2);
    let summary = note.replace("title:", "summary:");
    assert_eq!(repeats(&summary, true), 1);
    let linked = "One two [three](https://host.example/a b) [[somewhere|four]] five\n> six *seven* eight.";
    assert_eq!(repeats(linked, true), 1);
}

#[test]
fn the_comparison_is_complete_in_kind() {
    assert!(BASE.claims.len() >= 80, "{} claims", BASE.claims.len());
    assert!(BASE.topics.len() >= 12, "{} topics", BASE.topics.len());
    for source in articles().into_keys() {
        assert!(BASE.claims.iter().any(|claim| claim.source == source), "no claim from {source}");
    }
    for option in ["nodejs", "python"] {
        let speaks_of = |claim: &Claim| claim.standings.iter().any(|standing| standing.option == option);
        assert!(BASE.claims.iter().any(speaks_of), "no claim on {option}");
    }
}

#[test]
fn every_topic_is_introduced_without_naming_an_option() {
    none(BASE.topics.iter().flat_map(|topic| {
        let note = fs::read_to_string(root().join(&topic.file)).unwrap();
        faults_of_introduction(&introduction(&note))
            .into_iter()
            .map(move |fault| format!("{}: {fault}", topic.id))
    }));
}

#[test]
fn an_introduction_is_judged_as_it_reads() {
    let long = "word ".repeat(29);
    let note = |last: &str| {
        format!("---\ntitle: Node.js\n---\n\n{long}{last}\n\n## Claims\n\n- [python] It is. ^id\n")
    };
    assert_eq!(faults_of_introduction(&introduction(&note("end."))), Vec::<String>::new());
    assert_eq!(faults_of_introduction(&introduction(&note(""))), ["29 words of introduction"]);
    assert_eq!(faults_of_introduction(&introduction(&note("Node.js"))), ["the introduction names `node`"]);
    assert_eq!(faults_of_introduction(&introduction(&note("[[nodejs]]"))), ["the introduction names `node`"]);
    assert_eq!(
        faults_of_introduction(&introduction(&note("[[x|JavaScript]]"))),
        ["the introduction names `javascript`"]
    );
}

#[test]
fn every_claim_is_one_sentence() {
    let faulty = BASE.claims.iter().filter(|claim| !is_one_sentence(&claim.text));
    none(faulty.map(|claim| format!("{}: `{}` is not one sentence", claim.id, claim.text)));
}

#[test]
fn one_sentence_ends_where_it_stops() {
    for text in
        ["It runs on Node.js 3.5 well.", "Many tasks, e.g. chats, fit.", "It is \u{201C}fast\u{201D}."]
    {
        assert!(is_one_sentence(text), "{text}");
    }
    for text in ["", "It runs", "It runs. it stops.", "Does it? Yes.", "It runs!", "(It runs.) It stops."] {
        assert!(!is_one_sentence(text), "{text}");
    }
}

#[test]
fn every_contradiction_asks_a_question() {
    let titles = BASE.contradictions.iter().filter_map(|contradiction| contradiction.title.as_deref());
    none(titles.filter(|title| !title.ends_with('?')).map(|title| format!("`{title}` is no question")));
}

#[test]
fn what_claims_rest_on_is_a_study() {
    let studies: BTreeSet<&str> =
        BASE.sources.iter().filter(|source| source.kind == "study").map(|source| &*source.id).collect();
    none(BASE.claims.iter().filter_map(|claim| {
        let study = claim.based_on.as_deref().filter(|study| !studies.contains(study))?;
        Some(format!("{}: `{study}` is no study", claim.id))
    }));
}

#[test]
fn no_contradiction_is_unexplained_and_nothing_else_is_reported() {
    let output = counterpoint(&["check", "--strict", "--message-format", "short"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The headings of an article as its text has them, in order, and those after which its text lost one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Article {
    headings: Vec<String>,
    lost_after: Vec<String>,
}

impl Article {
    /// Whether a place is one of the article: before the first heading, after one where the next is lost, or a
    /// heading, of which a path may leave out the beginning where the rest fits only one.
    fn has(&self, place: &str) -> bool {
        let place = plain(place);
        let lost = |place: &str| self.lost_after.iter().any(|heading| plain(heading) == place);
        let ends = |heading: &&String| {
            plain(heading).strip_suffix(&*place).is_some_and(|rest| rest.is_empty() || rest.ends_with(" > "))
        };
        place == "Introduction"
            || place.strip_prefix("after ").is_some_and(lost)
            || !place.is_empty() && self.headings.iter().filter(ends).count() == 1
    }
}

/// Hyphens and apostrophes made plain, which articles and notes may set differently.
fn plain(text: &str) -> String {
    text.replace(['\u{2010}', '\u{2011}', '\u{2013}'], "-").replace(['\u{2018}', '\u{2019}'], "'")
}

fn articles() -> BTreeMap<String, Article> {
    serde_json::from_str(&fs::read_to_string(root().join("tests/content/headings.json")).unwrap()).unwrap()
}

fn runs() -> Runs {
    Runs::read(&root().join("tests/content/runs"))
}

/// Every text of the export with its place in it, except what repeats an article by its nature: its title, its
/// headings, and the places of claims.
fn texts_of<'a>(value: &'a Value, place: &str, texts: &mut Vec<(String, &'a str)>) {
    match value {
        Value::String(text) => texts.push((place.to_owned(), text)),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                texts_of(item, &format!("{place}/{index}"), texts);
            }
        }
        Value::Object(fields) => {
            let of_source = place.starts_with("/sources/");
            for (key, field) in fields {
                if !(key == "place" || of_source && (key == "title" || key == "headings")) {
                    texts_of(field, &format!("{place}/{key}"), texts);
                }
            }
        }
        _ => {}
    }
}

/// Everything that a note says, comments too: each line of its front matter, and its body as it reads. The
/// front matter of a source may repeat the title and the headings of its article.
fn texts_of_note(note: &str, of_source: bool) -> impl Iterator<Item = String> {
    let (front_matter, body) = parts(note);
    let excepted = move |line: &&str| {
        !(of_source && (line.starts_with("title:") || line.trim_start().starts_with("- ")))
    };
    front_matter.lines().filter(excepted).map(str::to_owned).chain([as_it_reads(body)])
}

/// The prose of a topic before its first heading, claim or callout, as it reads.
fn introduction(note: &str) -> String {
    let ends = |line: &&str| !["#", "- [", "> [!"].iter().any(|start| line.starts_with(start));
    as_it_reads(&parts(note).1.lines().take_while(ends).collect::<Vec<_>>().join("\n"))
}

fn faults_of_introduction(introduction: &str) -> Vec<String> {
    let count = introduction.split_whitespace().count();
    let words = words(introduction);
    let named = OPTION_WORDS.iter().filter(|name| words.iter().any(|word| word == *name));
    let short = (count < 30).then(|| format!("{count} words of introduction"));
    short.into_iter().chain(named.map(|name| format!("the introduction names `{name}`"))).collect()
}

/// The front matter and the body of a note.
fn parts(note: &str) -> (&str, &str) {
    let rest = note.strip_prefix("---\n");
    rest.and_then(|rest| rest.split_once("\n---\n")).unwrap_or(("", note))
}

/// A body without citations and addresses, its wikilinks replaced by their label or by the title of the note.
fn as_it_reads(body: &str) -> String {
    let without_citations = replaced(body, "[@", "]", |_| String::new());
    let without_addresses = replaced(&without_citations, "](", ")", |_| "]".to_owned());
    replaced(&without_addresses, "[[", "]]", |link| match link.split_once('|') {
        Some((_, label)) => label.to_owned(),
        None => title(link.split('#').next().unwrap_or(link)).unwrap_or(link).to_owned(),
    })
}

/// A text with each stretch from `open` to `close` replaced by what `with` makes of its inside.
fn replaced(text: &str, open: &str, close: &str, with: impl Fn(&str) -> String) -> String {
    let mut pieces = text.split(open);
    let mut result = pieces.next().unwrap_or("").to_owned();
    for piece in pieces {
        match piece.split_once(close) {
            Some((inside, rest)) => result.extend([&*with(inside), rest]),
            None => result.extend([open, piece]),
        }
    }
    result
}

fn is_one_sentence(text: &str) -> bool {
    let stops = |word: &&str| {
        word.trim_end_matches(['"', '\'', ')', '\u{201D}', '\u{2019}']).ends_with(['.', '?', '!'])
            && !ABBREVIATIONS.contains(word)
    };
    text.ends_with('.') && text.split_whitespace().filter(stops).count() == 1
}

/// Every note of the comparison.
fn notes() -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(root().join("content")).sort_by_file_name().into_iter();
    let paths: Vec<PathBuf> = files
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    assert!(paths.len() > BASE.topics.len(), "only {} notes", paths.len());
    paths
}

/// A claim's id without the kind of its note: `latency#delays`.
fn short(id: &str) -> &str {
    id.split_once('/').map_or(id, |(_, short)| short)
}

/// Fails with every fault, so that one run shows all there is to mend.
fn none(faults: impl Iterator<Item = String>) {
    let faults: Vec<String> = faults.collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
