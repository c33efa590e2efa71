//! Nothing in content can run script in a reader's browser, and no content is too odd to be read.

use std::time::{Duration, Instant};

use scraper::{ElementRef, Html, Node};

use crate::project::Project;

/// What somebody might write to get script into a page.
const PAYLOADS: [&str; 16] = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</title></style></textarea><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'><svg/onload=alert(1)>",
    "\" onmouseover=\"alert(1)\" style=\"color:red",
    "' onfocus='alert(1)' autofocus='",
    "` onclick=alert(1) x=`",
    "<!-- --><script>alert(1)</script><!--",
    "<![CDATA[ ]]><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x onerror=alert(1)&#62;",
    "{{ '<script>alert(1)</script>' | safe }}{% raw %}{{ <icons /> }}",
    "javascript:alert(1)",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe><base href=//evil.example>",
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    "\u{202e}<script>alert(1)</script>\u{2066}\u{200b}",
];

#[test]
fn script_in_any_place_stays_text() {
    for payload in PAYLOADS {
        let site = hostile(payload).build(&["build"], "site");
        assert!(site.len() > 30);
        for (path, bytes) in &site {
            let text = String::from_utf8_lossy(bytes);
            if path.ends_with(".html") {
                assert_harmless(&text, path, payload);
            } else if path.ends_with(".json") {
                serde_json::from_slice::<serde_json::Value>(bytes).unwrap();
            }
        }
        let topic = String::from_utf8_lossy(&site["topics/speed.html"]).into_owned();
        let shown = Html::parse_document(&topic).root_element().text().collect::<String>();
        // The test is void where a payload never arrives.
        let mark = payload.split(['<', '>', '&', '{', '`', '"', '\'']).max_by_key(|part| part.len()).unwrap();
        assert!(shown.contains(mark.trim()), "`{payload}` is not on the page");
    }
}

