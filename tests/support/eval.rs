//! The naive answer: every condition on every claim, three-valued.

use super::ask::*;
use super::facts::{Bounds, Oracle, Truth, held, within};
use super::text;
use super::world::*;
use std::collections::HashMap;

impl Oracle<'_> {
    /// The truth of a condition for each claim, in the order of recording.
    pub fn truths(&self, cond: &Cond) -> Vec<Truth> {
        match cond {
            Cond::All => vec![Truth::Certain; self.facts.len()],
            Cond::Is(clause) => self.clause(clause),
            Cond::Certainly(clause) => each(self.clause(clause), |t| Truth::yes(t == Truth::Certain)),
            Cond::Not(inside) => each(self.truths(inside), |t| Truth::yes(t == Truth::No)),
            Cond::And(parts, _) => fold(parts.iter().map(|part| self.truths(part)), Truth::min),
            Cond::Or(parts) => fold(parts.iter().map(|part| self.truths(part)), Truth::max),
        }
    }

    fn per_claim(&self, test: impl Fn(usize) -> Truth) -> Vec<Truth> {
        (0..self.facts.len()).map(test).collect()
    }

    fn listed<T>(&self, list: &List<T>, one: &dyn Fn(&T) -> Vec<Truth>) -> Vec<Truth> {
        match list {
            List::One(named) => one(&named.is),
            List::And(parts) => fold(parts.iter().map(|part| self.listed(part, one)), Truth::min),
            List::Or(parts) => fold(parts.iter().map(|part| self.listed(part, one)), Truth::max),
        }
    }

    fn clause(&self, clause: &Clause) -> Vec<Truth> {
        let claims = &self.world.claims;
        match clause {
            Clause::Of { sight, exactly, list } => self.listed(list, &|e| self.sight(*sight, *exactly, *e)),
            Clause::By { exactly, list } => self.listed(list, &|who| self.by(who, *exactly, false)),
            Clause::Unnamed(None) => {
                self.speaking(|speaker, _| Truth::yes(self.world.entities[speaker].unnamed))
            }
            Clause::Unnamed(Some(who)) => self.by(&who.is, false, true),
            Clause::NamedPart(part) => self.speaking(|speaker, _| Truth::yes(self.named(speaker, part))),
            Clause::Citing { read_only, list } => {
                self.listed(list, &|origin| self.citing(*origin, *read_only))
            }
            Clause::Containing(words) => self.containing(words),
            Clause::Phrase(words) => self.phrase(words),
            Clause::InLanguage(list) => self.listed(list, &|tag| self.in_language(tag)),
            Clause::Mode(mode) => self.per_claim(|c| Truth::yes(claims[c].mode == *mode)),
            Clause::Tagged(list) => {
                self.listed(list, &|tag| self.per_claim(|c| Truth::yes(claims[c].tags.contains(tag))))
            }
            Clause::Rated { ever, rating, by, when } => {
                self.per_claim(|c| self.rated(c, *ever, rating, by, when))
            }
            Clause::Unrated => self.per_claim(|c| Truth::yes(self.facts[c].assessments.is_empty())),
            Clause::Disputed => self.per_claim(|c| self.disputed(c)),
            Clause::Linking(relation, target) => self.linked(*relation, Some(target), true),
            Clause::Linked(relation, by) => self.linked(*relation, by.as_ref(), false),
            Clause::With(field, there) => {
                self.per_claim(|c| Truth::yes(self.has(&claims[c], *field) == *there))
            }
            Clause::Doubtful => self.per_claim(|c| Truth::yes(self.doubtful(c))),
            Clause::Matching(definition, _) => self.truths(&self.world.definitions[*definition].meaning),
            Clause::Time(clock, when) => self.per_claim(|c| self.time(c, *clock, when)),
            Clause::Undated => self.per_claim(|c| Truth::yes(claims[c].said.is_none())),
        }
    }

    fn sight(&self, sight: Sight, exactly: bool, entity: usize) -> Vec<Truth> {
        let reach = self.reach(entity, exactly);
        self.per_claim(|c| {
            let claim = &self.world.claims[c];
            match sight {
                Sight::About => best(&claim.about, &reach),
                Sight::Addressed => best(&claim.audience, &reach),
                Sight::AscribedTo => best(&claim.ascribed_to, &reach),
                Sight::SaidAt => best(claim.said_at.as_slice(), &reach),
            }
        })
    }

    /// Claims with a speaker that passes the test (given the claim too).
    fn speaking(&self, test: impl Fn(usize, usize) -> Truth) -> Vec<Truth> {
        self.per_claim(|c| {
            let speakers = self.facts[c].speakers.iter();
            let one = |(speaker, certain): &(usize, bool)| test(*speaker, c).min(Truth::of(*certain));
            speakers.map(one).max().unwrap_or(Truth::No)
        })
    }

    fn by(&self, who: &Who, exactly: bool, unnamed: bool) -> Vec<Truth> {
        let fits = |speaker: usize| !unnamed || self.world.entities[speaker].unnamed;
        match who {
            Who::Role { role, of } => {
                let roles = self.reach(*role, exactly);
                let of: Vec<_> = of.iter().map(|e| self.reach(*e, exactly)).collect();
                self.speaking(|s, c| if fits(s) { self.in_office(s, c, &roles, &of) } else { Truth::No })
            }
            Who::Entity(entity) => self.by_entity(*entity, exactly),
        }
    }

    fn by_entity(&self, entity: usize, exactly: bool) -> Vec<Truth> {
        let kind = self.world.entities[entity].kind;
        let reach = self.reach(entity, exactly || kind == Kind::Person);
        let serves = kind == Kind::Organization && !exactly;
        self.speaking(|speaker, claim| {
            let itself = reach.get(&speaker).copied().unwrap_or(Truth::No);
            let office = if serves { self.serving(speaker, claim, &reach) } else { Truth::No };
            itself.max(office)
        })
    }

    /// A role of any kind, of one of these organizations, at the time of the claim.
    fn serving(&self, speaker: usize, claim: usize, orgs: &HashMap<usize, Truth>) -> Truth {
        let one = |(tenure, bounds): (&Tenure, Bounds)| {
            best(tenure.of.as_slice(), orgs).min(self.held(speaker, bounds, claim))
        };
        self.tenures(speaker).map(one).max().unwrap_or(Truth::No)
    }

    /// What is unnamed is nothing but what its document says: without bounds, it held whenever it spoke.
    fn held(&self, speaker: usize, bounds: Bounds, claim: usize) -> Truth {
        let is_unbound = bounds.from.is_none() && bounds.until.is_none();
        if is_unbound && self.world.entities[speaker].unnamed {
            return Truth::Certain;
        }
        held(bounds, self.facts[claim].effective, self.facts[claim].surely_dated)
    }

    /// One tenure in one of the roles, and of one of the entities if any is asked for.
    fn in_office(
        &self,
        speaker: usize,
        claim: usize,
        roles: &HashMap<usize, Truth>,
        of: &[HashMap<usize, Truth>],
    ) -> Truth {
        let one = |(tenure, bounds): (&Tenure, Bounds)| {
            let role = best(std::slice::from_ref(&tenure.role), roles);
            let place = of.iter().map(|of| best(tenure.of.as_slice(), of)).max();
            role.min(place.unwrap_or(Truth::Certain)).min(self.held(speaker, bounds, claim))
        };
        self.tenures(speaker).map(one).max().unwrap_or(Truth::No)
    }

    /// Is a part of one of the entity's names made of these words?
    pub fn named(&self, entity: usize, part: &str) -> bool {
        let part = text::words(part);
        self.world.entities[entity]
            .names
            .iter()
            .any(|name| text::holds_in_a_row(&text::words(&name.text), &part))
    }

    fn citing(&self, origin: Origin, read_only: bool) -> Vec<Truth> {
        self.per_claim(|c| {
            let hops = self.world.claims[c].citations.iter().flat_map(Citation::chain_with_place);
            let seen = hops.filter(|(place, _)| !read_only || *place == 0);
            seen.map(|(_, hop)| self.hop_is(hop, origin)).max().unwrap_or(Truth::No)
        })
    }

    fn hop_is(&self, hop: &Ref, origin: Origin) -> Truth {
        match (origin, &self.world.sources[hop.to].publisher) {
            (Origin::Source(source), _) if hop.to == source => Truth::of(hop.certain),
            (Origin::Publisher(entity), Some(publisher)) if publisher.to == entity => {
                Truth::of(hop.certain && publisher.certain)
            }
            _ => Truth::No,
        }
    }

    fn containing(&self, query: &str) -> Vec<Truth> {
        let words = text::words(query);
        let langs = [None, Some("en"), Some("ar"), Some("ru"), Some("tr"), Some("ar-EG")];
        let met: Vec<HashMap<Option<&str>, Vec<u32>>> = words
            .iter()
            .map(|word| langs.iter().map(|lang| (*lang, self.meets(word, *lang))).collect())
            .collect();
        self.per_claim(|c| {
            let texts = &self.facts[c].texts;
            let there = |met: &HashMap<Option<&str>, Vec<u32>>| {
                texts.iter().any(|text| met[&text.lang].iter().any(|word| text.words.contains(word)))
            };
            Truth::yes(!met.is_empty() && met.iter().all(there))
        })
    }

    fn phrase(&self, query: &str) -> Vec<Truth> {
        let phrase = text::as_written(query);
        self.per_claim(|c| {
            let stands = |text: &super::facts::Texted| text::stands_as_written(&text.written, &phrase);
            Truth::yes(self.facts[c].texts.iter().any(stands))
        })
    }

    fn in_language(&self, tag: &str) -> Vec<Truth> {
        self.per_claim(|c| Truth::yes(self.languages(c).iter().any(|lang| text::covers(tag, lang))))
    }

    /// The languages of the statement and of the documents' words.
    pub fn languages(&self, claim: usize) -> Vec<&'static str> {
        let claim = &self.world.claims[claim];
        let words = claim.citations.iter().filter_map(|citation| citation.words.as_ref()?.text.lang);
        claim.statement.lang.into_iter().chain(words).collect()
    }

    fn rated(
        &self,
        claim: usize,
        ever: bool,
        rating: &Rating,
        by: &Option<List<usize>>,
        when: &Option<When>,
    ) -> Truth {
        let fit = |verdict: &Given| {
            let when = when.as_ref().map_or(Truth::Certain, |when| within(verdict.on, when.window));
            Truth::yes(fits(rating, verdict.verdict)).min(when)
        };
        let theirs = |verdict: &Given| by.as_ref().map_or(Truth::Certain, |by| checker(by, &verdict.by));
        let verdicts = self.verdicts(claim);
        if ever {
            return verdicts.iter().map(|one| fit(one).min(theirs(one))).max().unwrap_or(Truth::No);
        }
        let checkers: std::collections::BTreeSet<usize> = verdicts.iter().map(|one| one.by.to).collect();
        let of = |who: usize| verdicts.iter().filter(|one| one.by.to == who).collect::<Vec<_>>();
        checkers.into_iter().map(|who| standing_fits(&of(who), &fit, &theirs)).max().unwrap_or(Truth::No)
    }

    /// The assessments of a claim, with whether each is, or can be, what its checker says now.
    pub fn verdicts(&self, claim: usize) -> Vec<Given<'_>> {
        let places = &self.facts[claim].assessments;
        let given = |place: &usize| {
            let one = &self.world.assessments[*place];
            let of_checker = places
                .iter()
                .filter(|other| *other != place && self.world.assessments[**other].by.to == one.by.to);
            let (mut stands, mut can_stand) = (true, true);
            for other in of_checker {
                stands &= !self.can_be_later(*other, *place);
                let both_certain = one.by.certain && self.world.assessments[*other].by.certain;
                can_stand &= !(both_certain && self.is_later(*other, *place));
            }
            Given { by: &one.by, verdict: one.verdict, on: self.assessed[*place], stands, can_stand }
        };
        places.iter().map(given).collect()
    }

    fn is_later(&self, one: usize, other: usize) -> bool {
        match (self.assessed[one], self.assessed[other]) {
            (None, None) => one > other,
            (Some(a), Some(b)) if (a.first, a.last) == (b.first, b.last) => one > other,
            (Some(a), Some(b)) => a.first > b.last,
            _ => false,
        }
    }

    fn can_be_later(&self, one: usize, other: usize) -> bool {
        !self.is_later(other, one)
    }

    fn disputed(&self, claim: usize) -> Truth {
        let verdicts = self.verdicts(claim);
        let checkers: std::collections::BTreeSet<usize> = verdicts.iter().map(|one| one.by.to).collect();
        let side = |who: usize, side: &[usize]| {
            let of: Vec<&Given> = verdicts.iter().filter(|one| one.by.to == who).collect();
            let is_on = |one: &Given| Truth::yes(side.contains(&one.verdict));
            standing_fits(&of, &is_on, &|one| Truth::of(one.by.certain))
        };
        let mut found = Truth::No;
        for one in &checkers {
            for other in checkers.iter().filter(|other| *other != one) {
                found = found.max(side(*one, &[0, 1]).min(side(*other, &[3, 4])));
            }
        }
        found
    }

    fn linked(&self, relation: usize, target: Option<&Target>, from: bool) -> Vec<Truth> {
        let those = match target {
            Some(Target::Those(cond)) => Some(self.truths(cond)),
            _ => None,
        };
        let fits = |other: usize| match target {
            Some(Target::Claim(claim, _)) => Truth::yes(*claim == other),
            _ => those.as_ref().map_or(Truth::Certain, |truths| truths[other]),
        };
        self.per_claim(|c| {
            let links = if from { &self.facts[c].links_from } else { &self.facts[c].links_to };
            let of_kind = links.iter().filter(|(kind, _)| *kind == relation);
            of_kind.map(|(_, other)| fits(*other)).max().unwrap_or(Truth::No)
        })
    }

    fn has(&self, claim: &Claim, field: Field) -> bool {
        let cited = |test: &dyn Fn(&Citation) -> bool| claim.citations.iter().any(test);
        let source = |test: &dyn Fn(&Source) -> bool| {
            cited(&|c| c.chain().any(|hop| test(&self.world.sources[hop.to])))
        };
        match field {
            Field::Words => cited(&|c| c.words.is_some()),
            Field::Translation => !claim.translations.is_empty(),
            Field::Archive => source(&|s| s.archive.is_some()),
            Field::Url => source(&|s| s.url.is_some()),
            Field::Locator => cited(&|c| c.locator.is_some()),
            Field::Via => cited(&|c| !c.via.is_empty()),
            Field::Tags => !claim.tags.is_empty(),
            Field::Note => claim.note.is_some(),
            Field::Said => claim.said.is_some(),
            Field::Concerns => claim.concerns.is_some(),
            Field::Audience => !claim.audience.is_empty(),
        }
    }

    fn doubtful(&self, claim: usize) -> bool {
        let (it, facts) = (&self.world.claims[claim], &self.facts[claim]);
        let own =
            it.speakers.iter().chain(&it.audience).chain(&it.ascribed_to).chain(&it.about).chain(&it.said_at);
        let hops = it.citations.iter().flat_map(Citation::chain);
        let dated = [facts.said, facts.concerns].into_iter().flatten().any(|span| span.doubted);
        dated || own.chain(hops).any(|to| !to.certain)
    }

    fn time(&self, claim: usize, clock: Clock, when: &When) -> Truth {
        let facts = &self.facts[claim];
        let window = when.window;
        match clock {
            Clock::Bare => within(facts.effective, window).min(Truth::of(facts.surely_dated)),
            Clock::Said => within(facts.said, window),
            Clock::Concerning => within(facts.concerns, window),
            Clock::Recorded => {
                Truth::yes(window.is_some_and(|(low, high)| low <= self.now && self.now <= high))
            }
            Clock::Published => {
                let hops = self.world.claims[claim].citations.iter().flat_map(Citation::chain);
                let one = |hop: &Ref| within(self.published[hop.to], window).min(Truth::of(hop.certain));
                hops.map(one).max().unwrap_or(Truth::No)
            }
            Clock::Assessed => self.rated(claim, true, &Rating::Any, &None, &Some(when.clone())),
        }
    }
}

