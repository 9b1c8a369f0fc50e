#include "server/body_decoder.h"

#include "base/invariant.h"

#include <algorithm>

namespace chengban::server {

namespace {

constexpr std::size_t k_size_digits_max = 12; // 2^48: far above every limit, far below overflow
constexpr std::size_t k_extension_bytes_max = 4096; // of all chunks together

} // namespace

BodyDecoder::BodyDecoder(Framing framing, std::uint64_t content_length, std::uint64_t bytes_max)
    : framing_(framing), bytes_max_(bytes_max) {
    if (framing == Framing::length) {
        remaining_ = content_length;
        state_ = content_length > bytes_max ? State::too_large
                 : content_length == 0      ? State::done
                                            : State::need_more;
    } else if (framing == Framing::chunked) {
        state_ = State::need_more;
    }
}

BodyDecoder::Step BodyDecoder::step(std::string_view input) {
    if (state_ != State::need_more || input.empty()) {
        return {0, {}};
    }
    if (framing_ == Framing::length) {
        return step_length(input);
    }
    std::size_t at = 0;
    while (at < input.size() && state_ == State::need_more) {
        if (chunk_ == Chunk::data) {
            const Step piece = step_chunk_data(input.substr(at));
            return {at + piece.consumed, piece.data};
        }
        if (!take(input[at])) {
            state_ = state_ == State::need_more ? State::broken : state_;
            return {at, {}};
        }
        ++at;
    }
    return {at, {}};
}

BodyDecoder::Step BodyDecoder::step_length(std::string_view input) {
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(input.size(), remaining_));
    remaining_ -= size;
    received_ += size;
    if (remaining_ == 0) {
        state_ = State::done;
    }
    return {size, input.substr(0, size)};
}

BodyDecoder::Step BodyDecoder::step_chunk_data(std::string_view input) {
    const Step piece = step_length(input);
    if (state_ == State::done) { // of this chunk only
        state_ = State::need_more;
        chunk_ = Chunk::data_return;
    }
    return piece;
}

// Between chunks everything is looked at one character at a time; false is a broken framing.
bool BodyDecoder::take(char c) {
    switch (chunk_) {
    case Chunk::size:
        return take_size_char(c);
    case Chunk::extension:
        return take_extension_char(c);
    case Chunk::size_feed:
        return c == '\n' && end_size();
    case Chunk::data_return:
        chunk_ = Chunk::data_feed;
        return c == '\r';
    case Chunk::data_feed:
        chunk_ = Chunk::size;
        size_digits_ = 0;
        return c == '\n';
    case Chunk::end_return:
        chunk_ = Chunk::end_feed;
        return c == '\r'; // anything else would be a trailer
    case Chunk::end_feed:
        state_ = c == '\n' ? State::done : State::broken;
        return c == '\n';
    case Chunk::data:
        break;
    }
    unreachable("BodyDecoder::take of payload");
}

bool BodyDecoder::take_size_char(char c) {
    const int digit = hex_value(c);
    if (digit >= 0) {
        remaining_ = remaining_ * 16 + static_cast<std::uint64_t>(digit);
        return ++size_digits_ <= k_size_digits_max;
    }
    if (size_digits_ == 0) {
        return false;
    }
    chunk_ = c == '\r' ? Chunk::size_feed : Chunk::extension;
    return c == '\r' || c == ';';
}

// «;name» or «;name=value», both tokens; nobody has been seen to send more.
bool BodyDecoder::take_extension_char(char c) {
    if (is_token(std::string_view(&c, 1))) {
        ++token_size_;
        return ++extension_bytes_ <= k_extension_bytes_max;
    }
    const bool complete = token_size_ > 0;
    const bool second = has_value_;
    token_size_ = 0;
    has_value_ = c == '=';
    if (c == '\r') {
        chunk_ = Chunk::size_feed;
        has_value_ = false;
    }
    return complete && (c == '\r' || c == ';' || (c == '=' && !second));
}

bool BodyDecoder::end_size() {
    if (remaining_ == 0) {
        chunk_ = Chunk::end_return;
        return true;
    }
    if (remaining_ > bytes_max_ - std::min(received_, bytes_max_)) {
        state_ = State::too_large;
        return false;
    }
    chunk_ = Chunk::data;
    return true;
}

} // namespace chengban::server
