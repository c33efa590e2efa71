//! `counterpoint decide` on a small project, with numbers worked out by hand.

use serde_json::{Value, json};

use crate::project::Project;

/// Cost 2: Node.js 1 and 0, Python .75. Speed 1: Node.js 1, Python .75. So Node.js has 2/3, Python .75.
fn project() -> Project {
    let project = Project::empty();
    project.write("counterpoint.toml", "format = 1\ntitle = \"Servers\"\n");
    let files = [
        ("index", "title: Servers\n", "Two servers."),
        ("options/nodejs", "title: Node.js\n", ""),
        ("options/python", "title: Python\n", ""),
        ("sources/alpha", "title: Alpha | one\npublisher: A house\npublished: 2024\n", ""),
        ("sources/beta", "title: Beta\n", ""),
        ("sources/gamma", "title: Gamma\n", ""),
        (
            "topics/cost",
            "title: Cost\nweight: 2\ngroup: Money\n",
            "- [nodejs ++] Cheap. [@alpha, One] ^cheap\n- [nodejs --] Dear. [@beta, One] ^dear\n\
             - [python +] Fair. [@gamma, One]\n\n> [!contradiction] Is it cheap?\n> - [[#^cheap]]\n> - [[#^dear]]\n",
        ),
        (
            "topics/speed",
            "title: Speed\nweight: 1\ngroup: Machines\n",
            "- [nodejs ++] Quick. [@gamma, Two]\n- [python +] Quick enough. [@gamma, Three]\n",
        ),
        ("topics/history", "title: History\nbackground: true\ngroup: Origins\n", "Long ago."),
        (
            "scenarios/chat",
            "title: Chat\nweights:\n  speed: 5\nmust:\n  speed: \"+\"\n",
            "- [nodejs yes] Take it. [@alpha, Use]\n- [python no] Leave it. [@gamma, Use]\n",
        ),
    ];
    for (path, header, body) in files {
        project.write(&format!("content/{path}.md"), format!("---\n{header}---\n\n{body}\n"));
    }
    project
}

fn decide(project: &Project, arguments: &[&str]) -> String {
    let run = project.run(&[&["decide"], arguments].concat());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{arguments:?}");
    run.stdout
}

