//! From the syntax tree to the resolved question: every name becomes the record it stands for, every date a stretch
//! of time, in the database as it is at the moment that is asked about.

mod by;
mod documents;

use super::answer::{EntityName, NameUnderstood, Reading};
use super::resolved::{
    Condition, Likeness, LinkedTo, NamePlace, Phrase, Rated, Resolved, ResolvedClause, map, members,
};
use super::time::{self, Now, Window};
use crate::language::keywords::slip_in_name;
use crate::language::syntax::{
    self, Clause, Entities, Linked, Name, NameText, Operands, Quotation, QuotationText, RatedAs, What, When,
};
use crate::language::{counted_from_today, format_clause, parse_claims_condition};
use crate::model::problem::{Hint, Result, Sought};
use crate::model::text::{Lang, beginning_of, fold, words};
use crate::model::{Date, Id, Key, Kind, Problem, RecordType, Span, Verdict};
use crate::query::lookup::{Fit, Found, Names, alike, ambiguous, can_be_misspelt, described};
use crate::query::parameters::Params;
use crate::store::Snapshot;
use crate::store::index::keys::{Ordinal, PostingKey};

/// Resolves one question.
pub struct Resolver<'r> {
    pub snapshot: &'r Snapshot,
    pub now: Now,
    pub params: &'r Params,
    /// The text of the question, for hints that quote it.
    pub text: &'r str,
    /// How each name was understood, in the order of the question.
    pub understood: Vec<NameUnderstood>,
    /// The definitions that are being resolved, outermost first.
    within: Vec<Id>,
    /// How many definitions were resolved so far.
    definitions: usize,
    /// What is being resolved is a definition as dictum 0.1 wrote it.
    is_of_0_1: bool,
}

/// How deep definitions may stand in one another, and how many a question may come to: each that names another twice would
/// double the work.
const DEEPEST_DEFINITION: usize = 50;
const MOST_DEFINITIONS: usize = 5_000;

impl<'r> Resolver<'r> {
    pub fn new(snapshot: &'r Snapshot, now: Now, params: &'r Params, text: &'r str) -> Resolver<'r> {
        Resolver {
            snapshot,
            now,
            params,
            text,
            understood: Vec::new(),
            within: Vec::new(),
            definitions: 0,
            is_of_0_1: false,
        }
    }

    pub(super) fn names(&self) -> Names<'r> {
        Names { snapshot: self.snapshot }
    }

    pub fn condition(&mut self, condition: &syntax::Condition) -> Result<Resolved> {
        Ok(match condition {
            syntax::Condition::All(parts) => Resolved::All(self.conditions(parts)?),
            syntax::Condition::Any(parts) => Resolved::Any(self.conditions(parts)?),
            syntax::Condition::Not(inner) => Resolved::Not(Box::new(self.condition(inner)?)),
            syntax::Condition::Clause(clause) => Resolved::Clause(ResolvedClause {
                certainly: clause.certainly,
                what: self.clause(clause)?,
                text: format_clause(clause),
            }),
        })
    }

    fn conditions(&mut self, parts: &[syntax::Condition]) -> Result<Vec<Resolved>> {
        parts.iter().map(|part| self.condition(part)).collect()
    }

