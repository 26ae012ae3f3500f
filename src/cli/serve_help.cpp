#include "cli/serve_help.h"

namespace enig::cli {

const std::string_view serve_help =
    R"(enig serve --policies DIR --data DIR [settings]

Serves the pages and counts the ballots, until SIGTERM. SIGHUP reads the policies, the site's
folder and the certificate again, and keeps the old ones where there is a mistake.

Every setting can be given as a flag (--hsts-days 365), in the environment (ENIG_HSTS_DAYS=365), or
in the file that --config names (hsts-days = 365). A flag counts before the environment, and that
before the file. tools/deploy/enig.toml is such a file, OPERATING.md tells more.

  --config FILE         the settings below without their dashes, as TOML; a name that there is not,
                        or another kind of value, is a mistake and said with its line
  --policies DIR        the platform's files, with site.json; must be given
  --data DIR            where ballots and keys lie; made where it is not there; must be given
  --database URL        ballots lie in PostgreSQL instead (postgresql://USER@HOST/NAME), which any
                        number of servers share: each with a data folder of its own, and the same
                        ballot.key in it
  --site DIR            the web build; beside the program if not given
  --listen ADDR:PORT    127.0.0.1:8080 if not given; port 0 is a free one
  --threads N           as many as there are cores, if not given
  --proxy ADDR,ADDR,…   reverse proxies on other machines: what comes through them is many people's,
                        and their X-Forwarded-For is believed
  --proof-of-work WHEN  whether a new ballot costs a browser some work: auto (if not given: where
                        one network puts many, or too many wait), always, or off
  --tls-cert FILE       the server's own TLS: the certificate and those that it rests on, as PEM,
  --tls-key FILE        and its key
  --hsts-days N         browsers are told to come by TLS only, for that long
  --staff-listen ADDR:PORT  the staff's pages (/staff/) are there and nowhere else; at --listen, if
                        not given
  --staff-database URL  their accounts, in a PostgreSQL database of their own; in the data folder,
                        if not given
  --metrics ADDR:PORT   sums for Prometheus at /metrics there; addresses of this machine only
  --log text|json       sentences (if not given) or JSON, a line for each event, on standard error
  --log-level LEVEL     error, warning, info (if not given) or debug: what is less grave is left out
  --trial               every ballot is released at once; a data folder is a trial's for good

The newsletter is offered where the first three are given:
  --newsletter-smtp URL            smtp://HOST:PORT (STARTTLS, but on this machine) or smtps://
  --newsletter-from SENDER         "Name <post@example.org>"
  --public-url URL                 https://HOST/, where letters lead to
  --newsletter-user NAME           of the mail server
  --newsletter-password-file FILE  or ENIG_NEWSLETTER_PASSWORD
  --newsletter-ca-file FILE        whom to trust about the mail server
  --newsletter-database URL        its list, in a PostgreSQL database of its own; one server of
                                   several sends the letters

It ends with 0 when it was told to, 1 when it could not start, 2 when the settings were not
understood, 3 when the store failed: it then acknowledges nothing more, and a person should look at
the disk before it is started again.
)";

}  // namespace enig::cli
