//! Random conditions, most of them true of some claim that is chosen first.

use super::ask::*;
use super::facts::Oracle;
use super::names;
use super::prng::Rng;
use super::spell::{self, Speller};
use super::text;
use super::vocab;
use super::when;
use super::world::*;

pub struct Picker<'a, 'w> {
    pub oracle: &'a Oracle<'w>,
    pub speller: &'a Speller<'w>,
    pub rng: Rng,
    /// The claim that the clauses are taken from.
    pub anchor: usize,
    /// No clause on assessments and links: those of retracted claims are gone.
    pub own_fields_only: bool,
}

/// Definitions for the world: conditions without relative dates.
pub fn definitions(world: &World, rng: &mut Rng) -> Vec<Definition> {
    let oracle = Oracle::new(world, 0);
    let speller = Speller::new(world);
    let mut picker = Picker {
        oracle: &oracle,
        speller: &speller,
        rng: Rng::new(rng.next()),
        anchor: 0,
        own_fields_only: true,
    };
    let mut made = Vec::new();
    for id in ["russia-watch", "energy-desk", "diplomats-file", "mixed.bag"] {
        picker.new_anchor();
        let parts = vec![Cond::Is(picker.about(false)), Cond::Is(picker.by())];
        let meaning = match made.len() {
            0 => Cond::And(parts, false),
            1 => Cond::Or(vec![parts[0].clone(), Cond::Is(picker.tagged())]),
            2 => parts[1].clone(),
            _ => Cond::And(vec![parts[0].clone(), Cond::Not(Box::new(Cond::Is(picker.tagged())))], true),
        };
        made.push(Definition { id: id.to_string(), meaning });
    }
    made
}

fn any(_: Kind) -> bool {
    true
}

fn place(kind: Kind) -> bool {
    kind == Kind::Place
}

fn says(kind: Kind) -> bool {
    kind.speaks() || kind == Kind::Role
}