    fn clause(&mut self, clause: &Clause) -> Result<Condition> {
        Ok(match &clause.what {
            What::About(entities) => self.named(NamePlace::About, entities)?,
            What::AscribedTo(entities) => self.named(NamePlace::AscribedTo, entities)?,
            What::AddressedTo(entities) => self.named(NamePlace::AddressedTo, entities)?,
            What::SaidAt(entities) => self.named(NamePlace::SaidAt, entities)?,
            What::By { exactly, speakers } => self.by(*exactly, speakers)?,
            What::Citing(entities) => self.cites(false, entities)?,
            What::ReadIn(entities) => self.cites(true, entities)?,
            What::Containing { exactly, texts } => Condition::Containing {
                exactly: *exactly,
                phrases: map(texts, &mut |text| self.phrase(text))?,
            },
            What::Like(likeness) => Condition::Like(self.likeness(likeness)?),
            What::InLanguage(names) => self.language_or_date(names)?,
            What::InMode(mode) => Condition::InMode(*mode),
            What::Tagged(names) => Condition::Tagged(map(names, &mut |name| self.tag(name))?),
            What::Rated(rated) => Condition::Rated(self.rated(rated, clause.span)?),
            What::Unrated => Condition::Unrated,
            What::Disputed => Condition::Disputed,
            What::Linking { relation, to } => {
                Condition::Linked { relation: *relation, outgoing: true, other: Some(self.linked(to)?) }
            }
            What::LinkedFrom { relation, from } => {
                let other = from.as_ref().map(|from| self.linked(from)).transpose()?;
                Condition::Linked { relation: *relation, outgoing: false, other }
            }
            What::With(field) => Condition::With(*field),
            What::Without(field) => Condition::Without(*field),
            What::Doubtful => Condition::Doubtful,
            What::Matching(name) => Condition::Matching(Box::new(self.definition(name)?)),
            What::Time { of, when } => Condition::Time { of: *of, window: self.window(when)? },
            What::Undated => Condition::Undated,
            What::RecordedBy(names) => Condition::RecordedBy(map(names, &mut |name| self.recorder(name))?),
            What::ChangedBy(names) => Condition::ChangedBy(map(names, &mut |name| self.recorder(name))?),
        })
    }

    /// # Errors
    /// A `$` without a value, or one that is no date.
    pub fn window(&self, when: &When) -> Result<Option<Window>> {
        time::window(when, self.now, self.params)
    }

    // ---- texts ----

