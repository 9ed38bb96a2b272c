//! The kinds of entity.

use serde::{Deserialize, Serialize};

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// A person, or somebody who is not named.
    Person,
    /// An organization.
    Organization,
    /// People spoken of as one: "experts", "analysts".
    Group,
    /// A place.
    Place,
    /// A role that persons hold.
    Role,
    /// A topic.
    Topic,
    /// An event.
    Event,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 7] =
        [Kind::Person, Kind::Organization, Kind::Group, Kind::Place, Kind::Role, Kind::Topic, Kind::Event];

    /// The word for it, in the language and in the interchange format.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Organization => "organization",
            Kind::Group => "group",
            Kind::Place => "place",
            Kind::Role => "role",
            Kind::Topic => "topic",
            Kind::Event => "event",
        }
    }

    /// The word for several.
    pub fn plural(self) -> &'static str {
        match self {
            Kind::Person => "people",
            Kind::Organization => "organizations",
            Kind::Group => "groups",
            Kind::Place => "places",
            Kind::Role => "roles",
            Kind::Topic => "topics",
            Kind::Event => "events",
        }
    }

    /// "a place", "an event"
    pub fn with_article(self) -> String {
        let article = if matches!(self, Kind::Organization | Kind::Event) { "an" } else { "a" };
        format!("{article} {}", self.word())
    }

    /// Whether it can say something: persons, organizations and groups can.
    pub fn speaks(self) -> bool {
        matches!(self, Kind::Person | Kind::Organization | Kind::Group)
    }
}