impl<'w> Picker<'_, 'w> {
    pub fn world(&self) -> &'w World {
        self.oracle.world
    }

    pub fn new_anchor(&mut self) {
        for _ in 0..20 {
            self.anchor = self.rng.below(self.world().claims.len());
            if !self.world().claims[self.anchor].retracted {
                return;
            }
        }
    }

    fn claim(&self) -> &'w Claim {
        &self.world().claims[self.anchor]
    }

    /// The condition of a whole question.
    pub fn condition(&mut self) -> Cond {
        self.new_anchor();
        match self.rng.weighted(&[2, 44, 30, 12, 12]) {
            0 => Cond::All,
            1 => self.single(),
            2 => self.both(2),
            3 => self.both(3),
            _ => self.either(1),
        }
    }

    fn single(&mut self) -> Cond {
        let clause = self.clause();
        match self.rng.weighted(&[74, 14, 12]) {
            0 => Cond::Is(clause),
            1 => Cond::Certainly(clause),
            _ => Cond::Not(Box::new(if self.rng.chance(15) {
                Cond::Certainly(clause)
            } else {
                Cond::Is(clause)
            })),
        }
    }

    fn both(&mut self, count: usize) -> Cond {
        let mut parts: Vec<Cond> = (0..count).map(|_| self.part(1)).collect();
        parts.sort_by_key(|part| matches!(part, Cond::Is(Clause::Rated { .. })));
        Cond::And(parts, self.rng.chance(35))
    }

    fn either(&mut self, depth: usize) -> Cond {
        let count = self.rng.between(2, 3);
        Cond::Or((0..count).map(|_| self.new_part(depth)).collect())
    }

    fn new_part(&mut self, depth: usize) -> Cond {
        self.new_anchor();
        self.part(depth)
    }

    fn part(&mut self, depth: usize) -> Cond {
        match self.rng.weighted(&[80, 8 * depth, 6 * depth, 6 * depth]) {
            0 => self.single(),
            1 => self.either(depth - 1),
            2 => Cond::Not(Box::new(self.either(depth - 1))),
            _ => Cond::Not(Box::new(Cond::And(vec![self.single(), self.single()], self.rng.chance(50)))),
        }
    }

    pub fn clause(&mut self) -> Clause {
        loop {
            let weights =
                [14, 20, 4, 4, 6, 3, 2, 3, 8, 5, 8, 4, 4, 3, 5, 7, 1, 2, 4, 4, 6, 2, 3, 16, 1, 3, 6];
            let found = match self.rng.weighted(&weights) {
                0 => Some(self.about(true)),
                1 => Some(self.by()),
                2 => self.seen(Sight::Addressed),
                3 => self.seen(Sight::SaidAt),
                4 => self.citing(false),
                5 => self.citing(true),
                6 => self.seen(Sight::AscribedTo),
                7 => self.named_part(),
                8 => Some(self.containing()),
                9 => self.phrase(),
                10 => Some(self.rated()),
                11 => Some(self.tagged()),
                12 => Some(self.in_language()),
                13 => Some(Clause::Mode(self.claim().mode)),
                14 => self.linking(),
                15 => Some(self.with()),
                16 => Some(Clause::Unrated),
                17 => Some(Clause::Disputed),
                18 => self.unnamed(),
                19 => Some(Clause::Doubtful),
                20 => self.linked(),
                21 => self.matching(),
                22 => Some(Clause::Undated),
                23 => self.time(),
                25 => Some(self.hand()),
                26 => self.presented(),
                _ => {
                    let (recorded, now) = (self.oracle.recorded, self.oracle.now);
                    Some(Clause::Time(Clock::Recorded, when::some(&mut self.rng, recorded, now, true)))
                }
            };
            if let Some(clause) = found.filter(|clause| self.allowed(clause)) {
                return clause;
            }
            if self.rng.chance(30) {
                self.new_anchor();
            }
        }
    }

    fn allowed(&self, clause: &Clause) -> bool {
        let foreign = matches!(
            clause,
            Clause::Rated { .. }
                | Clause::Unrated
                | Clause::Disputed
                | Clause::Linking(..)
                | Clause::Linked(..)
                | Clause::Matching(..)
                | Clause::Time(Clock::Assessed, _)
                | Clause::With(Field::Links, _)
        );
        !(foreign && self.own_fields_only)
    }

    /// One name, or two or three with `and`, `or` and brackets.
    fn operands<T>(&mut self, mut one: impl FnMut(&mut Self, bool) -> Named<T>) -> List<T> {
        let first = List::One(one(self, true));
        match self.rng.weighted(&[72, 14, 8, 6]) {
            0 => first,
            1 => List::Or(vec![first, List::One(one(self, false))]),
            2 => List::And(vec![first, List::One(one(self, true))]),
            _ => {
                let pair = vec![first, List::One(one(self, true))];
                let other = List::One(one(self, false));
                if self.rng.chance(50) {
                    List::Or(vec![List::And(pair), other])
                } else {
                    List::And(vec![List::Or(pair), other])
                }
            }
        }
    }

    /// The entity or, often, something wider.
    fn wider(&mut self, entity: usize) -> usize {
        let mut at = entity;
        while self.rng.chance(40) {
            let broader = &self.world().entities[at].broader;
            match broader.get(self.rng.below(broader.len())) {
                Some(up) => at = up.to,
                None => return at,
            }
        }
        at
    }

    /// One of the references, widened; or some other entity that the clause takes.
    fn among(&mut self, refs: &[Ref], own: bool, takes: fn(Kind) -> bool) -> Named<usize> {
        let mut entity = match refs.get(self.rng.below(refs.len())) {
            Some(to) if own => self.wider(to.to),
            _ => self.any_entity(takes),
        };
        if !takes(self.world().entities[entity].kind) {
            entity = self.any_entity(takes);
        }
        Named { text: self.speller.entity(&mut self.rng, entity, takes), is: entity }
    }

    fn any_entity(&mut self, takes: fn(Kind) -> bool) -> usize {
        loop {
            let entity = self.rng.below(self.world().entities.len());
            if takes(self.world().entities[entity].kind) {
                return entity;
            }
        }
    }

    pub fn about(&mut self, may_be_exact: bool) -> Clause {
        let refs = &self.claim().about;
        let list = self.operands(|me, own| me.among(refs, own, any));
        Clause::Of { sight: Sight::About, exactly: may_be_exact && self.rng.chance(20), list }
    }

    fn seen(&mut self, sight: Sight) -> Option<Clause> {
        let claim = self.claim();
        let (refs, takes): (&[Ref], fn(Kind) -> bool) = match sight {
            Sight::About => (&claim.about, any),
            Sight::Addressed => (&claim.audience, any),
            Sight::AscribedTo => (&claim.ascribed_to, any),
            Sight::SaidAt => (claim.said_at.as_slice(), place),
        };
        if refs.is_empty() && self.rng.chance(90) {
            return None;
        }
        let list = self.operands(|me, own| me.among(refs, own, takes));
        Some(Clause::Of { sight, exactly: self.rng.chance(20), list })
    }

    pub fn by(&mut self) -> Clause {
        let mut list = self.operands(Self::who);
        if list.joint().is_some() {
            in_brackets(&mut list);
        }
        let exactly = !has(&list, &is_in_role) && self.rng.chance(15);
        Clause::By { exactly, list }
    }

    /// Somebody with a role, one held or one that the document gives where there is any.
    fn who_as(&mut self, own: bool) -> Option<Named<Who>> {
        let speaker = self.speaker(own);
        let role = self.asked_role(speaker)?;
        let takes = |kind: Kind| kind.speaks();
        let who = self.wider(speaker);
        let who = if takes(self.world().entities[who].kind) { who } else { speaker };
        let name = self.speller.entity(&mut self.rng, who, takes);
        Some(Named { text: format!("{name} {}", role.text), is: Who::As { who, role: role.is } })
    }

    fn presented(&mut self) -> Option<Clause> {
        let speaker = self.speaker(true);
        let mut asked = self.asked_role(speaker)?;
        if !asked.is.presented {
            asked.text = format!("presented {}", asked.text);
            asked.is.presented = true;
        }
        Some(Clause::Presented(asked))
    }

    /// A role of the speaker of the anchor: `as ROLE`, `presented as ROLE` or `presented as former ROLE`.
    fn asked_role(&mut self, who: usize) -> Option<Named<AskedRole>> {
        let speakers = &self.oracle.facts[self.anchor].speakers;
        let said =
            speakers.iter().filter(|speaker| speaker.who == who).flat_map(|speaker| &speaker.presented);
        let given = said.map(|one| (one.role.to, one.of.as_ref().map(|of| of.to), one.former));
        let tenures = self.world().entities[who].tenures.iter();
        let held = tenures.map(|one| (one.role.to, one.of.as_ref().map(|of| of.to), false));
        let (given, held): (Vec<_>, Vec<_>) = (given.collect(), held.collect());
        let among = if given.is_empty() || (!held.is_empty() && self.rng.chance(30)) { held } else { given };
        let (role, of, was_former) = *among.get(self.rng.below(among.len()))?;
        let role = self.wider(role);
        let named = match of {
            Some(of) if self.rng.chance(60) => self.role_of(role, of),
            _ => self.role_alone(role),
        };
        let Who::Role { role, of } = named.is else { return None };
        let former = if was_former { self.rng.chance(75) } else { self.rng.chance(6) };
        let presented = former || self.rng.chance(45);
        let exactly = self.rng.chance(20);
        let word = |said: bool, word: &'static str| if said { word } else { "" };
        let text = format!(
            "{}as {}{}{}",
            word(presented, "presented "),
            word(exactly, "exactly "),
            word(former, "former "),
            named.text
        );
        Some(Named { text, is: AskedRole { role, of, exactly, presented, former } })
    }

    fn who(&mut self, own: bool) -> Named<Who> {
        if self.rng.chance(30)
            && let Some(asked) = self.who_as(own)
        {
            return asked;
        }
        let speaker = self.speaker(own);
        let tenures = &self.world().entities[speaker].tenures;
        if tenures.is_empty() || self.rng.chance(30) {
            let named = self.among(&[Ref::sure(speaker)], true, says);
            return Named { text: named.text, is: Who::Entity(named.is) };
        }
        let tenure = &tenures[self.rng.below(tenures.len())];
        self.office(tenure)
    }

    fn speaker(&mut self, own: bool) -> usize {
        let speakers = &self.oracle.facts[self.anchor].speakers;
        match speakers.get(self.rng.below(speakers.len())) {
            Some(speaker) if own => speaker.who,
            _ => self.any_entity(|kind| kind == Kind::Person),
        }
    }

    /// A role of the tenure, widened, with or without what it is of; or the organization alone.
    fn office(&mut self, tenure: &Tenure) -> Named<Who> {
        let role = self.wider(tenure.role.to);
        let Some(of) = tenure.of.as_ref().map(|of| of.to) else { return self.role_alone(role) };
        match self.rng.weighted(&[25, 35, 30, 10]) {
            0 => self.role_alone(role),
            1 => self.role_of(role, of),
            2 => match self.speller.demonym_role(&mut self.rng, role, of) {
                Some(text) => Named { text, is: Who::Role { role, of: vec![of] } },
                None => self.role_of(role, of),
            },
            _ if self.world().entities[of].kind == Kind::Organization => {
                let org = self.wider(of);
                Named { text: self.speller.entity(&mut self.rng, org, says), is: Who::Entity(org) }
            }
            _ => self.role_of(role, of),
        }
    }

    fn role_alone(&mut self, role: usize) -> Named<Who> {
        Named { text: self.speller.entity(&mut self.rng, role, says), is: Who::Role { role, of: Vec::new() } }
    }

    fn role_of(&mut self, role: usize, of: usize) -> Named<Who> {
        let takes = |kind| matches!(kind, Kind::Place | Kind::Organization);
        let mut places = vec![self.wider(of)];
        if self.rng.chance(15) {
            places.push(self.any_entity(takes));
        }
        let spelled: Vec<String> =
            places.iter().map(|p| self.speller.entity(&mut self.rng, *p, takes)).collect();
        let inside = spelled.join(" or ");
        let inside = if spelled.len() > 1 { format!("({inside})") } else { inside };
        let name = self.bare_role(role);
        Named { text: format!("{name} of {inside}"), is: Who::Role { role, of: places } }
    }

    /// A quoted phrase is never split, so the role in `ROLE of ENTITY` stands bare.
    pub fn bare_role(&mut self, role: usize) -> String {
        for _ in 0..6 {
            let text = self.speller.entity(&mut self.rng, role, |kind| kind == Kind::Role);
            if !text.starts_with(['"', '“']) {
                return text;
            }
        }
        self.world().entities[role].id.clone()
    }

    fn unnamed(&mut self) -> Option<Clause> {
        let speaker = self.speaker(true);
        let unnamed = self.world().entities[speaker].unnamed;
        let tenures = &self.world().entities[speaker].tenures;
        if !unnamed && self.rng.chance(90) {
            return None;
        }
        match tenures.first() {
            Some(tenure) if self.rng.chance(65) => {
                let who = self.office(tenure);
                matches!(who.is, Who::Role { .. }).then_some(Clause::Unnamed(Some(who)))
            }
            _ => Some(Clause::Unnamed(None)),
        }
    }

    fn named_part(&mut self) -> Option<Clause> {
        let speaker = self.speaker(true);
        Some(Clause::NamedPart(self.part_of_name(speaker)))
    }

    /// One or two words of some name of the entity.
    pub fn part_of_name(&mut self, entity: usize) -> String {
        let name = self.rng.pick(&self.world().entities[entity].names);
        let words: Vec<&str> = name.text.split(' ').collect();
        let from = self.rng.below(words.len());
        let until = (from + 1 + self.rng.below(2)).min(words.len());
        let part = words[from..until].join(" ");
        if name.lang == Some("tr") { part } else { spell::variant(&mut self.rng, &part) }
    }

    fn citing(&mut self, read_only: bool) -> Option<Clause> {
        let citation = self.rng.pick(&self.claim().citations);
        let hops: Vec<&Ref> = if read_only { vec![&citation.source] } else { citation.chain().collect() };
        let list = self.operands(|me, own| me.origin(&hops, own));
        Some(Clause::Citing { read_only, list })
    }

    fn origin(&mut self, hops: &[&Ref], own: bool) -> Named<Origin> {
        let source = if own { self.rng.pick(hops).to } else { self.rng.zipf(self.world().sources.len()) };
        match &self.world().sources[source].publisher {
            Some(publisher) if self.rng.chance(70) => {
                let text = self.speller.entity(&mut self.rng, publisher.to, Kind::speaks);
                let text = self.told_apart("publisher", text);
                Named { text, is: Origin::Publisher(publisher.to) }
            }
            _ => {
                let text = self.told_apart("source", self.world().sources[source].id.clone());
                Named { text, is: Origin::Source(source) }
            }
        }
    }

    /// The name with the word that says what it is of, where both a document and a publisher are called so, and now and then
    /// where it need not be said.
    fn told_apart(&mut self, word: &str, text: String) -> String {
        let world = self.world();
        let is_both = world.entity(&text).is_some() && world.sources.iter().any(|source| source.id == text);
        if is_both || self.rng.chance(25) { format!("{word} {text}") } else { text }
    }

    fn anchor_texts(&self) -> Vec<&'w Text> {
        let claim = self.claim();
        let words = claim.citations.iter().filter_map(|c| c.words.as_ref()).map(|words| &words.text);
        std::iter::once(&claim.statement).chain(&claim.translations).chain(words).collect()
    }

    /// Words of the anchor's texts, in some inflection; now and then one from elsewhere.
    fn containing(&mut self) -> Clause {
        let texts = self.anchor_texts();
        let count = self.rng.weighted(&[0, 50, 35, 15]);
        let words: Vec<String> = (0..count).map(|_| self.query_word(&texts)).collect();
        Clause::Containing(words.join(" "))
    }

    fn query_word(&mut self, texts: &[&Text]) -> String {
        let text = *self.rng.pick(texts);
        let found = text::raw_words(&text.text);
        let word = self.rng.pick(&found).to_string();
        match self.rng.below(10) {
            0 => vocab::lemmas(vocab::EN_NOUNS)[self.rng.below(25)][0].to_string(),
            1..=4 => {
                let kin = vocab::inflections(text.lang.unwrap_or("en"), &word);
                self.rng.pick(&kin).to_string()
            }
            _ => spell::variant(&mut self.rng, &word),
        }
    }

    /// Some words of a text as they stand there; now and then without their punctuation, or with other signs of its kind.
    fn phrase(&mut self) -> Option<Clause> {
        let texts = self.anchor_texts();
        let text = &self.rng.pick(&texts).text;
        let found: Vec<&str> = text.split_whitespace().collect();
        let count = self.rng.between(1, 4) as usize;
        let from = self.rng.below(found.len().saturating_sub(count) + 1);
        let mut part: Vec<&str> = found.iter().skip(from).take(count).copied().collect();
        if self.rng.chance(12) {
            part.reverse();
        }
        let whole = part.join(" ");
        let asked = match self.rng.below(6) {
            0 => text::raw_words(&whole).join(" "),
            1 => whole.trim_end_matches(|c: char| !c.is_alphanumeric()).to_string(),
            2 => other_signs(&whole),
            _ => spell::variant(&mut self.rng, &whole),
        };
        let asked = asked.replace(['"', '“', '”'], "");
        (!text::raw_words(&asked).is_empty()).then_some(Clause::Phrase(asked))
    }

    fn in_language(&mut self) -> Clause {
        let one = |me: &mut Self, _| {
            let (text, tag) = *me.rng.pick(&LANGUAGES);
            Named { text: text.to_string(), is: tag }
        };
        let first = one(self, true);
        if self.rng.chance(85) {
            return Clause::InLanguage(List::One(first));
        }
        let two = List::One(one(self, true));
        let parts = vec![List::One(first), two];
        Clause::InLanguage(if self.rng.chance(50) { List::Or(parts) } else { List::And(parts) })
    }

    pub fn tagged(&mut self) -> Clause {
        let own_tags = &self.claim().tags;
        let list = self.operands(|me, own| {
            let tag = match own_tags.get(me.rng.below(own_tags.len())) {
                Some(tag) if own => *tag,
                _ => names::TAGS[me.rng.zipf(5)],
            };
            let spelled = spell::variant(&mut me.rng, tag);
            Named { text: spell::written(&mut me.rng, &spelled), is: tag }
        });
        Clause::Tagged(list)
    }

    fn rated(&mut self) -> Clause {
        let own =
            self.oracle.facts[self.anchor].assessments.first().map(|place| &self.world().assessments[*place]);
        let verdict = own.map_or_else(|| self.rng.below(8), |a| a.verdict);
        let rating = match self.rng.below(10) {
            0..=4 => Rating::OneOf(vec![verdict]),
            5 => Rating::OneOf(vec![verdict, (verdict + 1 + self.rng.below(7)) % 8]),
            6 => Rating::Worse(self.rng.below(5)),
            7 => Rating::Better(self.rng.below(5)),
            _ => Rating::Any,
        };
        let by = self.rng.chance(45).then(|| self.checkers(own));
        let moment =
            own.and_then(|a| a.on.as_deref()).map_or(1_740_000_000, |on| middle(super::dates::span(on)));
        let when = self.rng.chance(35).then(|| when::some(&mut self.rng, moment, self.oracle.now, true));
        Clause::Rated { ever: self.rng.chance(25), rating, by, when }
    }

    fn checkers(&mut self, own: Option<&Assessment>) -> List<usize> {
        let one = |me: &mut Self, own: Option<&Assessment>| {
            let ids: Vec<&str> = names::CHECKERS.split('|').collect();
            let other = me.world().entity(ids[me.rng.below(ids.len())]).unwrap_or(0);
            let checker = own.map_or(other, |a| a.by.to);
            List::One(Named { text: me.speller.entity(&mut me.rng, checker, Kind::speaks), is: checker })
        };
        let first = one(self, own);
        if self.rng.chance(85) { first } else { List::Or(vec![first, one(self, None)]) }
    }

    /// A claim by its id, or the claims of a smaller question.
    fn target(&mut self, claim: usize) -> Target {
        if self.rng.chance(45) {
            return Target::Claim(claim, self.world().claims[claim].id.clone());
        }
        let anchor = std::mem::replace(&mut self.anchor, claim);
        let cond = if self.rng.chance(80) { self.single() } else { self.both(2) };
        self.anchor = anchor;
        Target::Those(Box::new(cond))
    }

    fn linking(&mut self) -> Option<Clause> {
        let links = &self.oracle.facts[self.anchor].links_from;
        let (relation, to) = *links.get(self.rng.below(links.len()))?;
        Some(Clause::Linking(relation, self.target(to)))
    }

    fn linked(&mut self) -> Option<Clause> {
        let links = &self.oracle.facts[self.anchor].links_to;
        let (relation, from) = *links.get(self.rng.below(links.len()))?;
        let by = self.rng.chance(70).then(|| self.target(from));
        Some(Clause::Linked(relation, by))
    }

    fn with(&mut self) -> Clause {
        let (field, _) = *self.rng.pick(&FIELDS);
        Clause::With(field, self.rng.chance(60))
    }

    fn matching(&mut self) -> Option<Clause> {
        let definitions = &self.world().definitions;
        let which = self.rng.below(definitions.len());
        definitions.get(which).map(|found| Clause::Matching(which, found.id.clone()))
    }

    /// When a claim was changed, and by whom; or by whom it was recorded.
    fn hand(&mut self) -> Clause {
        let changes = &self.world().changes;
        let named = |by: &'static str| List::One(Named { text: format!("\"{by}\""), is: by });
        match (changes.get(self.rng.below(changes.len())), self.rng.below(5)) {
            (Some(change), 0..=1) => Clause::Author { changed: true, list: named(change.by) },
            (Some(change), 2..=3) => {
                Clause::Changed(when::some(&mut self.rng, change.at, self.oracle.now, false))
            }
            _ => Clause::Author { changed: false, list: named(super::history::AUTHORS[0]) },
        }
    }

    fn time(&mut self) -> Option<Clause> {
        let facts = &self.oracle.facts[self.anchor];
        let clock = *self.rng.pick(&[
            Clock::Bare,
            Clock::Bare,
            Clock::Said,
            Clock::Published,
            Clock::Concerning,
            Clock::Assessed,
        ]);
        let span = match clock {
            Clock::Said => facts.said,
            Clock::Concerning => facts.concerns,
            Clock::Published => self.oracle.published[self.claim().citations[0].source.to],
            Clock::Assessed => {
                let first =
                    facts.assessments.first().and_then(|a| self.world().assessments[*a].on.as_deref());
                first.map(super::dates::span)
            }
            _ => facts.effective.map(|date| date.span),
        };
        let moment = middle(span?);
        Some(Clause::Time(clock, when::some(&mut self.rng, moment, self.oracle.now, clock != Clock::Bare)))
    }
}

/// The same with other kinds of quotation marks, dashes and blanks.
fn other_signs(text: &str) -> String {
    text.replace('\'', "’").replace(" – ", " — ").replace('-', "\u{2011}").replace(' ', "\u{a0}")
}

/// A moment in a span, some year of news where it is open.
fn middle(span: super::dates::Span) -> i64 {
    match (span.first, span.last) {
        (super::dates::PAST, super::dates::FUTURE) => 1_735_700_000,
        (super::dates::PAST, last) => last,
        (first, _) => first,
    }
}

/// Each speaker with a role in brackets, as it has to stand in a list.
fn in_brackets(list: &mut List<Who>) {
    match list {
        List::One(named) if matches!(named.is, Who::As { .. }) => named.text = format!("({})", named.text),
        List::One(_) => {}
        List::And(parts) | List::Or(parts) => parts.iter_mut().for_each(in_brackets),
    }
}