    /// The text of a name, and whether it may be split.
    pub(super) fn text_of<'t>(&'t self, name: &'t Name) -> Result<(&'t str, bool)> {
        Ok(match &name.text {
            NameText::Bare(text) => (text, true),
            NameText::Quoted(text) => (text, false),
            NameText::Param(param) => (self.params.get(param, name.span)?, false),
        })
    }

    pub fn quotation(&self, quotation: &Quotation) -> Result<String> {
        match &quotation.text {
            QuotationText::Text(text) => Ok(text.clone()),
            QuotationText::Param(name) => self.params.get(name, quotation.span).map(str::to_owned),
        }
    }

    fn phrase(&self, quotation: &Quotation) -> Result<Phrase> {
        let text = self.quotation(quotation)?;
        if words(&text).next().is_none() {
            return Err(Problem::invalid("there is no word to look for in this text").at(quotation.span));
        }
        Ok(Phrase { text, lang: quotation.lang.clone() })
    }

    /// The folded words of a part of a name.
    pub fn name_words(&self, quotation: &Quotation) -> Result<Vec<String>> {
        self.phrase(quotation).map(|phrase| words(&phrase.text).collect())
    }

    fn likeness(&mut self, likeness: &syntax::Likeness) -> Result<Likeness> {
        match likeness {
            syntax::Likeness::Text(quotation) => self.phrase(quotation).map(Likeness::Text),
            syntax::Likeness::Claim(name) => self.claim_or_retracted(name).map(Likeness::Claim),
        }
    }

    // ---- entities ----

    fn named(&mut self, place: NamePlace, entities: &Entities) -> Result<Condition> {
        let widen = !entities.exactly;
        let accept = |kind| place != NamePlace::SaidAt || kind == Kind::Place;
        let resolved = map(&entities.names, &mut |name| self.entity(name, &accept, widen))?;
        Ok(Condition::Names { place, exactly: entities.exactly, entities: resolved })
    }

    /// One entity of a kind that the clause takes.
    pub fn entity(&mut self, name: &Name, accept: &dyn Fn(Kind) -> bool, widen: bool) -> Result<Ordinal> {
        if let Some(of) = &name.of {
            let first = members(of).first().map_or(name.span, |name| name.span);
            return Err(Problem::invalid(
                "`of` stands between a role and whose role it is; here a name is meant",
            )
            .at(name.span.to(first))
            .hint("roles are asked for with `by`; a name that holds `of` is quoted whole"));
        }
        let text = self.text_of(name)?.0.to_owned();
        let fits = self.names().fitting(&text, accept)?;
        match fits.as_slice() {
            [] => Err(self.no_fit(name, &text, accept)?),
            [fit] => {
                self.note(&text, fit, widen)?;
                Ok(fit.ordinal)
            }
            fits => Err(ambiguous(&text, fits).at(name.span)),
        }
    }

    /// Keeps how a name was understood.
    fn note(&mut self, written: &str, fit: &Fit, widen: bool) -> Result<()> {
        let (reading, how) = match fit.found {
            Found::ById | Found::ByName => (Reading::Plain, ""),
            Found::ByOtherLanguage => (Reading::OtherName, ", by its name in another language"),
            Found::ByAlias => (Reading::OtherName, ", by another of its names"),
        };
        let meaning = format!("{}{how}", fit.described());
        let narrower = if widen { self.narrower(fit.ordinal)? } else { Vec::new() };
        self.understood.push(NameUnderstood { written: written.to_owned(), meaning, reading, narrower });
        Ok(())
    }

    fn narrower(&self, ordinal: Ordinal) -> Result<Vec<EntityName>> {
        let mut found = Vec::new();
        for other in &self.snapshot.narrower(ordinal)?.possible {
            if other != ordinal
                && let Some(entity) = self.snapshot.entity(other)?
            {
                found.push(EntityName { id: entity.id.clone(), name: entity.name().into() });
            }
        }
        Ok(found)
    }

    /// The error for a name that nothing fits, with what stands near.
    fn no_fit(&self, name: &Name, text: &str, accept: &dyn Fn(Kind) -> bool) -> Result<Problem> {
        let others = self.names().fitting(text, &|_| true)?;
        let shown = beginning_of(text);
        let mut problem = match others.first() {
            Some(other) => Problem::invalid(format!(
                "`{shown}` is {} here, which does not fit here",
                other.entity.kind.with_article()
            )),
            None => Problem::not_found(Sought::Entity, text),
        }
        .at(name.span);
        if let Some(longer) = self.longer_name(name)? {
            problem = problem
                .hint(format!("`{longer}` is a known name: write it in quotation marks, \"{longer}\""));
        }
        if !can_be_misspelt(text) {
            return Ok(problem);
        }
        let mut words = text.match_indices(' ').map(|(at, _)| &text[at..]);
        if let Some(since) = words.find_map(counted_from_today) {
            problem = problem.hint(format!("if it ends with a time, write `{since}`"));
        }
        if text.split(' ').any(|word| word.eq_ignore_ascii_case("where")) {
            problem =
                problem.hint("clauses follow each other without `where`: `claims about Russia by diplomats`");
        }
        if let Some((written, keyword)) =
            slip_in_name(text).filter(|_| matches!(name.text, NameText::Bare(_)))
        {
            problem = problem.hint(format!("did you mean `{keyword}` for `{written}`?"));
        }
        if others.is_empty() {
            problem = self.names().retracted_hint(text, RecordType::Entity, problem)?;
            let near: Vec<String> = self.names().near(text, accept)?.iter().take(6).map(shortly).collect();
            problem = problem.did_you_mean(near);
        }
        Ok(problem)
    }

    /// A known name that begins here and goes on past a word that ended the bare name: `Russia Today in Arabic`.
    pub fn longer_name(&self, name: &Name) -> Result<Option<String>> {
        if !matches!(name.text, NameText::Bare(_)) {
            return Ok(None);
        }
        longer_name(self.snapshot, self.text, name.span.start)
    }

    // ---- claims and definitions ----

    /// A claim by its id.
    pub fn claim(&self, name: &Name) -> Result<Ordinal> {
        let (text, _) = self.text_of(name)?;
        if let Ok(id) = Id::new(text)
            && let Some(ordinal) = self.snapshot.ordinal(&Key::Claim(id))?
            && self.snapshot.version(RecordType::Claim, ordinal)?.is_some()
        {
            return Ok(ordinal);
        }
        let near: Vec<String> = self.names().ids_alike(text, RecordType::Claim)?;
        let problem = Problem::not_found(Sought::Claim, text).at(name.span);
        Err(problem.did_you_mean(near))
    }

    /// A claim by its id. That it was retracted is said: its links no longer count, and nothing may fit.
    fn claim_or_retracted(&mut self, name: &Name) -> Result<Ordinal> {
        let claim = self.claim(name)?;
        let text = self.text_of(name)?.0.to_owned();
        if let Some((_, meaning)) = self.names().retracted(&text, RecordType::Claim)? {
            self.understood.push(NameUnderstood {
                written: text,
                meaning,
                reading: Reading::Retracted,
                narrower: Vec::new(),
            });
        }
        Ok(claim)
    }

    fn linked(&mut self, linked: &Linked) -> Result<LinkedTo> {
        Ok(match linked {
            Linked::Claim(name) => LinkedTo::Claim(self.claim_or_retracted(name)?),
            Linked::Claims { condition: None, .. } => LinkedTo::Claims(None),
            Linked::Claims { condition: Some(condition), .. } => {
                LinkedTo::Claims(Some(Box::new(self.condition(condition)?)))
            }
        })
    }

    /// A definition is resolved when it is asked, in the database as it is then.
    fn definition(&mut self, name: &Name) -> Result<Resolved> {
        let text = self.text_of(name)?.0.to_owned();
        let definition = match Id::new(&text) {
            Ok(id) => self.snapshot.definition(&Key::Definition(id))?,
            Err(_) => None,
        };
        let Some(definition) = definition else {
            let near = self.names().ids_alike(&text, RecordType::Definition)?;
            let problem = Problem::not_found(Sought::Definition, text.as_str()).at(name.span);
            let problem = self.names().retracted_hint(&text, RecordType::Definition, problem)?;
            return Err(problem.did_you_mean(near));
        };
        if self.within.contains(&definition.id) {
            return Err(
                Problem::invalid(format!("the definition `{text}` leads back to itself")).at(name.span)
            );
        }
        self.definitions += 1;
        if self.within.len() == DEEPEST_DEFINITION {
            let message = format!(
                "definitions are followed for {DEEPEST_DEFINITION} steps, and `{text}` leads further"
            );
            return Err(Problem::invalid(message).at(name.span));
        }
        if self.definitions > MOST_DEFINITIONS {
            let message = format!("this question comes to more than {MOST_DEFINITIONS} definitions");
            return Err(Problem::invalid(message)
                .at(name.span)
                .hint("definitions that name others several times multiply"));
        }
        let unclear = |problem: Problem| {
            let problem = problem.at(name.span);
            // Of definitions within one another, the innermost is the one to be corrected.
            if problem.is_in_definition() {
                return problem;
            }
            problem.hint(Hint::InDefinition { name: text.clone(), question: definition.question.clone() })
        };
        let condition = parse_claims_condition(&definition.question).map_err(unclear)?;
        self.within.push(definition.id.clone());
        let is_of_0_1 = self.snapshot.is_of_0_1(&Key::Definition(definition.id.clone()))?;
        let around = std::mem::replace(&mut self.is_of_0_1, is_of_0_1);
        let resolved = match &condition {
            None => Ok(Resolved::All(Vec::new())),
            Some(condition) => self.condition(condition).map_err(unclear),
        };
        self.is_of_0_1 = around;
        self.within.pop();
        resolved
    }

    // ---- the rest ----

    /// `in Arabic`; a `$` there may stand for a date.
    fn language_or_date(&mut self, names: &Operands<Name>) -> Result<Condition> {
        if let Operands::One(name) = names
            && matches!(name.text, NameText::Param(_))
            && let Ok(date) = Date::parse(self.text_of(name)?.0)
        {
            return Ok(Condition::Time { of: syntax::TimeOf::Claim, window: Some(Window::of(&date)) });
        }
        Ok(Condition::InLanguage(map(names, &mut |name| self.language(name))?))
    }

    /// A language by its tag or its English name.
    pub fn language(&self, name: &Name) -> Result<Lang> {
        let (text, _) = self.text_of(name)?;
        language_called(text).ok_or_else(|| {
            let lower = text.to_lowercase();
            let known: Vec<String> =
                isolang::languages().map(|language| language.to_name().to_lowercase()).collect();
            let near = alike(&lower, known.iter().map(String::as_str));
            let problem = Problem::not_found(Sought::Language, text).at(name.span);
            if let Some(since) = counted_from_today(text) {
                return problem.hint(format!("if it is a time, write `{since}`"));
            }
            problem.did_you_mean(near).hint("a tag will do too: `in ar`, `in pt-BR`")
        })
    }

    fn tag(&self, name: &Name) -> Result<String> {
        let (text, _) = self.text_of(name)?;
        let folded = fold(text);
        if !self.snapshot.posting(&PostingKey::Tag(folded.clone()))?.is_empty() {
            return Ok(folded);
        }
        let near = self.names().spelt_alike(text, &PostingKey::Tag(String::new()))?;
        let problem = Problem::not_found(Sought::Tag, text).at(name.span);
        Err(problem.did_you_mean(near))
    }

    fn rated(&mut self, rated: &syntax::Rated, span: Span) -> Result<Rated> {
        let by = match &rated.according_to {
            None => None,
            Some(names @ Operands::All(_)) => {
                let first = members(names)[0].span;
                return Err(Problem::invalid("one assessment has one checker").at(first).hint(
                    "say `according to A or B`, or `rated … according to A and rated … according to B`",
                ));
            }
            Some(names) => {
                let mut checkers = Vec::new();
                for name in members(names) {
                    checkers.push(self.entity(name, &Kind::speaks, false)?);
                }
                Some(checkers)
            }
        };
        let window = rated.assessed.as_ref().map(|when| self.window(when)).transpose()?;
        Ok(Rated {
            ever: rated.ever,
            verdicts: verdicts(&rated.verdict).map_err(|problem| problem.at(span))?,
            by,
            window,
        })
    }
}

