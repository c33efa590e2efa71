//! Diagnostics in all their forms, as people and programs see them.

use super::*;
use crate::diagnostics::Code;
use crate::source::FileId;

const NOTE: &str = "# Waiting\n\n- [nodjs ++] It waits well.\n- [python -] It does not.\n- three\n- four\n";

fn sources(text: &str) -> (Sources, FileId) {
    let mut sources = Sources::default();
    let id = sources.set("content/topics/io.md", text.into());
    (sources, id)
}

fn human(diagnostic: &Diagnostic, sources: &Sources) -> String {
    render(std::slice::from_ref(diagnostic), sources, Format::Human, Style::Plain)
}

/// Shows a span of a text with the label `here`.
fn shown(text: &str, span: std::ops::Range<usize>) -> String {
    let (sources, id) = sources(text);
    human(&Diagnostic::new(Code::ClaimHead, Span::new(id, span), "m").label("here"), &sources)
}

fn unknown_option(id: FileId) -> Diagnostic {
    Diagnostic::new(Code::UnknownOption, Span::new(id, 14..19), "no option is called `nodjs`")
        .label("not an option")
        .hint("did you mean `nodejs`?")
}

#[test]
fn a_line_with_label_and_hint() {
    let (sources, id) = sources(NOTE);
    let expected = "\
error[unknown-option]: no option is called `nodjs`
 --> content/topics/io.md:3:4
  |
3 | - [nodjs ++] It waits well.
  |    ^^^^^ not an option
  |
  = help: did you mean `nodejs`?

";
    assert_eq!(human(&unknown_option(id), &sources), expected);
}

#[test]
fn other_places_in_this_and_other_files() {
    let (mut sources, id) = sources(NOTE);
    let other = sources.set("content/topics/cpu.md", "one\n- [python +] Two threads.\n".into());
    let diagnostic =
        Diagnostic::new(Code::UnexplainedContradiction, Span::new(id, 11..38), "claims contradict")
            .label("this")
            .also(Span::new(id, 73..79), "near it")
            .also(Span::new(other, 4..28), "and this");
    let expected = "\
warning[unexplained-contradiction]: claims contradict
 --> content/topics/io.md:3:1
  |
3 | - [nodjs ++] It waits well.
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^ this
...
6 | - four
  | ------ near it
  |
 ::: content/topics/cpu.md:2:1
  |
2 | - [python +] Two threads.
  | ------------------------ and this

";
    assert_eq!(human(&diagnostic, &sources), expected);
}

#[test]
fn a_long_span_is_cut_after_three_lines() {
    let expected = "\
error[claim-head]: m
 --> content/topics/io.md:3:1
  |
3 | / - [nodjs ++] It waits well.
4 | | - [python -] It does not.
5 | | - three
  | |_______^ here

";
    assert_eq!(shown(NOTE, 11..NOTE.len()), expected);
}

#[test]
fn a_block_does_not_reach_into_the_next_line() {
    let expected = "\
error[claim-head]: m
 --> content/topics/io.md:4:1
  |
4 | - [python -] It does not.
  | ^^^^^^^^^^^^^^^^^^^^^^^^^ here

";
    assert_eq!(shown(NOTE, 39..65), expected);
}

#[test]
fn the_end_of_a_file_is_the_end_of_its_last_line() {
    let expected = "\
error[claim-head]: m
 --> content/topics/io.md:2:4
  |
2 | two
  |    ^ here

";
    for text in ["one\ntwo", "one\ntwo\n"] {
        for span in [7..7, 8..8, 7..8, 100..200] {
            assert_eq!(shown(text, span.clone()), expected, "{text:?} {span:?}");
        }
    }
}

#[test]
fn an_empty_span_points_between_characters() {
    let expected = "\
error[claim-head]: m
 --> content/topics/io.md:1:3
  |
1 | one
  |   ^ here

";
    assert_eq!(shown("one\n", 2..2), expected);
}

#[test]
fn tabs_and_wide_characters_keep_the_underline_below_its_text() {
    let expected = "\
error[claim-head]: m
 --> content/topics/io.md:1:4
  |
1 |     漢字key: value
  |         ^^^ here

";
    assert_eq!(shown("\t漢字key: value\r\nnext\r\n", 7..10), expected);
}

#[test]
fn windows_line_ends_do_not_show() {
    let expected = "\
error[claim-head]: m
 --> content/topics/io.md:2:1
  |
2 | two
  | ^^^ here

";
    assert_eq!(shown("one\r\ntwo\r\n", 5..10), expected);
    assert_eq!(shown("one\r\ntwo\r\n", 5..9), expected);
}