impl Citation {
    /// Each document of the chain with its distance from the reader.
    fn chain_with_place(&self) -> impl Iterator<Item = (usize, &Ref)> {
        self.chain().enumerate()
    }
}

fn each(truths: Vec<Truth>, change: impl Fn(Truth) -> Truth) -> Vec<Truth> {
    truths.into_iter().map(change).collect()
}

fn fold(parts: impl Iterator<Item = Vec<Truth>>, join: fn(Truth, Truth) -> Truth) -> Vec<Truth> {
    let pairwise =
        |one: Vec<Truth>, two: Vec<Truth>| one.into_iter().zip(two).map(|(a, b)| join(a, b)).collect();
    parts.reduce(pairwise).unwrap_or_default()
}

/// The best truth with which one of the references reaches.
pub fn best(refs: &[Ref], reach: &HashMap<usize, Truth>) -> Truth {
    let one = |to: &Ref| reach.get(&to.to).map(|truth| (*truth).min(Truth::of(to.certain)));
    refs.iter().filter_map(one).max().unwrap_or(Truth::No)
}

/// One assessment as it is asked.
pub struct Given<'w> {
    pub by: &'w Ref,
    pub verdict: usize,
    pub on: Option<super::dates::Span>,
    /// No other of this checker's can be later.
    pub stands: bool,
    /// None is later for certain.
    pub can_stand: bool,
}

