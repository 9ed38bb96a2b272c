//! What can be set: by `.set`, by commands of their own such as `.mode`, and in the config file. One table says what
//! there is; reading, writing, help and completion follow it.

use crate::model::problem::{Problems, Result};
use crate::model::{Lang, Problem};
use crate::output::{Format, Listed, Options, Style};

/// How long answers are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pager {
    /// Screen by screen, by dictum itself.
    Own,
    Off,
    /// A program that reads what it shows from its standard input.
    Program(String),
}

/// What is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    pub mode: Format,
    /// Nothing: what the terminal is asked for.
    pub colour: Option<bool>,
    pub pager: Pager,
    /// Whether the closing line says how long an answer took.
    pub timer: bool,
    /// Whether counts are drawn.
    pub bars: bool,
    /// Nothing: that of the terminal.
    pub width: Option<usize>,
    pub prompt: String,
    /// The language in which answers name things.
    pub names: Option<Lang>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            mode: Format::Table,
            colour: None,
            pager: Pager::Own,
            timer: true,
            bars: true,
            width: None,
            prompt: "dictum".to_owned(),
            names: None,
        }
    }
}

/// Something that can be set.
pub struct Setting {
    pub name: &'static str,
    pub help: &'static str,
    /// Values that completion offers.
    pub values: fn() -> Vec<&'static str>,
    set: fn(&mut Settings, &str) -> Option<()>,
    shown: fn(&Settings) -> String,
}

const ON_OFF: fn() -> Vec<&'static str> = || vec!["on", "off"];

/// The table.
pub static SETTINGS: [Setting; 8] = [
    Setting {
        name: "mode",
        help: "how answers are written",
        values: || Listed::of_screens().map(|row| row.name).collect(),
        set: |settings, value| {
            let format = Format::from_name(value).filter(|format| format.listed().is_of_screens())?;
            settings.mode = format;
            Some(())
        },
        shown: |settings| settings.mode.name().to_owned(),
    },
    Setting {
        name: "colour",
        help: "`auto` is on where the terminal can show it and NO_COLOR is not set",
        values: || vec!["auto", "on", "off"],
        set: |settings, value| {
            settings.colour = if value == "auto" { None } else { Some(on_or_off(value)?) };
            Some(())
        },
        shown: |settings| settings.colour.map_or("auto", word).to_owned(),
    },
    Setting {
        name: "pager",
        help: "long answers screen by screen: `on`, `off`, or a program such as `less -R`",
        values: ON_OFF,
        set: |settings, value| {
            settings.pager = match on_or_off(value) {
                Some(true) => Pager::Own,
                Some(false) => Pager::Off,
                None => Pager::Program(value.to_owned()),
            };
            Some(())
        },
        shown: |settings| match &settings.pager {
            Pager::Own => "on".to_owned(),
            Pager::Off => "off".to_owned(),
            Pager::Program(program) => program.clone(),
        },
    },
    Setting {
        name: "timer",
        help: "how long each answer took",
        values: ON_OFF,
        set: |settings, value| on_or_off(value).map(|on| settings.timer = on),
        shown: |settings| word(settings.timer).to_owned(),
    },
    Setting {
        name: "bars",
        help: "counts drawn as bars, and by two fields as a matrix",
        values: ON_OFF,
        set: |settings, value| on_or_off(value).map(|on| settings.bars = on),
        shown: |settings| word(settings.bars).to_owned(),
    },
    Setting {
        name: "width",
        help: "the columns that an answer may take: a number from 20 to 1000, or `auto`",
        values: || vec!["auto", "80", "100", "120"],
        set: |settings, value| {
            let width = || value.parse().ok().filter(|width| (20..=1000).contains(width));
            settings.width = if value == "auto" { None } else { Some(width()?) };
            Some(())
        },
        shown: |settings| settings.width.map_or("auto".to_owned(), |width| width.to_string()),
    },
    Setting {
        name: "prompt",
        help: "the word before `>`",
        values: || vec!["dictum"],
        set: |settings, value| {
            let fits = value.chars().count() <= 40 && !value.chars().any(char::is_control);
            fits.then(|| value.clone_into(&mut settings.prompt))
        },
        shown: |settings| settings.prompt.clone(),
    },
    Setting {
        name: "names",
        help: "the language in which people and things are named, where they have a name in it; `own`: their first",
        values: || vec!["own", "en", "ar"],
        set: |settings, value| {
            settings.names = if value == "own" { None } else { Some(Lang::new(value).ok()?) };
            Some(())
        },
        shown: |settings| settings.names.as_ref().map_or("own", Lang::as_str).to_owned(),
    },
];

