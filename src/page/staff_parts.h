// What the staff's pages are put together from. Internal to the room.
//
//     Node section = staff_section("enig.staff.sessions", words.say(Word::staff_sessions_title));
//     add_field(section, {.id = …, .form_id = …}, words.say(Word::staff_name));
#pragma once

#include <string>
#include <string_view>

#include "page/build.h"
#include "page/staff_pages.h"

namespace enig::page {

// Skip link, banner, the staff's own navigation, the title, and what is said and wrong. `main` is
// the node that the rest goes into: close_staff_page() puts it into the page.
struct StaffPage {
  Page page;
  Node main;
  Words words;
  std::string root;  // from the page to the site's root
};
[[nodiscard]] StaffPage open_staff_page(const policy::Publication& publication,
                                        const StaffVisit& visit, std::string title);
[[nodiscard]] Page close_staff_page(const policy::Publication& publication, const StaffVisit& visit,
                                    StaffPage open);

[[nodiscard]] Node staff_section(const std::string& id, std::string title);

// A form with this id that posts to `address`, and carries the visit's token.
void add_form(Page& page, const std::string& id, std::string address, const StaffVisit& visit,
              std::vector<HiddenField> more = {});

struct StaffField {
  std::string id;
  std::string form_id;
  Input input;
};
void add_field(Node& parent, StaffField field, std::string label);
[[nodiscard]] Node staff_button(std::string id, const std::string& form_id, std::string posts,
                                std::string text);

inline constexpr const char* staff_problem_id = "enig.staff.problem";

}  // namespace enig::page
