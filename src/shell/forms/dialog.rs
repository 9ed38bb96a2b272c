//! `add claim`, `add person` and the like without their parts: asks for them one by one, checks each as it comes, shows the
//! statement that they make, and records it on yes.

use crate::language::syntax::{Add, Added, Body, Mutation, TextLang};
use crate::language::{name_or_quoted, parse_script, quote_string};
use crate::model::problem::Problems;
use crate::model::{Id, Key, Kind, Problem};
use crate::query::lookup::{Names, described};
use crate::shell::completion::expect::Expect;
use crate::shell::forms;
use crate::shell::forms::{Again, Form, Part, Value, YES_OR_NO};
use crate::shell::state::{Done, Flow, Lines, Shell, Wrong};

/// What is to be added where nothing more is said of it.
#[derive(Clone, Copy, Debug)]
pub struct Bare<'e> {
    form: &'static Form,
    is_unnamed: bool,
    id: Option<&'e str>,
}

/// What is to be added, if the parts are to be asked for.
pub fn asked(entered: &str) -> Option<Bare<'_>> {
    let mut words = entered.trim_end_matches(';').split_whitespace();
    if !words.next()?.eq_ignore_ascii_case("add") {
        return None;
    }
    let word = words.next()?;
    let is_unnamed = word.eq_ignore_ascii_case("unnamed");
    let form = forms::form(if is_unnamed { words.next()? } else { word })?;
    let id = words.next();
    // A source is complete with nothing but its id.
    let is_bare =
        words.next().is_none() && id.is_none_or(|id| !id.starts_with(['"', '“']) && form.word != "source");
    is_bare.then_some(Bare { form, is_unnamed, id })
}

/// Asks for a record.
///
/// # Errors
/// Nobody is there to ask, or the database cannot be read.
pub fn ask(shell: &mut Shell, bare: Bare<'_>, lines: &mut dyn Lines) -> Done {
    if !shell.can_ask() {
        return Err(incomplete(bare.form).into());
    }
    shell.screen.note(
        &format!(
            "{}, part by part; what is left empty is left out. Ctrl-C leaves without recording.",
            bare.form.title
        ),
        &shell.settings,
    );
    let mut asking = Asking { shell, lines, word: bare.form.word };
    let Some(draft) = asking.draft(bare)? else {
        shell.screen.say("nothing was recorded");
        return Ok(Flow::On);
    };
    shell.screen.say(&format!("\n{draft}\n"));
    match lines.ask(forms::RECORD_IT, "", YES_OR_NO) {
        Some(answer) if is_yes(&answer) => shell.statements(&draft),
        _ => {
            shell.entered = draft;
            shell.screen.say("nothing was recorded; `.edit` opens it in your editor");
            Ok(Flow::On)
        }
    }
}

fn incomplete(form: &Form) -> Problem {
    match form.kind() {
        Some(kind) => Problem::invalid(format!("this {} has no name", kind.word()))
            .hint(format!("write it as `add {} ID \"…\"@en`", kind.word())),
        None if form.word == "claim" => Problem::invalid("this claim has no statement")
            .hint("write it as `add claim last-card \"…\"@en by … about … read in …`"),
        None => Problem::invalid("this source has no id").hint("write it as `add source ID title \"…\"`"),
    }
}

pub fn is_yes(answer: &str) -> bool {
    matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "نعم" | "да" | "oui" | "ja")
}

/// A record that is being asked for. Where a question is answered by nothing at all, everything is abandoned.
struct Asking<'a> {
    shell: &'a mut Shell,
    lines: &'a mut dyn Lines,
    /// What is being added: what the text is called in which something is wrong.
    word: &'static str,
}