/// The verdicts that a rating clause takes; `None`: any.
fn verdicts(rated: &RatedAs) -> Result<Option<Vec<Verdict>>> {
    let beside = |verdict: &Verdict, wanted: fn(u8, u8) -> bool| match verdict.rank() {
        Some(rank) => Ok(Verdict::ALL
            .into_iter()
            .filter(|v| v.rank().is_some_and(|other| wanted(other, rank)))
            .collect()),
        None => Err(Problem::invalid(format!(
            "`{}` has no place in the order from true to false",
            verdict.word()
        ))
        .hint("the order is true, mostly-true, mixed, mostly-false, false")),
    };
    Ok(match rated {
        RatedAs::AtAll => None,
        RatedAs::OneOf(verdicts) => Some(verdicts.clone()),
        RatedAs::WorseThan(verdict) => Some(beside(verdict, |other, rank| other > rank)?),
        RatedAs::BetterThan(verdict) => Some(beside(verdict, |other, rank| other < rank)?),
    })
}

/// A language by its BCP 47 tag or its English name. A tag goes first: `en` is English, not the language called En.
pub fn language_called(text: &str) -> Option<Lang> {
    let tag = Lang::new(text).ok().filter(|lang| {
        let primary = lang.primary();
        let primary = primary.as_str();
        isolang::Language::from_639_1(primary).or_else(|| isolang::Language::from_639_3(primary)).is_some()
    });
    tag.or_else(|| {
        let language = isolang::Language::from_name_lowercase(&text.to_lowercase())?;
        Lang::new(language.to_639_1().unwrap_or_else(|| language.to_639_3())).ok()
    })
}

/// A known name that starts at a place of the text and is longer than a bare name can be.
pub fn longer_name(snapshot: &Snapshot, text: &str, start: usize) -> Result<Option<String>> {
    const MOST_WORDS: usize = 12;
    let names = Names { snapshot };
    let line = text.get(start..).unwrap_or("").split(['\n', ';', '"', '(', ')']).next().unwrap_or("");
    let parts: Vec<&str> = line.split_whitespace().take(MOST_WORDS).collect();
    for end in (2..=parts.len()).rev() {
        let candidate = parts[..end].join(" ");
        if let Some(fit) = names.by_name(&candidate)?.first() {
            let known = fit.entity.names.iter().find(|name| fold(&name.text) == fold(&candidate));
            return Ok(known.map(|name| name.text.clone()));
        }
    }
    Ok(None)
}

/// Whether a role can be of it.
fn has_roles(kind: Kind) -> bool {
    matches!(kind, Kind::Organization | Kind::Place)
}

/// "Russia (place)"
fn shortly(fit: &Fit) -> String {
    if fold(fit.entity.name()) == fold(fit.entity.id.as_str()) {
        format!("{} ({})", fit.entity.name(), fit.entity.kind.word())
    } else {
        described(&fit.entity)
    }
}
