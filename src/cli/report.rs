//! What is printed: findings and progress to standard error, results to standard output.

use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::args::{Color, OutputArguments};
use crate::diagnostics::render::{Format, Style, render, summary};
use crate::diagnostics::{Counts, Diagnostic, Severity};
use crate::output::WriteReport;
use crate::pipeline::{Progress, Stats};
use crate::source::Sources;

/// A build that takes longer shows how far it is.
const MOMENT: Duration = Duration::from_millis(300);

/// Prints what a command has to say.
pub(super) struct Reporter {
    quiet: bool,
    notes: bool,
    format: Format,
    coloured: bool,
}

impl Reporter {
    pub(super) fn new(arguments: &OutputArguments) -> Self {
        let coloured = match arguments.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never,
        };
        Self {
            quiet: arguments.quiet,
            notes: arguments.verbose,
            format: arguments.message_format.format(),
            coloured,
        }
    }

    /// Notes are shown from now on, unless quiet.
    pub(super) fn show_notes(&mut self) {
        self.notes = !self.quiet;
    }

    /// Prints what was found; tells whether the build may go on.
    pub(super) fn diagnostics(&self, found: &[Diagnostic], sources: &Sources, strict: bool) -> bool {
        let shown = |diagnostic: &&Diagnostic| match diagnostic.severity() {
            Severity::Error => true,
            Severity::Warning => !self.quiet || strict,
            Severity::Note => self.notes,
        };
        let shown: Vec<Diagnostic> = found.iter().filter(shown).cloned().collect();
        let style = if self.coloured { Style::Coloured } else { Style::Plain };
        self.error_text(&render(&shown, sources, self.format, style));
        let counts = Counts::of(found);
        counts.errors == 0 && (counts.warnings == 0 || !strict)
    }

    /// The site was built and written.
    pub(super) fn built(
        &self,
        stats: &Stats,
        written: &WriteReport,
        folder: &str,
        time: Duration,
        counts: Counts,
    ) {
        let changes =
            [(written.written, "written"), (written.unchanged, "unchanged"), (written.removed, "removed")];
        let changes: Vec<String> = changes
            .iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, word)| format!("{number} {word}"))
            .collect();
        self.say(&format!(
            "{} {} from {} with {} and {} in {}",
            self.strong("Built"),
            plural(stats.pages, "page"),
            plural(stats.notes, "note"),
            plural(stats.claims, "claim"),
            plural(stats.contradictions, "contradiction"),
            seconds(time)
        ));
        self.say(&format!("  {folder}: {}", changes.join(", ")));
        self.say_counts(counts);
    }

    /// Nothing was written; this is what was found.
    pub(super) fn checked(&self, stats: &Stats, counts: Counts, clean: bool) {
        if self.format == Format::Json {
            return;
        }
        let verdict = if clean { self.strong("Clean") } else { self.strong("Not clean") };
        let found =
            if counts == Counts::default() { String::new() } else { format!(": {}", summary(counts)) };
        // Not called notes here, since diagnostics are.
        let (files, claims) = (plural(stats.notes, "file"), plural(stats.claims, "claim"));
        self.say(&format!(
            "{verdict}{found} in {files} with {claims} and {}",
            plural(stats.contradictions, "contradiction")
        ));
    }

    /// The preview built the site, again or for the first time.
    pub(super) fn rebuilt(&self, first: bool, stats: &Stats, time: Duration, counts: Counts) {
        let word = if first { "Built" } else { "Rebuilt" };
        self.say(&format!("{} {} in {}", self.strong(word), plural(stats.pages, "page"), seconds(time)));
        self.say_counts(counts);
    }

    /// A build came to nothing.
    pub(super) fn failed(&self, counts: Counts, strict: bool) {
        if self.format == Format::Json {
            return;
        }
        let why = if counts.errors == 0 && strict { " (warnings count as errors with --strict)" } else { "" };
        self.error_text(&format!(
            "{}: {}{why}; nothing was written\n",
            self.strong("Not built"),
            summary(counts)
        ));
    }

    /// The preview can be looked at.
    pub(super) fn listening(&self, url: &str) {
        self.say(&format!("{} at {url} (end with Ctrl-C)", self.strong("Serving")));
    }

    /// Something does not work that the command can do without.
    pub(super) fn warning(&self, text: &str) {
        self.error_text(&format!("warning: {text}\n"));
    }

    pub(super) fn cleaned(&self, files: usize, folder: &str) {
        self.say(&format!("{} {} from {folder}", self.strong("Removed"), plural(files, "file")));
    }

    pub(super) fn nothing_to_clean(&self, folder: &str) {
        self.say(&format!("Nothing to remove: there is no {folder}"));
    }

    /// The command could not run.
    pub(super) fn cannot_run(&self, reason: &str) {
        let word = if self.coloured { "\u{1b}[1;31merror\u{1b}[0m" } else { "error" };
        self.error_text(&format!("{word}: {reason}\n"));
    }

    /// Shows how far a build is, once it takes longer than a moment.
    pub(super) fn progress(&self) -> Steps {
        let visible = !self.quiet && self.format == Format::Human && std::io::stderr().is_terminal();
        Steps { start: Instant::now(), visible, bar: Mutex::new(None) }
    }

    fn say_counts(&self, counts: Counts) {
        if counts.warnings > 0 {
            self.say(&format!("  {}", summary(Counts { notes: 0, ..counts })));
        }
        if counts.notes > 0 && !self.notes {
            self.say(&format!(
                "  {} (counterpoint check shows them)",
                summary(Counts { errors: 0, warnings: 0, ..counts })
            ));
        }
    }

    fn say(&self, line: &str) {
        if !self.quiet {
            self.error_text(&format!("{line}\n"));
        }
    }

    fn strong(&self, word: &str) -> String {
        if self.coloured { format!("\u{1b}[1m{word}\u{1b}[0m") } else { word.to_owned() }
    }

    /// A closed pipe is no reason to fail.
    fn error_text(&self, text: &str) {
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }
}

/// Prints a result.
pub(super) fn print(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

/// A spinner that appears when a build takes longer than a moment.
pub(super) struct Steps {
    start: Instant,
    visible: bool,
    bar: Mutex<Option<ProgressBar>>,
}

impl Steps {
    pub(super) fn show(&self, step: Progress) {
        if !self.visible || self.start.elapsed() < MOMENT {
            return;
        }
        let message = match step {
            Progress::Parsing(notes) => format!("reading {}", plural(notes, "note")),
            Progress::Analysing => "comparing claims".to_owned(),
            Progress::Rendering(done, all) => format!("rendering pages: {done} of {all}"),
        };
        if let Ok(mut bar) = self.bar.lock() {
            let bar = bar.get_or_insert_with(|| {
                ProgressBar::new_spinner()
                    .with_style(ProgressStyle::default_spinner().tick_chars("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏ "))
            });
            bar.set_message(message);
            bar.tick();
        }
    }

    pub(super) fn finish(self) {
        if let Ok(Some(bar)) = self.bar.into_inner() {
            bar.finish_and_clear();
        }
    }
}

fn plural(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

fn seconds(time: Duration) -> String {
    let milliseconds = time.as_millis();
    if milliseconds < 1000 { format!("{milliseconds} ms") } else { format!("{:.1} s", time.as_secs_f64()) }
}
