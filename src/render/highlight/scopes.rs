//! What the scopes of a grammar mean to us.
//!
//! A piece of code stands in a stack of scopes, such as `source.js`, `string.quoted.double.js`,
//! `constant.character.escape.js`. It is what the innermost scope with a meaning says.

use std::sync::LazyLock;

use syntect::parsing::{Scope, ScopeStack};

/// Every class that a span can have.
pub const CLASSES: [&str; 18] = [
    ATTRIBUTE,
    COMMENT,
    CONSTANT,
    DELETED,
    ESCAPE,
    FUNCTION,
    HEADING,
    INSERTED,
    INVALID,
    KEYWORD,
    NUMBER,
    OPERATOR,
    PROPERTY,
    PUNCTUATION,
    STRING,
    TAG,
    TYPE,
    VARIABLE,
];

const ATTRIBUTE: &str = "hl-attribute";
const COMMENT: &str = "hl-comment";
const CONSTANT: &str = "hl-constant";
const DELETED: &str = "hl-deleted";
const ESCAPE: &str = "hl-escape";
const FUNCTION: &str = "hl-function";
const HEADING: &str = "hl-heading";
const INSERTED: &str = "hl-inserted";
const INVALID: &str = "hl-invalid";
const KEYWORD: &str = "hl-keyword";
const NUMBER: &str = "hl-number";
const OPERATOR: &str = "hl-operator";
const PROPERTY: &str = "hl-property";
const PUNCTUATION: &str = "hl-punctuation";
const STRING: &str = "hl-string";
const TAG: &str = "hl-tag";
const TYPE: &str = "hl-type";
const VARIABLE: &str = "hl-variable";

/// The class of a terminal's prompt.
pub(super) const PROMPT: &str = PUNCTUATION;

