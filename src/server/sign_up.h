// The newsletter's addresses: where one signs up, and where the links of its letters lead.
//
//     SignUps sign_ups(published, office);
//     if (sign_ups.owns(path)) return sign_ups.answer(request, path, query, respond);
//
//     /newsletter/                  GET the form, POST a sign-up
//     /newsletter/confirm/{token}   GET asks, POST puts on the list
//     /newsletter/leave/{token}     GET asks, POST removes (RFC 8058 too)
//     /en/newsletter/…              the same in English
//     /api/v1/newsletter            POST {"address","language"}
//
// Nothing here reads or makes a ballot, and a sign-up never comes in a ballot's request.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "newsletter/office.h"
#include "page/newsletter_pages.h"
#include "server/message.h"
#include "server/pages.h"
#include "server/published.h"

namespace enig::server {

class SignUps {
 public:
  // Keeps references. Without an office there is no newsletter, and nothing is owned.
  SignUps(const Published& published, const Pages& pages, newsletter::Office* office);

  [[nodiscard]] bool owns(std::string_view path) const;
  // Whether it is where a letter's link to leave leads.
  [[nodiscard]] bool is_for_leaving(std::string_view path) const;
  // Precondition: owns(path).
  void answer(const Request& request, std::string_view path, std::string_view query,
              const Respond& respond) const;

 private:
  struct Place {
    std::string language;
    std::string_view rest;  // of the path, after "newsletter/"
  };
  [[nodiscard]] std::optional<Place> place_of(std::string_view path) const;
  void answer_api(const Request& request, const Respond& respond) const;
  void answer_form(const Request& request, page::NewsletterVisit visit, std::string_view query,
                   const Respond& respond) const;
  void answer_confirm(const Request& request, const newsletter::Token& token,
                      const page::NewsletterVisit& visit, const Respond& respond) const;
  void answer_leave(const Request& request, const newsletter::Token& token,
                    const page::NewsletterVisit& visit, const Respond& respond) const;
  [[nodiscard]] Response show(page::NewsletterVisit visit, page::NewsletterPage what,
                              int status) const;
  void note_topic(const std::optional<std::string>& id, page::NewsletterVisit& visit) const;

  const Published& published_;
  const Pages& pages_;
  newsletter::Office* office_;
  std::map<std::string, std::string, std::less<>> languages_;  // by address: "/en/newsletter/"
};

}  // namespace enig::server
