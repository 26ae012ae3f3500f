// Answering without script: a press posts the whole form, and the page comes back.
//
//     Forms forms(published, pages, counter, gate, tokens);
//     forms.answer(page_at, request, respond);
//
// Fields: `press` (an app::Action as text; none from a page that changes its language), `revision`,
// `consent` ("yes" once given, "no" once declined), `ballot` (made here when consent is given),
// `asked` (the card that asks for consent: a point, or "." for the topic), `keeps` ("answers" from
// a page that shows answers without sending them), one `a.<point>` with a stance for each answer,
// `a.` for the topic's, one `also` for each ballot to words that have changed since, which a
// deletion withdraws too, and one `i.<point>` with "yes" for each mark. Of the page itself:
// `filter`, `q` (what is searched for) and one `open` for everything that is open. `token` shows
// that this server made the form: nothing is kept without, where the browser does not say that it
// is our own page's.
#pragma once

#include <memory>
#include <vector>

#include "server/counter.h"
#include "server/form_token.h"
#include "server/gate.h"
#include "server/message.h"
#include "server/pages.h"
#include "server/published.h"

namespace enig::server {

struct FormVisit;  // one press, from the form to the page that comes back

class Forms {
 public:
  // Keeps references.
  Forms(const Published& published, const Pages& pages, Counter& counter, Gate& gate,
        const FormTokens& tokens)
      : published_(published), pages_(pages), counter_(counter), gate_(gate), tokens_(tokens) {}

  // Precondition: the page is a topic's.
  void answer(const PageAt& page, const Request& request, const Respond& respond) const;

 private:
  void press(const std::shared_ptr<FormVisit>& visit) const;
  void send(const std::shared_ptr<FormVisit>& visit, std::optional<opinion::Sheet> sheet) const;
  void refuse(FormVisit& visit) const;
  void ask_for_patience(FormVisit& visit) const;
  void reply(FormVisit& visit) const;

  const Published& published_;
  const Pages& pages_;
  Counter& counter_;
  Gate& gate_;
  const FormTokens& tokens_;
};

}  // namespace enig::server
