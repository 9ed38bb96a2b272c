//! The naive answer: every condition on every claim, three-valued.

use super::ask::*;
use super::dates::Window;
use super::facts::{Bounds, Effective, Facts, Oracle, Speaks, Truth, dated_within, held, within};
use super::text;
use super::world::*;
use std::collections::{BTreeMap, HashMap};

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

    fn changed(&self, test: impl Fn(&Change) -> bool) -> Vec<Truth> {
        let mut found = vec![Truth::No; self.facts.len()];
        for change in self.world.changes.iter().filter(|change| test(change)) {
            found[change.claim] = Truth::Certain;
        }
        found
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
                self.speaking(|speaker, _| Truth::yes(self.world.entities[speaker.who].unnamed))
            }
            Clause::Unnamed(Some(who)) => self.by(&who.is, false, true),
            Clause::Presented(asked) => self.in_role(None, &asked.is),
            Clause::NamedPart(part) => self.speaking(|speaker, _| Truth::yes(self.named(speaker.who, part))),
            Clause::Citing { read_only, list } => {
                self.listed(list, &|origin| self.citing(*origin, *read_only))
            }
            Clause::Containing(words) => self.containing(words),
            Clause::Phrase(words) => self.phrase(words),
            Clause::InLanguage(list) => self.listed(list, &|tag: &&'static str| self.in_language(tag)),
            Clause::Mode(mode) => self.per_claim(|c| Truth::yes(claims[c].mode == *mode)),
            Clause::Tagged(list) => {
                self.listed(list, &|tag| self.per_claim(|c| Truth::yes(claims[c].tags.contains(tag))))
            }
            Clause::Rated { ever: true, rating, by, when } => {
                self.per_claim(|c| self.ever_rated(c, rating, by, when))
            }
            Clause::Rated { ever: false, rating, by, when } => {
                self.per_claim(|c| self.rated(c, rating, by, when))
            }
            Clause::Unrated => self.per_claim(|c| Truth::yes(self.facts[c].assessments.is_empty())),
            Clause::Disputed => self.per_claim(|c| self.disputed(c)),
            Clause::Linking(relation, target) => self.linked(*relation, Some(target), true),
            Clause::Linked(relation, by) => self.linked(*relation, by.as_ref(), false),
            Clause::With(field, there) => self.per_claim(|c| Truth::yes(self.has(c, *field) == *there)),
            Clause::Doubtful => self.per_claim(|c| Truth::yes(self.doubtful(c))),
            Clause::Matching(definition, _) => self.truths(&self.world.definitions[*definition].meaning),
            Clause::Time(clock, when) => self.per_claim(|c| self.time(c, *clock, when)),
            Clause::Undated => self.per_claim(|c| Truth::yes(claims[c].said.is_none())),
            Clause::Changed(when) => self.changed(|change| {
                let Some(Window { low, high }) = when.window else { return false };
                low.at <= change.at && change.at <= high.at
            }),
            Clause::Author { changed: true, list } => {
                self.listed(list, &|who: &&'static str| self.changed(|change| change.by == *who))
            }
            Clause::Author { changed: false, list } => self.listed(list, &|who: &&'static str| {
                self.per_claim(|_| Truth::yes(*who == super::history::AUTHORS[0]))
            }),
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

    /// Claims with a speaker that passes the test (given the claim's date too).
    fn speaking(&self, test: impl Fn(&Speaks, Option<Effective>) -> Truth) -> Vec<Truth> {
        self.per_claim(|c| {
            let Facts { speakers, effective, .. } = &self.facts[c];
            let one = |speaker: &Speaks| test(speaker, *effective).min(Truth::of(speaker.certain));
            speakers.iter().map(one).max().unwrap_or(Truth::No)
        })
    }

    fn by(&self, who: &Who, exactly: bool, unnamed: bool) -> Vec<Truth> {
        let fits = |speaker: usize| !unnamed || self.world.entities[speaker].unnamed;
        match who {
            Who::Role { role, of } => {
                let roles = self.reach(*role, exactly);
                let of: Vec<_> = of.iter().map(|e| self.reach(*e, exactly)).collect();
                self.speaking(|speaker, when| {
                    if fits(speaker.who) { self.in_office(speaker, when, &roles, &of) } else { Truth::No }
                })
            }
            Who::Entity(entity) => self.by_entity(*entity, exactly),
            Who::As { who, role } => self.in_role(Some(*who), role),
        }
    }

    fn by_entity(&self, entity: usize, exactly: bool) -> Vec<Truth> {
        let kind = self.world.entities[entity].kind;
        let reach = self.reach(entity, exactly || kind == Kind::Person);
        let serves = kind == Kind::Organization && !exactly;
        self.speaking(|speaker, when| {
            let itself = reach.get(&speaker.who).copied().unwrap_or(Truth::No);
            let office = if serves { self.serving(speaker, when, &reach) } else { Truth::No };
            itself.max(office)
        })
    }

    /// A role of any kind, of one of these organizations, at the time of the claim or as the document says.
    fn serving(&self, speaker: &Speaks, when: Option<Effective>, orgs: &HashMap<usize, Truth>) -> Truth {
        let one =
            |(tenure, bounds): (&Tenure, Bounds)| best(tenure.of.as_slice(), orgs).min(held(bounds, when));
        let presented = current(speaker).map(|as_what| best(as_what.of.as_slice(), orgs));
        self.tenures(speaker.who).map(one).chain(presented).max().unwrap_or(Truth::No)
    }

    /// One tenure or one presentation in one of the roles, and of one of the entities if any is asked for.
    fn in_office(
        &self,
        speaker: &Speaks,
        when: Option<Effective>,
        roles: &HashMap<usize, Truth>,
        of: &[HashMap<usize, Truth>],
    ) -> Truth {
        let one = |(tenure, bounds): (&Tenure, Bounds)| {
            let role = best(std::slice::from_ref(&tenure.role), roles);
            let place = of.iter().map(|of| best(tenure.of.as_slice(), of)).max();
            role.min(place.unwrap_or(Truth::Certain)).min(held(bounds, when))
        };
        let held = self.tenures(speaker.who).map(one).max().unwrap_or(Truth::No);
        held.max(presented_in(speaker, false, roles, of))
    }

    /// A speaker, one of these if any are asked for, in a role. `exactly` covers who it is, the role and what it is of.
    fn in_role(&self, who: Option<usize>, asked: &AskedRole) -> Vec<Truth> {
        let roles = self.reach(asked.role, asked.exactly);
        let of: Vec<_> = asked.of.iter().map(|entity| self.reach(*entity, asked.exactly)).collect();
        let people =
            who.map(|who| self.reach(who, asked.exactly || self.world.entities[who].kind == Kind::Person));
        self.speaking(|speaker, when| {
            let is_asked = people
                .as_ref()
                .map_or(Truth::Certain, |people| people.get(&speaker.who).copied().unwrap_or(Truth::No));
            let in_it = if asked.presented {
                presented_in(speaker, asked.former, &roles, &of)
            } else {
                self.in_office(speaker, when, &roles, &of)
            };
            is_asked.min(in_it)
        })
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
        let langs = super::papers::TEXT_LANGUAGES.map(|lang| lang.map(text::canonical));
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

    /// As written, but for case, accents and the kinds of signs: within one text.
    fn phrase(&self, query: &str) -> Vec<Truth> {
        let query = text::as_written(query);
        self.per_claim(|c| {
            let texts = &self.facts[c].texts;
            Truth::yes(texts.iter().any(|text| text::holds_as_written(&text.as_written, &query)))
        })
    }

    fn in_language(&self, tag: &'static str) -> Vec<Truth> {
        let tag = text::canonical(tag);
        self.per_claim(|c| Truth::yes(self.languages(c).iter().any(|lang| text::covers(tag, lang))))
    }

    /// The languages of the statement and of the documents' words.
    pub fn languages(&self, claim: usize) -> Vec<&'static str> {
        let claim = &self.world.claims[claim];
        let words = claim.citations.iter().filter_map(|citation| citation.words.as_ref()?.text.lang);
        claim.statement.lang.into_iter().chain(words).map(text::canonical).collect()
    }

    /// Any assessment in force.
    fn ever_rated(
        &self,
        claim: usize,
        rating: &Rating,
        by: &Option<List<usize>>,
        when: &Option<When>,
    ) -> Truth {
        let given = self.facts[claim].assessments.iter();
        given.map(|at| self.fits(*at, rating, by, when)).max().unwrap_or(Truth::No)
    }

    /// A verdict by which its checker stands. Where nobody asks whose it is, a doubtful one can be somebody else's; where one
    /// checker is asked for, it counts only as that checker's.
    fn rated(&self, claim: usize, rating: &Rating, by: &Option<List<usize>>, when: &Option<When>) -> Truth {
        let fits = |at: usize| {
            let assessment = &self.world.assessments[at];
            let named = by.as_ref().is_none_or(|by| checker(by, &assessment.by) > Truth::No);
            Truth::yes(named).min(self.fits(at, rating, &None, when))
        };
        let others = match by {
            None => Truth::Certain,
            Some(List::One(_)) => Truth::No,
            Some(_) => Truth::Possible,
        };
        let checkers = self.by_checker(claim).into_values();
        checkers.map(|own| self.of_the_last(&own, others, &fits)).max().unwrap_or(Truth::No)
    }

    /// Does it hold of the last assessment of a checker? For certain if it does whichever of the doubtful ones are the
    /// checker's, and whichever of those is the last. Those that are not are somebody else's, for whom `others` is all that
    /// can be said.
    fn of_the_last(&self, own: &[usize], others: Truth, test: &dyn Fn(usize) -> Truth) -> Truth {
        let mut ways: Vec<(Vec<usize>, Vec<usize>)> = vec![(Vec::new(), Vec::new())];
        for at in own {
            let doubtful = !self.world.assessments[*at].by.certain;
            let mut besides = if doubtful { ways.clone() } else { Vec::new() };
            besides.iter_mut().for_each(|(_, not)| not.push(*at));
            ways.iter_mut().for_each(|(theirs, _)| theirs.push(*at));
            ways.append(&mut besides);
        }
        let in_one_way = |(theirs, not): &(Vec<usize>, Vec<usize>)| {
            let can_be_last = |at: &&usize| !theirs.iter().any(|other| self.is_later(*other, **at));
            let of_theirs = all_of(theirs.iter().filter(can_be_last).map(|at| test(*at)));
            let of_others = not.iter().map(|at| test(*at).min(others)).max();
            of_theirs.max(of_others.unwrap_or(Truth::No))
        };
        all_of(ways.iter().map(in_one_way))
    }

    /// Does the assessment fit all that is asked?
    fn fits(&self, at: usize, rating: &Rating, by: &Option<List<usize>>, when: &Option<When>) -> Truth {
        let assessment = &self.world.assessments[at];
        let by = by.as_ref().map_or(Truth::Certain, |by| checker(by, &assessment.by));
        let when = when.as_ref().map_or(Truth::Certain, |when| within(self.assessed[at], when.window));
        Truth::yes(is_rated(rating, assessment.verdict)).min(by).min(when)
    }

    /// One checker stands by true or mostly true, another by mostly false or false.
    fn disputed(&self, claim: usize) -> Truth {
        let checkers = self.by_checker(claim);
        let side = |own: &[usize], side: [usize; 2]| {
            self.of_the_last(own, Truth::Possible, &|at| {
                Truth::yes(side.contains(&self.world.assessments[at].verdict))
            })
        };
        let pairs = checkers.iter().flat_map(|one| checkers.iter().map(move |other| (one, other)));
        pairs
            .filter(|(one, other)| one.0 != other.0)
            .map(|(one, other)| side(one.1, [0, 1]).min(side(other.1, [3, 4])))
            .max()
            .unwrap_or(Truth::No)
    }

    fn by_checker(&self, claim: usize) -> BTreeMap<usize, Vec<usize>> {
        let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in &self.facts[claim].assessments {
            found.entry(self.world.assessments[*at].by.to).or_default().push(*at);
        }
        found
    }

    /// For each checker the assessments that can be the last ones.
    pub fn standing(&self, claim: usize) -> BTreeMap<usize, Vec<usize>> {
        let given = &self.facts[claim].assessments;
        let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in given {
            if !given.iter().any(|other| self.supersedes(*other, *at)) {
                found.entry(self.world.assessments[*at].by.to).or_default().push(*at);
            }
        }
        found
    }

    /// Whether one assessment certainly takes the place of another: it is of the same checker, and later.
    fn supersedes(&self, one: usize, other: usize) -> bool {
        let (by, of) = (&self.world.assessments[one].by, &self.world.assessments[other].by);
        by.to == of.to && by.certain && of.certain && self.is_later(one, other)
    }

    /// By its date, or by the order of recording where the dates are the same.
    fn is_later(&self, one: usize, other: usize) -> bool {
        match (self.assessed[one], self.assessed[other]) {
            (Some(a), Some(b)) if (a.first, a.last) != (b.first, b.last) => a.first > b.last,
            (Some(_), Some(_)) | (None, None) => one > other,
            _ => false,
        }
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

    fn has(&self, claim: usize, field: Field) -> bool {
        let (claim, facts) = (&self.world.claims[claim], &self.facts[claim]);
        let cited = |test: &dyn Fn(&Citation) -> bool| claim.citations.iter().any(test);
        let read = |test: &dyn Fn(&Source) -> bool| cited(&|c| test(&self.world.sources[c.source.to]));
        match field {
            Field::Words => cited(&|c| c.words.is_some()),
            Field::Translation => !claim.translations.is_empty(),
            Field::Archive => read(&|s| s.archive.is_some()),
            Field::Url => read(&|s| s.url.is_some()),
            Field::Locator => cited(&|c| c.locator.is_some()),
            Field::Via => cited(&|c| !c.via.is_empty()),
            Field::Tags => !claim.tags.is_empty(),
            Field::Note => claim.note.is_some(),
            Field::Said => claim.said.is_some(),
            Field::Concerns => claim.concerns.is_some(),
            Field::Audience => !claim.audience.is_empty(),
            Field::Title => read(&|s| s.title.is_some()),
            Field::Author => read(&|s| !s.authors.is_empty()),
            Field::Publisher => read(&|s| s.publisher.is_some()),
            Field::Published => read(&|s| s.published.is_some()),
            Field::Speaker => !claim.speakers.is_empty(),
            Field::Ascribed => !claim.ascribed_to.is_empty(),
            Field::About => !claim.about.is_empty(),
            Field::Place => claim.said_at.is_some(),
            Field::Language => claim.statement.lang.is_some(),
            Field::Links => !facts.links_from.is_empty() || !facts.links_to.is_empty(),
            Field::Extra => claim.extra.is_some(),
        }
    }

    fn doubtful(&self, claim: usize) -> bool {
        let (it, facts) = (&self.world.claims[claim], &self.facts[claim]);
        let own =
            it.speakers.iter().chain(&it.audience).chain(&it.ascribed_to).chain(&it.about).chain(&it.said_at);
        let hops = it.citations.iter().flat_map(Citation::chain);
        let presented = it.speakers.iter().flat_map(|speaker| &speaker.presented);
        let roles = presented.flat_map(|as_what| std::iter::once(&as_what.role).chain(&as_what.of));
        let dated = [facts.said, facts.concerns].into_iter().flatten().any(|span| span.doubted);
        dated || own.chain(hops).chain(roles).any(|to| !to.certain)
    }

    fn time(&self, claim: usize, clock: Clock, when: &When) -> Truth {
        let facts = &self.facts[claim];
        let window = when.window;
        match clock {
            Clock::Bare => dated_within(facts.effective, window),
            Clock::Said => within(facts.said, window),
            Clock::Concerning => within(facts.concerns, window),
            Clock::Recorded => {
                let first = self.recorded;
                Truth::yes(window.is_some_and(|Window { low, high }| low.at <= first && first <= high.at))
            }
            Clock::Published => {
                let hops = self.world.claims[claim].citations.iter().flat_map(Citation::chain);
                let one = |hop: &Ref| within(self.published[hop.to], window).min(Truth::of(hop.certain));
                hops.map(one).max().unwrap_or(Truth::No)
            }
            Clock::Assessed => self.ever_rated(claim, &Rating::Any, &None, &Some(when.clone())),
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

/// What the document presents a speaker as, but for what they no longer were.
fn current(speaker: &Speaks) -> impl Iterator<Item = &Presented> {
    speaker.presented.iter().filter(|as_what| !as_what.former)
}

/// Does the document present the speaker in one of the roles, and of one of the entities if any is asked for? A doubt about
/// what is not asked for does not matter.
fn presented_in(
    speaker: &Speaks,
    former: bool,
    roles: &HashMap<usize, Truth>,
    of: &[HashMap<usize, Truth>],
) -> Truth {
    let one = |as_what: &Presented| {
        let place = of.iter().map(|of| best(as_what.of.as_slice(), of)).max();
        best(std::slice::from_ref(&as_what.role), roles).min(place.unwrap_or(Truth::Certain))
    };
    let of_the_kind = speaker.presented.iter().filter(|as_what| as_what.former == former);
    of_the_kind.map(one).max().unwrap_or(Truth::No)
}

/// Certain if all are, possible if some can be.
fn all_of(truths: impl Iterator<Item = Truth>) -> Truth {
    let found: Vec<Truth> = truths.collect();
    match (found.iter().min(), found.iter().max()) {
        (Some(Truth::Certain), _) => Truth::Certain,
        (None, _) | (_, Some(Truth::No)) => Truth::No,
        _ => Truth::Possible,
    }
}

fn checker(list: &List<usize>, by: &Ref) -> Truth {
    match list {
        List::One(named) if named.is == by.to => Truth::of(by.certain),
        List::One(_) => Truth::No,
        List::And(parts) => parts.iter().map(|part| checker(part, by)).min().unwrap_or(Truth::No),
        List::Or(parts) => parts.iter().map(|part| checker(part, by)).max().unwrap_or(Truth::No),
    }
}

fn is_rated(rating: &Rating, verdict: usize) -> bool {
    match rating {
        Rating::Any => true,
        Rating::OneOf(some) => some.contains(&verdict),
        Rating::Worse(than) => verdict <= 4 && verdict > *than,
        Rating::Better(than) => verdict <= 4 && verdict < *than,
    }
}
