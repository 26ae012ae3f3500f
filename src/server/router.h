// Every address of the server, and the header fields that every reply has.
//
//     Router router(published, counter, nullptr, files, Places(streams_max));
//     router.answer(request, respond);
#pragma once

#include <string>
#include <vector>

#include "server/api.h"
#include "server/counter.h"
#include "server/feed.h"
#include "server/forms.h"
#include "server/message.h"
#include "server/pages.h"
#include "server/published.h"
#include "server/sign_up.h"
#include "server/site_files.h"

namespace enig::server {

class Router {
 public:
  // Keeps references to `published`, `counter` and, where there is a newsletter, its office.
  Router(const Published& published, Counter& counter, newsletter::Office* office, SiteFiles files,
         Places readers);

  void answer(const Request& request, const Respond& respond) const;

  // Adds the header fields, and makes a problem readable for the person who asked. Also for replies
  // that were made without the router: `request` is then what could be read of it.
  void finish(const Request& request, Response& response) const;

 private:
  void route(const Request& request, const Respond& respond) const;
  void show_problem(const Request& request, Response& response) const;
  void answer_page(const PageAt& page, const Request& request, const Respond& respond) const;

  const Published& published_;
  Counter& counter_;
  SiteFiles files_;
  Api api_;
  Pages pages_;
  Forms forms_;
  SignUps sign_ups_;
  Resource older_theme_;  // under names that it had before
  std::vector<Header> common_headers_;
};

}  // namespace enig::server
