// Boost.Beast as an independent second opinion: whatever our strict reader takes, Beast's parser
// must take too and understand in the same way. The reverse does not hold, and must not: Beast
// takes folded lines, lists of equal lengths and any transfer coding.
#include "server/body_decoder.h"
#include "server/http_head.h"

#include <boost/beast/http.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace chengban::server {
namespace {

namespace http = boost::beast::http;

struct Message {
    bool complete = false;
    std::string method;
    std::vector<NameValue> headers;
    std::string body;
    std::size_t size = 0; // bytes of the input that belong to it

    bool operator==(const Message&) const = default;
};

Message read_ours(std::string_view input) {
    Message message;
    HeadScanner scanner;
    if (scanner.scan(input) != HeadScanner::State::complete) {
        return message;
    }
    const Result<RequestHead, HeadRefusal> head = parse_head(input.substr(0, scanner.size()));
    if (!head) {
        return message;
    }
    BodyDecoder decoder(head->framing, head->content_length, 1 << 20);
    std::size_t at = scanner.size();
    while (decoder.state() == BodyDecoder::State::need_more) {
        const BodyDecoder::Step step = decoder.step(input.substr(at));
        message.body += step.data;
        at += step.consumed;
        if (step.consumed == 0) {
            break;
        }
    }
    message.complete = decoder.state() == BodyDecoder::State::done;
    message.size = at;
    message.method = method_name(head->method);
    for (std::size_t i = 0; i < head->headers.count(); ++i) {
        message.headers.push_back(
            {std::string(head->headers.name(i)), std::string(head->headers.value(i))});
    }
    return message;
}

Message read_beast(std::string_view input) {
    Message message;
    http::request_parser<http::string_body> parser;
    parser.eager(true);
    boost::system::error_code error;
    // in one piece: fed byte by byte, 1.81 fails an assertion on «0 CR LF CR»
    message.size = parser.put(boost::asio::buffer(input.data(), input.size()), error);
    message.complete = !error && parser.is_done();
    if (message.complete) {
        const auto& request = parser.get();
        message.method = std::string(request.method_string());
        message.body = request.body();
        for (const auto& field : request) {
            message.headers.push_back(
                {std::string(field.name_string()), std::string(field.value())});
        }
    }
    return message;
}

const std::vector<std::string>& seeds() {
    static const std::vector<std::string> k_seeds{
        "GET /api/v1/work-orders?cursor=a&limit=20 HTTP/1.1\r\nHost: localhost:8345\r\n"
        "Accept: application/json\r\nCookie: session=abc\r\n\r\n",
        "POST /api/v1/work-orders/17/dispatch HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n"
        "Content-Type: application/json\r\n\r\n{\"unit\":17}GET / HTTP/1.1\r\n",
        "PUT /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        "5\r\nhello\r\n1;x=y\r\n!\r\n0\r\n\r\nDELETE",
        "DELETE /x HTTP/1.1\r\nHost: [::1]:80\r\nConnection: close\r\nX-Empty:\r\n\r\n",
        "PATCH /%E4%B8%AD HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nExpect: 100-continue\r\n\r\n",
    };
    return k_seeds;
}

std::string mutate(std::string text, std::mt19937& random) {
    static const std::vector<std::string> k_pieces{"\r",
                                                   "\n",
                                                   "\r\n",
                                                   "\r\n\r\n",
                                                   " ",
                                                   "\t",
                                                   ":",
                                                   ";",
                                                   ",",
                                                   "0",
                                                   "5",
                                                   "A",
                                                   "\x80",
                                                   std::string(1, '\0'),
                                                   "Content-Length: 5\r\n",
                                                   "Transfer-Encoding: chunked\r\n",
                                                   "Host: b\r\n",
                                                   "chunked",
                                                   "HTTP/1.1",
                                                   "%2e",
                                                   "?",
                                                   "/"};
    const auto below = [&random](std::size_t limit) {
        return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
    };
    const std::size_t changes = 1 + below(3);
    for (std::size_t i = 0; i < changes && !text.empty(); ++i) {
        const std::size_t at = below(text.size());
        switch (below(4)) {
        case 0:
            text.erase(at, 1 + below(4));
            break;
        case 1:
            text.insert(at, k_pieces[below(k_pieces.size())]);
            break;
        case 2:
            text[at] = static_cast<char>(below(256));
            break;
        default:
            text.insert(at, text.substr(below(text.size()), below(20)));
            break;
        }
    }
    return text;
}

TEST(WireOracle, what_we_take_beast_understands_alike) {
    constexpr unsigned k_seed = 20260930;
    constexpr int k_cases = 200'000;
    std::mt19937 random(k_seed);
    int taken = 0;
    for (int i = 0; i < k_cases; ++i) {
        const std::string input =
            mutate(seeds()[static_cast<std::size_t>(i) % seeds().size()], random);
        const Message ours = read_ours(input);
        if (!ours.complete) {
            continue;
        }
        ++taken;
        const Message theirs = read_beast(input);
        ASSERT_TRUE(theirs.complete) << "seed " << k_seed << " case " << i << "\n" << input;
        ASSERT_EQ(ours.method, theirs.method) << input;
        ASSERT_EQ(ours.body, theirs.body) << input;
        ASSERT_EQ(ours.size, theirs.size) << input;
        // Beast keeps fields of one name together, so only their order may differ
        ASSERT_EQ(ours.headers.size(), theirs.headers.size()) << input;
        ASSERT_TRUE(
            std::is_permutation(ours.headers.begin(), ours.headers.end(), theirs.headers.begin()))
            << input;
    }
    EXPECT_GT(taken, k_cases / 10); // the comparison was not empty
}

} // namespace
} // namespace chengban::server