#[test]
fn a_message_about_a_file_shows_no_line() {
    let (sources, id) = sources(NOTE);
    let diagnostic =
        Diagnostic::new(Code::OrphanNote, Span::file_start(id), "no note links here").hint("link to it");
    let expected = "\
note[orphan-note]: no note links here
--> content/topics/io.md:1:1
 = help: link to it

";
    assert_eq!(human(&diagnostic, &sources), expected);
}

#[test]
fn a_very_long_line_is_windowed() {
    let text = format!("{}needle{}", "a".repeat(60_000), "b".repeat(60_000));
    let text = shown(&text, 60_000..60_006);
    assert!(text.contains(":1:60001\n") && text.contains("aaneedlebb"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= DEFAULT_TERM_WIDTH), "{text}");
    let whole = shown(&"a".repeat(120_000), 0..120_000);
    assert!(whole.len() < 1_000, "{whole}");
}

#[test]
fn labels_far_apart_on_one_line_keep_their_columns() {
    let mut sources = Sources::default();
    let text = format!("{}needle{}thread\n", "\u{e9}".repeat(5_000), "\u{6f22}".repeat(5_000));
    let id = sources.set("content/topics/io.md", text.into());
    let diagnostic = Diagnostic::new(Code::ClaimHead, Span::new(id, 10_000..10_006), "m")
        .label("one")
        .also(Span::new(id, 25_006..25_012), "two");
    for style in [Style::Plain, Style::Coloured] {
        let text = render(std::slice::from_ref(&diagnostic), &sources, Format::Human, style);
        assert!(text.contains("--> \u{1b}[0mcontent") || text.contains("--> content"), "{text}");
        assert!(text.contains("content/topics/io.md:1:5001\n"), "{text}");
        assert!(text.contains("content/topics/io.md:1:10007\n"), "{text}");
        assert!(text.contains("needle") && text.contains("thread"), "{text}");
    }
}

#[test]
fn a_very_long_message_is_cut() {
    let (sources, id) = sources(NOTE);
    let long = "x".repeat(100_000);
    let diagnostic = Diagnostic::new(Code::ClaimHead, Span::new(id, 0..1), &*long).label(&*long).hint(&*long);
    let text = human(&diagnostic, &sources);
    assert!(text.len() < 4 * LONGEST_TEXT, "{}", text.len());
}

#[test]
fn content_cannot_steer_the_terminal() {
    let evil = "a\u{1b}[31mb\u{9b}2J\u{7}\u{202e}c\u{7f}\r\u{2028}d\u{0}";
    let mut sources = Sources::default();
    let id = sources.set(&format!("content/{evil}.md"), evil.into());
    let diagnostic = Diagnostic::new(Code::ClaimHead, Span::new(id, 1..2), evil).label(evil).hint(evil);
    for format in [Format::Human, Format::Short, Format::Json] {
        let text = render(std::slice::from_ref(&diagnostic), &sources, format, Style::Plain);
        assert!(!text.chars().any(|c| c != '\n' && steers(c)), "{text:?}");
    }
    let text = human(&diagnostic, &sources);
    assert!(text.contains("1 | a␛[31mb\u{fffd}2J␇\u{fffd}c␡␍\u{fffd}d␀\n  |  ^ "), "{text}");
    let json = render(&[diagnostic], &sources, Format::Json, Style::Plain);
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["message"], evil, "nothing is lost");
}

#[test]
fn short_is_one_line() {
    let (sources, id) = sources(NOTE);
    let diagnostics =
        [unknown_option(id), Diagnostic::new(Code::ClaimHead, Span::new(id, 39..65), "one\n two")];
    let expected = "\
content/topics/io.md:3:4: error[unknown-option]: no option is called `nodjs` (did you mean `nodejs`?)
content/topics/io.md:4:1: error[claim-head]: one two
";
    assert_eq!(render(&diagnostics, &sources, Format::Short, Style::Coloured), expected);
}

