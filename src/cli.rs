//! The command line: arguments, what is printed, and exit codes (0 clean, 1 mistakes in content, 2 could
//! not run).
#![expect(clippy::disallowed_methods, reason = "the environment and the clock come in here")]

mod args;
mod decide;
mod report;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use jiff::civil::Date;

use crate::config;
use crate::diagnostics::{Counts, Diagnostic, Severity};
use crate::export;
use crate::load::{self, Inputs, Project, Settings};
use crate::output::{self, WriteSettings};
use crate::pipeline::{self, Build};
use crate::render::SECURITY_POLICY;
use crate::serve::{self, BuildOutcome, OverlayDiagnostic, ServeEvent, ServeSettings, Trigger};
use crate::source::Sources;
use crate::watch::WatchSettings;

use args::{
    Arguments, BuildArguments, Command, ExportFormat, ProjectArguments, ServeArguments, SiteArguments,
};
use report::Reporter;

/// Why a command could not run: exit code 2.
type CannotRun = String;

/// Runs the program on arguments, the first of which is its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are errors to the parser, and good ends for everybody else.
            let code = if error.use_stderr() { 2 } else { 0 };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let mut reporter = Reporter::new(&arguments.output);
    let clean = match &arguments.command {
        Command::Build(command) => build(command, &mut reporter),
        Command::Check(command) => check(command, &mut reporter),
        Command::Serve(command) => preview(command, &mut reporter),
        Command::Clean(command) => clean(command, &mut reporter),
        Command::Export(command) => export_to(command, &mut reporter),
        Command::Decide(command) => decide::run(command, &reporter),
    };
    match clean {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(reason) => {
            reporter.cannot_run(&reason);
            ExitCode::from(2)
        }
    }
}

fn build(command: &BuildArguments, reporter: &mut Reporter) -> Result<bool, CannotRun> {
    let start = Instant::now();
    let project = find(&command.project)?;
    let mut sources = Sources::default();
    let inputs = read(&project, &command.site, &mut sources)?;
    let folder = output_folder(&project, command.output_dir.as_deref(), &inputs);
    let progress = reporter.progress();
    let build = pipeline::build(inputs, &mut sources, &|step| progress.show(step));
    progress.finish();
    let clean = reporter.diagnostics(&build.diagnostics, &sources, command.site.strict);
    let Some(bundle) = build.bundle.filter(|_| clean) else {
        reporter.failed(Counts::of(&build.diagnostics), command.site.strict);
        return Ok(false);
    };
    let settings = WriteSettings {
        force: command.force,
        forbidden: vec![project.root.clone()],
        inputs: vec![project.content(), project.themes()],
    };
    let written = output::write(&bundle, &folder, &settings).map_err(|error| error.to_string())?;
    reporter.built(&build.stats, &written, &shown(&folder), start.elapsed(), Counts::of(&build.diagnostics));
    Ok(true)
}

fn check(command: &args::CheckArguments, reporter: &mut Reporter) -> Result<bool, CannotRun> {
    let project = find(&command.project)?;
    let mut sources = Sources::default();
    let inputs = read(&project, &command.site, &mut sources)?;
    let progress = reporter.progress();
    let build = pipeline::build(inputs, &mut sources, &|step| progress.show(step));
    progress.finish();
    reporter.show_notes();
    let clean = reporter.diagnostics(&build.diagnostics, &sources, command.site.strict);
    reporter.checked(&build.stats, Counts::of(&build.diagnostics), clean);
    Ok(clean)
}

fn preview(command: &ServeArguments, reporter: &mut Reporter) -> Result<bool, CannotRun> {
    let project = find(&command.project)?;
    let settings = ServeSettings {
        interface: command.interface,
        port: command.port,
        open: command.open,
        security_policy: SECURITY_POLICY.to_owned(),
        watch: WatchSettings {
            folders: vec![project.content(), project.themes()],
            files: vec![project.config.clone()],
            ignored: Vec::new(),
        },
        ..ServeSettings::default()
    };
    let mut sources = Sources::default();
    // Built before the first request, so that a project that cannot be read at all ends here.
    let first = read(&project, &command.site, &mut sources)?;
    let mut first = Some(first);
    let reporter: &Reporter = reporter;
    let build = |trigger: Trigger| {
        let start = Instant::now();
        let inputs = match first.take().map_or_else(|| read(&project, &command.site, &mut sources), Ok) {
            Ok(inputs) => inputs,
            Err(reason) => return BuildOutcome::Failed(vec![unreadable(&project, reason)]),
        };
        let Build { bundle, diagnostics, stats } = pipeline::build(inputs, &mut sources, &|_| {});
        let clean = reporter.diagnostics(&diagnostics, &sources, command.site.strict);
        match bundle.filter(|_| clean) {
            Some(bundle) => {
                reporter.rebuilt(
                    trigger == Trigger::Start,
                    &stats,
                    start.elapsed(),
                    Counts::of(&diagnostics),
                );
                BuildOutcome::Good(bundle)
            }
            None => {
                reporter.failed(Counts::of(&diagnostics), command.site.strict);
                let shown = |diagnostic: &&Diagnostic| diagnostic.severity() != Severity::Note;
                BuildOutcome::Failed(
                    diagnostics.iter().filter(shown).map(|d| OverlayDiagnostic::new(d, &sources)).collect(),
                )
            }
        }
    };
    serve::serve(&settings, build, |event| match event {
        ServeEvent::Listening { url } => reporter.listening(&url),
        ServeEvent::Warning(warning) => reporter.warning(&warning),
    })
    .map_err(|error| error.to_string())?;
    Ok(true)
}