fn decide_json(project: &Project, arguments: &[&str]) -> Value {
    let found = serde_json::from_str(&decide(project, &[arguments, &["--format", "json"]].concat())).unwrap();
    let schema: Value = serde_json::from_str(include_str!("../../src/decide/decision.schema.json")).unwrap();
    let errors: Vec<String> = jsonschema::validator_for(&schema)
        .unwrap()
        .iter_errors(&found)
        .map(|error| format!("{error} at {}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    found
}

fn scores(found: &Value) -> Vec<(String, f64)> {
    let entry = |option: &Value| {
        let score = option["score"].as_f64().unwrap();
        (option["id"].as_str().unwrap().to_owned(), (score * 10_000.0).round() / 10_000.0)
    };
    found["options"].as_array().unwrap().iter().map(entry).collect()
}

#[track_caller]
fn assert_scores(found: &Value, expected: [(&str, f64); 2]) {
    assert_eq!(scores(found), expected.map(|(option, score)| (option.to_owned(), score)));
}

#[test]
fn the_terminal_says_who_leads_and_what_would_change_it() {
    let text = decide(&project(), &[]);
    for line in [
        "Python leads with 75 of 100, 8.3 ahead. A close call: it leads in 50 of 100 ways of settling where sources \
         differ or are silent.",
        " 1. Python    75  [..................#......]  between 75 and 75, leads in 50 of 100, coverage 100 of \
         100 (in no doubt)",
        " 2. Node.js   67  [........--------#--------]  between 33 and 100, leads in 50 of 100, coverage 100 of \
         100 (all 2 ways counted)",
        "What Python does better than Node.js:\n  Cost +16.7\n",
        "What Node.js does better than Python:\n  Speed +8.3\n",
        "Deciding doubts:\n  Cost, Node.js at 100: Node.js leads, 25.0 ahead of Python\n",
        "  if side a of \u{201c}Is it cheap?\u{201d} is right (is-it-cheap=a): Node.js leads, 25.0 ahead of Python\n",
        "  without Beta: Node.js leads, 25.0 ahead of Python\n",
        "  Python leads until Cost weighs less than 1\n  Python leads until Speed weighs more than 2\n",
    ] {
        assert!(text.contains(line), "{line}\nis not in\n{text}");
    }
    assert!(!text.contains("recommend"));
}

#[test]
fn the_json_has_every_number() {
    let found = decide_json(&project(), &[]);
    assert_scores(&found, [("python", 0.75), ("nodejs", 0.6667)]);
    assert_eq!(found["leaders"], json!(["python"]));
    assert_eq!(found["weights"], json!({ "cost": 2.0, "speed": 1.0 }));
    let (python, node) = (&found["options"][0], &found["options"][1]);
    assert_eq!(python["contributions"], json!({ "cost": 0.5, "speed": 0.25 }));
    assert_eq!((&node["rank"], &node["share"]), (&json!(2), &json!(0.5)));
    assert_eq!(node["readings"], json!({ "method": "counted", "number": 2 }));
    assert_eq!(found["verdict"]["kind"], "close-call");
    let doubt = &found["verdict"]["deciding_doubts"][0];
    assert_eq!(
        (&doubt["topic"], &doubt["option"], &doubt["value"]),
        (&json!("cost"), &json!("nodejs"), &json!(1.0))
    );
    let flip = &found["contradictions"][0];
    assert_eq!(
        (&flip["id"], &flip["side"], &flip["flips"]),
        (&json!("is-it-cheap"), &json!("a"), &json!(true))
    );
    assert_eq!(found["stability"][1]["leaders"], json!({ "low": 0.0, "high": 2.0, "above_zero": false }));
    assert_eq!(found["stability"][1]["sentence"], "Python leads until Speed weighs more than 2");
    let money = found["groups"].as_array().unwrap().iter().find(|group| group["title"] == "Money").unwrap();
    assert_eq!(money["options"][1]["score"], 0.75);
    assert_eq!(found["recommendations"], json!([]));
}

#[test]
fn weights_can_be_set_and_narrowed() {
    let project = project();
    // (2·.5 + 4·1)/6 and (2·.75 + 4·.75)/6.
    assert_scores(&decide_json(&project, &["--weights", "speed=4"]), [("nodejs", 0.8333), ("python", 0.75)]);
    assert_scores(&decide_json(&project, &["--only", "speed"]), [("nodejs", 1.0), ("python", 0.75)]);
    let narrowed = decide_json(&project, &["--only", "speed", "--weights", "cost=5,speed=3"]);
    assert_eq!(narrowed["weights"], json!({ "cost": 0.0, "speed": 3.0 }));
    let nothing = decide_json(&project, &["--weights", "cost=0", "--weights", "speed=0"]);
    assert_eq!(nothing["verdict"]["reason"], "no-weights");
    assert!(
        decide(&project, &["--weights", "cost=0,speed=0"]).starts_with("No ranking: nothing has a weight.\n")
    );
}

#[test]
fn a_verdict_without_a_ranking_gives_its_reason() {
    let project = project();
    let says = |arguments: &[&str], verdict: &str| {
        let text = decide(&project, arguments);
        let first = text.lines().find(|line| !line.starts_with("Without: "));
        assert_eq!(first, Some(verdict), "{arguments:?}");
        text
    };
    let text = says(&["--weights", "cost=0,speed=0"], "No ranking: nothing has a weight.");
    assert!(!text.contains("no evidence"), "{text}");
    let text =
        says(&["--weights", "cost=0,speed=0", "--must", "cost=++"], "No ranking: nothing has a weight.");
    assert!(!text.contains("in the way"), "{text}");
    let sources = ["--without", "alpha", "--without", "beta", "--without", "gamma"];
    let text = says(&sources, "No ranking: no option has evidence that counts on what has a weight.");
    assert_eq!(text.matches("    no evidence that counts on what has a weight\n").count(), 2, "{text}");
    let most = ["--must", "speed=++", "--without", "alpha"];
    let text = says(
        &[&most[..], &["--must", "cost=+"]].concat(),
        "No ranking: every option with a score misses a must-have, named beside it.",
    );
    // Nobody leads, so nobody has a rank that could be taken for it.
    assert!(!text.contains(" 1. ") && text.contains(" \u{2013}. Python"), "{text}");
    let in_the_way = |text: &str| {
        let (_, ways) = text.split_once("What would let an option lead:\n  ").unwrap();
        ways.lines().next().unwrap().to_owned()
    };
    let each = "Node.js leads without the must-have Cost at least good; Python leads without the must-have Speed at least \
                strong.";
    assert_eq!(in_the_way(&text), each);
    let text = decide(&project, &[&most[..], &["--must", "cost=++"]].concat());
    assert_eq!(in_the_way(&text), "Node.js leads without the must-have Cost at least strong.");
}

#[test]
fn one_option_alone_is_said_to_be_alone() {
    let project = Project::empty();
    project.write("counterpoint.toml", "format = 1\ntitle = \"Servers\"\n");
    let write = |path: &str, header: &str, body: &str| {
        project.write(&format!("content/{path}.md"), format!("---\n{header}---\n\n{body}\n"));
    };
    write("index", "title: Servers\n", "One server.");
    write("options/nodejs", "title: Node.js\n", "");
    write("sources/gamma", "title: Gamma\n", "");
    write("topics/speed", "title: Speed\ngroup: Machines\n", "Nothing is known.");
    let verdict = || decide(&project, &[]).lines().next().unwrap().to_owned();
    assert_eq!(verdict(), "No ranking: no option has evidence that counts on what has a weight.");
    write("topics/speed", "title: Speed\ngroup: Machines\n", "- [nodejs ++] Quick. [@gamma, Two]");
    assert_eq!(verdict(), "Node.js is the only choice: no other option is compared.");
}

#[test]
fn a_scenario_sets_weights_and_minimums_and_its_sources_stand_beside() {
    let project = project();
    let found = decide_json(&project, &["--scenario", "chat"]);
    // (2·.5 + 5·1)/7 and .75.
    assert_scores(&found, [("nodejs", 0.8571), ("python", 0.75)]);
    assert_eq!(found["must"], json!({ "speed": "+" }));
    assert_eq!(found["options"][1]["must"], json!({ "speed": "met" }));
    let advice = json!([
        { "option": "nodejs", "for": ["alpha"], "against": [] },
        { "option": "python", "for": [], "against": ["gamma"] },
    ]);
    assert_eq!(found["recommendations"], advice);
    let text = decide(&project, &["--scenario", "chat"]);
    assert!(text.starts_with("For: Chat\nNode.js leads"), "{text}");
    assert!(
        text.contains(
            "  for Node.js: Alpha | one\n  against Python: Gamma\nNode.js leads, and sources recommend it most too."
        )
    );
    let text = decide(&project, &["--scenario", "chat", "--weights", "speed=1"]);
    assert!(
        text.contains("The ranking differs: Python leads, while sources recommend Node.js most."),
        "{text}"
    );
}

#[test]
fn sources_are_counted_once_and_only_if_heard_when_they_recommend() {
    let project = project();
    let note = "---\ntitle: Chat\nweights:\n  speed: 5\n---\n\n\
        - [nodejs yes] Take it. [@alpha, Use]\n- [nodejs yes] Do. [@alpha, End]\n\
        - [python yes] Take this. [@beta, Use]\n- [python yes] This. [@gamma, Use]\n";
    project.write("content/scenarios/chat.md", note);
    let says = |arguments: &[&str]| {
        let text = decide(&project, &[&["--scenario", "chat"], arguments].concat());
        text.lines().find(|line| line.contains(" recommend ")).map(str::to_owned)
    };
    // Alpha says it twice, Beta and Gamma once each.
    let differs = "The ranking differs: Node.js leads, while sources recommend Python most.";
    assert_eq!(says(&[]).as_deref(), Some(differs));
    // One source each.
    let alike = "Equally many sources recommend Node.js and Python; in the ranking Node.js leads.";
    assert_eq!(says(&["--without", "gamma"]).as_deref(), Some(alike));
    assert_eq!(
        says(&["--without", "gamma,beta"]).as_deref(),
        Some("Node.js leads, and sources recommend it most too.")
    );
    // Both have .75, and not both are recommended by most.
    let differs = "The ranking differs: Node.js and Python lead, while sources recommend Python most.";
    assert_eq!(says(&["--weights", "cost=1,speed=1"]).as_deref(), Some(differs));
    // Without Alpha Node.js has -- on cost: nobody is left to lead.
    assert_eq!(says(&["--without", "alpha", "--must", "cost=+,speed=++"]), None);
}

#[test]
fn a_scenario_can_weigh_all_that_it_does_not_list() {
    let project = project();
    let weights = |others: &str| {
        let note = format!("---\ntitle: Chat\nweights:\n  speed: 5\nothers: {others}\n---\n\nTalk.\n");
        project.write("content/scenarios/chat.md", note);
        decide_json(&project, &["--scenario", "chat"])["weights"].clone()
    };
    assert_eq!(weights("0"), json!({ "cost": 0.0, "speed": 5.0 }));
    assert_eq!(weights("0.5"), json!({ "cost": 0.5, "speed": 5.0 }));
}

#[test]
fn must_haves_can_be_set() {
    let project = project();
    let found = decide_json(&project, &["--must", "speed=++", "--must", "cost=+"]);
    assert_eq!(found["verdict"]["kind"], "only-choice");
    assert_eq!(found["options"][0]["must"], json!({ "cost": "uncertain", "speed": "met" }));
    assert_eq!((&found["options"][1]["dimmed"], &found["options"][1]["rank"]), (&json!(true), &json!(2)));
    let text = decide(&project, &["--must", "speed=++,cost=+"]);
    assert!(
        text.starts_with(
            "No option is sure to meet every must-have. Node.js is the only choice: Python misses a \
             must-have, and Node.js itself may miss Cost at least good; it meets every must-have in 50 of 100 \
             ways.\n"
        ),
        "{text}"
    );
    assert!(
        text.contains("    misses Speed at least strong (claims say good; 1 of 1 falls short, from Gamma)\n")
            && text.contains(
                "    may miss Cost at least good (claims from poor to strong; 1 of 2 falls short, from Beta, 1 of 2 sources)\n"
            )
    );
}

#[test]
fn what_keeps_an_option_from_leading_is_said() {
    let project = project();
    let text = decide(&project, &["--must", "cost=+"]);
    for line in [
        "without Alpha | one: Python leads still; Node.js then misses Cost at least good\n",
        "without Beta: Node.js leads, 25.0 ahead of Python\n",
        "without Gamma: Node.js leads; Python then has no score\n",
        "if side b of \u{201c}Is it cheap?\u{201d} is right (is-it-cheap=b): Python leads still; Node.js then misses \
         Cost at least good\n",
    ] {
        assert!(text.contains(line), "{line}{text}");
    }
    let found = decide_json(&project, &["--must", "cost=+"]);
    assert_eq!(found["sources"][0]["eligibility"], json!({ "nodejs": "dimmed" }));
    assert_eq!(found["sources"][0]["misses"], json!({ "nodejs": ["cost"] }));
    assert_eq!(found["sources"][1]["eligibility"], json!({ "python": "unranked" }));
    assert_eq!(found["sources"][2]["eligibility"], json!({}));
    // What misses a must-have by one source alone.
    let text = decide(&project, &["--must", "cost=++", "--without", "beta", "--weights", "speed=0"]);
    assert!(text.contains("without Gamma: Node.js leads still; Python then has no score\n"), "{text}");
}

#[test]
fn sources_can_be_left_out_and_sides_supposed_right() {
    let project = project();
    for arguments in [["--without", "beta"], ["--suppose", "is-it-cheap=a"], ["--suppose", "is-it-cheap=1"]] {
        assert_scores(&decide_json(&project, &arguments), [("nodejs", 1.0), ("python", 0.75)]);
    }
    assert_scores(
        &decide_json(&project, &["--suppose", "is-it-cheap=B"]),
        [("python", 0.75), ("nodejs", 0.3333)],
    );
    let text = decide(&project, &["--without", "gamma", "--suppose", "is-it-cheap=b"]);
    assert!(text.starts_with("Without: Gamma\nSupposing side b of \u{201c}Is it cheap?\u{201d}\n"), "{text}");
}

#[test]
fn a_record_has_a_date_only_if_one_is_given() {
    let project = project();
    let text = decide(&project, &["--scenario", "chat", "--format", "markdown", "--today", "2026-02-03"]);
    assert!(text.starts_with("# Chat\n\nDate: 2026-02-03\n\nStatus: proposed\n\n## Context\n"), "{text}");
    for part in [
        "\n## Weights\n\n- Speed: 5\n- Cost: 2\n",
        "\n## Must-haves\n\n- Speed at least good\n",
        "| 1 | Node.js | 86 | 71 | 100 | 50 | 100 | all 2 ways counted |\n",
        // Speed: (1 - .75) * 5 / 7; cost: (.75 - .5) * 2 / 7.
        "\n## Who is better at what\n\n- Node.js: Speed +17.9\n- Python: Cost +7.1\n",
        "- Is it cheap? (open): if side a, \u{201c}Cheap.\u{201d} (A house), is right, Node.js leads still, 25.0 ahead\n",
        "- Is it cheap? (open): if side b, \u{201c}Dear.\u{201d} (Beta), is right, Python leads, 3.6 ahead of Node.js\n",
        "\n## What the sources recommend\n\n- For Node.js: Alpha \\| one\n- Against Python: Gamma\n",
        "\n## Sources\n\n- Alpha \\| one, A house, 2024\n- Beta\n- Gamma\n",
    ] {
        assert!(text.contains(part), "{part}\nis not in\n{text}");
    }
    assert!(!decide(&project, &["--format", "markdown"]).contains("Date:"));
}

#[test]
fn a_record_tells_changed_weights_from_others() {
    let project = project();
    let record = |arguments: &[&str]| decide(&project, &[arguments, &["--format", "markdown"]].concat());
    let text = record(&["--scenario", "chat", "--weights", "cost=4"]);
    assert!(text.contains("\n## Weights\n\n- Speed: 5\n- Cost: 4 (in the scenario 2)\n"), "{text}");
    let text = record(&["--weights", "cost=0,speed=2.5"]);
    assert!(text.contains("\n## Weights\n\n- Speed: 2.5 (usually 1)\n"), "{text}");
}

#[test]
fn where_nothing_has_a_weight_it_is_said_once_what_is_missing() {
    let project = project();
    let nothing = ["--weights", "cost=0,speed=0"];
    let text = decide(&project, &nothing);
    assert!(text.starts_with("No ranking: nothing has a weight.\n"), "{text}");
    assert!(
        text.contains(
            "What would let an option lead:\n  An option can lead once a criterion has a weight.\n"
        ),
        "{text}"
    );
    assert!(!text.contains("\nWeights:\n"), "{text}");
    let text = decide(&project, &[&nothing[..], &["--format", "markdown"]].concat());
    assert!(
        text.contains("## Consequences\n\n- An option can lead once a criterion has a weight.\n\n"),
        "{text}"
    );
    let found = decide_json(&project, &nothing);
    let sentences = found["stability"].as_array().unwrap().iter().map(|found| &found["sentence"]);
    assert!(sentences.clone().count() == 2 && sentences.clone().all(Value::is_null), "{found}");
}

#[test]
fn what_hardly_differs_is_said_to() {
    let project = project();
    // Node.js 1 and Python .75 on speed, .5 and .75 on cost: even at equal weights.
    let text = decide(&project, &["--weights", "cost=2,speed=2.001"]);
    assert!(text.starts_with("Node.js leads with 75 of 100, under 0.1 ahead. A close call: "), "{text}");
}

#[test]
fn what_does_not_exist_is_an_error_with_a_remedy() {
    let project = project();
    for (arguments, message) in [
        (["--scenario", "chatt"], "--scenario: no scenario is called `chatt`; did you mean `chat`?"),
        (["--weights", "spead=3"], "--weights: no topic is called `spead`; did you mean `speed`?"),
        (["--weights", "speed"], "--weights: `speed` is no pair; write `cpu-bound-work=4`"),
        (["--weights", "speed=6"], "--weights: `6` is no weight; write a number from 0 to 5"),
        (["--weights", "speed=NaN"], "--weights: `NaN` is no weight; write a number from 0 to 5"),
        (["--only", "history"], "--only: `history` is a background topic and no criterion"),
        (["--must", "cots=+"], "--must: no topic is called `cots`; did you mean `cost`?"),
        (["--must", "cost=fine"], "--must: `fine` is no position"),
        (["--must", "cost=--"], "--must: nothing can miss the minimum `--` on `cost`"),
        (["--without", "betta"], "--without: no source is called `betta`; did you mean `beta`?"),
        (
            ["--suppose", "is-it-cheep=a"],
            "no contradiction is called `is-it-cheep`; did you mean `is-it-cheap`?",
        ),
        (["--suppose", "is-it-cheap=c"], "`is-it-cheap` has no side `c`; its sides are a to b, or 1 to 2"),
        (["--suppose", "is-it-cheap=a,is-it-cheap=b"], "`is-it-cheap` stands twice"),
        (["--weights", "speed=3,speed=1"], "--weights: `speed` stands twice; write it once"),
        (["--must", "speed=+,speed=-"], "--must: `speed` stands twice; write it once"),
    ] {
        let run = project.run(&["decide", arguments[0], arguments[1]]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.contains(message), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn mistakes_in_content_come_first() {
    let project = project();
    project.write("content/topics/speed.md", "---\ntitle: Speed\n---\n\n- [nodejs ++] Quick. [@nobody]\n");
    let run = project.run(&["decide"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("unknown-source"), "{}", run.stderr);
}
