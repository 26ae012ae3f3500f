// What is seen of the page, and the sign-up beside it: nothing here touches an answer.
#include <algorithm>
#include <string_view>

#include "app/updater.h"
#include "app/visible.h"
#include "base/limits.h"
#include "base/mail_address.h"
#include "base/utf8.h"

namespace enig::app {
namespace {

constexpr std::string_view topic_id = "enig.topic";
constexpr std::string_view mine_id = "enig.mine";

bool holds_section(const std::vector<policy::Section>& sections, std::string_view id) {
  return std::ranges::any_of(sections, [&](const policy::Section& section) {
    return section.id.str() == id || holds_section(section.sections, id);
  });
}

// What of the typed words is looked for: whole letters, and no control characters.
std::string query_from(std::string_view typed) {
  std::size_t end = std::min(typed.size(), limits::query_bytes_max);
  while (end > 0 && end < typed.size() && (static_cast<unsigned char>(typed[end]) & 0xC0u) == 0x80u)
    --end;
  std::string query(typed.substr(0, end));
  for (char& c : query) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  return query;
}

}  // namespace

Effects Updater::operator()(const SetFilter& action) {
  state_.filter = action.filter;
  state_.filter_keeps.clear();
  say(Said::hits);
  return {};
}

Effects Updater::operator()(const Search& action) {
  if (utf8::first_invalid(action.query)) return {};
  std::string query = query_from(action.query);
  if (query == state_.query) return {};
  state_.query = std::move(query);
  say(Said::hits);
  return {};
}

Effects Updater::operator()(const ShowAll&) {
  state_.filter = Filter::all;
  state_.filter_keeps.clear();
  state_.query.clear();
  return {};
}

Effects Updater::operator()(const ToggleTools& action) {
  if (!exists(action.target)) return {};
  if (state_.open_tools.erase(action.target) == 0) state_.open_tools.insert(action.target);
  return {};
}

Effects Updater::operator()(const ToggleContents&) {
  state_.contents = state_.contents == Contents::folded ? Contents::unfolded : Contents::folded;
  return {};
}

std::string next_unanswered(const policy::Publication& publication, const State& state,
                            const std::optional<PointId>& after) {
  const std::vector<PointId> ids = policy::point_ids(publication.policy);
  std::size_t first = 0;
  if (after) {
    const auto found = std::ranges::find(ids, *after);
    if (found == ids.end()) return "";
    first = static_cast<std::size_t>(found - ids.begin()) + 1;
  }
  const Visible visible = visible_in(publication.policy, state);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const PointId& id = ids[(first + i) % ids.size()];
    if (!state.answers.contains(id) && visible.shows(id)) return id.str();
  }
  return std::string(state.topic ? mine_id : topic_id);
}

Effects Updater::operator()(const GoToNext& action) {
  std::string id = next_unanswered(publication_, state_, action.after);
  if (id.empty()) return {};
  return {GoTo{std::move(id)}};
}

Effects Updater::operator()(const CopyLink& action) {
  const bool is_there = holds_section(publication_.policy.sections, action.id) ||
                        (!action.id.empty() && exists({PointId(action.id)}));
  if (!is_there) return {};
  if (!state_.abilities.clipboard) return {GoTo{action.id}};
  return {CopyAddress{action.id}};
}

Effects Updater::operator()(const LinkCopied& action) {
  say(action.success == Success::yes ? Said::link_copied : Said::link_not_copied);
  return {};
}

Effects Updater::operator()(const ToggleSummary&) {
  state_.summary = state_.summary == Summary::closed ? Summary::open : Summary::closed;
  state_.sharing = Sharing::unasked;
  return {};
}

Effects Updater::operator()(const ToggleSharing&) {
  const bool may_warn = state_.sharing == Sharing::unasked && state_.abilities.picture;
  state_.sharing = may_warn ? Sharing::warned : Sharing::unasked;
  return {};
}

Effects Updater::operator()(const MakePicture& action) {
  // Nobody's opinions become a picture without the warning.
  if (state_.sharing != Sharing::warned || !state_.abilities.picture) return {};
  if (action.picture == Picture::share && !state_.abilities.share) return {};
  return {DrawPicture{action.picture}};
}

Effects Updater::operator()(const PictureMade& action) {
  say(action.success == Success::yes ? Said::picture_ready : Said::picture_failed);
  return {};
}

Effects Updater::operator()(const Subscribe& action) {
  if (publication_.newsletter != policy::NewsletterOffer::open) return {};
  if (state_.sign_up == SignUp::sending || state_.sign_up == SignUp::sent) return {};
  std::optional<std::string> address = mail_address_from(action.address);
  if (!address) {
    state_.sign_up = SignUp::address_wrong;
    say(Said::sign_up);
    return {};
  }
  state_.sign_up = SignUp::sending;
  return {SendSignUp{std::move(*address)}};
}

Effects Updater::operator()(const SignUpReplied& action) {
  if (state_.sign_up != SignUp::sending) return {};
  state_.sign_up = action.outcome;
  say(Said::sign_up);
  return {};
}

}  // namespace enig::app
