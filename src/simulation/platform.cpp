#include "simulation/platform.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "simulation/random.h"

namespace enig::simulation {
namespace {

using policy::LocalText;

constexpr const char* party = "Prøvepartiet";
constexpr std::size_t section_points_min = 3;
constexpr std::size_t section_points_more = 6;
constexpr double nested_share = 0.12;  // of points that have some below them

constexpr std::string_view subjects[] = {
    "Skole",         "Barnehage",   "Eldreomsorg",    "Helse",    "Bolig",       "Kollektivtrafikk",
    "Sykkel",        "Veier",       "Klima",          "Natur",    "Energi",      "Næringsliv",
    "Arbeid",        "Integrering", "Kultur",         "Idrett",   "Bibliotek",   "Ungdom",
    "Psykisk helse", "Beredskap",   "Digitalisering", "Økonomi",  "Byutvikling", "Landbruk",
    "Havn og sjø",   "Folkehelse",  "Frivillighet",   "Trygghet", "Forskning",   "Medvirkning"};
constexpr std::string_view parts[] = {
    "For alle",          "Der folk bor",  "De neste årene", "Folk som jobber der",
    "Penger og ansvar",  "Nye løsninger", "Barn og unge",   "Sammen med naboene",
    "Det vi har fra før"};
constexpr std::string_view deeds[] = {"Bygge ut",
                                      "Bevare",
                                      "Gi mer penger til",
                                      "Gjøre det gratis å bruke",
                                      "Åpne",
                                      "Samle",
                                      "Fornye",
                                      "La innbyggerne bestemme over",
                                      "Stille strengere krav til",
                                      "Kutte køene i",
                                      "Ansette flere i",
                                      "Gjøre det enklere å finne"};
constexpr std::string_view things[] = {
    "tilbudet", "byggene",      "tjenestene", "arealene", "planene", "de ansatte sine vilkår",
    "lokalene", "møteplassene", "ordningene", "anleggene"};
constexpr std::string_view places[] = {
    "i hele kommunen", "i sentrum",    "i bydelene", "langs fjorden",
    "nær skolene",     "på kveldstid", "i helgene",  "der behovet er størst",
    "innen fire år",   "året rundt"};

template <std::size_t count>
std::string one_of(const std::string_view (&words)[count], Random& random) {
  return std::string(words[random.below(count)]);
}

LocalText nb(std::string text) { return LocalText({{"nb", std::move(text)}}); }

std::string point_text(Random& random) {
  std::string text = one_of(deeds, random);
  text += ' ';
  text += one_of(things, random);
  text += ' ';
  text += one_of(places, random);
  return text + '.';
}

// Of one topic.
class Writer {
 public:
  Writer(std::string topic, Random& random) : topic_(std::move(topic)), random_(random) {}

  std::vector<policy::Section> sections(std::size_t points) {
    std::vector<policy::Section> all;
    while (points > 0) {
      const std::size_t wanted = section_points_min + random_.below(section_points_more);
      all.push_back(section(std::min(wanted, points)));
      points -= std::min(wanted, points);
    }
    return all;
  }

 private:
  policy::Section section(std::size_t points) {
    ++sections_;
    policy::Section section{.id = SectionId(topic_ + "-del-" + std::to_string(sections_)),
                            .title = nb(one_of(parts, random_)),
                            .intro = std::nullopt,
                            .lead = nb(std::string(party) + " vil:"),
                            .points = {},
                            .sections = {}};
    while (points > 0) {
      policy::Point top = point();
      --points;
      const bool has_below = points > 0 && random_.happens(nested_share);
      for (std::size_t i = has_below ? 1 + random_.below(2) : 0; i > 0 && points > 0; --i) {
        top.points.push_back(point());
        --points;
      }
      section.points.push_back(std::move(top));
    }
    return section;
  }

  policy::Point point() {
    ++points_;
    return {PointId(topic_ + "-" + std::to_string(points_)), nb(point_text(random_)), {}};
  }

  std::string topic_;
  Random& random_;
  std::size_t sections_ = 0;
  std::size_t points_ = 0;
};

std::string title_of(std::size_t topic) {
  std::string title(subjects[topic % std::size(subjects)]);
  const std::size_t round = topic / std::size(subjects);
  return round == 0 ? title : title + " " + std::to_string(round + 1);
}

policy::Policy policy_of(std::size_t topic, std::size_t points, std::uint64_t seed) {
  Random random(seed, {1, topic});
  const std::string id = "sak-" + std::to_string(topic + 1);
  const std::string title = title_of(topic);
  return {.id = PolicyId(id),
          .languages = {"nb"},
          .party = nb(party),
          .title = nb(title),
          .intro = nb("En oppdiktet sak, laget for å prøve programmet med mange svar."),
          .sections = Writer(id, random).sections(points),
          .question = nb("Er du enig med " + std::string(party) + " om " + title + "?"),
          .agree = {nb("Takk!"), std::nullopt, {}},
          .disagree = {nb("Takk likevel."), std::nullopt, {}},
          .newsletter = std::nullopt,
          .revision = Revision()};
}

}  // namespace

Platform platform_of(const Size& size) {
  Platform platform{.site = {.title = nb("Prøvekommunen mener"),
                             .languages = {"nb"},
                             .topics = {},
                             .theme = {},
                             .release = {},
                             .show = policy::Show::after_answer,
                             .embed_origins = {},
                             .contact = std::nullopt},
                    .policies = {}};
  Random random(size.seed, {0});
  std::size_t left = size.points;
  for (std::size_t topic = 0; topic < size.topics; ++topic) {
    const std::size_t others = size.topics - topic - 1;
    // Between half and one and a half times an even part; the last one has what is left.
    const double even = static_cast<double>(left) / static_cast<double>(others + 1);
    auto points = static_cast<std::size_t>(even * random.between(0.5, 1.5));
    points = std::clamp<std::size_t>(points, 1, left - others);
    if (others == 0) points = left;
    left -= points;
    platform.policies.push_back(policy_of(topic, points, size.seed));
    platform.site.topics.push_back({platform.policies.back().id.str() + ".json"});
  }
  return platform;
}

}  // namespace enig::simulation
