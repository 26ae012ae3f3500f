#include "server/forms.h"

#include <fmt/format.h>
#include <sodium.h>

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "app/update.h"
#include "base/check.h"
#include "base/limits.h"
#include "opinion/ballot.h"
#include "server/negotiate.h"
#include "server/origin.h"
#include "server/problems.h"
#include "server/url.h"

namespace enig::server {

using app::Action;
using app::Consent;
using app::State;
using app::Target;
using opinion::BallotId;

struct FormVisit {
  const PageAt* page = nullptr;
  const policy::Publication* publication = nullptr;
  State state;
  std::optional<BallotId> ballot;
  std::vector<BallotId> also;  // to be withdrawn with it
  std::optional<Action> press;
  std::optional<State> before;  // what a deletion deletes
  bool is_stale = false;
  bool is_ours = false;  // a page of ours sends it, and lately
  std::string network;   // of the request
  int status = 200;
  Respond respond;
};

namespace {

constexpr std::string_view form_type = "application/x-www-form-urlencoded";
constexpr std::string_view answer_prefix = "a.";
constexpr std::string_view important_prefix = "i.";
constexpr std::string_view whole_topic_asked = ".";

Error malformed(std::string_view what) {
  return {Fault::malformed, std::string(what), "Load the page again."};
}

// An answer to a point that is there no more is left out; the rest is kept.
std::optional<Error> read_answer(const Field& field, const policy::PointIndex& points,
                                 State& state) {
  const auto stance = opinion::stance_from(field.value);
  if (!stance) return malformed("The form holds an answer that is no stance.");
  const PointId point(std::string_view(field.name).substr(answer_prefix.size()));
  if (point.empty()) {
    state.topic = stance;
  } else if (points.find(point)) {
    state.answers.insert_or_assign(point, *stance);
  }
  return std::nullopt;
}

// A mark on a point that is there no more is left out.
std::optional<Error> read_important(const Field& field, const policy::PointIndex& points,
                                    State& state) {
  if (field.value != "yes") return malformed("The form holds a mark that is none.");
  PointId point(std::string_view(field.name).substr(important_prefix.size()));
  if (points.find(point)) state.important.insert(std::move(point));
  return std::nullopt;
}

// What is open on the page: "summary", "delete", or a card's tools.
std::optional<Error> read_open(const Field& field, const policy::PointIndex& points, State& state) {
  if (field.value == "summary") {
    state.summary = app::Summary::open;
  } else if (field.value == "delete") {
    state.deletion = app::Deletion::asked;
  } else {
    const auto action = app::action_from(field.value);
    const auto* const tools = action ? std::get_if<app::ToggleTools>(&*action) : nullptr;
    if (tools == nullptr) return malformed("The form holds something open that cannot be.");
    const std::optional<PointId>& point = tools->target.point;
    if (!point || points.find(*point)) state.open_tools.insert(tools->target);
  }
  return std::nullopt;
}

// How much of the page is shown. A long search is cut, and one that is not UTF-8 is none:
// app::update sees to both.
std::optional<Error> read_view(const std::vector<Field>& fields, FormVisit& visit) {
  const std::string filter = value_of(fields, "filter").value_or("");
  if (!filter.empty()) {
    const auto action = app::action_from("filter:" + filter);
    const auto* const set = action ? std::get_if<app::SetFilter>(&*action) : nullptr;
    if (set == nullptr) return malformed("The form holds a filter that is none.");
    visit.state.filter = set->filter;
  }
  const app::Search search{value_of(fields, "q").value_or("")};
  visit.state = app::update(*visit.publication, std::move(visit.state), search).state;
  visit.state.said = app::Said::nothing;
  return std::nullopt;
}

std::optional<Error> read_consent(const std::vector<Field>& fields, FormVisit& visit) {
  const std::string consent = value_of(fields, "consent").value_or("");
  if (consent == "yes") visit.state.consent = Consent::given;
  if (consent == "no") visit.state.consent = Consent::declined;
  const std::string ballot = value_of(fields, "ballot").value_or("");
  if (!ballot.empty()) {
    visit.ballot = opinion::ballot_id_from(ballot);
    if (!visit.ballot) return malformed("The form holds no ballot id that can be read.");
    visit.state.has_been_sent = visit.state.consent == Consent::given;
  }
  const std::string asked = value_of(fields, "asked").value_or("");
  if (asked.empty()) return std::nullopt;
  if (visit.state.consent == Consent::unasked) visit.state.consent = Consent::asked;
  visit.state.has_asked_first = value_of(fields, "keeps") != "answers";
  visit.state.consent_target = app::whole_topic;
  if (asked != whole_topic_asked)
    visit.state.consent_target = Target{PointId(std::string_view(asked))};
  return std::nullopt;
}

// Another ballot that the device has kept of the person, to words that have changed since.
std::optional<Error> read_also(const Field& field, FormVisit& visit) {
  const auto id = opinion::ballot_id_from(field.value);
  if (!id) return malformed("The form holds no ballot id that can be read.");
  if (visit.also.size() == limits::ballots_withdrawn_max) {
    return malformed("The form names too many ballots.");
  }
  visit.also.push_back(*id);
  return std::nullopt;
}

std::optional<Error> read_fields(const std::vector<Field>& fields, FormVisit& visit) {
  const policy::Policy& policy = visit.publication->policy;
  const policy::PointIndex points(policy);
  for (const Field& field : fields) {
    std::optional<Error> error;
    if (field.name.starts_with(answer_prefix)) error = read_answer(field, points, visit.state);
    if (field.name.starts_with(important_prefix)) {
      error = read_important(field, points, visit.state);
    }
    if (field.name == "open") error = read_open(field, points, visit.state);
    if (field.name == "also") error = read_also(field, visit);
    if (error) return error;
  }
  if (auto error = read_view(fields, visit)) return error;
  if (auto error = read_consent(fields, visit)) return error;
  visit.is_stale = value_of(fields, "revision") != policy.revision.str();
  const std::string press = value_of(fields, "press").value_or("");
  if (press.empty()) return std::nullopt;
  visit.press = app::action_from(press);
  if (!visit.press) return malformed("The form's press is none that Enig knows.");
  // The words that are searched for have come in their field, and are read already; that they are
  // what is pressed is said.
  if (auto* const search = std::get_if<app::Search>(&*visit.press)) {
    search->query = visit.state.query;
    visit.state.said = app::Said::hits;
  }
  return std::nullopt;
}

// The card that a press belongs to, if to any.
struct TargetOf {
  std::optional<Target> operator()(const app::Answer& press) const { return press.target; }
  std::optional<Target> operator()(const app::Undo& press) const { return press.target; }
  std::optional<Target> operator()(const app::AskConsent& press) const { return press.target; }
  std::optional<Target> operator()(const app::ToggleImportant& press) const {
    return Target{press.point};
  }
  template <class Other>
  std::optional<Target> operator()(const Other&) const {
    return std::nullopt;
  }
};

void step(FormVisit& visit, const Action& action) {
  visit.state = app::update(*visit.publication, std::move(visit.state), action).state;
}

BallotId new_ballot_id() {
  BallotId id;
  randombytes_buf(id.bytes.data(), id.bytes.size());
  return id;
}

}  // namespace

void Forms::answer(const PageAt& page, const Request& request, const Respond& respond) const {
  ENIG_CHECK(page.topic.has_value());
  if (media_type(request.content_type) != form_type) {
    return respond(reply_problem(415, "Send the form as application/x-www-form-urlencoded."));
  }
  const auto fields = form_fields(request.body);
  if (!fields) return respond(reply_problem(400, "The body is not a form in UTF-8."));
  auto visit = std::make_shared<FormVisit>();
  visit->page = &page;
  visit->publication = &published_.publications()[*page.topic];
  visit->state.language = page.language;
  visit->respond = respond;
  visit->network = request.network;
  if (const auto error = read_fields(*fields, *visit)) {
    return respond(reply_error(*error, wire::Named::by_body));
  }
  visit->is_ours = source_of(request, published_.site().embed_origins) != Source::unsaid ||
                   tokens_.holds(value_of(*fields, "token").value_or(""),
                                 visit->publication->policy.id, visit->ballot);
  press(visit);
}

void Forms::press(const std::shared_ptr<FormVisit>& visit) const {
  if (visit->is_stale) {
    // The press and the answers were meant for words that may have changed. Neither is taken over,
    // or the next press would count them for the new ones; the page says so. What is stored was an
    // answer to those words too: it is withdrawn, and who answers anew has another ballot.
    visit->state.topic = std::nullopt;
    visit->state.answers.clear();
    visit->state.important.clear();
  }
  const bool deletes = visit->press && std::holds_alternative<app::DeleteAnswers>(*visit->press);
  if (visit->is_stale && !deletes) {
    const auto target = visit->press ? std::visit(TargetOf{}, *visit->press) : std::nullopt;
    if (target) visit->state.unsent.insert(*target);
    visit->state.is_superseded = !target;  // no card can say so
    step(*visit, app::DeliveryFailed{Fault::stale});
    return visit->state.has_been_sent ? send(visit, std::nullopt) : reply(*visit);
  }
  // No press: the same visit in another language.
  if (!visit->press) return reply(*visit);
  if (deletes) visit->before = visit->state;
  // What the person sees as they press: an answer is not in it.
  pages_.add_numbers(*visit->page, *counter_.all_shown(), visit->state);
  app::Step done = app::update(*visit->publication, std::move(visit->state), *visit->press);
  visit->state = std::move(done.state);
  if (visit->state.consent == Consent::given && !visit->ballot) visit->ballot = new_ballot_id();
  for (const app::Effect& effect : done.effects) {
    if (const auto* const ballot = std::get_if<app::SendBallot>(&effect)) {
      auto sheet = opinion::check(visit->publication->policy, ballot->ballot);
      // Everything in the state has been read against this very policy.
      ENIG_CHECK(sheet.has_value());
      return send(visit, std::move(*sheet));
    }
    if (std::holds_alternative<app::WithdrawBallot>(effect)) return send(visit, std::nullopt);
  }
  // This page's words may have no ballot, and others have.
  if (deletes && !visit->also.empty()) return send(visit, std::nullopt);
  reply(*visit);
}

void Forms::send(const std::shared_ptr<FormVisit>& visit,
                 std::optional<opinion::Sheet> sheet) const {
  if (!visit->is_ours) return refuse(*visit);
  const policy::Policy& policy = visit->publication->policy;
  const bool withdraws = !sheet;
  if (!withdraws && !opinion::is_empty(*sheet) &&
      !gate_.admits_form(visit->network, {policy.id, *visit->ballot})) {
    return ask_for_patience(*visit);
  }
  std::vector<store::Change> changes;
  if (visit->ballot) changes.push_back({policy.id, *visit->ballot, std::move(sheet)});
  // Only a person who deletes the answers means those to other words too.
  if (visit->before) {
    for (const BallotId& id : visit->also) changes.push_back({policy.id, id, std::nullopt});
  }
  auto done = [this, visit](const std::expected<void, Error>& kept) {
    if (kept) {
      // Who answers again after that is somebody new.
      if (visit->before || visit->is_stale) visit->ballot = std::nullopt;
      if (visit->before) visit->also.clear();
      step(*visit, app::Delivered{});
    } else {
      // What is not deleted is still there, and can be deleted by the next press.
      if (visit->before) visit->state = std::move(*visit->before);
      step(*visit, app::DeliveryFailed{kept.error().fault});
      if (kept.error().fault != Fault::stale) visit->status = 503;
    }
    reply(*visit);
  };
  if (withdraws) return counter_.submit(std::move(changes), std::move(done));
  counter_.submit(std::move(changes.front()), policy.revision, std::move(done));
}

// The page keeps everything, also what was pressed, and has a new token: the next press does it.
void Forms::refuse(FormVisit& visit) const {
  if (visit.before) visit.state = std::move(*visit.before);
  visit.state.delivery = app::Delivery::expired;
  visit.state.said = app::Said::delivery;
  visit.status = 403;
  reply(visit);
}

// Nobody without script is asked for work: the page keeps everything, and a press in a minute sends
// it.
void Forms::ask_for_patience(FormVisit& visit) const {
  step(visit, app::DeliveryFailed{Fault::busy});
  visit.status = 429;
  reply(visit);
}

void Forms::reply(FormVisit& visit) const {
  pages_.add_numbers(*visit.page, *counter_.all_shown(), visit.state);
  std::vector<page::HiddenField> fields;
  if (visit.ballot) fields.push_back({"ballot", opinion::to_text(*visit.ballot)});
  // What has not been withdrawn is known to nobody else any more.
  for (const BallotId& id : visit.also) fields.push_back({"also", opinion::to_text(id)});
  fields.push_back({"token", tokens_.make(visit.publication->policy.id, visit.ballot)});
  const bool has_question =
      visit.state.consent == Consent::asked || visit.state.consent == Consent::declined;
  if (has_question && visit.state.consent_target) {
    const std::optional<PointId>& point = visit.state.consent_target->point;
    fields.push_back({"asked", point ? point->str() : std::string(whole_topic_asked)});
  }
  Response response{
      .status = visit.status,
      .headers = {{"Content-Type", "text/html; charset=utf-8"}, {"Cache-Control", "no-store"}},
      .body = share(pages_.print(*visit.page, visit.state, std::move(fields)))};
  if (visit.status == 503) ask_to_try_again(response);
  if (visit.status == 429) ask_for_a_minute(response);
  visit.respond(std::move(response));
}

}  // namespace enig::server
