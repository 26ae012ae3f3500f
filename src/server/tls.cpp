// Before Asio 1.74, which forgets to include them.
#include <optional>
#include <utility>

#include "server/tls.h"

#include <fmt/format.h>
#include <openssl/ssl.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
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

// OpenSSL tells of a file that cannot be read as of one that holds nothing that it knows.
std::expected<void, Error> check_readable(const std::string& file, std::string_view flag) {
  const std::unique_ptr<std::FILE, decltype([](std::FILE* open) { std::fclose(open); })> open(
      std::fopen(file.c_str(), "rb"));
  if (open) {
    std::fgetc(open.get());  // a folder can be opened, but not read
    if (std::ferror(open.get()) == 0) return {};
  }
  return std::unexpected(
      Error{Fault::unavailable, fmt::format("{} cannot be read: {}.", file, std::strerror(errno)),
            fmt::format("Look at the name that {} gives, and at who may read the file.", flag)});
}

}  // namespace

std::expected<TlsContext, Error> tls_context(const TlsFiles& files) {
  for (auto readable :
       {check_readable(files.certificate, "--tls-cert"), check_readable(files.key, "--tls-key")}) {
    if (!readable) return std::unexpected(std::move(readable.error()));
  }
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
