//! `counterpoint.toml`: what the project is.

use jiff::civil::Date;

use crate::diagnostics::{Diagnostic, make};
use crate::parse::fields::Fields;
use crate::parse::front_matter::{self, Format};
use crate::parse::safety::{self, Address};
use crate::source::{FileId, Span, Spanned};

/// The file's name, which also marks a project's root.
pub const FILE_NAME: &str = "counterpoint.toml";

/// The version of the syntax that this program reads.
const FORMAT: f64 = 1.0;

/// The configuration.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The file.
    pub file: FileId,
    /// The comparison's title.
    pub title: String,
    /// One sentence about it; may be empty.
    pub description: String,
    /// BCP 47 tag; `en` unless given.
    pub language: String,
    /// Absolute address of the site's root, ending in `/`.
    pub base_url: Option<String>,
    /// The folder of `themes/` whose files override the default theme's; `default` unless given.
    pub theme: Spanned<String>,
    /// Where the content is kept.
    pub repository: Option<Repository>,
    /// Ids of options in display order; those not listed follow in order of title.
    pub options: Vec<Spanned<String>>,
    /// Names of groups in display order; none means by name.
    pub groups: Vec<Spanned<String>>,
    /// After how many years a source counts as old.
    pub freshness: Option<f64>,
    /// The day to judge freshness by.
    pub today: Option<Date>,
    /// The output folder, from the root; `site` unless given.
    pub output_dir: String,
}

/// Where the content is kept, for links that suggest a correction.
#[derive(Clone, Debug, PartialEq)]
pub struct Repository {
    /// Its address, without a trailing `/`.
    pub url: String,
    /// A pattern with `{url}`, `{path}` and `{line}`.
    pub correction: String,
}

impl Repository {
    /// The address of a line of a file; `path` from the project's root.
    pub fn correction_url(&self, path: &str, line: usize) -> String {
        let path = percent_encoding::utf8_percent_encode(path, PATH).to_string();
        let filled = self.correction.replace("{url}", &self.url).replace("{path}", &path);
        filled.replace("{line}", &line.to_string())
    }
}

/// What a path may hold as it is.
pub(crate) const PATH: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');

/// Reads the configuration; whatever is wrong has a default in its place.
pub fn read(file: FileId, text: &str) -> (Config, Vec<Diagnostic>) {
    let (node, mut diagnostics) = front_matter::read(file, text, Format::Toml, 0..text.len());
    let broken = node.is_none();
    let start = Span::file_start(file);
    let mut fields = Fields::new(node.as_ref(), start);
    match fields.number("format") {
        Some(format) if format.value == FORMAT => {}
        Some(format) => {
            fields.diagnostics.push(make::unsupported_format(format.span, &format.value.to_string()))
        }
        None if broken => {}
        None => fields.missing("format", "format = 1"),
    }
    let title = if broken { None } else { fields.required_text("title", "title = \"This vs that\"") };
    let config = Config {
        file,
        title: title.map(|title| title.value).unwrap_or_default(),
        description: fields.text("description").map(|text| text.value).unwrap_or_default(),
        language: fields.text("language").map_or_else(|| "en".to_owned(), |text| text.value),
        base_url: fields.text("base_url").and_then(|url| base_url(&mut fields, &url)),
        theme: fields.text("theme").unwrap_or_else(|| Spanned::new("default".to_owned(), start)),
        repository: repository(&mut fields),
        options: fields.texts("options"),
        groups: fields.texts("groups"),
        freshness: fields.number_within("freshness", 0.0, 1000.0),
        today: fields.date("today").map(crate::date::PartialDate::first_day),
        output_dir: fields.text("output_dir").map_or_else(|| "site".to_owned(), |text| text.value),
    };
    diagnostics.extend(fields.finish());
    (config, diagnostics)
}

/// Checks an absolute address and ends it in `/`.
pub fn normal_base_url(url: &str) -> Option<String> {
    match safety::check(url) {
        Address::Web(url) if url.starts_with("http://") || url.starts_with("https://") => {
            Some(format!("{}/", url.trim_end_matches('/')))
        }
        _ => None,
    }
}

fn base_url(fields: &mut Fields<'_>, url: &Spanned<String>) -> Option<String> {
    let normal = normal_base_url(&url.value);
    if normal.is_none() {
        let message = format!("`{}` is no address of a site", url.value);
        fields.diagnostics.push(make::invalid_value(url.span, &message, "write `https://example.org/path/`"));
    }
    normal
}

fn repository(fields: &mut Fields<'_>) -> Option<Repository> {
    let node = fields.node("repository")?;
    let mut inner = Fields::new(Some(node), node.span);
    let url = inner.required_text("url", "url = \"https://example.org/owner/name\"");
    let correction = inner.text("correction");
    let pattern =
        correction.as_ref().map_or("{url}/blob/HEAD/{path}#L{line}", |pattern| pattern.value.as_str());
    let filled = url.as_ref().map(|url| (pattern.replace("{url}", &url.value), url.span));
    if let Some((filled, span)) = filled
        && !matches!(safety::check(&filled), Address::Web(_))
    {
        let span = correction.as_ref().map_or(span, |pattern| pattern.span);
        inner.diagnostics.push(make::invalid_value(
            span,
            "links for corrections would not be absolute addresses",
            "write `url = \"https://…\"` and, if needed, `correction = \"{url}/edit/main/{path}\"`",
        ));
    }
    let repository = url.map(|url| Repository {
        url: url.value.trim_end_matches('/').to_owned(),
        correction: pattern.to_owned(),
    });
    fields.diagnostics.extend(inner.finish());
    repository
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn read_text(text: &str) -> (Config, Vec<Diagnostic>) {
        read(Sources::default().set(FILE_NAME, text.into()), text)
    }

    #[test]
    fn reads_a_whole_configuration() {
        let (config, diagnostics) = read_text(
            "format = 1\ntitle = \"A vs B\"\nbase_url = \"https://a.b/c\"\ntoday = 2026-01-02\n\
             [repository]\nurl = \"https://code.example/a/b/\"\n",
        );
        assert_eq!(diagnostics, []);
        assert_eq!(config.base_url.as_deref(), Some("https://a.b/c/"));
        assert_eq!(config.today.map(|day| day.to_string()).as_deref(), Some("2026-01-02"));
        let url = config.repository.unwrap().correction_url("content/topics/a b.md", 7);
        assert_eq!(url, "https://code.example/a/b/blob/HEAD/content/topics/a%20b.md#L7");
    }

    #[test]
    fn reports_every_mistake_at_once() {
        let text = "format = 2\ntitel = \"A\"\nbase_url = \"javascript:x\"\nfreshness = \"old\"\n";
        let codes: Vec<_> = read_text(text).1.iter().map(|diagnostic| diagnostic.code.name()).collect();
        assert_eq!(
            codes,
            ["unsupported-format", "missing-key", "invalid-value", "wrong-type", "unknown-key"]
        );
    }
}
