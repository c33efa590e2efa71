//! `counterpoint decide`: the ranking for a reader's weights, in the terminal, as JSON or as a record.

mod choices;
mod human;

use clap::{Args, ValueEnum};

use super::args::{ProjectArguments, SiteArguments};
use super::report::{self, Reporter};
use super::{CannotRun, find, read};
use crate::analysis::analyse;
use crate::diagnostics::{self, Counts};
use crate::pipeline::{self, Compiled};
use crate::report::{Report, json, markdown};
use crate::source::Sources;

use choices::Choices;

#[derive(Debug, Args)]
pub(super) struct DecideArguments {
    /// Take a scenario's weights and must-haves
    #[arg(short, long, value_name = "ID")]
    pub(super) scenario: Option<String>,
    /// Set weights from 0 to 5; the others keep those of the scenario and the topics
    #[arg(short, long, value_name = "TOPIC=WEIGHT", value_delimiter = ',')]
    pub(super) weights: Vec<String>,
    /// Weigh these topics alone, each as it is or as --weights says: all others weigh 0, whatever --weights says
    #[arg(long, value_name = "TOPIC", value_delimiter = ',')]
    pub(super) only: Vec<String>,
    /// Ask for a minimum, in the topic's own positions
    #[arg(short, long, value_name = "TOPIC=MINIMUM", value_delimiter = ',')]
    pub(super) must: Vec<String>,
    /// Leave a source out
    #[arg(long, value_name = "SOURCE", value_delimiter = ',')]
    pub(super) without: Vec<String>,
    /// Suppose that one side of a contradiction is right: its letter or number
    #[arg(long, value_name = "CONTRADICTION=SIDE", value_delimiter = ',')]
    pub(super) suppose: Vec<String>,
    /// The form to print it in
    #[arg(short, long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: DecideFormat,
    #[command(flatten)]
    pub(super) project: ProjectArguments,
    #[command(flatten)]
    pub(super) site: SiteArguments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DecideFormat {
    /// For the terminal
    Human,
    /// The documented form for programs
    Json,
    /// A decision record
    Markdown,
}

pub(super) fn run(command: &DecideArguments, reporter: &Reporter) -> Result<bool, CannotRun> {
    let project = find(&command.project)?;
    let mut sources = Sources::default();
    let inputs = read(&project, &command.site, &mut sources)?;
    let mut compiled = pipeline::compile(inputs, &|_| {});
    diagnostics::sort(&mut compiled.diagnostics, &sources);
    let counts = Counts::of(&compiled.diagnostics);
    // Warnings are for who writes the notes; here they would bury the answer.
    if counts.errors > 0 || command.site.strict && counts.warnings > 0 {
        reporter.diagnostics(&compiled.diagnostics, &sources, command.site.strict);
        reporter.failed(counts, command.site.strict);
        return Ok(false);
    }
    let report = decided(&compiled, Choices::read(command, &compiled.knowledge)?)?;
    report::print(&match command.format {
        DecideFormat::Human => human::text(&report),
        DecideFormat::Json => json::text(&report),
        DecideFormat::Markdown => markdown::text(&report, command.site.today),
    });
    Ok(true)
}

fn decided(compiled: &Compiled, choices: Choices) -> Result<Report<'_>, CannotRun> {
    let Compiled { knowledge, analysis: whole, .. } = compiled;
    let analysis = analyse(&knowledge.comparison, &choices.profile.trust);
    let supposed = choices.supposed(knowledge, &analysis, whole)?;
    let Choices { profile, scenario, without, .. } = choices;
    Ok(Report::supposing(knowledge, profile, scenario, without, supposed))
}
