#include "server/api.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/limits.h"
#include "opinion/ballot.h"
#include "policy/parse.h"
#include "server/negotiate.h"
#include "server/problems.h"
#include "server/url.h"
#include "wire/ballot.h"
#include "wire/policies.h"

namespace enig::server {
namespace {

constexpr std::string_view json_type = "application/json";
constexpr std::string_view policies_path = "/api/v1/policies";
constexpr std::string_view ballots_path = "/api/v1/ballots/";
constexpr std::string_view no_such_address =
    "There is nothing at this address: web/api.md lists what there is.";

// Whether `path` goes on after something with `ending`, which is then taken off.
bool take_ending(std::string_view& path, std::string_view ending) {
  if (!path.ends_with(ending) || path == ending) return false;
  path.remove_suffix(ending.size());
  return true;
}

std::optional<std::int64_t> number_from(std::string_view text) {
  std::int64_t number = 0;
  const char* const first = text.data();
  const char* const last = first + text.size();
  const auto [end, failed] = std::from_chars(first, last, number);
  return failed == std::errc() && end == last ? std::optional(number) : std::nullopt;
}

Counter::Done reply_of(const Respond& respond) {
  return [respond](const std::expected<void, Error>& kept) {
    respond(kept ? Response{.status = 204, .headers = {{"Cache-Control", "no-store"}}}
                 : reply_error(kept.error(), wire::Named::by_body));
  };
}

Response refusal_of(const Admission& admission) {
  switch (admission.verdict) {
    case Verdict::admitted:
      break;
    case Verdict::work_wanted:
      return reply_work(admission.challenge);
    case Verdict::later:
      return reply_too_many("Too many new ballots come from your network. Send it again later.");
    case Verdict::busy:
      return reply_error({Fault::busy, "Too many proofs wait to be checked.", "Try again."},
                         wire::Named::by_body);
  }
  ENIG_CHECK(false);
}

}  // namespace

Api::Api(const Published& published, Counter& counter, Gate& gate, Places readers)
    : published_(published), counter_(counter), gate_(gate), readers_(std::move(readers)) {
  std::vector<wire::PolicyEntry> entries;
  for (std::size_t i = 0; i < published.publications().size(); ++i) {
    const policy::Policy& policy = published.publications()[i].policy;
    entries.push_back(wire::policy_entry(policy, published.url_of(i)));
    policies_.emplace(policy.id, compressed(json_type, policy::to_json(policy)));
  }
  list_ = compressed(json_type, wire::to_json(entries));
  // A page asks for it to learn which revision is published now; a copy would tell it of another.
  list_.freshness = Freshness::never;
}

bool Api::owns(std::string_view path) { return path == "/api" || path.starts_with("/api/"); }
bool Api::takes_ballots(std::string_view path) { return path.starts_with(ballots_path); }

Aim Api::aim_of(std::string_view path) {
  if (takes_ballots(path)) return Aim::ballots;
  if (!path.starts_with(policies_path)) return Aim::other;
  if (path.ends_with("/totals")) return Aim::totals;
  return path.ends_with("/events") ? Aim::events : Aim::policies;
}

void Api::answer(const Request& request, std::string_view path, std::string_view query,
                 const Respond& respond) const {
  if (takes_ballots(path)) {
    return answer_ballot(request, path.substr(ballots_path.size()), query, respond);
  }
  if (path == policies_path || path.starts_with(std::string(policies_path) + "/")) {
    return answer_policies(request, path.substr(policies_path.size()), query, respond);
  }
  respond(reply_problem(404, no_such_address));
}

// `rest`: "", "/baerum-naering", "/baerum-naering/totals", "…/arrivals" or "…/events".
void Api::answer_policies(const Request& request, std::string_view rest, std::string_view query,
                          const Respond& respond) const {
  const bool wants_totals = take_ending(rest, "/totals");
  const bool wants_arrivals = !wants_totals && take_ending(rest, "/arrivals");
  const bool wants_events = !wants_totals && !wants_arrivals && take_ending(rest, "/events");
  const Resource* resource = &list_;
  if (!rest.empty()) {
    const std::string_view id = rest.substr(1);
    const auto found = policies_.find(PolicyId(id));
    if (found == policies_.end()) {
      return respond(is_well_formed_id(id)
                         ? reply_error(opinion::unknown_policy(id), wire::Named::by_address)
                         : reply_problem(404, no_such_address));
    }
    resource = &found->second;
  }
  if (!request.is_read()) return respond(reply_method("GET, HEAD"));
  if (wants_totals || wants_arrivals || wants_events) {
    // Whoever could read the numbers here would see what the page keeps back.
    if (published_.site().show == policy::Show::closed) {
      return respond(reply_problem(403, "The numbers of this site are not published."));
    }
    const PolicyId policy(rest.substr(1));
    if (wants_events) return answer_events(request, policy, query, respond);
    const auto shown = counter_.shown(policy);
    return respond(reply_with(wants_arrivals ? shown->arrivals : shown->totals, request));
  }
  respond(reply_with(*resource, request));
}

// A stream of releases. `after` is the number that a page carries already: a browser can send no
// header field with its first request.
void Api::answer_events(const Request& request, const PolicyId& policy, std::string_view query,
                        const Respond& respond) const {
  const auto fields = form_fields(query);
  std::optional<std::int64_t> seen = 0;
  if (fields && fields->size() == 1 && fields->front().name == "after") {
    seen = number_from(fields->front().value);
  } else if (!fields || !fields->empty()) {
    seen = std::nullopt;
  }
  if (!seen) {
    return respond(
        reply_problem(400, "The query is a release's number, \"after=12\", or is left out."));
  }
  // What a reader has been sent counts for more. An id that is none of ours was sent by nobody.
  if (!request.last_event_id.empty()) seen = number_from(request.last_event_id).value_or(0);
  auto place = readers_.take();
  if (!place) {
    Response full = reply_problem(
        503, "Too many pages are told of releases already. Ask for the totals now and then.");
    ask_to_try_again(full);
    return respond(std::move(full));
  }
  respond({.status = 200,
           .headers = {{"Content-Type", "text/event-stream"},
                       {"Cache-Control", "no-store"},
                       {"X-Accel-Buffering", "no"}},
           .body = share(fmt::format("retry: {}\n\n", limits::stream_retry_ms)),
           .following = std::make_shared<const Following>(
               Following{counter_.feed(policy), *seen, std::move(place)})});
}

void Api::answer_ballot(const Request& request, std::string_view id, std::string_view query,
                        const Respond& respond) const {
  if (!request.is_read() && request.method != "PUT" && request.method != "DELETE") {
    return respond(reply_method("GET, HEAD, PUT, DELETE"));
  }
  const std::optional<opinion::BallotId> ballot = opinion::ballot_id_from(id);
  if (!ballot) {
    return respond(reply_problem(
        400,
        "The address does not end in a ballot id. Make 128 random bits, once, on the device, "
        "and write them as 32 hexadecimal digits."));
  }
  if (request.is_read()) return tell_of(*ballot, query, respond);
  if (request.method == "DELETE") return withdraw(*ballot, query, respond);
  put(request, *ballot, respond);
}

void Api::put(const Request& request, const opinion::BallotId& id, const Respond& respond) const {
  if (!request.content_type.empty() && media_type(request.content_type) != json_type) {
    return respond(reply_problem(415, "Send the ballot as application/json."));
  }
  const auto ballot = wire::parse_ballot(request.body);
  if (!ballot) return respond(reply_error(ballot.error(), wire::Named::by_body));
  const policy::Policy* const policy = published_.find(ballot->policy);
  if (policy == nullptr) {
    return respond(
        reply_error(opinion::unknown_policy(ballot->policy.str()), wire::Named::by_body));
  }
  auto sheet = opinion::check(*policy, *ballot);
  if (!sheet) return respond(reply_error(sheet.error(), wire::Named::by_body));
  store::Change change{policy->id, id, std::move(*sheet)};
  // What withdraws a ballot costs nothing.
  if (opinion::is_empty(*change.after)) return keep(std::move(change), policy->revision, respond);
  gate_.admit({{request.network, Way::program}, {policy->id, id}, request.proof},
              [this, policy, change = std::move(change), respond](const Admission& admission) {
                if (admission.verdict != Verdict::admitted) return respond(refusal_of(admission));
                keep(change, policy->revision, respond);
              });
}

void Api::keep(store::Change change, const Revision& checked_against,
               const Respond& respond) const {
  counter_.submit(std::move(change), checked_against, reply_of(respond));
}

// The policies that a query about a ballot names: one, or all that the store knows.
std::expected<std::vector<PolicyId>, Response> Api::named_by(std::string_view query) const {
  const auto fields = form_fields(query);
  if (!fields) return std::unexpected(reply_problem(400, "The query cannot be read."));
  const bool is_one_policy = fields->size() == 1 && fields->front().name == "policy";
  if (!fields->empty() && !is_one_policy) {
    return std::unexpected(reply_problem(400, "The query names one \"policy\", or is left out."));
  }
  std::vector<PolicyId> known = counter_.known_policies();
  const auto policy = value_of(*fields, "policy");
  if (!policy) return known;
  if (std::ranges::find(known, PolicyId(*policy)) != known.end()) {
    return std::vector{PolicyId(*policy)};
  }
  return std::unexpected(
      reply_error(opinion::unknown_policy(is_well_formed_id(*policy) ? *policy : "?"),
                  wire::Named::by_address));
}

// Only whether it is there: what it says is told to nobody.
void Api::tell_of(const opinion::BallotId& id, std::string_view query,
                  const Respond& respond) const {
  auto policies = named_by(query);
  if (!policies) return respond(std::move(policies.error()));
  if (!query.starts_with("policy=")) {
    return respond(reply_problem(400, "The query names the ballot's \"policy\"."));
  }
  counter_.ask(policies->front(), id, [respond](const std::expected<bool, Error>& is_there) {
    if (!is_there) return respond(reply_error(is_there.error(), wire::Named::by_address));
    if (!*is_there) return respond(reply_problem(410, "No ballot lies here, or none any more."));
    respond({.status = 204, .headers = {{"Cache-Control", "no-store"}}});
  });
}

void Api::withdraw(const opinion::BallotId& id, std::string_view query,
                   const Respond& respond) const {
  auto policies = named_by(query);
  if (!policies) return respond(std::move(policies.error()));
  std::vector<store::Change> changes;
  for (const PolicyId& each : *policies) changes.push_back({each, id, std::nullopt});
  counter_.submit(std::move(changes), reply_of(respond));
}

}  // namespace enig::server
