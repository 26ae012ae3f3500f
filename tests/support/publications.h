// A small publication for tests: one policy with two sections, a nested point and two topics.
//
//     const policy::Publication publication = support::small_publication();
#pragma once

#include "policy/publication.h"

namespace enig::support {

[[nodiscard]] inline policy::LocalText nb(const char* text) {
  return policy::LocalText({{"nb", text}});
}

[[nodiscard]] inline policy::Point point(const char* id, const char* text,
                                         std::vector<policy::Point> below = {}) {
  return {PointId(id), nb(text), std::move(below)};
}

[[nodiscard]] inline policy::Policy small_policy() {
  return {
      .id = PolicyId("smaasaker"),
      .languages = {"nb"},
      .party = nb("Prøvepartiet"),
      .title = nb("Små saker"),
      .intro = nb("Om det nære."),
      .sections = {{.id = SectionId("reiser"),
                    .title = nb("Reiser"),
                    .intro = std::nullopt,
                    .lead = nb("Prøvepartiet vil:"),
                    .points = {point("sone-1", "Ha hele øya i sone 1."),
                               point("baat", "Kjøpe båter:", {point("baat-el", "På strøm.")})},
                    .sections = {}},
                   {.id = SectionId("bygg"),
                    .title = nb("Bygg"),
                    .intro = nb("Hus & hjem <alle>."),
                    .lead = std::nullopt,
                    .points = {},
                    .sections = {{.id = SectionId("skoler"),
                                  .title = nb("Skoler"),
                                  .intro = std::nullopt,
                                  .lead = std::nullopt,
                                  .points = {point("skole", "Bygge én skole.")},
                                  .sections = {}}}}},
      .question = nb("Er du enig om små saker?"),
      .agree = {nb("Takk!"), nb("Vil du vite mer?"), {{nb("Bli med"), "https://example.org/med"}}},
      .disagree = {nb("Takk likevel."), std::nullopt, {{nb("Andre saker"), "/"}}},
      .newsletter = std::nullopt,
      .revision = Revision("00112233aabbccdd")};
}

[[nodiscard]] inline policy::Publication small_publication() {
  policy::Publication publication{
      .site = {.title = nb("Øya mener"),
               .languages = {"nb", "en"},
               .topics = {},
               .theme = {},
               .release = {},
               .show = policy::Show::after_answer,
               .embed_origins = {},
               .contact = policy::Contact{nb("Skriv til oss"), "mailto:post@example.org"}},
      .topics = {{PolicyId("smaasaker"), nb("Små saker"), {"nb"}, "oya/smaa"},
                 {PolicyId("parks"), policy::LocalText({{"en", "Parks"}}), {"en"}, "oya/parks"}},
      .policy = small_policy(),
      .mode = policy::Mode::counted};
  return publication;
}

}  // namespace enig::support
