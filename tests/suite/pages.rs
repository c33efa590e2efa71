//! What pages say of evidence, on small projects with the default theme.

use crate::project::Project;

/// Two options and four sources: a copy, its original without trust, and two that are nobody's copies.
fn project(files: &[(&str, &str)]) -> Project {
    let project = Project::empty();
    project.write("counterpoint.toml", "format = 1\ntitle = \"Servers\"\n");
    let common = [
        ("options/nodejs", "title: Node.js\n---\n"),
        ("options/python", "title: Python\n---\n"),
        ("sources/alpha", "title: Alpha\n---\n"),
        ("sources/beta", "title: Beta\n---\n"),
        ("sources/doubted", "title: Doubted\ntrust: 0\n---\n"),
        ("sources/first-copy", "title: First copy\ncopy_of: doubted\n---\n"),
        ("sources/second-copy", "title: Second copy\ncopy_of: doubted\n---\n"),
    ];
    for (path, text) in common.iter().chain(files) {
        project.write(&format!("content/{path}.md"), format!("---\n{text}"));
    }
    project
}

/// A page without its tags, white space folded.
fn page(project: &Project, path: &str) -> String {
    let files = project.build(&["build"], "site");
    let html = String::from_utf8(files[path].clone()).unwrap();
    let mut text = String::new();
    for part in html.split('<').skip(1) {
        let (tag, rest) = part.split_once('>').unwrap();
        let block = ["p", "/p", "li", "/li", "dt", "/dt", "dd", "/dd", "td", "/td", "th", "/th"];
        if block.contains(&tag.split(' ').next().unwrap()) {
            text.push_str(" | ");
        }
        text.push_str(rest);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn assert_says(page: &str, wanted: &[&str]) {
    for text in wanted {
        assert!(page.contains(text), "{text}\nis not in\n{page}");
    }
}

#[test]
fn excerpts_show_names_and_not_ids() {
    let project = project(&[
        (
            "topics/speed",
            "title: Speed of code\ngroup: Machines\n---\n\n- [nodejs +] Quick. [@alpha, One] ^quick\n\
             - [nodejs --] Slow. [@beta, One] ^slow\n\n\
             > [!contradiction] Is it quick?\n> - [[#^quick]], [[cost#^cheap-one]]\n> - [[#^slow]], [[cost#^cheap-two]]\n",
        ),
        (
            "topics/cost",
            "title: Cost\ngroup: Money\n---\n\n## What it takes\n\nMoney.\n\n\
             - [nodejs +] Cheap. [@alpha, One] ^cheap-one\n- [nodejs +] Not dear. [@beta, One] ^cheap-two\n",
        ),
        (
            "scenarios/chat",
            "title: Chat\n---\n\nIt was released in 2009 [@alpha]. Compare [[speed]] with [[cost#What it takes]] \
             and [money](../topics/cost.md), as [[cost#^cheap-one]] [@beta, Two] has it.\n",
        ),
    ]);
    let cost = page(&project, "topics/cost.html");
    assert_says(
        &cost,
        &[
            "| Contradiction: Is it quick? |",
            "| Compare Speed of code with What it takes and money, as Alpha on Cost (Beta) has it. |",
        ],
    );
    assert_eq!(cost.matches("Contradiction: Is it quick?").count(), 1, "{cost}");
    assert_eq!(cost.matches("Compare Speed of code").count(), 1, "{cost}");
    assert_says(&page(&project, "sources/alpha.html"), &["| It was released in 2009 Alpha. |"]);
}

#[test]
fn quantities_are_said_as_the_claims_say_them() {
    let topic = |claims: &[&str]| {
        let mut text = "title: Jobs\ngroup: Work\nscale: { unit: open positions, worst: 0, best: 5000, tolerance: 1 }\n---\n\n"
            .to_owned();
        for (claim, source) in claims.iter().zip(["alpha", "beta"]) {
            text.push_str(&format!("- [nodejs {claim}] Some. [@{source}]\n"));
        }
        page(&project(&[("topics/jobs", &text)]), "topics/jobs.html")
    };
    assert_says(&topic(&[">1000"]), &["| more than 1,000 open positions 20 of 100 |"]);
    assert_says(&topic(&[">1000", ">1000"]), &["| more than 1,000 open positions 20 of 100 |"]);
    assert_says(&topic(&[">1000", ">3000"]), &["| more than 2,000 open positions 40 of 100 |"]);
    assert_says(&topic(&[">1000", "3000"]), &["| about 2,000 open positions 40 of 100 |"]);
    assert_says(&topic(&["1000", "~3000"]), &["| about 2,000 open positions 40 of 100 |"]);
    assert_says(&topic(&["3000", "3000"]), &["| 3,000 open positions 60 of 100 |"]);
    assert_says(&topic(&[">6000", ">6000"]), &["| more than 6,000 open positions 100 of 100 |"]);
}

#[test]
fn units_stand_where_numbers_stand_alone() {
    let project = project(&[(
        "topics/use",
        "title: Use\ngroup: Work\nscale: { unit: percent of developers, worst: 0, best: 100 }\n---\n\n\
         - [nodejs ~93] Most. [@alpha]\n- [python 20] Some. [@alpha]\n",
    )]);
    assert_says(&page(&project, "topics/use.html"), &["about 93 percent of developers 93 of 100"]);
    assert_says(
        &page(&project, "options/nodejs.html"),
        &["| Use: about 93 percent of developers |", "| Use percent of developers |"],
    );
    assert_says(&page(&project, "decide.html"), &["| Use percent of developers | | 1 | | about 93"]);
    for path in ["matrix.html", "index.html"] {
        let matrix = page(&project, path);
        assert_says(&matrix, &["percent of developers | "]);
        assert!(!matrix.contains("93 percent"), "{matrix}");
    }
}

#[test]
fn cells_count_what_counts() {
    let cell = |claims: &str| {
        let text = format!("title: Speed\ngroup: Machines\n---\n\n{claims}");
        page(&project(&[("topics/speed", &text)]), "topics/speed.html")
    };
    assert_says(
        &cell(
            "- [nodejs +] Quick. [@alpha, One]\n- [nodejs +] Fast. [@alpha, Two]\n- [nodejs] So. [@beta, One]\n\
             - [nodejs -] Slow. [@beta, Two] {.reports}\n",
        ),
        &["| 4 claims, of which 2 count, from 1 independent source |"],
    );
    assert_says(&cell("- [nodejs +] Quick. [@alpha]\n"), &["| 1 claim from 1 independent source |"]);
    assert_says(
        &cell("- [nodejs +] Quick. [@alpha]\n- [nodejs] So. [@beta]\n"),
        &["| 2 claims, of which 1 counts, from 1 independent source |"],
    );
    assert_says(
        &cell("- [python +] Quick. [@alpha]\n- [nodejs] So. [@beta]\n"),
        &["| 1 claim, which does not count |"],
    );
}

#[test]
fn advice_counts_voices() {
    let project = project(&[
        (
            "topics/speed",
            "title: Speed\ngroup: Machines\n---\n\n- [nodejs +] Quick. [@alpha]\n- [python -] Slow. [@alpha]\n",
        ),
        (
            "scenarios/chat",
            "title: Chat\n---\n\n- [nodejs yes] Take it. [@doubted]\n- [python yes] Take it. [@first-copy]\n\
             - [python yes] Do take it. [@second-copy]\n- [python no] Leave it. [@alpha]\n\
             - [nodejs no] They say leave it. [@beta] {.reports}\n- [nodejs yes] Good. [@beta]\n",
        ),
    ]);
    let chat = page(&project, "scenarios/chat.html");
    assert_says(
        &chat,
        &[
            "recommended by 1 source | | Beta |",
            "recommended by 1 source | | First copy |",
            "advised against by 1 source | | Alpha |",
        ],
    );
    assert_eq!(chat.matches("advised against by").count(), 1, "{chat}");
    let run = project.run(&["decide", "--scenario", "chat"]);
    assert_says(
        &run.stdout,
        &["  for Node.js: Beta\n", "  for Python: First copy\n", "  against Python: Alpha\n"],
    );
}

#[test]
fn sides_beyond_the_alphabet_are_numbered() {
    let mut text = "title: Speed\ngroup: Machines\n---\n\n".to_owned();
    for side in 1..=28 {
        text.push_str(&format!("- [nodejs] Claim {side}. [@alpha, Part {side}] ^claim-{side}\n"));
    }
    text.push_str("\n> [!contradiction] Which?\n");
    for side in 1..=28 {
        text.push_str(&format!("> - [[#^claim-{side}]]\n"));
    }
    let speed = page(&project(&[("topics/speed", &text)]), "topics/speed.html");
    assert_says(&speed, &["| A |", "| Z |", "| 27 |", "| 28 |"]);
}

#[test]
fn what_stands_outside_the_sources_is_shown_as_written() {
    let text = "title: Speed\ngroup: Machines\n---\n\n- [nodejs +] Quick. [@alpha] ^quick\n\n\
                > [!contradiction] Is it quick?\n> - [[#^quick]]\n>\n\
                > **Outside the sources:** libuv waits for files in threads.\n";
    let project = project(&[("topics/speed", text)]);
    for path in ["topics/speed.html", "contradictions.html"] {
        assert_says(&page(&project, path), &["Outside the sources | | libuv waits for files in threads."]);
    }
}