#[test]
fn json_is_one_object_a_line() {
    let (sources, id) = sources("é = \"x\"\nb\n");
    let diagnostics = [
        Diagnostic::new(Code::WrongType, Span::new(id, 5..8), "say \"no\"")
            .label("a string")
            .also(Span::new(id, 9..10), "b"),
        Diagnostic::new(Code::NoBaseUrl, Span::file_start(id), "m").hint("h"),
    ];
    let expected = concat!(
        r#"{"code":"wrong-type","severity":"error","message":"say \"no\"","path":"content/topics/io.md","#,
        r#""line":1,"column":5,"end_line":1,"end_column":8,"label":"a string","#,
        r#""related":[{"path":"content/topics/io.md","line":2,"column":1,"label":"b"}],"hint":null}"#,
        "\n",
        r#"{"code":"no-base-url","severity":"note","message":"m","path":"content/topics/io.md","#,
        r#""line":1,"column":1,"end_line":1,"end_column":1,"label":"","related":[],"hint":"h"}"#,
        "\n",
    );
    assert_eq!(render(&diagnostics, &sources, Format::Json, Style::Plain), expected);
}

#[test]
fn colours_only_when_asked_for() {
    let (sources, id) = sources(NOTE);
    let coloured = render(&[unknown_option(id)], &sources, Format::Human, Style::Coloured);
    assert!(coloured.starts_with("\u{1b}[1m\u{1b}[91merror[unknown-option]\u{1b}[0m"), "{coloured:?}");
    assert!(!human(&unknown_option(id), &sources).contains('\u{1b}'));
}

#[test]
fn summaries_count_in_words() {
    let summary = |errors, warnings, notes| super::summary(Counts { errors, warnings, notes });
    assert_eq!(summary(2, 1, 0), "2 errors, 1 warning");
    assert_eq!(summary(1, 0, 12), "1 error, 12 notes");
    assert_eq!(summary(0, 2, 1), "2 warnings, 1 note");
    assert_eq!(summary(0, 0, 0), "no errors or warnings");
}

/// Any spans over odd texts, also outside of them and across characters: no panic, the place is the
/// one counted here, nothing steers the terminal, and no line is longer than a terminal is wide.
#[test]
fn any_span_can_be_shown() {
    let long = "é漢\t".repeat(2_000);
    let texts = [
        "",
        "\n",
        "\r\n",
        "\r",
        "\n\n\n",
        "a",
        "a\n",
        "\u{feff}---\na: b\n---\n",
        "\t\tx\n \ty\r\nz",
        "漢字\n👨‍👩‍👧 e\u{301}\u{301}\n\u{200b}",
        "a\u{1b}]8;;x\u{7}\u{9b}\u{202e}\n\u{2029}b\u{0}",
        &long,
        "// x\n{\n}\n\n(\n    deep\n\n\nend\n",
        "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11",
    ];
    let mut random = Random(1);
    for text in texts {
        for _ in 0..60 {
            let (mut sources, id) = sources(text);
            let other = sources.set("b.md", texts[random.below(texts.len())].into());
            let mut span = |file| {
                let start = random.below(text.len() + 4);
                let length = random.below(40);
                Span { file, start: start as u32, end: (start + length) as u32 }
            };
            let primary = span(id);
            let diagnostic = Diagnostic::new(Code::ClaimHead, primary, "message")
                .label("label")
                .also(span(id), "second")
                .also(span(other), "third")
                .also(Span { file: id, start: 9, end: 3 }, "");
            let plain = human(&diagnostic, &sources);
            let (line, column) = counted(text, primary.start as usize);
            let place = format!("--> content/topics/io.md:{line}:{column}\n");
            assert!(plain.contains(&place), "{text:?} {primary:?} {place}\n{plain}");
            assert!(!plain.chars().any(|c| c != '\n' && steers(c)), "{plain:?}");
            assert!(plain.lines().all(|line| line.chars().count() <= 300), "{plain}");
            render(std::slice::from_ref(&diagnostic), &sources, Format::Human, Style::Coloured);
            render(std::slice::from_ref(&diagnostic), &sources, Format::Json, Style::Plain);
            let short = render(&[diagnostic], &sources, Format::Short, Style::Plain);
            assert!(short.starts_with(&format!("content/topics/io.md:{line}:{column}: ")), "{short}");
        }
    }
}

/// Line and column of an offset, counted line by line; what lies beyond a line counts as its end.
fn counted(text: &str, offset: usize) -> (usize, usize) {
    let (mut before, mut place) = (0, (1, 1));
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let shown = line.trim_end_matches('\n');
        let shown = if shown.len() < line.len() { shown.strip_suffix('\r').unwrap_or(shown) } else { shown };
        let whole = shown.char_indices().filter(|(at, c)| before + at + c.len_utf8() <= offset).count();
        place = (number + 1, whole + 1);
        before += line.len();
        if offset < before {
            break;
        }
    }
    place
}

/// A small generator (xorshift), so that the test is the same every time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}
