// Every address of the server, and the header fields that every reply has.
//
//     Router router(published, desks, files);
//     router.answer(request, respond);
#pragma once

#include <string>
#include <vector>

#include "server/api.h"
#include "server/counter.h"
#include "server/feed.h"
#include "server/form_token.h"
#include "server/forms.h"
#include "server/gate.h"
#include "server/message.h"
#include "server/metrics.h"
#include "server/pages.h"
#include "server/published.h"
#include "server/sign_up.h"
#include "server/site_files.h"
#include "server/staff_pages.h"

namespace enig::server {

// Where the staff's pages are: beside the residents', or on an address of their own.
enum class StaffPlace { beside, apart };

class Router {
 public:
  // What serves every edition of what is published, and outlives them all. `office`: where there is
  // a newsletter; `staff`: where there are staff pages.
  struct Desks {
    Counter& counter;
    Gate& gate;
    newsletter::Office* office;
    const FormTokens& tokens;
    Places readers;
    StaffDesk* staff;
    StaffPlace staff_place;
    int hsts_days;  // for how long browsers are told to come by TLS only; 0: they are not
  };
  // Keeps references to `published` and to the desks.
  Router(const Published& published, const Desks& desks, SiteFiles files);

  void answer(const Request& request, const Respond& respond) const;

  // On the staff's own address: their pages, how these look, and nothing else.
  void answer_staff(const Request& request, const Respond& respond) const;

  // What is counted of it.
  [[nodiscard]] Aim aim_of(const Request& request) const;

  // How large the body of this request may be. Only ballots and topics' forms grow with the policy.
  [[nodiscard]] std::size_t body_bytes_max(const Request& head) const;

  // Adds the header fields, and makes a problem readable for the person who asked. Also for replies
  // that were made without the router: `request` is then what could be read of it.
  void finish(const Request& request, Response& response) const;

 private:
  using Route = void (Router::*)(const Request&, const Respond&) const;
  void answer_by(Route way, const Request& request, const Respond& respond) const;
  void route(const Request& request, const Respond& respond) const;
  void route_staff(const Request& request, const Respond& respond) const;
  [[nodiscard]] bool is_kept_out(const Request& request, std::string_view path) const;
  [[nodiscard]] Response answer_preflight(const Request& request) const;
  void show_problem(const Request& request, Response& response) const;
  void answer_page(const PageAt& page, const Request& request, const Respond& respond) const;

  const Published& published_;
  Counter& counter_;
  SiteFiles files_;
  Api api_;
  Pages pages_;
  Forms forms_;
  SignUps sign_ups_;
  StaffPages staff_;
  StaffPlace staff_place_;
  Resource older_theme_;  // under names that it had before
  Body common_lines_;
  Body staff_lines_;
};

}  // namespace enig::server
