#include "server/resource.h"

#include <brotli/encode.h>
#include <fmt/format.h>
#include <zlib.h>

#include <utility>

#include "base/limits.h"
#include "server/negotiate.h"
#include "server/problems.h"

namespace enig::server {
namespace {

// Smaller than this, a body is one packet anyway.
constexpr std::size_t worth_compressing_bytes = 1'000;
// 84 KB of HTML in 2 ms; quality 11 saves a seventh more and takes a hundred times as long.
constexpr int brotli_quality = 5;
constexpr int gzip_level = 6;
// Browsers ask each time; what stands between (a CDN, nginx) asks every few seconds, for everybody.
const std::string asked_freshness =
    fmt::format("public, max-age=0, s-maxage={}, must-revalidate", limits::shared_copy_s);

Variant variant_of(std::string bytes) {
  std::string etag = etag_of(bytes);
  return {share(std::move(bytes)), std::move(etag)};
}

Variant brotli_of(std::string_view bytes) {
  if (bytes.size() < worth_compressing_bytes) return {};
  std::string out(BrotliEncoderMaxCompressedSize(bytes.size()), '\0');
  std::size_t size = out.size();
  const bool done =
      BrotliEncoderCompress(brotli_quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, bytes.size(),
                            reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                            reinterpret_cast<std::uint8_t*>(out.data())) == BROTLI_TRUE;
  if (!done || size >= bytes.size()) return {};
  out.resize(size);
  return variant_of(std::move(out));
}

// For who does not know Brotli: old browsers, and programs.
Variant gzip_of(std::string_view bytes) {
  if (bytes.size() < worth_compressing_bytes) return {};
  constexpr int with_gzip_head = 15 + 16;
  constexpr int memory_level = 8;
  z_stream stream{};
  if (deflateInit2(&stream, gzip_level, Z_DEFLATED, with_gzip_head, memory_level,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    return {};
  }
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  // zlib does not write to what it reads.
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (!done || out.size() >= bytes.size()) return {};
  return variant_of(std::move(out));
}

std::string_view freshness_of(Freshness freshness) {
  switch (freshness) {
    case Freshness::never:
      return "no-store";
    case Freshness::asked:
      return asked_freshness;
    case Freshness::forever:
      return "public, max-age=31536000, immutable";
  }
  return "no-store";
}

void take_part(std::string_view range, Response& response) {
  const std::size_t bytes = response.body->size();
  const Ranged ranged = range_of(range, bytes);
  if (ranged.what == Ranged::What::all) return;
  if (ranged.what == Ranged::What::beyond) {
    response = reply_problem(416, "Nothing is there of the part that is asked for.");
    response.headers.push_back({"Content-Range", fmt::format("bytes */{}", bytes)});
    return;
  }
  const Part& part = ranged.part;
  response.status = 206;
  response.part = part;
  response.headers.push_back({"Content-Range", fmt::format("bytes {}-{}/{}", part.first,
                                                           part.first + part.count - 1, bytes)});
}

}  // namespace

Resource uncompressed(std::string_view type, std::string bytes) {
  return {.type = std::string(type), .plain = variant_of(std::move(bytes))};
}

Resource compressed(std::string_view type, std::string bytes) {
  Variant brotli = brotli_of(bytes);
  Variant gzip = gzip_of(bytes);
  Resource resource = uncompressed(type, std::move(bytes));
  resource.brotli = std::move(brotli);
  resource.gzip = std::move(gzip);
  return resource;
}

Response reply_with(const Resource& resource, const Request& request) {
  const Variant* variant = &resource.plain;
  std::string_view encoding;
  if (resource.brotli.body && accepts(request.accept_encoding, "br")) {
    variant = &resource.brotli;
    encoding = "br";
  } else if (resource.gzip.body && accepts(request.accept_encoding, "gzip")) {
    variant = &resource.gzip;
    encoding = "gzip";
  }
  Response response{.headers = {{"ETag", variant->etag},
                                {"Cache-Control", std::string(freshness_of(resource.freshness))},
                                {"Accept-Ranges", "bytes"}}};
  if (resource.brotli.body || resource.gzip.body) {
    response.headers.push_back({"Vary", "Accept-Encoding"});
  }
  if (matches(request.if_none_match, variant->etag)) {
    response.status = 304;
    return response;
  }
  response.headers.push_back({"Content-Type", resource.type});
  if (!encoding.empty()) response.headers.push_back({"Content-Encoding", std::string(encoding)});
  response.body = variant->body;
  // A part of something older would be put together with this. Only GET has parts.
  const bool is_same = request.if_range.empty() || request.if_range == variant->etag;
  if (request.method == "GET" && is_same) take_part(request.range, response);
  return response;
}

}  // namespace enig::server
