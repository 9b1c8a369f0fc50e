// Takes the body of a request apart: a known length, or chunks (RFC 9112 §7.1). Strict where a
// lenient reader could be led to another end of the request: every line ends in CR LF, sizes are
// plain hexadecimal, extensions are bounded and thrown away, trailers refused. Pure; no socket.
#pragma once

#include "server/http_head.h"

#include <cstdint>
#include <string_view>

namespace chengban::server {

class BodyDecoder {
public:
    enum class State { need_more, done, broken, too_large };

    struct Step {
        std::size_t consumed;  // of the input, payload included
        std::string_view data; // payload, a part of the input; may be empty
    };

    BodyDecoder() = default;
    BodyDecoder(Framing framing, std::uint64_t content_length, std::uint64_t bytes_max);

    // Feeds what was received and returns the next piece of payload; call again with the rest until
    // nothing is consumed or state() is not need_more. Bytes after the end are left alone: they are
    // the next request.
    Step step(std::string_view input);
    State state() const { return state_; }
    std::uint64_t received() const { return received_; } // payload bytes

private:
    enum class Chunk {
        size,
        extension,
        size_feed,
        data,
        data_return,
        data_feed,
        end_return,
        end_feed
    };

    Step step_length(std::string_view input);
    Step step_chunk_data(std::string_view input);
    bool take_size_char(char c);
    bool take_extension_char(char c);
    bool take(char c);
    bool end_size();

    Framing framing_ = Framing::none;
    State state_ = State::done;
    std::uint64_t bytes_max_ = 0;
    std::uint64_t received_ = 0;
    std::uint64_t remaining_ = 0; // of the body or of this chunk
    Chunk chunk_ = Chunk::size;
    std::size_t size_digits_ = 0;
    std::size_t extension_bytes_ = 0;
    std::size_t token_size_ = 0; // of the extension's name or value so far
    bool has_value_ = false;     // the extension's equals sign was seen
};

} // namespace chengban::server
