//! Formulas: what becomes MathML, what is refused, and that nothing unsafe gets through.

use super::*;

#[test]
fn formulas_become_mathml_with_their_tex() {
    assert_eq!(
        math("a < b^2", false).unwrap(),
        "<math display=\"inline\"><semantics><mrow><mi>a</mi><mo>&lt;</mo><msup><mi>b</mi><mn>2</mn></msup></mrow>\
         <annotation encoding=\"application/x-tex\">a &lt; b^2</annotation></semantics></math>"
    );
    let fraction = math("\\frac12", true).unwrap();
    assert!(fraction.starts_with("<math display=\"block\">"), "{fraction}");
    assert!(fraction.contains("<mfrac><mn>1</mn><mn>2</mn></mfrac>"), "{fraction}");
    assert!(math("\\text{ a }", false).unwrap().contains("<mtext>\u{a0}a\u{a0}</mtext>"));
    assert!(math("\\not< \\&", false).unwrap().contains("<mo>&lt;\u{338}</mo><mi>&amp;</mi>"));
}

#[test]
fn mistakes_are_told() {
    let error = |tex: &str| math(tex, false).unwrap_err();
    assert_eq!(error("\\unknown"), "unknown primitive command found");
    assert_eq!(error("{x"), "unbalanced group found, expected it to be closed with `}`");
    assert_eq!(error("\\color{red}x"), "colours are not supported; they are the theme's");
    assert_eq!(error("\\fcolorbox{red}{blue}{x}"), "colours are not supported; they are the theme's");
    assert_eq!(error("x \\newcommand{\\a}{b}"), "`\\newcommand` is not supported; write the formula out");
    assert_eq!(error(&"x".repeat(LONGEST + 1)), "longer than 4000 bytes");
    assert_eq!(error("\\operatorname{<b>}"), "the name of an operator holds commands or signs");
    assert!(math("\\operatorname{arg max}", false).is_ok());
    assert!(math(&"x".repeat(LONGEST), false).is_ok());
}

#[test]
fn only_commands_are_taken_for_definitions() {
    assert_eq!(
        commands("\\def\\a1\\\\let \\, \\letter\\").collect::<Vec<_>>(),
        ["def", "a", "", "", "letter", ""]
    );
    assert!(math("\\begin{matrix} a \\\\let \\end{matrix}", false).is_ok(), "a line break before `let`");
}

/// Inputs that are wrong, hostile or rare, each of them read to the end.
const ODD: [&str; 72] = [
    "",
    " ",
    "\n\n",
    "%",
    "% x",
    "#",
    "#1",
    "$",
    "$$",
    "&",
    "~",
    "'",
    "''''",
    "x'^2",
    "\"",
    "\\",
    "\\\\",
    "{",
    "}",
    "{}",
    "[",
    "]",
    "^",
    "_",
    "x^",
    "x_",
    "x^^2",
    "x_1_2",
    "x^{2",
    "\\frac",
    "\\frac{1}",
    "\\sqrt[",
    "\\sqrt[3",
    "\\left(",
    "\\right)",
    "\\left(x\\right.",
    "\\middle|",
    "\\begin",
    "\\begin{x}",
    "\\end{x}",
    "\\begin{matrix}",
    "\\begin{array}{99}a\\end{array}",
    "\\hline",
    "\\\\[9e99em]",
    "\\limits",
    "\\sum\\limits_a^b",
    "\0",
    "\u{1b}[31m",
    "\u{202e}",
    "漢字 é",
    "👨‍👩‍👧",
    "\u{301}",
    "a\u{301}",
    "\\text{é $x$ <b>}",
    "\\text{\\text{",
    "\\operatorname{<b> & \"c\"}",
    "</math><script>alert(1)</script>",
    "\\text{</math><img src=x onerror=alert(1)>}",
    "</annotation></semantics><script>",
    "-->",
    "<!--",
    "]]>",
    "&lt;",
    "&#x3c;",
    "\\href{javascript:alert(1)}{x}",
    "\\url{javascript:alert(1)}",
    "\\class{a\" onclick=\"b}{x}",
    "\\style{color:red}{x}",
    "\\label{\"><b>} \\ref{a}",
    "\\hspace{-9999999999em} \\kern-1em \\!",
    "\\begin{align} a &< b \\\\[1em] c &= d \\tag{1} \\end{align}",
    "\\begin{array}{|c:r|} \\hline a & b \\\\ \\hdashline c \\end{array}",
];

#[test]
fn no_input_breaks_out() {
    for tex in ODD {
        for display in [false, true] {
            assert_harmless(tex, display);
        }
    }
}