/// A project with the payload wherever text may stand.
fn hostile(payload: &str) -> Project {
    let yaml = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let (title, toml) = (yaml(payload), serde_json::to_string(payload).unwrap());
    // What would end a citation, a qualifier or a cell cannot stand in one.
    let plain: String = payload.chars().filter(|c| !"[]\"{}|".contains(*c)).collect();
    let word: String = payload.chars().filter(|c| !"[]{}|\n\\".contains(*c)).collect();
    let project = Project::empty();
    project.write(
        "counterpoint.toml",
        format!(
            "format = 1\ntitle = {toml}\ndescription = {toml}\nlanguage = {toml}\ngroups = [{toml}]\n\
             base_url = \"https://example.org/x\"\n[repository]\nurl = \"https://code.example/\\\"><b>\"\n"
        ),
    );
    let header = format!("title: {title}\nsummary: {title}\ntags: [{title}]\naliases: [{title}]\n");
    project.write(
        "content/index.md",
        format!("---\ntitle: {title}\nsummary: {title}\n---\n\n{}\n", prose(payload)),
    );
    project.write("content/free.md", format!("---\n{header}---\n\n{}\n", prose(payload)));
    project.write(
        "content/options/nodejs.md",
        format!("---\n{header}colour: '#3c873a'\nlinks:\n  {title}: https://example.org/?a=\"><b>\n---\n\n{payload}\n"),
    );
    project.write("content/options/python.md", "---\ntitle: Python\n---\n");
    project.write(
        "content/sources/incora.md",
        format!(
            "---\n{header}author: [{title}]\npublisher: {title}\ninterest: {title}\nkind: study\n\
             url: 'https://example.org/?\"><script>'\npublished: 2024\n---\n\n{payload}\n"
        ),
    );
    let claims = format!(
        "- [nodejs ++] {word} [@incora, {plain}] {{scope=\"{plain}\" version=\"{plain}\" about=\"{plain}\" based_on=incora}} ^one\n\
         - [nodejs --] {word} [@incora, {plain} two] {{about=\"{plain}\"}} ^two\n\
         - [python 5] Five. [@incora, Six] ^five\n\n\
         > [!contradiction] {word} {{#which kind=scope}}\n> - [[#^one|{word}]]\n> - [[#^two]]\n>\n> {payload}\n>\n\
         > **Outside the sources:** {payload}\n\n\
         > [!agreement] {word} {{#agreed}}\n> - [[#^one]]\n> - [[#^five]]\n>\n> {payload}\n"
    );
    project.write(
        "content/topics/speed.md",
        format!(
            "---\n{header}group: {title}\nquestion: {title}\n\
             scale: {{ unit: {title}, worst: 0, best: 10 }}\n---\n\n{}\n\n{claims}",
            prose(payload)
        ),
    );
    project.write(
        "content/scenarios/chat.md",
        format!("---\n{header}must:\n  speed: 5\n---\n\n- [nodejs yes] {word} [@incora, {plain}] {{scope=\"{plain}\"}}\n"),
    );
    project.write("content/\" onerror=\"alert(1).svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    project
}

/// The payload in every element of Markdown.
fn prose(payload: &str) -> String {
    let inline: String = payload.chars().filter(|c| !"[]|".contains(*c)).collect();
    format!(
        "# {inline}\n\n## {inline} {{#a\"onclick=alert(1)}}\n\n{payload}\n\n*{inline}* **{inline}** ~~{inline}~~ `{inline}`\n\n\
         [{inline}](https://example.org/?\"><script>alert(1)</script> \"{inline}\")\n[[free|{inline}]] [[#^named|{inline}]]\n\
         ![{inline}](<\" onerror=\"alert(1).svg> '{inline}') ![[\" onerror=\"alert(1).svg|{inline}]]\n\
         <https://example.org/\"onclick=\"alert(1)> https://example.org/\"onclick=\"alert(1)\n\n\
         A paragraph. ^named\n\n> {payload}\n\n> [!note]- {inline}\n> {payload}\n\n- {inline}\n- [ ] {inline}\n\n\
         | {inline} | b |\n| :-- | --: |\n| {inline} | {inline} |\n\n\
         ```{inline}\n{payload}\n```\n\n```html\n{payload}\n```\n\n```js\n{payload}\n```\n\n    {payload}\n\n\
         $ {inline} $ and $\\href{{javascript:alert(1)}}{{x}} \\text{{<img src=x onerror=alert(1)>}}$\n\n$$\n{inline}\n$$\n\n\
         Note[^\"><script>alert(1)</script>].\n\n[^\"><script>alert(1)</script>]: {payload}\n\n<div onclick=alert(1)>\n{payload}\n</div>\n"
    )
}

/// Reads a page as a browser does, and finds nothing in it that runs or loads what the theme did not
/// ask for.
fn assert_harmless(html: &str, path: &str, payload: &str) {
    let document = Html::parse_document(html);
    for node in document.tree.nodes() {
        let Node::Element(element) = node.value() else { continue };
        let place = format!("{path} with `{payload}`: {}", short(&ElementRef::wrap(node).unwrap().html()));
        let name = element.name().to_lowercase();
        let forbidden = [
            "iframe",
            "frame",
            "object",
            "embed",
            "applet",
            "base",
            "form",
            "style",
            "animate",
            "set",
            "foreignobject",
            "noscript",
            "audio",
            "video",
            "marquee",
        ];
        assert!(!forbidden.contains(&name.as_str()), "{place}");
        // What the theme's scripts clone; no id of a note begins so.
        let cloned = element.attr("id").is_some_and(|id| id.starts_with("cp-t-"));
        assert!(name != "template" || cloned, "{place}");
        for (attribute, value) in element.attrs() {
            let attribute = attribute.to_lowercase();
            assert!(!attribute.starts_with("on") && attribute != "style" && attribute != "srcdoc", "{place}");
            let address =
                ["href", "src", "action", "formaction", "data", "poster", "background", "srcset", "cite"];
            if address.contains(&attribute.as_str()) || attribute.ends_with(":href") {
                assert!(is_safe(value), "{place}");
            }
        }
        match name.as_str() {
            "script" => {
                let own = element.attr("src").is_some_and(|src| {
                    let of_theme =
                        src.split('/').any(|part| part == "assets") || src.ends_with("data/decide.js");
                    is_safe(src) && !src.contains("://") && of_theme
                });
                let data = element.attr("type").is_some_and(|kind| kind.ends_with("json"));
                let text: String = ElementRef::wrap(node).unwrap().text().collect();
                assert!(
                    own && text.is_empty()
                        || data && serde_json::from_str::<serde_json::Value>(&text).is_ok(),
                    "{place}"
                );
            }
            "meta" => {
                let refresh =
                    element.attr("http-equiv").is_some_and(|kind| kind.eq_ignore_ascii_case("refresh"));
                let target = element
                    .attr("content")
                    .and_then(|content| content.split_once("url="))
                    .map(|(_, url)| url);
                assert!(!refresh || target.is_some_and(is_safe), "{place}");
            }
            _ => {}
        }
    }
}

/// Whether a browser would neither run an address nor leave for a host that is not named.
fn is_safe(address: &str) -> bool {
    let seen: String = address.chars().filter(|c| !c.is_control()).collect();
    let seen = seen.trim().replace('\\', "/");
    let scheme =
        seen.split(['/', '?', '#']).next().and_then(|start| start.split_once(':')).map(|(scheme, _)| scheme);
    match scheme {
        Some(scheme) => ["https", "http", "mailto", "tel"].contains(&scheme.to_lowercase().as_str()),
        None => !seen.starts_with("//"),
    }
}

fn short(text: &str) -> String {
    text.chars().take(300).collect()
}

#[test]
fn the_judge_of_pages_sees_what_runs() {
    for bad in [
        "<script>alert(1)</script>",
        "<p onclick=x>",
        "<p style='color:red'>",
        "<a href='java&#10;script:x'>",
        "<a href='//evil.example'>",
        "<a href='/\\evil.example'>",
        "<svg><a xlink:href='javascript:x'></svg>",
        "<meta http-equiv=refresh content='0; url=data:text/html,x'>",
        "<img src=data:x>",
        "<iframe>",
    ] {
        assert!(std::panic::catch_unwind(|| assert_harmless(bad, "", "")).is_err(), "{bad}");
    }
    assert_harmless("<p><a href='a.html#b:c'>x</a><img src='https://a.b/c'></p>", "", "");
}

#[test]
fn every_way_to_write_a_harmful_address_is_refused() {
    let addresses = [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "javascript&colon;alert(1)",
        "javascript&#58;alert(1)",
        "&#106;avascript:alert(1)",
        "java&Tab;script:alert(1)",
        "&#1;javascript:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "//evil.example",
        "file:///etc/passwd",
        "blob:x",
        "\\\\\\\\evil.example",
        "view-source:x",
    ];
    for address in addresses {
        for form in
            ["[x](A)", "[x](<A>)", "![x](A)", "[x][r]\n\n[r]: A", "[r]\n\n[r]: <A>", "![x][r]\n\n[r]: A"]
        {
            let project = Project::empty();
            project.write("counterpoint.toml", "format = 1\ntitle = \"A or B\"\n");
            project.write(
                "content/index.md",
                format!("---\ntitle: Home\n---\n\n{}\n", form.replace('A', address)),
            );
            let run = project.run(&["build"]);
            assert!(
                run.code == 1 && run.stderr.contains("error[unsafe-link]"),
                "{form} {address}: {}",
                run.stderr
            );
        }
    }
    for (key, note) in [("url", "sources/incora"), ("links:\n  Home", "options/nodejs")] {
        for address in [
            "javascript:alert(1)",
            "' javascript:alert(1)'",
            "\"java\\nscript:alert(1)\"",
            "data:text/html,x",
        ] {
            let project = Project::empty();
            project.write("counterpoint.toml", "format = 1\ntitle = \"A or B\"\n");
            project.write(&format!("content/{note}.md"), format!("---\ntitle: T\n{key}: {address}\n---\n"));
            let run = project.run(&["build"]);
            assert!(
                run.code == 1 && run.stderr.contains("error[unsafe-link]"),
                "{key} {address}: {}",
                run.stderr
            );
        }
    }
}

#[test]
fn no_note_is_too_odd_to_be_read() {
    const MANY: usize = 10_000;
    let bodies = [
        ("quotes", ">".repeat(MANY)),
        ("spaced quotes", "> ".repeat(MANY)),
        ("lists", "- ".repeat(MANY)),
        ("numbered lists", "1. ".repeat(MANY)),
        ("deep lists", (0..400).map(|depth| format!("{}- x\n", "  ".repeat(depth))).collect()),
        ("brackets", "[".repeat(MANY)),
        ("closed brackets", format!("{}{}", "[".repeat(MANY), "]".repeat(MANY))),
        ("images", "![".repeat(MANY)),
        ("wikilinks", "[[a".repeat(MANY)),
        ("citations", "[@a".repeat(MANY)),
        ("links", "[a](b".repeat(MANY)),
        ("stars", "*a ".repeat(MANY)),
        ("underscores", "_".repeat(MANY)),
        ("backticks", (1..200).map(|length| format!("{} ", "`".repeat(length))).collect()),
        ("tags", "<a ".repeat(MANY)),
        ("comments", "<!--".repeat(MANY)),
        ("formulas", "$a".repeat(MANY)),
        ("braces", format!("$${}$$", "{".repeat(MANY))),
        ("fractions", format!("$${}$$", "\\frac{".repeat(1_000))),
        ("footnotes", (0..2_000).map(|n| format!("[^{n}]: [^{}]\n", n + 1)).collect()),
        ("columns", format!("|{}\n|{}\n|{}\n", "a|".repeat(1_000), "-|".repeat(1_000), "b|".repeat(1_000))),
        ("callouts", "> [!note] a\n>".repeat(1_000)),
        ("nested callouts", (1..300).map(|depth| format!("{} [!note] a\n", ">".repeat(depth))).collect()),
        ("claims", "- [nodejs +] a [@incora] {a=\"b".repeat(1_000)),
        ("claim heads", format!("- [{}] a [@incora]", "nodejs +, ".repeat(MANY))),
        ("broken links on one line", "[[nobody]] ".repeat(1_000)),
        ("one long line", "word ".repeat(210_000)),
        ("one long word", "w".repeat(1_050_000)),
        (
            "control characters",
            (0_u8..32)
                .chain([127])
                .map(char::from)
                .chain(['\u{85}', '\u{2028}', '\u{feff}'])
                .cycle()
                .take(MANY)
                .collect(),
        ),
        ("turned text", "\u{202e}\u{2066}\u{202a}\u{200f}abc".repeat(1_000)),
        ("entities", "&#0;&#xD800;&#x110000;&notin;&".repeat(1_000)),
        ("carriage returns", "a\r\rb\r\n\rc".repeat(1_000)),
        ("an attribute without end", format!("## a {{#{}", "a".repeat(MANY))),
    ];
    for (name, body) in bodies {
        let project = Project::empty();
        project.write("counterpoint.toml", "format = 1\ntitle = \"A or B\"\n");
        project.write("content/options/nodejs.md", format!("---\ntitle: Node.js\n---\n\n{body}\n"));
        project.write(
            "content/topics/speed.md",
            format!("---\ntitle: Speed\ngroup: Performance\n---\n\n{body}\n"),
        );
        project.write("content/sources/incora.md", "---\ntitle: Incora\n---\n");
        let start = Instant::now();
        let run = project.run(&["build"]);
        let time = start.elapsed();
        assert!(matches!(run.code, 0 | 1), "{name}: exit code {}: {}", run.code, short(&run.stderr));
        assert!(run.stderr.len() < 20_000_000, "{name} is reported at a length of {}", run.stderr.len());
        // A limit that only what grows with the square of its length can miss, on any machine.
        assert!(time < Duration::from_secs(30), "{name} took {time:?}");
    }
}

#[test]
fn the_case_that_has_everything_is_harmless_too() {
    for (path, bytes) in Project::of_case("everything").build(&["build"], "site") {
        if path.ends_with(".html") {
            assert_harmless(&String::from_utf8_lossy(&bytes), &path, "");
        }
    }
}
