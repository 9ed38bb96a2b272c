//! Who speaks: a person, an organization, a group, or a role in any of the ways in which one can be named.

use super::{Resolver, has_roles, shortly};
use crate::language::name_or_quoted;
use crate::language::syntax::{Name, NameText, Operands, Speaker, SpeakerInRole};
use crate::model::problem::{Result, Sought};
use crate::model::{Kind, Problem, Span};
use crate::query::answer::{NameUnderstood, Reading};
use crate::query::lookup::{Fit, MOST_WORDS_OF_A_PHRASE, ambiguous, sides_of_of};
use crate::query::resolved::{Condition, HeldRole, InRole, SpokenBy, map};

impl Resolver<'_> {
    pub(super) fn by(&mut self, exactly: bool, speakers: &Operands<Speaker>) -> Result<Condition> {
        self.refuse_two_readings(speakers)?;
        Ok(Condition::By(map(speakers, &mut |speaker| self.speaker(speaker, exactly))?))
    }

    fn speaker(&mut self, speaker: &Speaker, exactly: bool) -> Result<SpokenBy> {
        match speaker {
            Speaker::Named(name) => self.named_speaker(name, exactly),
            Speaker::Unnamed { role: None, .. } => Ok(SpokenBy::Unnamed(None)),
            Speaker::Unnamed { role: Some(name), .. } => match self.role_phrase(name, exactly)? {
                Some(role) => Ok(SpokenBy::Unnamed(Some(role))),
                None => Err(self.no_role(name)?),
            },
            Speaker::AnyoneNamed(quotation) => Ok(SpokenBy::AnyoneNamed(self.name_words(quotation)?)),
            Speaker::InRole(asked) => self.in_role(asked, exactly),
        }
    }

    fn in_role(&mut self, asked: &SpeakerInRole, exactly: bool) -> Result<SpokenBy> {
        let exactly = exactly || asked.exactly;
        let who = asked.who.as_ref().map(|who| self.one_in_role(who, asked, exactly)).transpose()?;
        match self.role_phrase(&asked.role, exactly)? {
            Some(role) => Ok(SpokenBy::InRole(InRole {
                who: who.map(Box::new),
                role,
                presented: asked.presented,
                former: asked.former,
            })),
            None => Err(self.no_role(&asked.role)?),
        }
    }

    /// Who is asked for in a role: somebody, not whoever holds another role.
    fn one_in_role(&mut self, who: &Speaker, asked: &SpeakerInRole, exactly: bool) -> Result<SpokenBy> {
        let resolved = self.speaker(who, exactly)?;
        if let SpokenBy::Role(_) | SpokenBy::Unnamed(Some(_)) = resolved {
            let problem = Problem::invalid("a role is asked of somebody who is named, not of another role");
            return Err(problem
                .at(asked.span)
                .hint("`by diplomats and by Neil Melvin` asks for two speakers, `by Neil Melvin as director` for one"));
        }
        Ok(resolved)
    }

    fn named_speaker(&mut self, name: &Name, exactly: bool) -> Result<SpokenBy> {
        let text = self.text_of(name)?.0.to_owned();
        if name.of.is_none() {
            let fits = self.names().fitting(&text, &|kind| kind.speaks() || kind == Kind::Role)?;
            if fits.len() > 1 {
                return Err(ambiguous(&text, &fits).at(name.span));
            }
            if let [fit] = fits.as_slice() {
                let widen = !exactly && fit.entity.kind != Kind::Person;
                self.note(&text, fit, widen)?;
                return Ok(match fit.entity.kind {
                    Kind::Role => SpokenBy::Role(HeldRole { role: fit.ordinal, of: None, exactly }),
                    Kind::Organization if !exactly => SpokenBy::Organization(fit.ordinal),
                    Kind::Group if !exactly => SpokenBy::Group(fit.ordinal),
                    _ => SpokenBy::Itself(fit.ordinal),
                });
            }
        }
        match self.role_phrase(name, exactly)? {
            Some(role) => Ok(SpokenBy::Role(role)),
            None => Err(self.no_speaker(name, &text)?),
        }
    }

    fn no_speaker(&self, name: &Name, text: &str) -> Result<Problem> {
        if name.of.is_some() {
            return self.no_role(name);
        }
        let others = self.names().fitting(text, &|kind| kind == Kind::Place)?;
        if let [place] = others.as_slice() {
            let role = self.names().roles("official")?.first().map_or_else(|| "officials".into(), plural_of);
            return Ok(Problem::invalid(format!("`{text}` is a place, and a place says nothing"))
                .at(name.span)
                .hint(format!("by {role} of {}?", name_or_quoted(place.entity.name())))
                .hint(format!(
                    "`about {}` finds what is said about it",
                    name_or_quoted(place.entity.name())
                )));
        }
        self.no_fit(name, text, &|kind| kind.speaks() || kind == Kind::Role)
    }

    pub(in crate::query) fn no_role(&self, name: &Name) -> Result<Problem> {
        let text = self.text_of(name)?.0.to_owned();
        let near: Vec<String> =
            self.names().near(&text, &|kind| kind == Kind::Role)?.iter().take(6).map(shortly).collect();
        let problem = Problem::not_found(Sought::Role, text.as_str()).at(name.span);
        Ok(problem.did_you_mean(near))
    }

    /// `diplomats`, `diplomats of Russia`, `Russian diplomats`, `دبلوماسيون روس`; `None` where it is nothing of the kind.
    pub fn role_phrase(&mut self, name: &Name, exactly: bool) -> Result<Option<HeldRole>> {
        let (text, may_split) = self.text_of(name)?;
        let text = text.to_owned();
        if let Some(of) = &name.of {
            let Some(role) = self.one_role(&text, name.span)? else { return Ok(None) };
            self.note(&text, &role, !exactly)?;
            let of = map(of, &mut |name| self.entity(name, &has_roles, !exactly))?;
            return Ok(Some(HeldRole { role: role.ordinal, of: Some(of), exactly }));
        }
        if let Some(role) = self.one_role(&text, name.span)? {
            self.note(&text, &role, !exactly)?;
            return Ok(Some(HeldRole { role: role.ordinal, of: None, exactly }));
        }
        if !may_split {
            return Ok(None);
        }
        let mut readings = self.split_at_of(&text)?;
        if readings.is_empty() {
            readings = self.demonym_and_role(&text)?;
        }
        match readings.as_slice() {
            [] => Ok(None),
            [(role, of)] => {
                self.note(role.entity.name(), role, !exactly)?;
                self.note(of.entity.name(), of, !exactly)?;
                let whole = format!("{} of {}", role.described(), of.described());
                self.understood.push(NameUnderstood {
                    written: text,
                    meaning: whole,
                    reading: Reading::RoleOf,
                    narrower: Vec::new(),
                });
                Ok(Some(HeldRole { role: role.ordinal, of: Some(Operands::One(of.ordinal)), exactly }))
            }
            several => {
                let listed: Vec<String> = several
                    .iter()
                    .map(|(role, of)| format!("`{} of {}`", role.entity.id, of.entity.id))
                    .collect();
                Err(Problem::invalid(format!("`{text}` can be read in {} ways", several.len()))
                    .at(name.span)
                    .hint(format!("say which: {}", listed.join(", "))))
            }
        }
    }

    fn one_role(&self, text: &str, span: Span) -> Result<Option<Fit>> {
        let mut fits = self.names().roles(text)?;
        match fits.len() {
            0 | 1 => Ok(fits.pop()),
            _ => Err(ambiguous(text, &fits).at(span)),
        }
    }

    /// `ROLE of ENTITY`, at whichever `of` both sides are known.
    fn split_at_of(&self, text: &str) -> Result<Vec<(Fit, Fit)>> {
        let mut readings = Vec::new();
        for (role, of) in sides_of_of(text) {
            self.pair(&self.names().roles(&role)?, &self.names().fitting(&of, &has_roles)?, &mut readings);
        }
        Ok(readings)
    }

    /// `DEMONYM ROLE`, or in Arabic `ROLE DEMONYM`, at whichever blank both sides are known.
    fn demonym_and_role(&self, text: &str) -> Result<Vec<(Fit, Fit)>> {
        let parts: Vec<&str> = text.split(' ').collect();
        let mut readings = Vec::new();
        if parts.len() > MOST_WORDS_OF_A_PHRASE {
            return Ok(readings);
        }
        for place in 1..parts.len() {
            let (first, second) = (parts[..place].join(" "), parts[place..].join(" "));
            self.pair(&self.names().roles(&second)?, &self.names().by_demonym(&first)?, &mut readings);
            self.pair(&self.names().roles(&first)?, &self.names().by_demonym(&second)?, &mut readings);
        }
        Ok(readings)
    }

    fn pair(&self, roles: &[Fit], of: &[Fit], readings: &mut Vec<(Fit, Fit)>) {
        for role in roles {
            readings.extend(
                of.iter().filter(|of| has_roles(of.entity.kind)).map(|of| (role.clone(), of.clone())),
            );
        }
    }

    /// `researchers of RUSI or Chatham House`: of either, or Chatham House itself? Both are shown, none is chosen.
    fn refuse_two_readings(&self, speakers: &Operands<Speaker>) -> Result<()> {
        let (parts, joint) = match speakers {
            Operands::One(_) => return Ok(()),
            Operands::All(parts) => (parts, "and"),
            Operands::Any(parts) => (parts, "or"),
        };
        for pair in parts.windows(2) {
            if let [Operands::One(first), Operands::One(Speaker::Named(second))] = pair
                && let Some((unnamed, phrase)) = phrase_of(first)
                && phrase.runs_on
                && let Some((role, of)) = self.as_role_of(phrase)?
                && let (next, _) = self.text_of(second)?
                && second.of.is_none()
                && !self.names().fitting(next, &has_roles)?.is_empty()
                && !matches!(second.text, NameText::Param(_))
            {
                let (role, of) = (name_or_quoted(&role), name_or_quoted(&of));
                let next = name_or_quoted(next);
                return Err(Problem::invalid("this can be read in two ways")
                    .at(phrase.span.to(second.span))
                    .hint(format!("by {unnamed}{role} of ({of} {joint} {next}): the role is of either"))
                    .hint(format!(
                        "by ({unnamed}{role} of {of}) {joint} {next}: `{next}` itself is asked for"
                    )));
            }
        }
        parts.iter().try_for_each(|part| self.refuse_two_readings(part))
    }

    /// The two sides of a bare name that is a `ROLE of ENTITY`. Where the syntax has split them already, what follows without
    /// brackets is refused by the parser.
    fn as_role_of(&self, name: &Name) -> Result<Option<(String, String)>> {
        let text = self.text_of(name)?.0;
        if !self.names().fitting(text, &|kind| kind.speaks() || kind == Kind::Role)?.is_empty() {
            return Ok(None);
        }
        for (role, of) in sides_of_of(text) {
            if !self.names().roles(&role)?.is_empty() && !self.names().fitting(&of, &has_roles)?.is_empty() {
                return Ok(Some((role, of)));
            }
        }
        Ok(None)
    }
}

/// The name by which a speaker is asked for, and `unnamed` where it stands before it.
fn phrase_of(speaker: &Speaker) -> Option<(&'static str, &Name)> {
    match speaker {
        Speaker::Named(name) => Some(("", name)),
        Speaker::Unnamed { role: Some(role), .. } => Some(("unnamed ", role)),
        Speaker::Unnamed { role: None, .. } | Speaker::AnyoneNamed(_) | Speaker::InRole(_) => None,
    }
}

fn plural_of(fit: &Fit) -> String {
    let plural = fit.entity.names.iter().find(|name| name.plural);
    plural.map_or_else(|| fit.entity.name().to_owned(), |name| name.text.clone())
}
