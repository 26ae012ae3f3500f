// Before Asio 1.74, which forgets to include them.
#include <optional>
#include <utility>

#include "server/tls.h"

#include <fmt/format.h>
#include <openssl/ssl.h>

#include <string>

namespace enig::server {
namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

std::unexpected<Error> unusable(const std::string& file, std::string_view what,
                                const error_code& failed) {
  return std::unexpected(
      Error{Fault::unavailable,
            fmt::format("{} is no {} that can be used: {}.", file, what, failed.message()),
            "--tls-cert wants the certificate and those that it rests on, "
            "--tls-key its key, both as PEM and readable by the server."});
}

}  // namespace

std::expected<TlsContext, Error> tls_context(const TlsFiles& files) {
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  error_code failed;
  context->use_certificate_chain_file(files.certificate, failed);
  if (failed) return unusable(files.certificate, "certificate", failed);
  // Also whether it is the certificate's.
  context->use_private_key_file(files.key, ssl::context::pem, failed);
  if (failed) return unusable(files.key, "key of this certificate", failed);
  SSL_CTX* const native = context->native_handle();
  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  // Connections that are quiet, as streams are, keep no buffers.
  SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
  return context;
}

}  // namespace enig::server
