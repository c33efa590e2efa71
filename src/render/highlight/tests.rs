//! Highlighting: classes of our own, the text unchanged, and an end on every input.

use super::*;

/// Shorter to read: `{keyword:let}` for a span, entities decoded.
fn marked(code: &str, language: &str) -> String {
    let html = highlight(code, language).unwrap();
    let marked = html.replace("<span class=\"hl-", "{").replace("\">", ":").replace("</span>", "}");
    decoded(&marked)
}

fn decoded(html: &str) -> String {
    html.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// The text of HTML without its tags.
fn text(html: &str) -> String {
    let mut text = String::new();
    for (number, part) in html.split('<').enumerate() {
        text.push_str(if number == 0 { part } else { part.split_once('>').unwrap().1 });
    }
    decoded(&text)
}

/// Every span is opened and closed without nesting, has a listed class, and neither begins nor ends
/// with white space.
fn assert_well_formed(html: &str) {
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("<span class=\"") {
        assert!(!before.contains(['<', '>']), "{html}");
        let (class, after) = after.split_once("\">").unwrap();
        let (body, after) = after.split_once("</span>").unwrap();
        assert!(CLASSES.contains(&class), "{class}");
        assert!(!body.contains(['<', '>']) && !body.is_empty() && body.trim() == body, "{body:?}");
        let follows = format!("<span class=\"{class}\">");
        assert!(!after.trim_start().starts_with(&follows), "not merged: {html}");
        rest = after;
    }
    assert!(!rest.contains(['<', '>']), "{rest}");
}

#[test]
fn the_html_is_escaped_and_merged() {
    assert_eq!(
        highlight("// a <b> & c\n// d\nif (x) {}\n", "js").unwrap(),
        "<span class=\"hl-comment\">// a &lt;b&gt; &amp; c\n// d</span>\n\
         <span class=\"hl-keyword\">if</span> <span class=\"hl-punctuation\">(</span>x\
         <span class=\"hl-punctuation\">) {}</span>\n"
    );
}

#[test]
fn pieces_of_common_languages() {
    let cases = [
        (
            "js",
            "const f = (n) => `a ${n.b}\\n`;",
            "{keyword:const} {function:f} {operator:=} {punctuation:(}{variable:n}{punctuation:)} \
             {operator:=>} {string:`a} {punctuation:${}n{punctuation:.}{property:b}{punctuation:}}{escape:\\n}\
             {string:`}{punctuation:;}",
        ),
        (
            "ts",
            "let x: string = `${a}`",
            "{keyword:let} x{punctuation::} {type:string} {operator:=} {string:`}{punctuation:${}a{punctuation:}}{string:`}",
        ),
        (
            "Python",
            "@a\ndef f(x): return not None # c",
            "{function:@a}\n{keyword:def} {function:f}{punctuation:(}{variable:x}{punctuation:):} \
             {keyword:return not} {constant:None} {comment:# c}",
        ),
        (
            "json",
            "{\"a\": [1, \"b\"]}",
            "{punctuation:{}{property:\"a\"}{punctuation:: [}{number:1}{punctuation:,} {string:\"b\"}{punctuation:]}}",
        ),
        ("yaml", "a: b # c", "{property:a}{punctuation::} {string:b} {comment:# c}"),
        (
            "toml",
            "[t]\na = true",
            "{punctuation:[}{type:t}{punctuation:]}\n{property:a} {punctuation:=} {constant:true}",
        ),
        ("bash", "cd \"$HOME\" # c", "{function:cd} {string:\"}{variable:$HOME}{string:\"} {comment:# c}"),
        (
            "html",
            "<a b=\"c\">&lt;</a>",
            "{punctuation:<}{tag:a} {attribute:b}{punctuation:=}{string:\"c\"}{punctuation:>}{escape:&lt;}{punctuation:</}{tag:a}{punctuation:>}",
        ),
        (
            "css",
            ".a { color: #fff }",
            "{attribute:.a} {punctuation:{} {property:color}{punctuation::} {constant:#fff} {punctuation:}}",
        ),
        ("sql", "SELECT 1 AND 2", "{keyword:SELECT} {number:1} {keyword:AND} {number:2}"),
        ("diff", "@@ -1 +1 @@\n-a\n+b\n c\n", "{heading:@@ -1 +1 @@}\n{deleted:-a}\n{inserted:+b}\n c\n"),
        ("md", "# A\n\n`b`", "{heading:# A}\n\n{punctuation:`}{string:b}{punctuation:`}"),
        (
            "rust",
            "fn f() -> u8 { 1 }",
            "{keyword:fn} {function:f}{punctuation:() ->} {keyword:u8} {punctuation:{} {number:1} {punctuation:}}",
        ),
        (
            "go",
            "func F() int { return 1 }",
            "{keyword:func} {function:F}{punctuation:()} {type:int} {punctuation:{} {keyword:return} {number:1} {punctuation:}}",
        ),
        ("Dockerfile", "FROM a AS b", "{keyword:FROM} a {keyword:AS} {variable:b}"),
    ];
    for (language, code, expected) in cases {
        assert_eq!(marked(code, language), expected, "{language}");
    }
}

#[test]
fn a_session_shows_commands_and_leaves_output() {
    assert_eq!(
        marked("# first\n$ cd \\\n  \"a\"\nif < 1\n", "console"),
        "{comment:# first}\n{punctuation:$} {function:cd} {punctuation:\\}\n  {string:\"a\"}\nif < 1\n"
    );
    assert_eq!(marked("# cd a\nif\n", "console"), "{punctuation:#} {function:cd} a\nif\n");
}

/// Names as people write them after a fence.
const LANGUAGES: [&str; 50] = [
    "js",
    "javascript",
    "JavaScript",
    "mjs",
    "node",
    "jsx",
    "ts",
    "TypeScript",
    "tsx",
    "py",
    "python",
    "Python3",
    "toml",
    "yaml",
    "yml",
    "json",
    "jsonc",
    "sh",
    "bash",
    "shell",
    "zsh",
    "console",
    "shell-session",
    "Dockerfile",
    "docker",
    "html",
    "xml",
    "css",
    "scss",
    "sql",
    "postgresql",
    "rust",
    "rs",
    "go",
    "golang",
    "diff",
    "patch",
    "md",
    "markdown",
    "c",
    "c++",
    "cpp",
    "c#",
    "java",
    "kotlin",
    "ruby",
    "php",
    "ini",
    "makefile",
    "nginx",
];

#[test]
fn languages_go_by_many_names() {
    for language in LANGUAGES {
        assert!(highlight("x = 1", language).is_some(), "{language}");
    }
    for language in ["", " ", "klingon", "js2", "text"] {
        assert_eq!(highlight("x = 1", language), None, "{language:?}");
    }
}

/// Whatever the code is, the reader sees exactly it.
#[test]
fn the_text_is_never_changed() {
    let odd = [
        "",
        "\n",
        "\r\n\r\n",
        " \t ",
        "\u{feff}x",
        "no newline",
        "a\r\nb\rc\n",
        "&amp; &lt; <b> \"'",
        "\0\u{1b}[31m\u{7f}",
        "漢字 = \"é👨‍👩‍👧\u{301}\" # ñ\n",
        "'unterminated\n\"still\n`and ${ this",
        "/* never closed\n\n\n",
        "*/ --> }}}) ]]> \"\"\"",
        "<<EOF\n$x\nEOF\n",
        "$ a\\\n\n# b\n$ ",
        "{{{{[[[[((((<<<<",
        "\u{2028}\u{2029}\u{85}\u{a0}x",
        "---\na: [1,\n---\n",
        "@@@@\n+++\n---\n",
    ];
    for language in LANGUAGES {
        for code in odd {
            let html = highlight(code, language).unwrap();
            assert_eq!(text(&html), code, "{language}");
            assert_well_formed(&html);
        }
        let all = odd.join("\n").repeat(3);
        let html = highlight(&all, language).unwrap();
        assert_eq!(text(&html), all, "{language}");
        assert_well_formed(&html);
    }
}

#[test]
fn long_lines_and_large_blocks_stay_plain() {
    let line = "1".repeat(LONGEST_LINE - 1) + "\n";
    assert!(highlight(&line, "js").unwrap().starts_with("<span"));
    assert_eq!(
        marked(&format!("/*\n1{line}*/ 1"), "js"),
        format!("{{comment:/*}}\n1{line}{{comment:*/}} {{number:1}}")
    );
    let block = "x<1\n".repeat(MOST_BYTES / 4);
    assert!(highlight(&block, "toml").unwrap().contains("<span"));
    assert_eq!(highlight(&format!("{block}x"), "toml").unwrap(), format!("{block}x").replace('<', "&lt;"));
}

#[test]
fn deep_nesting_is_not_slow() {
    let code = format!("{}x\n", "(".repeat(1_000)).repeat(50);
    assert_eq!(text(&highlight(&code, "js").unwrap()), code);
}