#[test]
fn no_mixture_breaks_out() {
    let pieces = [
        "x",
        "1",
        "<",
        ">",
        "&",
        "\\&",
        "é",
        "{",
        "}",
        "{x}",
        "^",
        "_",
        "'",
        "[",
        "]",
        "(",
        ")",
        "|",
        "\\\\",
        "\\\\[1em]",
        " ",
        "\\frac",
        "\\sqrt",
        "\\left(",
        "\\right)",
        "\\middle|",
        "\\not",
        "\\hat",
        "\\vec",
        "\\text{a<b}",
        "\\mathbb",
        "\\begin{cases}",
        "\\end{cases}",
        "\\begin{align}",
        "\\end{align}",
        "\\begin{array}{l|r}",
        "\\end{array}",
        "\\hline",
        "\\sum",
        "\\limits",
        "\\over",
        "\\binom",
        "\\underbrace",
        "\\overset",
        "\\!",
        "\\kern-1em",
        "\\displaystyle",
        "\\operatorname{f}",
        "\\boxed",
        "\\phantom",
        "\\strut",
        "\\xrightarrow",
        "\\substack",
        "\\color{red}",
        "\\pmod",
        "\\big",
    ];
    let mut random: u64 = 1;
    let mut converted = 0;
    for _ in 0..1_500 {
        let mut tex = String::new();
        for _ in 0..random % 6 + 1 {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            tex.push_str(pieces[(random % pieces.len() as u64) as usize]);
        }
        converted += usize::from(assert_harmless(&tex, true));
    }
    assert!(converted > 100, "{converted} of the formulas are right");
}

#[test]
fn deep_nesting_neither_ends_the_program_nor_takes_long() {
    for unit in [
        "{",
        "x^{",
        "\\sqrt",
        "\\sqrt[3]",
        "\\frac1",
        "\\hat",
        "\\left(",
        "\\text{",
        "\\begin{matrix}",
        "\\mathbf",
        "\\underset{a}",
        "\\not",
        "'",
        "x^",
        "\\\\",
    ] {
        assert_harmless(&unit.repeat(LONGEST / unit.len()), false);
    }
    for (open, close) in [
        ("{", "}"),
        ("\\sqrt{", "}"),
        ("x^{", "}"),
        ("\\left(", "\\right)"),
        ("\\begin{matrix}", "\\end{matrix}"),
    ] {
        let depth = LONGEST / (open.len() + close.len()) - 1;
        assert!(assert_harmless(&format!("{}x{}", open.repeat(depth), close.repeat(depth)), false), "{open}");
    }
}

/// Whether there is a result; it must be well-formed, of elements and attributes that are listed here.
fn assert_harmless(tex: &str, display: bool) -> bool {
    const ELEMENTS: &str = " math semantics annotation menclose merror mfrac mi mmultiscripts mn mo mover mpadded \
        mphantom mprescripts mroot mrow mspace msqrt msub msubsup msup mtable mtd mtext mtr munder munderover none ";
    const ATTRIBUTES: &str = " accent class columnalign depth display displaystyle encoding fence form height \
        largeop linethickness lspace mathsize mathvariant maxsize minsize movablelimits notation rspace scriptlevel separator \
        stretchy symmetric voffset width ";
    let html = match math(tex, display) {
        Ok(html) => html,
        Err(error) => {
            assert!(!error.trim().is_empty() && !error.contains('\n'), "{tex:?}: {error:?}");
            return false;
        }
    };
    let mut open = Vec::new();
    for (number, part) in html.split('<').enumerate() {
        if number == 0 {
            assert_eq!(part, "", "{tex:?}");
            continue;
        }
        let (tag, text) = part.split_once('>').unwrap_or_else(|| panic!("{tex:?}: {html}"));
        for reference in text.split('&').skip(1) {
            assert!(
                ["lt;", "gt;", "amp;", "quot;"].iter().any(|name| reference.starts_with(name)),
                "{tex:?}: {html}"
            );
        }
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{tex:?}: {html}");
            continue;
        }
        let (tag, empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, attributes) = tag.trim_end().split_once(' ').unwrap_or((tag.trim_end(), ""));
        assert!(ELEMENTS.contains(&format!(" {name} ")), "{tex:?}: <{name}> in {html}");
        let quoted: Vec<&str> = attributes.split('"').collect();
        for pair in quoted.chunks(2).filter(|pair| pair.len() == 2) {
            let attribute = pair[0].trim().trim_end_matches('=');
            assert!(ATTRIBUTES.contains(&format!(" {attribute} ")), "{tex:?}: {attribute} in {html}");
        }
        if !empty {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{tex:?}: {html}");
    true
}
