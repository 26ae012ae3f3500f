#include "page/staff_accounts.h"

#include <string_view>
#include <utility>

#include "base/limits.h"
#include "page/staff_parts.h"

namespace enig::page {
namespace {

constexpr const char* list_form = "enig.staff.accounts.form";
constexpr const char* add_form_id = "enig.staff.add.form";
constexpr StaffRole roles[] = {StaffRole::viewer, StaffRole::editor, StaffRole::admin};
constexpr std::string_view role_names[] = {"viewer", "editor", "admin"};

std::string_view posted(StaffRole role) { return role_names[static_cast<std::size_t>(role)]; }

Word said_of(StaffListed::State state) {
  switch (state) {
    case StaffListed::State::waiting:
      return Word::staff_state_waiting;
    case StaffListed::State::ready:
      return Word::staff_state_ready;
    case StaffListed::State::codes:
      break;
  }
  return Word::staff_state_codes;
}

// A group: its buttons are about one account, which its legend names.
Node account_item(const StaffListed& account, const Words& words) {
  const std::string id = "enig.staff.account." + account.name;
  Node group = container(id, Kind::group, Look::card);
  group.children.emplace_back(leaf(id + ".name", Kind::legend, Look::point_text, account.name));
  group.children.emplace_back(
      leaf(id + ".state", Kind::paragraph, Look::small, words.say(said_of(account.state))));
  Node row = container(id + ".roles", Kind::flow, Look::filters);
  for (const StaffRole role : roles) {
    Node button =
        staff_button(id + "." + std::string(posted(role)), list_form,
                     "role:" + std::string(posted(role)) + ":" + account.name, say(words, role));
    button.look = Look::filter;
    button.spoken = words.say(Word::staff_role_of, {{"name", account.name}}) + ": " + button.text;
    button.pressed = role == account.role ? Pressed::yes : Pressed::no;
    row.children.emplace_back(std::move(button));
  }
  group.children.emplace_back(std::move(row));
  Node reset =
      staff_button(id + ".reset", list_form, "reset:" + account.name, words.say(Word::staff_reset));
  reset.spoken = words.say(Word::staff_reset_of, {{"name", account.name}});
  group.children.emplace_back(std::move(reset));
  Node remove = container(id + ".remove", Kind::details, Look::plain);
  remove.children.emplace_back(leaf(id + ".remove.summary", Kind::summary, Look::contents_title,
                                    words.say(Word::staff_remove)));
  remove.children.emplace_back(
      staff_button(id + ".remove.sure", list_form, "remove:" + account.name,
                   words.say(Word::staff_remove_of, {{"name", account.name}})));
  group.children.emplace_back(std::move(remove));
  return group;
}

Node link_section(const StaffLink& link, const Words& words, const std::string& root) {
  Node section = container("enig.staff.link", Kind::stack, Look::newsletter);
  section.children.emplace_back(
      leaf("enig.staff.link.text", Kind::status, Look::body,
           words.say(Word::staff_link_once,
                     {{"name", link.name}, {"n", words.number(limits::staff_link_minutes / 60)}})));
  section.children.emplace_back(
      page::link("enig.staff.link.address", Look::topic_link, link.address, root + link.address));
  return section;
}

Node add_section(Page& page, const StaffVisit& visit, const StaffAccounts& accounts,
                 const Words& words) {
  add_form(page, add_form_id, "accounts", visit);
  Node section = staff_section("enig.staff.add", words.say(Word::staff_add_title));
  Input input{.type = Input::Type::text, .name = "name", .value = accounts.typed};
  input.purpose = "off";
  if (visit.problem) input.described_by = staff_problem_id;
  input.is_wrong = visit.problem == Word::staff_name_wrong || visit.problem == Word::staff_taken;
  add_field(section, {"enig.staff.add.name", add_form_id, std::move(input)},
            words.say(Word::staff_name));
  Node row = container("enig.staff.add.row", Kind::flow, Look::filters);
  for (const StaffRole role : roles) {
    row.children.emplace_back(
        staff_button("enig.staff.add." + std::string(posted(role)), add_form_id,
                     "add:" + std::string(posted(role)),
                     words.say(Word::staff_add, {{"role", say(words, role)}})));
  }
  section.children.emplace_back(std::move(row));
  return section;
}

}  // namespace

Page staff_accounts(const policy::Publication& publication, const StaffVisit& visit,
                    const StaffAccounts& accounts) {
  const Words words(visit.language);
  StaffPage open = open_staff_page(publication, visit, words.say(Word::staff_accounts_title));
  std::vector<Child>& parts = open.main.children;
  if (accounts.link) parts.emplace_back(link_section(*accounts.link, words, open.root));
  parts.emplace_back(
      leaf("enig.staff.text", Kind::paragraph, Look::body, words.say(Word::staff_accounts_text)));
  add_form(open.page, list_form, "accounts", visit);
  for (const StaffListed& each : accounts.accounts) {
    parts.emplace_back(account_item(each, words));
  }
  parts.emplace_back(add_section(open.page, visit, accounts, words));
  return close_staff_page(publication, visit, std::move(open));
}

}  // namespace enig::page
