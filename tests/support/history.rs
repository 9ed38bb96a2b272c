//! What is done to a world after it was recorded: corrections, retractions and restorations, each by somebody at a moment.

use super::dates::DAY;
use super::names;
use super::prng::Rng;
use super::world::*;
use std::collections::BTreeSet;

/// Who records, the first one the import.
pub const AUTHORS: [&str; 3] = ["oracle", "Ada Brandt", "night desk"];

#[derive(Clone, Debug)]
pub enum Edit {
    Tag(usize, &'static str),
    Note(usize, String),
    Retract(usize),
    Restore(usize),
    RetractAssessment(usize),
    RetractLink(usize),
    /// A person turns out to have held one role more.
    Serve(usize, Tenure),
}

/// One transaction.
#[derive(Clone, Debug)]
pub struct Revision {
    pub at: i64,
    pub by: &'static str,
    pub edits: Vec<Edit>,
}

/// So many transactions, a few days apart, after the moment at which the world was imported.
pub fn revisions(world: &World, rng: &mut Rng, imported: i64, count: usize) -> Vec<Revision> {
    let mut then = world.clone();
    let mut at = imported;
    let mut made = Vec::new();
    for _ in 0..count {
        at += rng.between(1, 3) * DAY + rng.between(0, DAY - 1);
        let by = *rng.pick(&AUTHORS);
        let mut edits: Vec<Edit> = Vec::new();
        let mut touched = BTreeSet::new();
        for _ in 0..rng.between(2, 8) {
            let Some(edit) = edit(&then, rng) else { continue };
            if touched.insert(edit.id(&then)) {
                then.apply(&edit, at, by);
                edits.push(edit);
            }
        }
        made.push(Revision { at, by, edits });
    }
    made
}

fn edit(world: &World, rng: &mut Rng) -> Option<Edit> {
    let claim = rng.below(world.claims.len());
    let it = &world.claims[claim];
    let alone = !world.assessments.iter().any(|a| a.claim == claim)
        && !world.links.iter().any(|link| link.from == claim || link.to == claim);
    match rng.below(10) {
        _ if it.retracted => alone.then_some(Edit::Restore(claim)),
        0..=2 => {
            let tag = *rng.pick(&names::TAGS);
            (!it.tags.contains(&tag)).then_some(Edit::Tag(claim, tag))
        }
        3 => Some(Edit::Note(claim, format!("seen again, no. {}", rng.below(10_000)))),
        4 | 5 => alone.then_some(Edit::Retract(claim)),
        6 => {
            let gone: Vec<usize> = (0..world.claims.len()).filter(|c| world.claims[*c].retracted).collect();
            let claim = *gone.get(rng.below(gone.len()))?;
            let free = !world.assessments.iter().any(|a| a.claim == claim)
                && !world.links.iter().any(|link| link.from == claim || link.to == claim);
            free.then_some(Edit::Restore(claim))
        }
        7 => {
            let live = |a: &Assessment| !a.retracted && !world.claims[a.claim].retracted;
            let at = rng.below(world.assessments.len());
            live(&world.assessments[at]).then_some(Edit::RetractAssessment(at))
        }
        8 => {
            let at = rng.below(world.links.len());
            let link = world.links.get(at)?;
            let live =
                !link.retracted && !world.claims[link.from].retracted && !world.claims[link.to].retracted;
            live.then_some(Edit::RetractLink(at))
        }
        _ => {
            let person = *rng.pick(&world.of_kind(Kind::Person));
            let role = *rng.pick(&world.of_kind(Kind::Role));
            let of = Some(Ref::sure(*rng.pick(&world.of_kind(Kind::Place))));
            let year = rng.between(2010, 2024);
            let (from, until) = (Some(format!("{year}-03-01")), Some(format!("{}-06-30", year + 1)));
            Some(Edit::Serve(person, Tenure { role: Ref::sure(role), of, from, until, title: None }))
        }
    }
}

impl Edit {
    /// The record that is changed.
    fn id(&self, world: &World) -> String {
        match self {
            Edit::Tag(claim, _) | Edit::Note(claim, _) | Edit::Retract(claim) | Edit::Restore(claim) => {
                format!("claim {}", world.claims[*claim].id)
            }
            Edit::RetractAssessment(at) => format!("assessment {}", world.assessments[*at].id),
            Edit::RetractLink(at) => format!("link {at}"),
            Edit::Serve(person, _) => format!("entity {}", world.entities[*person].id),
        }
    }

    /// The statement that does it.
    pub fn statement(&self, world: &World) -> String {
        let claim = |claim: &usize| format!("claim {}", world.claims[*claim].id);
        match self {
            Edit::Tag(at, tag) => {
                format!("correct {} also tagged \"{tag}\" because \"overlooked\"", claim(at))
            }
            Edit::Note(at, note) => format!("correct {} note \"{note}\"", claim(at)),
            Edit::Retract(at) => format!("retract {} because \"misread\"", claim(at)),
            Edit::Restore(at) => format!("restore {}", claim(at)),
            Edit::RetractAssessment(at) => format!("retract assessment {}", world.assessments[*at].id),
            Edit::RetractLink(at) => {
                let Link { from, relation, to, .. } = &world.links[*at];
                let relation = RELATIONS[*relation].0;
                format!("retract link {} {relation} {}", world.claims[*from].id, world.claims[*to].id)
            }
            Edit::Serve(person, held) => {
                let id = |entity: usize| &world.entities[entity].id;
                let of = held.of.as_ref().map_or(String::new(), |of| format!(" of {}", id(of.to)));
                let (from, until) = (held.from.as_deref().unwrap_or(""), held.until.as_deref().unwrap_or(""));
                format!("correct {} also as {}{of} since {from} until {until}", id(*person), id(held.role.to))
            }
        }
    }
}

impl World {
    pub fn apply(&mut self, edit: &Edit, at: i64, by: &'static str) {
        match edit {
            Edit::Tag(claim, tag) => self.claims[*claim].tags.push(tag),
            Edit::Note(claim, note) => self.claims[*claim].note = Some(note.clone()),
            Edit::Retract(claim) => self.claims[*claim].retracted = true,
            Edit::Restore(claim) => self.claims[*claim].retracted = false,
            Edit::RetractAssessment(at) => self.assessments[*at].retracted = true,
            Edit::RetractLink(at) => self.links[*at].retracted = true,
            Edit::Serve(person, held) => self.entities[*person].tenures.push(held.clone()),
        }
        if let Edit::Tag(claim, _) | Edit::Note(claim, _) | Edit::Retract(claim) | Edit::Restore(claim) = edit
        {
            self.changes.push(Change { claim: *claim, at, by });
        }
    }
}
