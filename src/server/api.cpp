#include "server/api.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

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

}  // namespace

Api::Api(const Published& published, Counter& counter) : published_(published), counter_(counter) {
  std::vector<wire::PolicyEntry> entries;
  for (std::size_t i = 0; i < published.publications().size(); ++i) {
    const policy::Policy& policy = published.publications()[i].policy;
    entries.push_back(wire::policy_entry(policy, published.url_of(i)));
    policies_.emplace(policy.id, compressed(json_type, policy::to_json(policy)));
  }
  list_ = compressed(json_type, wire::to_json(entries));
}

bool Api::owns(std::string_view path) { return path == "/api" || path.starts_with("/api/"); }

void Api::answer(const Request& request, std::string_view path, std::string_view query,
                 const Respond& respond) const {
  if (path.starts_with(ballots_path)) {
    return answer_ballot(request, path.substr(ballots_path.size()), query, respond);
  }
  if (path == policies_path || path.starts_with(std::string(policies_path) + "/")) {
    return answer_policies(request, path.substr(policies_path.size()), respond);
  }
  respond(reply_problem(404, no_such_address));
}

// `rest`: "", "/baerum-naering" or "/baerum-naering/totals".
void Api::answer_policies(const Request& request, std::string_view rest,
                          const Respond& respond) const {
  constexpr std::string_view totals_ending = "/totals";
  const bool wants_totals = rest.ends_with(totals_ending) && rest != totals_ending;
  if (wants_totals) rest.remove_suffix(totals_ending.size());
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
  if (wants_totals) {
    // Whoever could read the numbers here would see what the page keeps back.
    if (published_.site().show == policy::Show::closed) {
      return respond(reply_problem(403, "The numbers of this site are not published."));
    }
    const auto shown = counter_.shown(PolicyId(rest.substr(1)));
    return respond(reply_with(shown->totals, request));
  }
  respond(reply_with(*resource, request));
}

void Api::answer_ballot(const Request& request, std::string_view id, std::string_view query,
                        const Respond& respond) const {
  if (request.method != "PUT" && request.method != "DELETE") {
    return respond(reply_method("PUT, DELETE"));
  }
  const std::optional<opinion::BallotId> ballot = opinion::ballot_id_from(id);
  if (!ballot) {
    return respond(reply_problem(
        400,
        "The address does not end in a ballot id. Make 128 random bits, once, on the device, "
        "and write them as 32 hexadecimal digits."));
  }
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
  std::vector<store::Change> changes;
  changes.push_back({policy->id, id, std::move(*sheet)});
  submit(std::move(changes), respond);
}

void Api::withdraw(const opinion::BallotId& id, std::string_view query,
                   const Respond& respond) const {
  const auto fields = form_fields(query);
  if (!fields) return respond(reply_problem(400, "The query cannot be read."));
  const bool is_one_policy = fields->size() == 1 && fields->front().name == "policy";
  if (!fields->empty() && !is_one_policy) {
    return respond(reply_problem(400, "The query names one \"policy\", or is left out."));
  }
  const std::vector<PolicyId>& known = counter_.known_policies();
  std::vector<store::Change> changes;
  if (const auto policy = value_of(*fields, "policy")) {
    if (std::ranges::find(known, PolicyId(*policy)) == known.end()) {
      return respond(
          reply_error(opinion::unknown_policy(is_well_formed_id(*policy) ? *policy : "?"),
                      wire::Named::by_address));
    }
    changes.push_back({PolicyId(*policy), id, std::nullopt});
  } else {
    for (const PolicyId& each : known) changes.push_back({each, id, std::nullopt});
  }
  submit(std::move(changes), respond);
}

void Api::submit(std::vector<store::Change> changes, const Respond& respond) const {
  counter_.submit(std::move(changes), [respond](const std::expected<void, Error>& kept) {
    respond(kept ? Response{.status = 204, .headers = {{"Cache-Control", "no-store"}}}
                 : reply_error(kept.error(), wire::Named::by_body));
  });
}

}  // namespace enig::server
