//! What is done to a world after it was recorded: corrections, retractions and restorations, each by somebody at a moment.

use super::dates::DAY;
use super::names;
use super::prng::Rng;
use super::world::*;
use std::collections::BTreeSet;

/// Who records, the first one the import.
pub const AUTHORS: [&str; 3] = ["oracle", "Ada Brandt", "night desk"];

#[derive(Clone, Debug)]
pub enum Deed {
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
    pub deeds: Vec<Deed>,
}

/// So many transactions, a few days apart, after the moment at which the world was imported.
pub fn revisions(world: &World, rng: &mut Rng, imported: i64, count: usize) -> Vec<Revision> {
    let mut then = world.clone();
    let mut at = imported;
    let mut made = Vec::new();
    for _ in 0..count {
        at += rng.between(1, 3) * DAY + rng.between(0, DAY - 1);
        let by = *rng.pick(&AUTHORS);
        let mut deeds: Vec<Deed> = Vec::new();
        let mut touched = BTreeSet::new();
        for _ in 0..rng.between(2, 8) {
            let Some(deed) = deed(&then, rng) else { continue };
            if touched.insert(deed.id(&then)) {
                then.apply(&deed, at, by);
                deeds.push(deed);
            }
        }
        made.push(Revision { at, by, deeds });
    }
    made
}

fn deed(world: &World, rng: &mut Rng) -> Option<Deed> {
    let claim = rng.below(world.claims.len());
    let it = &world.claims[claim];
    let alone = !world.assessments.iter().any(|a| a.claim == claim)
        && !world.links.iter().any(|link| link.from == claim || link.to == claim);
    match rng.below(10) {
        _ if it.retracted => alone.then_some(Deed::Restore(claim)),
        0..=2 => {
            let tag = *rng.pick(&names::TAGS);
            (!it.tags.contains(&tag)).then_some(Deed::Tag(claim, tag))
        }
        3 => Some(Deed::Note(claim, format!("seen again, no. {}", rng.below(10_000)))),
        4 | 5 => alone.then_some(Deed::Retract(claim)),
        6 => {
            let gone: Vec<usize> = (0..world.claims.len()).filter(|c| world.claims[*c].retracted).collect();
            let claim = *gone.get(rng.below(gone.len()))?;
            let free = !world.assessments.iter().any(|a| a.claim == claim)
                && !world.links.iter().any(|link| link.from == claim || link.to == claim);
            free.then_some(Deed::Restore(claim))
        }
        7 => {
            let live = |a: &Assessment| !a.retracted && !world.claims[a.claim].retracted;
            let at = rng.below(world.assessments.len());
            live(&world.assessments[at]).then_some(Deed::RetractAssessment(at))
        }
        8 => {
            let at = rng.below(world.links.len());
            let link = world.links.get(at)?;
            let live =
                !link.retracted && !world.claims[link.from].retracted && !world.claims[link.to].retracted;
            live.then_some(Deed::RetractLink(at))
        }
        _ => {
            let person = *rng.pick(&world.of_kind(Kind::Person));
            let role = *rng.pick(&world.of_kind(Kind::Role));
            let of = Some(Ref::sure(*rng.pick(&world.of_kind(Kind::Place))));
            let year = rng.between(2010, 2024);
            let (from, until) = (Some(format!("{year}-03-01")), Some(format!("{}-06-30", year + 1)));
            Some(Deed::Serve(person, Tenure { role: Ref::sure(role), of, from, until, title: None }))
        }
    }
}

impl Deed {
    /// The record that is changed.
    fn id(&self, world: &World) -> String {
        match self {
            Deed::Tag(claim, _) | Deed::Note(claim, _) | Deed::Retract(claim) | Deed::Restore(claim) => {
                format!("claim {}", world.claims[*claim].id)
            }
            Deed::RetractAssessment(at) => format!("assessment {}", world.assessments[*at].id),
            Deed::RetractLink(at) => format!("link {at}"),
            Deed::Serve(person, _) => format!("entity {}", world.entities[*person].id),
        }
    }

    /// The statement that does it.
    pub fn statement(&self, world: &World) -> String {
        let claim = |claim: &usize| format!("claim {}", world.claims[*claim].id);
        match self {
            Deed::Tag(at, tag) => {
                format!("correct {} also tagged \"{tag}\" because \"overlooked\"", claim(at))
            }
            Deed::Note(at, note) => format!("correct {} note \"{note}\"", claim(at)),
            Deed::Retract(at) => format!("retract {} because \"misread\"", claim(at)),
            Deed::Restore(at) => format!("restore {}", claim(at)),
            Deed::RetractAssessment(at) => format!("retract assessment {}", world.assessments[*at].id),
            Deed::RetractLink(at) => {
                let Link { from, relation, to, .. } = &world.links[*at];
                let relation = RELATIONS[*relation].0;
                format!("retract link {} {relation} {}", world.claims[*from].id, world.claims[*to].id)
            }
            Deed::Serve(person, held) => {
                let id = |entity: usize| &world.entities[entity].id;
                let of = held.of.as_ref().map_or(String::new(), |of| format!(" of {}", id(of.to)));
                let (from, until) = (held.from.as_deref().unwrap_or(""), held.until.as_deref().unwrap_or(""));
                format!("correct {} also as {}{of} since {from} until {until}", id(*person), id(held.role.to))
            }
        }
    }
}

impl World {
    pub fn apply(&mut self, deed: &Deed, at: i64, by: &'static str) {
        match deed {
            Deed::Tag(claim, tag) => self.claims[*claim].tags.push(tag),
            Deed::Note(claim, note) => self.claims[*claim].note = Some(note.clone()),
            Deed::Retract(claim) => self.claims[*claim].retracted = true,
            Deed::Restore(claim) => self.claims[*claim].retracted = false,
            Deed::RetractAssessment(at) => self.assessments[*at].retracted = true,
            Deed::RetractLink(at) => self.links[*at].retracted = true,
            Deed::Serve(person, held) => self.entities[*person].tenures.push(held.clone()),
        }
        if let Deed::Tag(claim, _) | Deed::Note(claim, _) | Deed::Retract(claim) | Deed::Restore(claim) = deed
        {
            self.changes.push(Change { claim: *claim, at, by });
        }
    }
}
