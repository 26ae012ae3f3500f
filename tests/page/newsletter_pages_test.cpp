#include "page/newsletter_pages.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "page/urls.h"
#include "tests/support/golden.h"
#include "tests/support/publications.h"

using namespace enig;
using page::NewsletterPage;

TEST_CASE("the newsletter's pages, in the words of each language") {
  for (const char* const language : {"nb", "nn", "en"}) {
    std::string all;
    for (const NewsletterPage what :
         {NewsletterPage::sign_up, NewsletterPage::address_wrong, NewsletterPage::too_many,
          NewsletterPage::failed, NewsletterPage::sent, NewsletterPage::confirm,
          NewsletterPage::confirmed, NewsletterPage::already, NewsletterPage::leave,
          NewsletterPage::left, NewsletterPage::gone}) {
      page::NewsletterVisit visit;
      visit.what = what;
      visit.language = language;
      visit.path = page::newsletter_path(support::small_publication().site, language);
      if (what == NewsletterPage::address_wrong) {
        visit.address = "kari@";
        visit.from = PolicyId("smaasaker");
      }
      all += page::to_text(page::newsletter(support::small_publication(), visit)) + "\n";
    }
    CHECK_THAT(all,
               support::equals_golden(std::string("tests/page/newsletter_") + language + ".txt"));
  }
}