/// Does the verdict fit by which the checker stands? Where that can be one of several, for certain only if all of them do.
fn standing_fits(of: &[&Given], fit: &dyn Fn(&Given) -> Truth, theirs: &dyn Fn(&Given) -> Truth) -> Truth {
    let standing: Vec<&&Given> = of.iter().filter(|one| one.can_stand).collect();
    let each = standing.iter().map(|one| {
        let certain = fit(one).min(theirs(one));
        if one.stands { certain } else { certain.min(Truth::Possible) }
    });
    let all = standing.iter().map(|one| fit(one)).min().unwrap_or(Truth::No);
    let any_theirs = of.iter().map(|one| theirs(one)).max().unwrap_or(Truth::No);
    let all = if all == Truth::Certain { all.min(any_theirs) } else { Truth::No };
    each.max().unwrap_or(Truth::No).max(all)
}

fn checker(list: &List<usize>, by: &Ref) -> Truth {
    match list {
        List::One(named) if named.is == by.to => Truth::of(by.certain),
        List::One(_) => Truth::No,
        List::And(parts) => parts.iter().map(|part| checker(part, by)).min().unwrap_or(Truth::No),
        List::Or(parts) => parts.iter().map(|part| checker(part, by)).max().unwrap_or(Truth::No),
    }
}

fn fits(rating: &Rating, verdict: usize) -> bool {
    match rating {
        Rating::Any => true,
        Rating::OneOf(some) => some.contains(&verdict),
        Rating::Worse(than) => verdict <= 4 && verdict > *than,
        Rating::Better(than) => verdict <= 4 && verdict < *than,
    }
}
