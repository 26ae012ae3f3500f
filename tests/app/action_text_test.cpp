#include <catch2/catch_test_macros.hpp>

#include "app/action.h"

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
                                    DeclineConsent{},
                                    ToggleImportant{PointId("sone-1")},
                                    SetFilter{Filter::all},
                                    SetFilter{Filter::unanswered},
                                    SetFilter{Filter::agreed},
                                    SetFilter{Filter::disagreed},
                                    Search{},
                                    ToggleTools{Target{PointId("sone-1")}},
                                    ToggleTools{whole_topic},
                                    GoToNext{},
                                    GoToNext{PointId("sone-1")},
                                    ToggleSummary{},
                                    ToggleDeletion{},
                                    DeleteAnswers{}};
  for (const Action& action : actions) {
    CAPTURE(to_text(action));
    CHECK(action_from(to_text(action)) == action);
  }
}

TEST_CASE("hostile text is no action") {
  for (const char* text : {"",
                           ":",
                           "agree",
                           "agree:Sone 1",
                           "agree:../x",
                           "consent:",
                           "consent:maybe",
                           "delivered:",
                           "AGREE:sone-1",
                           "agree:sone-1:more",
                           "undo:æ",
                           "important:",
                           "important:Å",
                           "filter:",
                           "filter:ALL",
                           "filter:some",
                           "search:sone",
                           "summary:x",
                           "delete:",
                           "delete:no",
                           "tools:A",
                           "next:../x",
                           "memory:",
                           "subscribe:a@b.no",
                           "next"}) {
    CAPTURE(text);
    CHECK_FALSE(action_from(text).has_value());
  }
}

TEST_CASE("what only a running program can do has no words for a form") {
  for (const Action& action :
       {Action(Delivered{}), Action(ToggleContents{}), Action(ToggleMemory{}),
        Action(ToggleSharing{}), Action(MakePicture{}), Action(Recalled{}),
        Action(Subscribe{"kari@example.org"}), Action(CopyLink{"sone-1"})}) {
    CHECK(to_text(action).empty());
  }
}