impl Setting {
    pub fn find(name: &str) -> Option<&'static Setting> {
        let name = if name == "color" { "colour" } else { name };
        SETTINGS.iter().find(|setting| setting.name == name)
    }

    pub fn shown(&self, settings: &Settings) -> String {
        (self.shown)(settings)
    }
}

impl Settings {
    /// How answers are written for somebody who sees them so.
    pub fn options(&self, style: Style) -> Options {
        Options::of(style)
    }

    /// Sets one thing.
    ///
    /// # Errors
    /// There is no such thing, or it cannot have this value.
    pub fn set(&mut self, name: &str, value: &str) -> Result<()> {
        let setting = Setting::find(name).ok_or_else(|| {
            let names: Vec<&str> = SETTINGS.iter().map(|setting| setting.name).collect();
            Problem::usage(format!("nothing here is called `{name}` that could be set"))
                .hint(format!("what can be set: {}", names.join(", ")))
        })?;
        (setting.set)(self, value).ok_or_else(|| {
            Problem::usage(format!("`{name}` cannot be `{value}`")).hint(format!(
                "{}; such as {}",
                setting.help,
                (setting.values)().join(", ")
            ))
        })
    }

    /// Takes over what a config file says: lines of `name = value`, values with or without quotation marks; `#` begins
    /// a comment.
    ///
    /// # Errors
    /// All lines that cannot be taken, each with its number; the others hold.
    pub fn read(&mut self, text: &str) -> std::result::Result<(), Problems> {
        let mut problems = Vec::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let taken = match line.split_once('=') {
                Some((name, value)) => self.set(name.trim(), unquoted(value)),
                None => Err(Problem::usage(format!("`{line}` is not a setting"))
                    .hint("write it as `mode = \"cards\"`")),
            };
            if let Err(problem) = taken {
                problems.push(problem.in_line(number + 1, None));
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(problems.into()) }
    }
}

/// A value without its quotation marks, or without the comment behind it.
fn unquoted(value: &str) -> &str {
    let value = value.trim();
    match value.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
        Some((inner, _)) => inner,
        None => value.split(" #").next().unwrap_or(value).trim(),
    }
}

/// `on` or `off`, and the words that mean the same.
pub fn on_or_off(value: &str) -> Option<bool> {
    match value {
        "on" | "true" | "yes" => Some(true),
        "off" | "false" | "no" => Some(false),
        _ => None,
    }
}

fn word(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_config_file_is_taken_line_by_line() {
        let mut settings = Settings::default();
        let text = "# mine\nmode = \"cards\"  # for reading\ntimer=off\npager = less -R\nwidth = 5\nwhat\n\ncolor = on";
        let problems = settings.read(text).unwrap_err();
        assert_eq!(settings.mode, Format::Cards);
        assert!(!settings.timer);
        assert_eq!(settings.pager, Pager::Program("less -R".to_owned()));
        assert_eq!(settings.colour, Some(true));
        let said: Vec<String> = problems.iter().map(Problem::message).collect();
        assert_eq!(said, ["line 5: `width` cannot be `5`", "line 6: `what` is not a setting"]);
    }

    #[test]
    fn what_is_shown_can_be_set() {
        let settings = Settings::default();
        for setting in &SETTINGS {
            let mut other = settings.clone();
            other.set(setting.name, &setting.shown(&settings)).unwrap();
            assert_eq!(other, settings, "{}", setting.name);
            for value in (setting.values)() {
                other.set(setting.name, value).unwrap();
            }
        }
    }
}
