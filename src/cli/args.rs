//! The arguments, named as users of static site generators expect.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use super::decide::DecideArguments;
use crate::diagnostics::render::Format;

/// Compile Markdown notes that hold sourced claims into a comparison site, and find where the sources
/// contradict each other.
#[derive(Debug, Parser)]
#[command(
    name = "counterpoint",
    version,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) output: OutputArguments,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Build the site
    Build(BuildArguments),
    /// Look for mistakes and contradictions without writing anything
    Check(CheckArguments),
    /// Preview the site: build into memory, rebuild on change, reload the browser
    Serve(ServeArguments),
    /// Remove what a build made
    Clean(CleanArguments),
    /// Rank the options by what matters, and say how sure that is and what would change it
    Decide(DecideArguments),
    /// Print the knowledge base for other programs
    Export(ExportArguments),
}

#[derive(Debug, Args)]
pub(super) struct OutputArguments {
    /// Print nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Print notes too, which never fail a build
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
    /// How to print what is found
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    pub(super) message_format: MessageFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum MessageFormat {
    /// With the line that each finding speaks of
    Human,
    /// One line each: path:line:column
    Short,
    /// One JSON object a line
    Json,
}

impl MessageFormat {
    pub(super) fn format(self) -> Format {
        match self {
            Self::Human => Format::Human,
            Self::Short => Format::Short,
            Self::Json => Format::Json,
        }
    }
}

/// Where the project is.
#[derive(Debug, Args)]
pub(super) struct ProjectArguments {
    /// The project's folder [default: the nearest one above that holds counterpoint.toml]
    #[arg(short, long, value_name = "FOLDER")]
    pub(super) root: Option<PathBuf>,
    /// The configuration [default: counterpoint.toml in the project's folder]
    #[arg(short, long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
}

/// What the site is made from.
#[derive(Debug, Args)]
pub(super) struct SiteArguments {
    /// The address that the site will have, instead of the configuration's
    #[arg(short = 'u', long, value_name = "URL")]
    pub(super) base_url: Option<String>,
    /// Keep notes that say `draft: true`
    #[arg(long)]
    pub(super) drafts: bool,
    /// Treat warnings as errors
    #[arg(long)]
    pub(super) strict: bool,
    /// The day to judge freshness by, instead of SOURCE_DATE_EPOCH or the configuration's
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) today: Option<Date>,
}

#[derive(Debug, Args)]
pub(super) struct BuildArguments {
    #[command(flatten)]
    pub(super) project: ProjectArguments,
    #[command(flatten)]
    pub(super) site: SiteArguments,
    /// Where to write the site [default: the configuration's output_dir, or site]
    #[arg(short, long, value_name = "FOLDER")]
    pub(super) output_dir: Option<PathBuf>,
    /// Use a folder that holds files which no build made
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    #[command(flatten)]
    pub(super) project: ProjectArguments,
    #[command(flatten)]
    pub(super) site: SiteArguments,
}

#[derive(Debug, Args)]
pub(super) struct ServeArguments {
    #[command(flatten)]
    pub(super) project: ProjectArguments,
    #[command(flatten)]
    pub(super) site: SiteArguments,
    /// The address to listen at
    #[arg(short, long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(super) interface: IpAddr,
    /// The port to listen at [default: 1111, or the next free one]
    #[arg(short, long)]
    pub(super) port: Option<u16>,
    /// Show the site in the browser
    #[arg(short = 'O', long)]
    pub(super) open: bool,
}

#[derive(Debug, Args)]
pub(super) struct CleanArguments {
    #[command(flatten)]
    pub(super) project: ProjectArguments,
    /// The folder to clean [default: the configuration's output_dir, or site]
    #[arg(short, long, value_name = "FOLDER")]
    pub(super) output_dir: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct ExportArguments {
    /// The form to print it in
    #[arg(value_name = "FORMAT")]
    pub(super) format: ExportFormat,
    #[command(flatten)]
    pub(super) project: ProjectArguments,
    #[command(flatten)]
    pub(super) site: SiteArguments,
    /// A file to write to, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ExportFormat {
    /// The documented form that data/knowledge.json has too
    Json,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }
}