/// What a scope says about the code in it.
#[derive(Clone, Copy)]
enum Meaning {
    /// It has this class.
    Class(&'static str),
    /// It is plain, whatever stands around it.
    Plain,
    /// It is what the scope around it says.
    Outer,
}

use Meaning::{Class, Outer, Plain};

/// Scopes by their first words; the first entry that fits decides, so exceptions stand above what
/// they are exceptions from.
const MEANINGS: &[(Meaning, &[&str])] = &[
    (Class(COMMENT), &["comment", "punctuation.definition.comment"]),
    (
        Class(ESCAPE),
        &[
            "constant.character.entity",
            "constant.character.escape",
            "constant.other.format-spec",
            "constant.other.placeholder",
        ],
    ),
    (
        Class(PROPERTY),
        &[
            "constant.other.object.key",
            "entity.name.tag.toml",
            "entity.name.tag.yaml",
            "meta.mapping.key",
            "meta.object-literal.key",
            "meta.property.object",
            "string.unquoted.label",
            "support.type.custom-property",
            "support.type.property-name",
            "variable.object.property",
            "variable.other.member",
            "variable.other.property",
        ],
    ),
    // Marks that belong to the word or value that they stand at.
    (
        Outer,
        &[
            "constant.other.language-name",
            "invalid.deprecated",
            "punctuation.definition.alias",
            "punctuation.definition.anchor",
            "punctuation.definition.constant",
            "punctuation.definition.custom-property",
            "punctuation.definition.deleted",
            "punctuation.definition.entity",
            "punctuation.definition.from-file",
            "punctuation.definition.heading",
            "punctuation.definition.inserted",
            "punctuation.definition.keyword",
            "punctuation.definition.numeric",
            "punctuation.definition.parameter",
            "punctuation.definition.range",
            "punctuation.definition.to-file",
            "punctuation.separator.decimal",
            "punctuation.terminator.entity",
            "source.regexp",
        ],
    ),
    (
        Class(STRING),
        &[
            "markup.raw",
            "markup.underline.link",
            "punctuation.definition.string",
            "storage.type.string",
            "string",
        ],
    ),
    (
        Class(VARIABLE),
        &[
            "entity.name.label",
            "entity.name.other.anchor",
            "keyword.control.flow.alias",
            "keyword.control.property.anchor",
            "punctuation.definition.variable",
            "storage.modifier.lifetime",
            "support.variable",
            "variable.other.alias",
            "variable.other.php",
            "variable.other.readwrite.shell",
            "variable.parameter",
            "variable.stage-name",
        ],
    ),
    (
        Class(FUNCTION),
        &[
            "entity.name.function",
            "entity.name.macro",
            "punctuation.decorator",
            "punctuation.definition.annotation",
            "support.function",
            "support.macro",
            "variable.annotation",
            "variable.function",
        ],
    ),
    (
        Class(PUNCTUATION),
        &["keyword.operator.accessor", "keyword.operator.type.annotation", "meta.brace", "punctuation"],
    ),
    (Class(NUMBER), &["constant.numeric", "constant.other.datetime", "keyword.other.unit"]),
    (
        Class(OPERATOR),
        &[
            "keyword.control.flow.block-scalar",
            "keyword.operator",
            "storage.type.function.arrow",
            "variable.language.star",
        ],
    ),
    (Class(CONSTANT), &["entity.name.enum.tag-digest", "variable.other.constant"]),
    // Code within a string or a page is no string.
    (
        Plain,
        &[
            "constant.other.database-name",
            "constant.other.table-name",
            "meta.interpolation",
            "meta.template.expression",
            "source",
        ],
    ),
    // Names of the author's own are most of the code: a colour for all of them is a colour for none.
    (Outer, &["variable.declaration", "variable.other"]),
    (Class(CONSTANT), &["constant", "support.constant"]),
    (
        Class(TYPE),
        &[
            "storage.type.built-in",
            "storage.type.c",
            "storage.type.go",
            "storage.type.numeric",
            "storage.type.primitive",
            "storage.type.sql",
            "storage.type.tag-handle",
            "support.class",
            "support.module",
            "support.type",
        ],
    ),
    (Class(KEYWORD), &["keyword", "storage", "variable.language"]),
    (
        Class(ATTRIBUTE),
        &["entity.other.attribute-name", "entity.other.pseudo-class", "entity.other.pseudo-element"],
    ),
    (Class(TAG), &["entity.name.tag"]),
    (Class(HEADING), &["entity.name.section", "markup.heading", "meta.diff.header", "meta.diff.range"]),
    (Class(TYPE), &["entity"]),
    (Class(VARIABLE), &["variable"]),
    (Class(INSERTED), &["markup.inserted"]),
    (Class(DELETED), &["markup.deleted"]),
    (Class(INVALID), &["invalid"]),
];

static TABLE: LazyLock<Vec<(Scope, Meaning)>> = LazyLock::new(|| {
    let entries = MEANINGS.iter().flat_map(|(meaning, names)| names.iter().map(|name| (*name, *meaning)));
    entries.filter_map(|(name, meaning)| Some((Scope::new(name).ok()?, meaning))).collect()
});

/// Deepest look into the stack. Code nested deeper than this is not written by people, and looking
/// through all of it for every word would take long.
const DEEPEST: usize = 50;

/// The class of a piece of code, from the innermost scope that has a meaning.
pub(super) fn class(stack: &ScopeStack, piece: &str) -> Option<&'static str> {
    let mut inner_first = stack.scopes.iter().rev().take(DEEPEST);
    let class = inner_first.find_map(|scope| match meaning(*scope) {
        Some(Class(class)) => Some(Some(class)),
        Some(Plain) => Some(None),
        Some(Outer) | None => None,
    })??;
    match class {
        // `and`, `typeof`: operators to a grammar, words to a reader.
        OPERATOR if piece.contains(char::is_alphabetic) => Some(KEYWORD),
        // In JSON and YAML a key may be written as a string.
        STRING if inner_first.any(|scope| KEY.is_prefix_of(*scope)) => Some(PROPERTY),
        _ => Some(class),
    }
}

static KEY: LazyLock<Scope> = LazyLock::new(|| Scope::new("meta.mapping.key").unwrap_or_default());

fn meaning(scope: Scope) -> Option<Meaning> {
    TABLE.iter().find(|(prefix, _)| prefix.is_prefix_of(scope)).map(|(_, meaning)| *meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scope_name_is_one_and_every_class_is_listed() {
        assert_eq!(TABLE.len(), MEANINGS.iter().map(|(_, names)| names.len()).sum::<usize>());
        for (meaning, _) in MEANINGS {
            if let Class(class) = meaning {
                assert!(CLASSES.contains(class), "{class}");
            }
        }
    }
}
