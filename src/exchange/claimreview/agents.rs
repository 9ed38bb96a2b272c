//! Persons and organizations as ClaimReview names them: a text, an object or a list; kinds by their types.

use super::nodes::{Item, Node};
use crate::model::Kind;
use crate::model::text::fold;

/// Somebody who says, writes, publishes or checks something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Agent {
    pub name: String,
    /// What its type says, where it has one that says something.
    pub kind: Option<Kind>,
    /// The role in words ("Diputado"), and whose role it is.
    pub job_title: Option<String>,
    pub affiliation: Option<String>,
    /// Whether it has further names, which stay in the original.
    pub has_more_names: bool,
}

/// The agents that a member names. Those without a name are left out.
pub(super) fn agents(node: Node<'_>, member: &str) -> Vec<Agent> {
    let mut found: Vec<Agent> = Vec::new();
    for agent in node.items(member).into_iter().filter_map(agent) {
        if !found.iter().any(|known| fold(&known.name) == fold(&agent.name)) {
            found.push(agent);
        }
    }
    found
}

impl Agent {
    pub fn named(name: String) -> Agent {
        Agent { name, kind: None, job_title: None, affiliation: None, has_more_names: false }
    }
}

fn agent(item: Item<'_>) -> Option<Agent> {
    let node = match item {
        // An address is no name.
        Item::Text(text) => return (!is_address(&text)).then(|| Agent::named(text)),
        Item::Node(node) => node,
    };
    let names = node.texts("name");
    let (name, more) = names.split_first()?;
    let affiliation = ["affiliation", "worksFor", "memberOf"].iter().find_map(|member| {
        match node.items(member).into_iter().next()? {
            Item::Text(text) => Some(text),
            Item::Node(of) => of.text("name"),
        }
    });
    Some(Agent {
        name: name.clone(),
        kind: kind(&node.type_names()),
        job_title: node.text("jobTitle"),
        affiliation: affiliation.filter(|of| !is_address(of)),
        has_more_names: !more.is_empty(),
    })
}

fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// Persons, and organizations of every sort that schema.org has a type for and publishers use.
fn kind(types: &[&str]) -> Option<Kind> {
    const ORGANIZATIONS: [&str; 18] = [
        "organization",
        "newsmediaorganization",
        "ngo",
        "corporation",
        "governmentorganization",
        "politicalparty",
        "educationalorganization",
        "collegeoruniversity",
        "onlinebusiness",
        "localbusiness",
        "medicalorganization",
        "researchorganization",
        "sportsorganization",
        "sportsteam",
        "workersunion",
        "performinggroup",
        "project",
        "consortium",
    ];
    types.iter().find_map(|kind| match kind.to_ascii_lowercase().as_str() {
        "person" => Some(Kind::Person),
        kind if ORGANIZATIONS.contains(&kind) => Some(Kind::Organization),
        _ => None,
    })
}

/// Whether a name names nobody: "Social media users", "Viral post". The list is exact, as that of the verdicts is.
pub(super) fn names_nobody(name: &str) -> bool {
    let folded = fold(name);
    NOBODY.iter().any(|words| fold(words) == folded)
}

/// What publishers write as the author of a claim where many, or nobody known, have made it.
const NOBODY: &[&str] = &[
    "social media users",
    "social media user",
    "social media",
    "social media post",
    "social media posts",
    "facebook users",
    "facebook user",
    "facebook post",
    "facebook posts",
    "twitter users",
    "twitter user",
    "twitter post",
    "twitter posts",
    "x users",
    "x user",
    "x post",
    "whatsapp users",
    "whatsapp message",
    "whatsapp messages",
    "instagram users",
    "instagram post",
    "instagram posts",
    "tiktok users",
    "tiktok video",
    "youtube video",
    "youtube videos",
    "viral post",
    "viral posts",
    "viral image",
    "viral images",
    "viral video",
    "viral videos",
    "viral social media post",
    "viral social media posts",
    "viral message",
    "viral claim",
    "multiple sources",
    "multiple people",
    "multiple persons",
    "multiple social media users",
    "multiple users",
    "various sources",
    "various",
    "various websites",
    "several sources",
    "several websites",
    "unknown",
    "anonymous",
    "online posts",
    "internet users",
    "netizens",
    "bloggers",
    "chain email",
    "chain message",
    "posts on social media",
    "users on social media",
    "posts online",
    "facebook and twitter users",
    "varias fuentes",
    "redes sociales",
    "usuarios de redes sociales",
    "publicaciones en redes sociales",
    "publicaciones de facebook",
    "usuarios de facebook",
    "mensaje viral",
    "viral en redes sociales",
    "cadena de whatsapp",
    "múltiples fuentes",
    "postagens em redes sociais",
    "posts nas redes sociais",
    "posts em redes sociais",
    "boatos de redes sociais",
    "publicações nas redes sociais",
    "publicação nas redes sociais",
    "usuários de redes sociais",
    "corrente de whatsapp",
    "conteúdo viral",
    "réseaux sociaux",
    "internautes",
    "utilisateurs de réseaux sociaux",
    "sources multiples",
    "plusieurs sources",
    "publications facebook",
    "publication facebook",
    "publications sur les réseaux sociaux",
    "utilisateurs de facebook",
    "soziale medien",
    "nutzer sozialer medien",
    "facebook-nutzer",
    "soziale netzwerke",
    "facebook-beitrag",
    "mehrere quellen",
    "utenti social",
    "social network",
    "utenti dei social",
    "fonti varie",
    "sosyal medya",
    "sosyal medya kullanıcıları",
    "sosyal medya paylaşımı",
    "социальные сети",
    "пользователи соцсетей",
    "соцсети",
    "соціальні мережі",
    "користувачі соцмереж",
    "منشورات مواقع التواصل الاجتماعي",
    "مواقع التواصل الاجتماعي",
    "مستخدمو مواقع التواصل الاجتماعي",
    "رواد مواقع التواصل الاجتماعي",
    "منشورات متداولة",
    "منشور متداول",
    "רשתות חברתיות",
    "גולשים ברשתות החברתיות",
    "פוסט ויראלי",
    "सोशल मीडिया यूजर्स",
    "सोशल मीडिया यूजर",
    "सोशल मीडिया",
    "वायरल पोस्ट",
    "ফেসবুক পোস্ট",
    "সোশ্যাল মিডিয়া ব্যবহারকারী",
];
