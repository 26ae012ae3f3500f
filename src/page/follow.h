// What unfolds after the topic's answer: the publisher's thanks, what else one may agree on, the
// newsletter, other ways on. Internal to the room.
//
//     Node section = follow_up(setting, {.stance = opinion::Stance::agree});
#pragma once

#include <vector>

#include "page/build.h"
#include "page/setting.h"

namespace enig::page {

struct FollowScene {
  opinion::Stance stance = opinion::Stance::unsure;
  std::vector<PointId> points;   // suggested
  std::vector<PolicyId> topics;  // suggested
  app::SignUp sign_up = app::SignUp::open;

  friend bool operator==(const FollowScene&, const FollowScene&) = default;
};

[[nodiscard]] FollowScene follow_scene(const Setting& setting, opinion::Stance stance);

[[nodiscard]] Node follow_up(const Setting& setting, const FollowScene& scene);

// The form of the sign-up, where the newsletter is offered.
[[nodiscard]] std::vector<OtherForm> sign_up_form(const Setting& setting);

// What is wrong with the sign-up, or what came of it; nothing while it is open.
[[nodiscard]] std::optional<Word> sign_up_word(app::SignUp sign_up);

}  // namespace enig::page
