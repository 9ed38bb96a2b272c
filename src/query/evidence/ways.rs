//! Entities in words: the way from a narrower to a broader one, who speaks, and in which role.

use std::collections::HashMap;

use super::Why;
use crate::model::problem::Result;
use crate::model::text::few;
use crate::model::{Id, Key, Record, RecordType};
use crate::store::index::columns::PresentedAs;
use crate::store::index::keys::Ordinal;

/// How many steps of a way are named.
const MOST_STEPS: usize = 10;

impl Why<'_> {
    /// The name of an entity; of one that has since been retracted, as it last was.
    pub(super) fn name(&self, entity: Ordinal) -> Result<String> {
        if let Some(entity) = self.evaluator.snapshot.entity(entity)? {
            return Ok(entity.name().to_owned());
        }
        Ok(match self.evaluator.last_content(RecordType::Entity, entity)? {
            Some(Record::Entity(entity)) => entity.name().to_owned(),
            _ => self.evaluator.snapshot.name(RecordType::Entity, entity)?.unwrap_or_default(),
        })
    }

    /// The names from just above an entity up to a broader one: on a way without doubt, where there is one. Empty where they
    /// are the same.
    pub(super) fn way(&self, from: Ordinal, to: Ordinal) -> Result<Vec<String>> {
        match self.way_by(from, to, true)? {
            Some(way) => Ok(way),
            None => Ok(self.way_by(from, to, false)?.unwrap_or_default()),
        }
    }

    fn way_by(&self, start: Ordinal, to: Ordinal, only_certain: bool) -> Result<Option<Vec<String>>> {
        let snapshot = self.evaluator.snapshot;
        // From where each was reached, and whether that step is certain.
        let mut reached = HashMap::from([(start, (start, true))]);
        let mut open = vec![start];
        while let Some(at) = open.pop() {
            if at == to {
                return self.names_on_the_way(&reached, start, to).map(Some);
            }
            let Some(entity) = snapshot.entity(at)? else { continue };
            for step in entity.broader.iter().filter(|step| step.certain || !only_certain) {
                if let Some(next) = snapshot.ordinal(&Key::Entity(step.id.clone()))?
                    && !reached.contains_key(&next)
                {
                    reached.insert(next, (at, step.certain));
                    open.push(next);
                }
            }
        }
        Ok(None)
    }

    /// The names of what was passed between two entities, the second included, from the first on.
    fn names_on_the_way(
        &self,
        reached: &HashMap<Ordinal, (Ordinal, bool)>,
        start: Ordinal,
        to: Ordinal,
    ) -> Result<Vec<String>> {
        let mut names = Vec::new();
        let mut at = to;
        while at != start {
            let (from, is_certain) = reached[&at];
            names.push(doubted(&self.name(at)?, is_certain));
            at = from;
        }
        names.reverse();
        Ok(names)
    }

    // ---- speakers ----

    /// "Neil Melvin", "The Telegraph?, who speaks as the end of the chain"
    pub(super) fn speaker(&self, entity: Ordinal) -> Result<String> {
        let id = self.evaluator.snapshot.name(RecordType::Entity, entity)?.unwrap_or_default();
        let view = self.row.speakers.iter().find(|view| view.who.id.as_str() == id);
        let Some(view) = view else { return self.name(entity) };
        let who = doubted(&view.who.name, view.who.certain);
        Ok(if view.implied { format!("{who}, who speaks as the end of the chain") } else { who })
    }

    /// "Neil Melvin, then perhaps diplomat of Russia: the bounds of the tenure, or the attribution, leave a doubt"
    pub(super) fn held(
        &self,
        holder: Ordinal,
        tenure: usize,
        asked: (Option<Ordinal>, &[Ordinal]),
        certain: bool,
    ) -> Result<Option<String>> {
        let Some(entity) = self.evaluator.snapshot.entity(holder)? else { return Ok(None) };
        let Some(tenure) = entity.roles.get(tenure) else { return Ok(None) };
        let ordinal = |id: &Id| self.evaluator.snapshot.ordinal(&Key::Entity(id.clone()));
        let Some(role) = ordinal(&tenure.role.id)? else { return Ok(None) };
        let of = tenure.of.as_ref().map(|of| ordinal(&of.id)).transpose()?.flatten();
        let role = self.role(role, of, asked)?;
        let still = tenure.until.as_ref().and_then(|until| until.date.open_since());
        let still = still.map_or(String::new(), |date| format!(", still on {}", date.as_str()));
        let who = self.speaker(holder)?;
        Ok(Some(match (certain, &self.row.dated) {
            (true, _) => format!("{who}, then {role}{still}"),
            (false, Some(_)) => format!(
                "{who}, then perhaps {role}{still}: the bounds of the tenure, or the attribution, leave a doubt"
            ),
            (false, None) => format!(
                "{who}, perhaps {role}{still}: the claim has no date, so any tenure can have been held"
            ),
        }))
    }

    /// "Neil Melvin, presented as former director of Royal United Services Institute, in doubt"
    pub(super) fn presented(&self, by: &PresentedAs, asked: (Option<Ordinal>, &[Ordinal])) -> Result<String> {
        let role = self.role(by.role.ordinal, by.of.map(|of| of.ordinal), asked)?;
        let former = if by.former { "former " } else { "" };
        let is_certain = by.role.certain && by.of.is_none_or(|of| of.certain);
        let doubt = if is_certain { "" } else { ", in doubt" };
        Ok(format!("{}, presented as {former}{role}{doubt}", self.speaker(by.who.ordinal)?))
    }

    /// "ambassador, within diplomat of Russia"
    fn role(
        &self,
        role: Ordinal,
        of: Option<Ordinal>,
        (asked_role, asked_of): (Option<Ordinal>, &[Ordinal]),
    ) -> Result<String> {
        let mut text = self.name(role)?;
        if let Some(asked) = asked_role {
            text += &within(&self.way(role, asked)?);
        }
        if let Some(of) = of {
            text += &format!(" of {}", self.name(of)?);
            for asked in asked_of {
                let way = self.way(of, *asked)?;
                if !way.is_empty() {
                    text += &within(&way);
                    break;
                }
            }
        }
        Ok(text)
    }
}

pub(super) fn doubted(name: &str, certain: bool) -> String {
    if certain { name.to_owned() } else { format!("{name}?") }
}

/// ", within South Caucasus, within Caucasus"; of a very long way its beginning.
pub(super) fn within(way: &[String]) -> String {
    match way {
        [] => String::new(),
        way => format!(", within {}", few(way.iter(), way.len(), MOST_STEPS, ", within ")),
    }
}
