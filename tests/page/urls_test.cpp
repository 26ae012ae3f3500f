#include "page/urls.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/support/publications.h"

using namespace enig;

TEST_CASE("a topic's page has no language in its address in the topic's own language") {
  const policy::Publication publication = support::small_publication();
  CHECK(page::page_path(publication.site, publication.topics[0], "nb") == "oya/smaa/");
  CHECK(page::page_path(publication.site, publication.topics[0], "en") == "en/oya/smaa/");
  CHECK(page::page_path(publication.site, publication.topics[1], "en") == "oya/parks/");
  CHECK(page::page_path(publication.site, publication.topics[1], "nb") == "nb/oya/parks/");
}

TEST_CASE("a topic in a language that Enig does not speak is shown in the site's first") {
  policy::Publication publication = support::small_publication();
  publication.topics[0].languages = {"se"};
  CHECK(page::own_language(publication.site, publication.topics[0]) == "nb");
}

TEST_CASE("the way back to the root has one step for each folder") {
  CHECK(page::root_from("") == "./");
  CHECK(page::root_from("en/") == "../");
  CHECK(page::root_from("en/oya/smaa/") == "../../../");
}

TEST_CASE("the sign-up for the newsletter lies beside the list of topics") {
  const policy::Publication publication = support::small_publication();
  CHECK(page::newsletter_path(publication.site, "nb") == "newsletter/");
  CHECK(page::newsletter_path(publication.site, "en") == "en/newsletter/");
}
