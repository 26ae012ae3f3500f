#include <catch2/catch_test_macros.hpp>

#include "app/state.h"

using namespace enig;
using namespace enig::app;
using opinion::Stance;

TEST_CASE("every action that can be pressed is read back as it was written") {
  const std::vector<Action> actions{Answer{Target{PointId("sone-1")}, Stance::agree},
                                    Answer{whole_topic, Stance::disagree},
                                    Answer{Target{PointId("a")}, Stance::unsure},
                                    Undo{Target{PointId("sone-1")}},
                                    Undo{whole_topic},
                                    AskConsent{Target{PointId("sone-1")}},
                                    AskConsent{whole_topic},
                                    GiveConsent{},
                                    DeclineConsent{}};
  for (const Action& action : actions) {
    CAPTURE(to_text(action));
    CHECK(action_from(to_text(action)) == action);
  }
}

TEST_CASE("hostile text is no action") {
  for (const char* text :
       {"", ":", "agree", "agree:Sone 1", "agree:../x", "consent:", "consent:maybe",
        "delivered:", "AGREE:sone-1", "agree:sone-1:more", "undo:æ"}) {
    CAPTURE(text);
    CHECK_FALSE(action_from(text).has_value());
  }
}
