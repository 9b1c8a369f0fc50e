#include "server/body_decoder.h"

#include <gtest/gtest.h>

#include <string>

namespace chengban::server {
namespace {

struct Decoded {
    BodyDecoder::State state = BodyDecoder::State::need_more;
    std::string data;
    std::string rest;

    bool operator==(const Decoded&) const = default;
};

// Feeds the input in pieces of `step` bytes, as a socket may deliver it.
Decoded decode(BodyDecoder decoder, std::string_view input, std::size_t step) {
    Decoded result;
    std::string buffer;
    while (decoder.state() == BodyDecoder::State::need_more) {
        const BodyDecoder::Step taken = decoder.step(buffer);
        result.data += taken.data;
        buffer.erase(0, taken.consumed);
        if (taken.consumed == 0 && decoder.state() == BodyDecoder::State::need_more) {
            if (input.empty()) {
                break;
            }
            buffer += input.substr(0, step);
            input.remove_prefix(std::min(step, input.size()));
        }
    }
    result.state = decoder.state();
    result.rest = buffer + std::string(input);
    return result;
}

// Every way of cutting the input must give the same; returns what it is.
Decoded chunked(std::string_view input, std::uint64_t bytes_max = 1000) {
    const Decoded whole = decode(BodyDecoder(Framing::chunked, 0, bytes_max), input, input.size());
    for (std::size_t step = 1; step < input.size(); ++step) {
        const Decoded cut = decode(BodyDecoder(Framing::chunked, 0, bytes_max), input, step);
        EXPECT_EQ(cut.state, whole.state) << input << " in steps of " << step;
        EXPECT_EQ(cut.data, whole.data) << input << " in steps of " << step;
    }
    return whole;
}

using State = BodyDecoder::State;

TEST(BodyDecoder, takes_exactly_the_promised_length) {
    const Decoded result = decode(BodyDecoder(Framing::length, 5, 10), "helloGET /", 3);
    EXPECT_EQ(result.state, State::done);
    EXPECT_EQ(result.data, "hello");
    EXPECT_EQ(result.rest, "GET /");
    EXPECT_EQ(BodyDecoder(Framing::length, 0, 10).state(), State::done);
    EXPECT_EQ(BodyDecoder(Framing::none, 0, 10).state(), State::done);
    EXPECT_EQ(BodyDecoder(Framing::length, 11, 10).state(), State::too_large);
    EXPECT_EQ(BodyDecoder(Framing::length, 10, 10).state(), State::need_more);
}

TEST(BodyDecoder, reads_chunks_however_they_are_cut) {
    const Decoded result = chunked("5\r\nhello\r\n00A;ext=1;b\r\n, worlds!!\r\n0\r\n\r\nGET /");
    EXPECT_EQ(result.state, State::done);
    EXPECT_EQ(result.data, "hello, worlds!!");
    EXPECT_EQ(result.rest, "GET /");
    EXPECT_EQ(chunked("0\r\n\r\n").state, State::done);
}

TEST(BodyDecoder, refuses_framing_with_two_readings) {
    for (const char* input : {"\r\n",
                              ";\r\n",
                              "x\r\n",
                              "-1\r\n",
                              "+1\r\na\r\n",
                              "0x1\r\na\r\n",
                              " 1\r\na\r\n",
                              "1 \r\na\r\n",
                              "1\na\n",
                              "1\r\na\n",
                              "1\r\nab\r\n",
                              "1\r\na\r0\r\n\r\n",
                              "1\ra\r\n",
                              "1;a\nb\r\na\r\n",
                              "1;\x01\r\na\r\n",
                              "0\r\n\n",
                              "0\r\nX-Sum: 1\r\n\r\n",
                              "0\r\nX\r\n\r\n",
                              "0\r\n: a\r\n\r\n",
                              "0\r\n X: a\r\n\r\n",
                              "0\r\nX a: b\r\n\r\n",
                              "0\r\nX: a\n\r\n",
                              "0\r\nX: \x01\r\n\r\n",
                              "0\r\nX: a\r\r\n",
                              "1234567890abc\r\n",
                              "ffffffffffffffff1\r\n",
                              "0000000000000\r\n"}) {
        EXPECT_EQ(chunked(input).state, State::broken) << input;
    }
}

TEST(BodyDecoder, bounds_size_and_extensions) {
    EXPECT_EQ(chunked("a\r\n0123456789\r\n1\r\n", 10).state, State::too_large);
    EXPECT_EQ(chunked("b\r\n", 10).state, State::too_large);
    EXPECT_EQ(chunked("a\r\n0123456789\r\n0\r\n\r\n", 10).state, State::done);
    const std::string long_extension = "1;" + std::string(5000, 'a') + "\r\n";
    EXPECT_EQ(decode(BodyDecoder(Framing::chunked, 0, 10), long_extension, 100).state,
              State::broken);
}

TEST(BodyDecoder, an_end_too_early_is_not_an_end) {
    for (const char* input :
         {"", "5", "5\r\n", "5\r\nhell", "5\r\nhello", "5\r\nhello\r\n", "0\r\n", "0\r\n\r"}) {
        EXPECT_EQ(chunked(input).state, State::need_more) << input;
    }
}

} // namespace
} // namespace chengban::server