impl Asking<'_> {
    /// The whole statement; nothing where it was abandoned.
    fn draft(&mut self, bare: Bare<'_>) -> Result<Option<String>, Wrong> {
        let opened = match (bare.form.kind(), bare.form.word) {
            (Some(kind), _) => self.entity(kind, bare)?,
            (None, "claim") => self.claim(bare)?,
            (None, _) => self.source(bare)?,
        };
        let Some(mut draft) = opened else { return Ok(None) };
        let reads = bare.form.word == "claim" && self.shell.session.borrow().reading().is_some();
        for part in &bare.form.questions() {
            let is_read_already = reads && part.word == "via";
            if !is_read_already && self.add(&mut draft, part, false).is_none() {
                return Ok(None);
            }
        }
        Ok(Some(draft))
    }

    // ---- what each begins with ----

    fn claim(&mut self, bare: Bare<'_>) -> Result<Option<String>, Wrong> {
        let Some(statement) = self.text(forms::STATEMENT) else { return Ok(None) };
        let near = self.shell.session.borrow_mut().nearly_the_same(&statement)?;
        let near = crate::session::near_duplicates::Near { added: statement.text.clone(), there: near };
        if !near.there.is_empty() {
            self.shell.say_near(&near.lines());
            if !self.is_agreed(forms::IS_ANOTHER) {
                return Ok(None);
            }
        }
        Ok(self.claim_after(&statement, bare))
    }

    fn claim_after(&mut self, statement: &TextLang, bare: Bare<'_>) -> Option<String> {
        let id = self.id(bare, &statement.text)?;
        let mode = self.mode()?;
        let mut draft = format!("add claim {id} {}\n    {mode}", written(statement));
        if self.shell.session.borrow().reading().is_none() {
            self.add(&mut draft, &forms::READ_IN, true)?;
        }
        if mode == "ascribed" {
            self.add(&mut draft, &forms::ASCRIBED_TO, false)?;
        }
        Some(draft)
    }

    fn entity(&mut self, kind: Kind, bare: Bare<'_>) -> Result<Option<String>, Wrong> {
        let Some(name) = self.text(forms::NAME) else { return Ok(None) };
        let known = self.called(&name.text)?;
        if !known.is_empty() && !bare.is_unnamed && !self.is_another(&known) {
            return Ok(None);
        }
        let mut names = vec![written(&name)];
        while let Some(answer) = self.text_or_nothing(forms::ANOTHER_NAME) {
            match answer {
                Some(other) => names.push(written(&other)),
                None => {
                    let unnamed = if bare.is_unnamed { "unnamed " } else { "" };
                    let id = self.id(bare, &name.text);
                    return Ok(id.map(|id| format!("add {unnamed}{} {id} {}", kind.word(), names.join(", "))));
                }
            }
        }
        Ok(None)
    }

    /// Who and what is called so already, in words.
    fn called(&self, name: &str) -> Result<Vec<String>, Problem> {
        let session = self.shell.session.borrow();
        let snapshot = session.store().snapshot();
        let fits = (Names { snapshot: &snapshot }).by_name(name)?;
        Ok(fits.iter().map(|fit| described(&fit.entity)).collect())
    }

    fn source(&mut self, bare: Bare<'_>) -> Result<Option<String>, Wrong> {
        let Some(title) = self.lines.ask(forms::TITLE, "", Expect::Nothing) else { return Ok(None) };
        let title = title.trim();
        let known = if title.is_empty() { Vec::new() } else { self.titled(title)? };
        if !known.is_empty() && !self.is_another(&known) {
            return Ok(None);
        }
        let Some(id) = self.id(bare, title) else { return Ok(None) };
        let title = match title {
            "" => String::new(),
            quoted if quoted.starts_with('"') => format!("\n    title {quoted}"),
            title => format!("\n    title {}", quote_string(title)),
        };
        Ok(Some(format!("add source {id}{title}")))
    }

    /// The documents of this title that are there already.
    fn titled(&self, title: &str) -> Result<Vec<String>, Problem> {
        let session = self.shell.session.borrow();
        let snapshot = session.store().snapshot();
        let mut known = Vec::new();
        for ordinal in (Names { snapshot: &snapshot }).sources(title)? {
            known.extend(snapshot.source(ordinal)?.map(|source| format!("{title} (source {})", source.id)));
        }
        Ok(known)
    }

    fn is_another(&mut self, known: &[String]) -> bool {
        self.shell.screen.say("called so already:");
        for line in known {
            self.shell.screen.note(&format!("  {line}"), &self.shell.settings);
        }
        self.is_agreed(forms::IS_ANOTHER)
    }

    // ---- single questions ----

    fn is_agreed(&mut self, prompt: &str) -> bool {
        self.lines.ask(prompt, "", YES_OR_NO).is_some_and(|answer| is_yes(&answer))
    }

    /// A text with its language, which must be there.
    fn text(&mut self, prompt: &str) -> Option<TextLang> {
        self.text_or_nothing(prompt)?
    }

    /// A text with its language, asked for until it can be read; `Some(None)` where it is left empty.
    fn text_or_nothing(&mut self, prompt: &str) -> Option<Option<TextLang>> {
        let mut typed = String::new();
        loop {
            typed = self.lines.ask(prompt, &typed, Expect::Nothing)?;
            let given = typed.trim();
            if given.is_empty() {
                return Some(None);
            }
            let quoted = if given.starts_with(['"', '“']) { given.to_owned() } else { self.tagged(given)? };
            let text = format!("add claim x {quoted}");
            match parse_script(&text).map(|script| script.statements.into_iter().next()) {
                Ok(statement) => {
                    if let Some(Body::Mutation(Mutation::Add(Add {
                        what: Added::Claim { statement }, ..
                    }))) = statement.map(|statement| statement.body)
                    {
                        return Some(Some(statement));
                    }
                }
                Err(problems) => self.say(&problems, &text),
            }
        }
    }

    /// The id: given, or asked for with one that is made from a text.
    fn id(&mut self, bare: Bare<'_>, text: &str) -> Option<String> {
        let mut typed = bare.id.map_or_else(|| short(text), str::to_owned);
        let mut is_asked = bare.id.is_none();
        loop {
            if is_asked {
                typed = self.lines.ask(forms::ID, &typed, Expect::Nothing)?.trim().to_owned();
            }
            match Id::new(&typed) {
                Ok(id) if self.is_free(bare.form, &id) => return Some(name_or_quoted(&typed)),
                Ok(id) => self
                    .shell
                    .screen
                    .note(&format!("`{id}` already exists; `show {id}` shows it"), &self.shell.settings),
                Err(why) => self.say(&[why.into()], &typed),
            }
            is_asked = true;
        }
    }

    fn is_free(&self, form: &Form, id: &Id) -> bool {
        let key = match (form.kind(), form.word) {
            (Some(_), _) => Key::Entity(id.clone()),
            (None, "claim") => Key::Claim(id.clone()),
            (None, _) => Key::Source(id.clone()),
        };
        let session = self.shell.session.borrow();
        let known = session.store().snapshot().ordinal(&key);
        known.is_ok_and(|ordinal| ordinal.is_none())
    }

    /// How the document gives it, asked for until it is one of the ways.
    fn mode(&mut self) -> Option<String> {
        loop {
            let given = self.lines.ask(forms::MODE, "", forms::MODES)?.trim().to_lowercase();
            if crate::model::Mode::ALL.iter().any(|mode| mode.adjective() == given) {
                return Some(given);
            }
            self.shell.screen.note("quoted: in direct speech; paraphrased: in the document's rendering; asserted: the document says so itself; ascribed: a belief or plan of somebody who did not say it", &self.shell.settings);
        }
    }

    /// Asks for a part until it can be recorded, and puts it into the statement; nothing where all is abandoned.
    fn add(&mut self, draft: &mut String, part: &Part, is_needed: bool) -> Option<()> {
        let (mut typed, mut is_first) = (String::new(), true);
        loop {
            let answer = self.lines.ask(part.prompt, &typed, part.expect)?;
            let given = answer.trim();
            if given.is_empty() && !is_needed {
                return Some(());
            }
            let before = match (part.again, is_first) {
                (Again::InAList, false) => format!("{draft}, "),
                _ => format!("{draft}{}", opened(draft, part.word)),
            };
            match self.with(&before, part, given)? {
                Ok(longer) => {
                    *draft = longer;
                    (typed, is_first) = (String::new(), false);
                    if part.again == Again::Never {
                        return Some(());
                    }
                }
                Err((problems, longer)) => {
                    self.say(&problems, &longer);
                    typed = answer;
                }
            }
        }
    }

    /// The statement with one answer more, if it can be recorded so; else what is wrong, and in what.
    fn with(&mut self, before: &str, part: &Part, given: &str) -> Option<Result<String, (Problems, String)>> {
        if given.is_empty() {
            let problem = Problem::invalid("a claim has a document in which it was read")
                .hint("`add source` adds one; Ctrl-C leaves this");
            return Some(Err((problem.into(), before.to_owned())));
        }
        let is_quoted = given.starts_with(['"', '“']);
        let value = match part.value {
            Value::Text if !is_quoted => quote_string(given),
            Value::TextLang if !is_quoted => self.tagged(given)?,
            _ => given.to_owned(),
        };
        let checked = self.checked(format!("{before}{value}"));
        Some(match checked {
            Err(wrong) if part.value == Value::NameOrText && !is_quoted => {
                self.checked(format!("{before}{}", quote_string(given))).map_err(|_| wrong)
            }
            checked => checked,
        })
    }

    /// A text in quotation marks with its language, which is asked for.
    fn tagged(&mut self, text: &str) -> Option<String> {
        let tag = self.lines.ask(forms::LANGUAGE, "", Expect::LanguageTag)?;
        let tag = if tag.trim().is_empty() { String::new() } else { format!("@{}", tag.trim()) };
        Some(format!("{}{tag}", quote_string(text)))
    }

    fn checked(&self, draft: String) -> Result<String, (Problems, String)> {
        match self.shell.session.borrow().dry_run(&draft) {
            Ok(_) => Ok(draft),
            Err(problems) => Err((problems, draft)),
        }
    }

    fn say(&mut self, problems: &[Problem], text: &str) {
        self.shell.screen.say_problems(problems, self.word, Some(text), &self.shell.settings);
    }
}

