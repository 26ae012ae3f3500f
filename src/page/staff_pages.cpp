#include "page/staff_pages.h"

#include <utility>

#include "base/limits.h"
#include "page/staff_parts.h"
#include "page/urls.h"

namespace enig::page {
namespace {

constexpr const char* leave_form = "enig.staff.leave.form";

std::string filled(const Words& words, Word word) {
  switch (word) {
    case Word::staff_too_short:
      return words.say(word, {{"n", words.number(limits::staff_password_characters_min)}});
    case Word::staff_too_long:
      return words.say(word, {{"n", words.number(limits::staff_password_characters_max)}});
    case Word::staff_name_wrong:
      return words.say(word, {{"n", words.number(limits::staff_name_bytes_max)}});
    default:
      return words.say(word);
  }
}

// Where one is, who one is, and the way out.
Node staff_navigation(Page& page, const StaffVisit& visit, const Words& words,
                      const std::string& root) {
  const StaffVisitor& visitor = *visit.visitor;
  Node row = container("enig.staff.nav.row", Kind::flow, Look::tools);
  row.children.emplace_back(link("enig.staff.nav.account", Look::undo,
                                 words.say(Word::staff_account_title), root + "staff/account"));
  if (visitor.role == StaffRole::admin) {
    row.children.emplace_back(link("enig.staff.nav.accounts", Look::undo,
                                   words.say(Word::staff_accounts_title), root + "staff/accounts"));
  }
  add_form(page, leave_form, root + "staff/logout", visit);
  Node out = staff_button("enig.staff.leave", leave_form, "leave:", words.say(Word::staff_log_out));
  out.look = Look::undo;
  row.children.emplace_back(std::move(out));
  Node navigation = container("enig.staff.nav", Kind::navigation, Look::plain);
  navigation.text = words.say(Word::staff_nav);
  navigation.children.emplace_back(std::move(row));
  return navigation;
}

void add_new_password(Node& parent, const std::string& form, const Words& words) {
  for (const bool is_first : {true, false}) {
    Input input{.type = Input::Type::password, .name = is_first ? "new" : "repeat"};
    input.purpose = "new-password";
    add_field(parent, {is_first ? "enig.staff.new" : "enig.staff.repeat", form, std::move(input)},
              words.say(is_first ? Word::staff_new_password : Word::staff_repeat));
  }
}

void add_current_password(Node& parent, const std::string& id, const std::string& form,
                          const Words& words) {
  Input input{.type = Input::Type::password, .name = "current"};
  input.purpose = "current-password";
  add_field(parent, {id, form, std::move(input)}, words.say(Word::staff_current));
}

Node password_section(Page& page, const StaffVisit& visit, const Words& words) {
  constexpr const char* form = "enig.staff.password.form";
  add_form(page, form, "account", visit);
  Node section = staff_section("enig.staff.password", words.say(Word::staff_password));
  add_current_password(section, "enig.staff.current", form, words);
  add_new_password(section, form, words);
  section.children.emplace_back(
      staff_button("enig.staff.change", form, "password:", words.say(Word::staff_change)));
  return section;
}

Node codes_section(Page& page, const StaffVisit& visit, const StaffAccount& account,
                   const Words& words) {
  constexpr const char* form = "enig.staff.codes.form";
  Node section = staff_section("enig.staff.codes", words.say(Word::staff_codes_title));
  const auto say = [&section](const char* id, std::string text) {
    section.children.emplace_back(leaf(id, Kind::paragraph, Look::body, std::move(text)));
  };
  if (account.recovery_left) {
    add_form(page, form, "account", visit);
    say("enig.staff.codes.text",
        words.say(Word::staff_codes_on, {{"n", words.number(*account.recovery_left)}}));
    add_current_password(section, "enig.staff.codes.current", form, words);
    section.children.emplace_back(staff_button(
        "enig.staff.codes.off", form, "codes-off:", words.say(Word::staff_codes_turn_off)));
    return section;
  }
  add_form(page, form, "account", visit, {{"secret", account.secret}});
  say("enig.staff.codes.text", words.say(Word::staff_codes_off));
  section.children.emplace_back(container(std::string(staff_picture_id), Kind::stack, Look::plain));
  say("enig.staff.codes.key", words.say(Word::staff_codes_key, {{"key", account.secret}}));
  Input input{.type = Input::Type::text, .name = "code"};
  input.purpose = "one-time-code";
  add_field(section, {"enig.staff.codes.code", form, std::move(input)},
            words.say(Word::staff_codes_code));
  section.children.emplace_back(
      staff_button("enig.staff.codes.on", form, "codes-on:", words.say(Word::staff_codes_turn_on)));
  return section;
}

Node recovery_section(const StaffAccount& account, const Words& words) {
  Node section = staff_section("enig.staff.recovery", words.say(Word::staff_recovery_title));
  Node list = container("enig.staff.recovery.list", Kind::list, Look::mine_list);
  for (std::size_t i = 0; i < account.recovery.size(); ++i) {
    const std::string id = "enig.staff.recovery." + std::to_string(i);
    list.children.emplace_back(
        container(id, Kind::item, Look::mine_item,
                  {leaf(id + ".code", Kind::paragraph, Look::body, account.recovery[i])}));
  }
  section.children.emplace_back(std::move(list));
  return section;
}

Node sessions_section(Page& page, const StaffVisit& visit, const StaffAccount& account,
                      const Words& words) {
  constexpr const char* form = "enig.staff.sessions.form";
  add_form(page, form, "account", visit);
  Node section = staff_section("enig.staff.sessions", words.say(Word::staff_sessions_title));
  Node list = container("enig.staff.sessions.list", Kind::list, Look::mine_list);
  for (const StaffSession& each : account.sessions) {
    const std::string id = "enig.staff.session." + each.id;
    const bool is_here = each.here == StaffSession::Here::yes;
    Node item = container(id, Kind::item, Look::mine_item);
    item.children.emplace_back(leaf(
        id + ".text", Kind::paragraph, Look::body,
        is_here ? words.say(Word::staff_session_this, {{"began", each.began}})
                : words.say(Word::staff_session, {{"began", each.began}, {"seen", each.seen}})));
    if (!is_here) {
      Node button =
          staff_button(id + ".end", form, "end:" + each.id, words.say(Word::staff_session_end));
      button.spoken = button.text + ": " + item.children.front()->text;
      item.children.emplace_back(std::move(button));
    }
    list.children.emplace_back(std::move(item));
  }
  section.children.emplace_back(std::move(list));
  return section;
}

Node language_section(Page& page, const policy::Site& site, const StaffVisit& visit,
                      const Words& words) {
  constexpr const char* form = "enig.staff.language.form";
  add_form(page, form, "account", visit);
  Node section = staff_section("enig.staff.language", words.say(Word::staff_language_title));
  Node row = container("enig.staff.language.row", Kind::flow, Look::filters);
  for (const std::string& language : site.languages) {
    if (!speaks(language)) continue;
    Node button = staff_button("enig.staff.language." + language, form, "language:" + language,
                               std::string(name_of_language(language)));
    button.look = Look::filter;
    button.language = language;
    button.pressed = language == words.language() ? Pressed::yes : Pressed::no;
    row.children.emplace_back(std::move(button));
  }
  section.children.emplace_back(std::move(row));
  return section;
}

}  // namespace

std::string say(const Words& words, StaffRole role) {
  switch (role) {
    case StaffRole::viewer:
      return words.say(Word::staff_role_viewer);
    case StaffRole::editor:
      return words.say(Word::staff_role_editor);
    case StaffRole::admin:
      return words.say(Word::staff_role_admin);
  }
  return {};
}

StaffPage open_staff_page(const policy::Publication& publication, const StaffVisit& visit,
                          std::string title) {
  StaffPage open{{},
                 container("enig.main", Kind::main, Look::content),
                 Words(visit.language),
                 root_from(visit.path)};
  open.page.language = open.words.language();
  open.page.title = title + " – ";
  open.page.title += publication.site.title.in(open.words.language()).text;
  open.page.description = open.words.say(Word::staff_nav);
  open.main.children.emplace_back(heading("enig.title", 1, Look::title, std::move(title)));
  if (visit.visitor) {
    open.main.children.emplace_back(leaf(
        "enig.staff.who", Kind::paragraph, Look::small,
        open.words.say(Word::staff_signed_in, {{"name", visit.visitor->name},
                                               {"role", say(open.words, visit.visitor->role)}})));
    open.main.children.emplace_back(staff_navigation(open.page, visit, open.words, open.root));
  }
  if (visit.said) {
    open.main.children.emplace_back(
        leaf("enig.staff.said", Kind::status, Look::notice, filled(open.words, *visit.said)));
  }
  if (visit.problem) {
    Node problem =
        leaf(staff_problem_id, Kind::status, Look::problem, filled(open.words, *visit.problem));
    open.main.children.emplace_back(std::move(problem));
  }
  return open;
}

Page close_staff_page(const policy::Publication& publication, const StaffVisit& visit,
                      StaffPage open) {
  open.page.root =
      container("enig.page", Kind::document, Look::plain,
                {skip_link(open.words), banner(publication.site, open.words, visit.path, {}),
                 std::move(open.main)});
  return std::move(open.page);
}

Node staff_section(const std::string& id, std::string title) {
  Node section = container(id, Kind::section, Look::newsletter);
  section.labelled_by = id + ".title";
  section.children.emplace_back(
      heading(section.labelled_by, 2, Look::subheading, std::move(title)));
  return section;
}

void add_form(Page& page, const std::string& id, std::string address, const StaffVisit& visit,
              std::vector<HiddenField> more) {
  more.insert(more.begin(), {"token", visit.token});
  page.other_forms.push_back({id, std::move(address), std::move(more)});
}

void add_field(Node& parent, StaffField given, std::string text) {
  Node label = leaf(given.id + ".label", Kind::label, Look::label, std::move(text));
  label.labelled_by = given.id;
  Node field = container(std::move(given.id), Kind::field, Look::field);
  field.form_id = std::move(given.form_id);
  field.input = std::move(given.input);
  parent.children.emplace_back(std::move(label));
  parent.children.emplace_back(std::move(field));
}

Node staff_button(std::string id, const std::string& form_id, std::string posts, std::string text) {
  Node button = leaf(std::move(id), Kind::button, Look::action, std::move(text));
  button.form_id = form_id;
  button.form_value = std::move(posts);
  return button;
}

Page staff_login(const policy::Publication& publication, const StaffVisit& visit,
                 std::string_view name) {
  constexpr const char* form = "enig.staff.login.form";
  const Words words(visit.language);
  StaffPage open = open_staff_page(publication, visit, words.say(Word::staff_login_title));
  const std::string site(publication.site.title.in(words.language()).text);
  add_form(open.page, form, open.root + "staff/login", visit,
           {{"language", std::string(words.language())}});
  open.main.children.emplace_back(leaf("enig.staff.text", Kind::paragraph, Look::intro,
                                       words.say(Word::staff_login_text, {{"site", site}})));
  Node box = container("enig.staff.login", Kind::stack, Look::newsletter);
  Input who{.type = Input::Type::text, .name = "name", .value = std::string(name)};
  who.purpose = "username";
  if (visit.problem) who.described_by = staff_problem_id;
  add_field(box, {"enig.staff.name", form, std::move(who)}, words.say(Word::staff_name));
  Input password{.type = Input::Type::password, .name = "password"};
  password.purpose = "current-password";
  add_field(box, {"enig.staff.password", form, std::move(password)},
            words.say(Word::staff_password));
  Input code{.type = Input::Type::text, .name = "code"};
  code.purpose = "one-time-code";
  code.may_be_empty = true;
  add_field(box, {"enig.staff.code", form, std::move(code)}, words.say(Word::staff_code));
  box.children.emplace_back(
      staff_button("enig.staff.enter", form, "login:", words.say(Word::staff_log_in)));
  open.main.children.emplace_back(std::move(box));
  Node row = container("enig.staff.languages", Kind::flow, Look::tools);
  for (const LanguageLink& other : other_languages(publication.site, words, [](const auto& each) {
         return "staff/login?language=" + each;
       })) {
    Node node = link("enig.staff.language." + other.language, Look::undo,
                     std::string(name_of_language(other.language)), open.root + other.path);
    node.language = other.language;
    row.children.emplace_back(std::move(node));
  }
  if (!row.children.empty()) open.main.children.emplace_back(std::move(row));
  return close_staff_page(publication, visit, std::move(open));
}

Page staff_choose(const policy::Publication& publication, const StaffVisit& visit,
                  std::string_view name) {
  constexpr const char* form = "enig.staff.choose.form";
  const Words words(visit.language);
  StaffPage open = open_staff_page(publication, visit, words.say(Word::staff_choose_title));
  add_form(open.page, form, open.root + visit.path, visit);
  open.main.children.emplace_back(
      leaf("enig.staff.text", Kind::paragraph, Look::intro,
           words.say(Word::staff_choose_text,
                     {{"name", std::string(name)},
                      {"n", words.number(limits::staff_password_characters_min)}})));
  Node box = container("enig.staff.choose", Kind::stack, Look::newsletter);
  add_new_password(box, form, words);
  box.children.emplace_back(
      staff_button("enig.staff.use", form, "choose:", words.say(Word::staff_choose)));
  open.main.children.emplace_back(std::move(box));
  return close_staff_page(publication, visit, std::move(open));
}

Page staff_gone(const policy::Publication& publication, const StaffVisit& visit) {
  const Words words(visit.language);
  StaffPage open = open_staff_page(publication, visit, words.say(Word::staff_gone_title));
  open.main.children.emplace_back(
      leaf("enig.staff.text", Kind::paragraph, Look::intro, words.say(Word::staff_gone)));
  open.main.children.emplace_back(link("enig.staff.login", Look::undo,
                                       words.say(Word::staff_log_in), open.root + "staff/login"));
  return close_staff_page(publication, visit, std::move(open));
}

Page staff_forbidden(const policy::Publication& publication, const StaffVisit& visit) {
  const Words words(visit.language);
  return close_staff_page(
      publication, visit,
      open_staff_page(publication, visit, words.say(Word::staff_forbidden_title)));
}

Page staff_account(const policy::Publication& publication, const StaffVisit& visit,
                   const StaffAccount& account) {
  const Words words(visit.language);
  StaffPage open = open_staff_page(publication, visit, words.say(Word::staff_account_title));
  std::vector<Child>& parts = open.main.children;
  if (!account.recovery.empty()) parts.emplace_back(recovery_section(account, words));
  parts.emplace_back(password_section(open.page, visit, words));
  parts.emplace_back(codes_section(open.page, visit, account, words));
  parts.emplace_back(sessions_section(open.page, visit, account, words));
  parts.emplace_back(language_section(open.page, publication.site, visit, words));
  return close_staff_page(publication, visit, std::move(open));
}

}  // namespace enig::page
