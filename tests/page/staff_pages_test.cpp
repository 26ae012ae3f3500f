#include "page/staff_pages.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "page/staff_accounts.h"
#include "tests/support/golden.h"
#include "tests/support/publications.h"

using namespace enig;
using namespace enig::page;

namespace {

StaffVisit visit_of(const char* language, const char* path) {
  StaffVisit visit;
  visit.language = language;
  visit.path = path;
  visit.token = "1.00";
  return visit;
}

StaffVisit visit_as(StaffRole role, const char* language, const char* path) {
  StaffVisit visit = visit_of(language, path);
  visit.visitor = StaffVisitor{"kari", role};
  return visit;
}

std::string before_the_door(const char* language) {
  const policy::Publication publication = support::small_publication();
  StaffVisit visit = visit_of(language, "staff/login");
  std::string all = to_text(staff_login(publication, visit, ""));
  visit.problem = Word::staff_refused;
  all += "\n" + to_text(staff_login(publication, visit, "kari"));
  visit = visit_of(language, "staff/choose/00");
  visit.problem = Word::staff_too_short;
  all += "\n" + to_text(staff_choose(publication, visit, "kari"));
  all += "\n" + to_text(staff_gone(publication, visit_of(language, "staff/choose/00")));
  return all;
}

std::string behind_the_door(const char* language) {
  const policy::Publication publication = support::small_publication();
  StaffVisit visit = visit_as(StaffRole::viewer, language, "staff/account");
  StaffAccount account{.recovery_left = std::nullopt, .secret = "GEZD"};
  account.sessions = {{"aa", "2026-11-23 05:00", "2026-11-23 06:00", StaffSession::Here::yes},
                      {"bb", "2026-11-22 05:00", "2026-11-22 06:00", StaffSession::Here::no}};
  std::string all = to_text(staff_account(publication, visit, account));
  visit.said = Word::staff_codes_turned_on;
  account.recovery_left = 10;
  account.recovery = {"aaaa-bbbb-cccc-dddd"};
  all += "\n" + to_text(staff_account(publication, visit, account));
  all += "\n" + to_text(staff_forbidden(publication,
                                        visit_as(StaffRole::editor, language, "staff/accounts")));
  visit = visit_as(StaffRole::admin, language, "staff/accounts");
  StaffAccounts accounts;
  accounts.accounts = {{"kari", StaffRole::admin, StaffListed::State::codes},
                       {"ola", StaffRole::viewer, StaffListed::State::waiting},
                       {"per", StaffRole::editor, StaffListed::State::ready}};
  accounts.link = StaffLink{"ola", "staff/choose/00"};
  all += "\n" + to_text(staff_accounts(publication, visit, accounts));
  visit.problem = Word::staff_name_wrong;
  accounts = {.accounts = {}, .typed = "a b"};
  all += "\n" + to_text(staff_accounts(publication, visit, accounts));
  return all;
}

}  // namespace

TEST_CASE("the staff's pages, in the words of each language") {
  for (const char* const language : {"nb", "nn", "en"}) {
    CHECK_THAT(before_the_door(language) + "\n" + behind_the_door(language),
               support::equals_golden(std::string("tests/page/staff_") + language + ".txt"));
  }
}

TEST_CASE("every form of a staff page carries its token and no other's") {
  const policy::Publication publication = support::small_publication();
  const Page page = staff_account(publication, visit_as(StaffRole::admin, "nb", "staff/account"),
                                  {.recovery_left = 3});
  CHECK(page.other_forms.size() == 5);
  for (const OtherForm& form : page.other_forms) {
    INFO(form.id);
    REQUIRE_FALSE(form.fields.empty());
    CHECK(form.fields.front() == HiddenField{"token", "1.00"});
  }
}