/// What the overlay says where the project itself cannot be read.
fn unreadable(project: &Project, reason: String) -> OverlayDiagnostic {
    OverlayDiagnostic {
        severity: "error".to_owned(),
        code: crate::diagnostics::Code::UnreadableFile.name().to_owned(),
        path: shown(&project.config),
        message: reason,
        ..OverlayDiagnostic::default()
    }
}

fn clean(command: &args::CleanArguments, reporter: &mut Reporter) -> Result<bool, CannotRun> {
    let project = find(&command.project)?;
    let mut sources = Sources::default();
    let inputs = load::load(&project, Settings::default(), &mut sources)
        .map_err(|error| cannot_read(&project, &error))?;
    let folder = output_folder(&project, command.output_dir.as_deref(), &inputs);
    if !folder.exists() {
        reporter.nothing_to_clean(&shown(&folder));
        return Ok(true);
    }
    let report = output::clean(&folder).map_err(|error| error.to_string())?;
    reporter.cleaned(report.removed, &shown(&folder));
    Ok(true)
}

fn export_to(command: &args::ExportArguments, reporter: &mut Reporter) -> Result<bool, CannotRun> {
    let project = find(&command.project)?;
    let mut sources = Sources::default();
    let inputs = read(&project, &command.site, &mut sources)?;
    let mut compiled = pipeline::compile(inputs, &|_| {});
    crate::diagnostics::sort(&mut compiled.diagnostics, &sources);
    let clean = reporter.diagnostics(&compiled.diagnostics, &sources, command.site.strict);
    if !clean {
        reporter.failed(Counts::of(&compiled.diagnostics), command.site.strict);
        return Ok(false);
    }
    let text = match command.format {
        ExportFormat::Json => export::knowledge_json(&compiled.knowledge, &compiled.analysis, &sources),
    };
    match &command.output {
        Some(path) => {
            std::fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))?
        }
        None => report::print(&text),
    }
    Ok(true)
}

/// The project that the arguments name, or the one that the current folder belongs to.
fn find(arguments: &ProjectArguments) -> Result<Project, CannotRun> {
    let here = std::env::current_dir().map_err(|error| format!("cannot tell the current folder: {error}"))?;
    if let Some(root) = &arguments.root {
        let root = here.join(root);
        if !root.is_dir() {
            return Err(format!("{} is no folder", root.display()));
        }
        let config = arguments
            .config
            .as_ref()
            .map_or_else(|| root.join(config::FILE_NAME), |config| here.join(config));
        return if config.is_file() { Ok(Project { root, config }) } else { Err(no_config(&config)) };
    }
    if let Some(config) = &arguments.config {
        let config = here.join(config);
        let root = config.parent().map_or_else(|| here.clone(), Path::to_owned);
        return if config.is_file() { Ok(Project { root, config }) } else { Err(no_config(&config)) };
    }
    Project::find(&here).ok_or_else(|| {
        format!(
            "no {} in {} or any folder above it; go to a project, or name one with --root",
            config::FILE_NAME,
            here.display()
        )
    })
}

fn no_config(path: &Path) -> CannotRun {
    format!("there is no configuration at {}", path.display())
}

fn cannot_read(project: &Project, error: &std::io::Error) -> CannotRun {
    format!("cannot read {}: {error}", project.config.display())
}

fn read(project: &Project, site: &SiteArguments, sources: &mut Sources) -> Result<Inputs, CannotRun> {
    let base_url = match &site.base_url {
        None => None,
        Some(url) => {
            let normal = config::normal_base_url(url);
            Some(normal.ok_or_else(|| {
                format!("--base-url: `{url}` is no address of a site; write https://example.org/path/")
            })?)
        }
    };
    let today = match site.today {
        Some(day) => Some(day),
        None => source_date()?,
    };
    let settings = Settings { drafts: site.drafts, base_url, today };
    load::load(project, settings, sources).map_err(|error| cannot_read(project, &error))
}

/// The day that SOURCE_DATE_EPOCH names, as reproducible builds give it.
fn source_date() -> Result<Option<Date>, CannotRun> {
    let Ok(text) = std::env::var("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let seconds = text.parse().ok().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    let timestamp =
        seconds.ok_or_else(|| format!("SOURCE_DATE_EPOCH is `{text}`, and must be a number of seconds"))?;
    Ok(Some(timestamp.to_zoned(jiff::tz::TimeZone::UTC).date()))
}

fn output_folder(project: &Project, argument: Option<&Path>, inputs: &Inputs) -> PathBuf {
    match argument {
        // As in any program, a path on the command line is seen from the current folder.
        Some(folder) => std::env::current_dir().unwrap_or_default().join(folder),
        None => project.root.join(&inputs.config.output_dir),
    }
}

/// A path as people read it: from the current folder where it lies below it.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&here).unwrap_or(path).display().to_string()
}
