// The JSON API, as web/api.md describes it.
//
//     Api api(published, counter, gate, Places(streams_max));
//     if (Api::owns(path)) return api.answer(request, path, query, respond);
#pragma once

#include <expected>
#include <map>
#include <string_view>
#include <vector>

#include "server/counter.h"
#include "server/feed.h"
#include "server/gate.h"
#include "server/message.h"
#include "server/metrics.h"
#include "server/published.h"
#include "server/resource.h"

namespace enig::server {

class Api {
 public:
  // Keeps references.
  Api(const Published& published, Counter& counter, Gate& gate, Places readers);

  // True for every address below /api/.
  [[nodiscard]] static bool owns(std::string_view path);
  [[nodiscard]] static bool takes_ballots(std::string_view path);
  [[nodiscard]] static Aim aim_of(std::string_view path);

  void answer(const Request& request, std::string_view path, std::string_view query,
              const Respond& respond) const;

 private:
  void answer_policies(const Request& request, std::string_view rest, std::string_view query,
                       const Respond& respond) const;
  void answer_events(const Request& request, const PolicyId& policy, std::string_view query,
                     const Respond& respond) const;
  void answer_ballot(const Request& request, std::string_view id, std::string_view query,
                     const Respond& respond) const;
  [[nodiscard]] std::expected<std::vector<PolicyId>, Response> named_by(
      std::string_view query) const;
  void put(const Request& request, const opinion::BallotId& id, const Respond& respond) const;
  void tell_of(const opinion::BallotId& id, std::string_view query, const Respond& respond) const;
  void keep(store::Change change, const Revision& checked_against, const Respond& respond) const;
  void withdraw(const opinion::BallotId& id, std::string_view query, const Respond& respond) const;

  const Published& published_;
  Counter& counter_;
  Gate& gate_;
  Resource list_;
  std::map<PolicyId, Resource> policies_;
  Places readers_;
};

}  // namespace enig::server
