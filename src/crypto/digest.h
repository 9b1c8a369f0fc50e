// SM3 (GB/T 32905) and HMAC-SM3. Neighbours: base. Pure: the same bytes give the same digest.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace chengban::crypto {

using Digest32 = std::array<std::uint8_t, 32>;

// Names the algorithm in every format that holds a digest; a later one gets the next number.
enum class DigestAlgorithm : std::uint8_t { sm3 = 1 };

inline std::string_view bytes_of(const Digest32& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

namespace detail {
struct DigestContextFree {
    void operator()(evp_md_ctx_st* context) const;
};
using DigestContext = std::unique_ptr<evp_md_ctx_st, DigestContextFree>;
} // namespace detail

// Takes its bytes piece by piece; finish() may be called once.
class Sm3 {
public:
    Sm3();
    void update(std::string_view bytes);
    Digest32 finish();

private:
    detail::DigestContext context_;
};

// For what comes from outside with a SHA-256 of its own (uploads); we ourselves use SM3.
class Sha256 {
public:
    Sha256();
    void update(std::string_view bytes);
    Digest32 finish();

private:
    detail::DigestContext context_;
};

Digest32 sm3(std::string_view bytes);

// One key, many messages: the two padded key blocks are hashed once. Safe to use from many threads.
class HmacSm3 {
public:
    explicit HmacSm3(std::string_view key);
    Digest32 operator()(std::string_view message) const;
    // The digest of several pieces as if they were one; the caller makes them unambiguous.
    Digest32 operator()(std::initializer_list<std::string_view> pieces) const;

private:
    detail::DigestContext inner_;
    detail::DigestContext outer_;
};

Digest32 hmac_sm3(std::string_view key, std::string_view message);

// Takes as long for a wrong first byte as for a wrong last one; lengths are not secret.
bool equal_constant_time(std::string_view left, std::string_view right);

// Unambiguous concatenation: every piece is preceded by its length (8 bytes, big end first).
class Framed {
public:
    Framed& text(std::string_view piece);
    Framed& number(std::int64_t value);
    const std::string& bytes() const { return bytes_; }
    void clear() { bytes_.clear(); }

private:
    std::string bytes_;
};

// 8 bytes, big end first.
void append_number(std::string& bytes, std::uint64_t value);

} // namespace chengban::crypto
