//! The last look at a converted formula.

/// Elements of MathML Core that a formula may consist of.
const ELEMENTS: [&str; 28] = [
    "annotation",
    "math",
    "menclose",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "semantics",
];

/// Attributes that an element may have. None of them runs anything, leads anywhere or holds CSS.
const ATTRIBUTES: [&str; 26] = [
    "accent",
    "accentunder",
    "class",
    "columnalign",
    "depth",
    "display",
    "displaystyle",
    "encoding",
    "fence",
    "form",
    "height",
    "largeop",
    "linethickness",
    "lspace",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "notation",
    "rspace",
    "scriptlevel",
    "separator",
    "stretchy",
    "symmetric",
    "voffset",
    "width",
];

/// Whether every tag is one of the elements above with attributes of those above. Text is not looked
/// at: between two tags it can do nothing.
pub(super) fn is_plain_mathml(html: &str) -> bool {
    html.split('<').skip(1).all(|part| part.split_once('>').is_some_and(|(tag, _)| is_plain_tag(tag)))
}

/// `/name`, `name`, `name attribute="value" …` or the same with a `/` at its end.
fn is_plain_tag(tag: &str) -> bool {
    if let Some(name) = tag.strip_prefix('/') {
        return ELEMENTS.contains(&name);
    }
    let tag = tag.strip_suffix('/').unwrap_or(tag).trim_end();
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    while let Some((attribute, value)) = rest.trim_start().split_once("=\"") {
        let Some((_, after)) = value.split_once('"') else { return false };
        if !ATTRIBUTES.contains(&attribute) {
            return false;
        }
        rest = after;
    }
    rest.trim().is_empty() && ELEMENTS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_pass() {
        assert!(is_plain_mathml(""));
        assert!(is_plain_mathml(
            "<math display=\"block\"><mi>a > \"b\"</mi><mspace width=\"1em\" /><mo/></math>"
        ));
    }

    #[test]
    fn anything_else_does_not() {
        for html in [
            "<script>",
            "</script>",
            "<math><img src=x onerror=alert(1)></math>",
            "<mi onclick=\"x\">",
            "<mi style=\"x\">",
            "<mi class=\"a\" href=\"x\">",
            "<mi class=\"a\"onclick=\"x\">",
            "<mi class='a'>",
            "<mi class=\"a>",
            "<mi class>",
            "<MI>",
            "<a>",
            "<!-- -->",
            "<![CDATA[",
            "< mi>",
            "a < b",
            "<mi",
        ] {
            assert!(!is_plain_mathml(html), "{html}");
        }
    }
}