/// The word of a part on a line of its own; the second half of `published by … on …` goes on in the line of the first.
fn opened(draft: &str, word: &str) -> String {
    let last = draft.rsplit('\n').next().unwrap_or_default().trim_start();
    match word.split_once(' ') {
        Some((head, rest)) if last.split(' ').next() == Some(head) => format!(" {rest} "),
        _ => format!("\n    {word} "),
    }
}

fn written(text: &TextLang) -> String {
    let tag = text.lang.as_ref().map_or(String::new(), |lang| format!("@{lang}"));
    format!("{}{tag}", quote_string(&text.text))
}

/// `moscow-no-longer-dictates`, `neil-melvin`
fn short(text: &str) -> String {
    let words: Vec<String> = crate::model::text::words(text).collect();
    let is_short = words.len() <= 3;
    let kept = words.into_iter().filter(|word| is_short || word.chars().count() > 2);
    kept.take(4).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use crate::shell::forms::dialog::*;

    #[test]
    fn only_a_record_without_parts_is_asked_for() {
        let parts = |entered| asked(entered).map(|bare| (bare.form.word, bare.is_unnamed, bare.id));
        assert_eq!(parts("add claim"), Some(("claim", false, None)));
        assert_eq!(parts("Add claim last-card;"), Some(("claim", false, Some("last-card"))));
        assert_eq!(parts("add Person"), Some(("person", false, None)));
        assert_eq!(parts("add unnamed group"), Some(("group", true, None)));
        assert_eq!(parts("add source"), Some(("source", false, None)));
        assert_eq!(parts("add source arabic-report"), None);
        assert_eq!(parts("add claim \"x\"@en"), None);
        assert_eq!(parts("add claim last-card \"x\"@en"), None);
        assert_eq!(parts("add nothing"), None);
        assert_eq!(parts("add"), None);
    }

    #[test]
    fn ids_are_made_of_the_first_words() {
        assert_eq!(short("The corridor is the last strong card"), "the-corridor-the-last");
        assert_eq!(short("Tô Lâm"), "to-lam");
    }
}
