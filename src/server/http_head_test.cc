#include "server/http_head.h"

#include <gtest/gtest.h>

namespace chengban::server {
namespace {

// The status a head is refused with, 0 when it is taken.
int refusal(std::string_view bytes) {
    const Result<RequestHead, HeadRefusal> head = parse_head(bytes);
    return head ? 0 : head.error().status;
}

std::string with(std::string_view line, std::string_view fields) {
    return std::string(line) + "\r\nHost: localhost\r\n" + std::string(fields) + "\r\n";
}

int field_refusal(std::string_view fields) {
    return refusal(with("POST /a HTTP/1.1", fields));
}

int target_refusal(std::string_view target) {
    return refusal(with("GET " + std::string(target) + " HTTP/1.1", ""));
}

RequestHead taken(std::string_view bytes) {
    Result<RequestHead, HeadRefusal> head = parse_head(bytes);
    EXPECT_TRUE(head) << bytes;
    return head ? std::move(*head) : RequestHead{};
}

TEST(HttpHead, reads_an_ordinary_request) {
    const RequestHead head = taken(
        "POST /api/v1/work-orders/17/dispatch?unit=%E9%97%B5%E8%A1%8C&q=a+b HTTP/1.1\r\n"
        "Host: LocalHost:8345\r\nContent-Length: 12\r\naccept: a/b\r\nAccept:\t c/d \r\n\r\n");
    EXPECT_EQ(head.method, Method::post);
    EXPECT_EQ(head.path, "/api/v1/work-orders/17/dispatch");
    const std::vector<NameValue> query{{"unit", "闵行"}, {"q", "a b"}};
    EXPECT_EQ(head.query, query);
    EXPECT_EQ(head.host, "localhost");
    EXPECT_EQ(head.authority, "localhost:8345");
    EXPECT_EQ(head.framing, Framing::length);
    EXPECT_EQ(head.content_length, 12U);
    EXPECT_TRUE(head.keep_alive);
    EXPECT_EQ(head.headers.joined("ACCEPT"), "a/b, c/d");
}

TEST(HttpHead, request_line_is_strict) {
    EXPECT_EQ(refusal(with("GET  / HTTP/1.1", "")), 400);
    EXPECT_EQ(refusal(with("GET / HTTP/1.1 ", "")), 400);
    EXPECT_EQ(refusal(with(" GET / HTTP/1.1", "")), 400);
    EXPECT_EQ(refusal(with("GET /", "")), 400);
    EXPECT_EQ(refusal(with("GET\t/\tHTTP/1.1", "")), 400);
    EXPECT_EQ(refusal(with("GET / http/1.1", "")), 400);
    EXPECT_EQ(refusal(with("GET / HTTP/1.10", "")), 400);
    EXPECT_EQ(refusal(with("G\"ET / HTTP/1.1", "")), 400);
    EXPECT_EQ(refusal(with("GET / HTTP/1.0", "")), 505);
    EXPECT_EQ(refusal(with("GET / HTTP/2.0", "")), 505);
    EXPECT_EQ(refusal("PRI * HTTP/2.0\r\n\r\n"), 505);
    EXPECT_EQ(refusal(with("BREW / HTTP/1.1", "")), 501);
    EXPECT_EQ(refusal(with("TRACE / HTTP/1.1", "")), 501);
    EXPECT_EQ(refusal(with("CONNECT localhost:1 HTTP/1.1", "")), 501);
    EXPECT_EQ(refusal(with("get / HTTP/1.1", "")), 501);
    EXPECT_EQ(refusal("\r\n" + with("GET / HTTP/1.1", "")), 400);
}

TEST(HttpHead, targets_that_could_mean_two_things_are_refused) {
    for (const char* target : {"*",
                               "a",
                               "//evil",
                               "/a//b",
                               "/../etc/passwd",
                               "/a/..",
                               "/a/./b",
                               "/%2e%2e/x",
                               "/%2E%2e",
                               "/a%2fb",
                               "/a%5cb",
                               "/a\\b",
                               "/a%00",
                               "/a%0d%0aX:1",
                               "/a%7f",
                               "/%",
                               "/%4",
                               "/%zz",
                               "/%ff",
                               "/%c0%ae",
                               "/a#b",
                               "/a?q=%00",
                               "/a?q=%zz",
                               "/a?=1",
                               "/a?q=\"",
                               "http://",
                               "http:///a",
                               "ftp://localhost/",
                               "/\xE9\x97\xB5"}) {
        EXPECT_EQ(target_refusal(target), 400) << target;
    }
    EXPECT_EQ(target_refusal("/a?x=1&x=2"), 400);
    EXPECT_EQ(target_refusal("/a?x=1&%78=2"), 400);
    EXPECT_EQ(target_refusal("/" + std::string(k_target_bytes_max, 'a')), 414);
    EXPECT_EQ(target_refusal("/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17"), 400);
    EXPECT_EQ(target_refusal("/a?x=[1]&y={}"), 0);
    EXPECT_EQ(taken(with("GET /%E4%B8%AD/b/ HTTP/1.1", "")).path, "/中/b/");
    EXPECT_EQ(taken(with("GET / HTTP/1.1", "")).path, "/");
    EXPECT_EQ(taken(with("GET http://LOCALHOST/a?b=c HTTP/1.1", "")).path, "/a");
    EXPECT_EQ(target_refusal("http://other/a"), 400);
}

TEST(HttpHead, framing_has_one_reading) {
    EXPECT_EQ(field_refusal("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400);
    EXPECT_EQ(field_refusal("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), 400);
    EXPECT_EQ(field_refusal("Content-Length: 5\r\nContent-Length: 5\r\n"), 400);
    EXPECT_EQ(field_refusal("Content-Length: 5\r\ncontent-length: 6\r\n"), 400);
    EXPECT_EQ(field_refusal("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"), 400);
    for (const char* length :
         {"", "+5", "-5", "0x5", "5, 5", "5 5", "5;", "5.0", "１", "99999999999999999999", "1e3"}) {
        EXPECT_EQ(field_refusal("Content-Length: " + std::string(length) + "\r\n"), 400) << length;
    }
    for (const char* coding :
         {"gzip", "chunked, identity", "gzip, chunked", "xchunked", "chunked;q=1", "\"chunked\"",
          "chunked,chunked", ",chunked", "identity", ""}) {
        EXPECT_EQ(field_refusal("Transfer-Encoding: " + std::string(coding) + "\r\n"), 501)
            << coding;
    }
    EXPECT_EQ(taken(with("POST / HTTP/1.1", "Transfer-Encoding: CHUNKED\r\n")).framing,
              Framing::chunked);
    EXPECT_EQ(taken(with("POST / HTTP/1.1", "Content-Length: 007\r\n")).content_length, 7U);
}

TEST(HttpHead, header_lines_are_strict) {
    EXPECT_EQ(field_refusal("X: a\r\n folded\r\n"), 400);
    EXPECT_EQ(field_refusal("X: a\r\n\tfolded\r\n"), 400);
    EXPECT_EQ(field_refusal("Transfer-Encoding : chunked\r\n"), 400);
    EXPECT_EQ(field_refusal("Transfer-Encoding\t: chunked\r\n"), 400);
    EXPECT_EQ(field_refusal(" X: a\r\n"), 400);
    EXPECT_EQ(field_refusal(": a\r\n"), 400);
    EXPECT_EQ(field_refusal("X\r\n"), 400);
    EXPECT_EQ(field_refusal("X(: a\r\n"), 400);
    EXPECT_EQ(field_refusal("X\xC3\xA9: a\r\n"), 400);
    EXPECT_EQ(field_refusal(std::string("X: a\0b\r\n", 8)), 400);
    EXPECT_EQ(field_refusal("X: a\x01\r\n"), 400);
    EXPECT_EQ(field_refusal("X: a\x7F\r\n"), 400);
    EXPECT_EQ(field_refusal("X: a\rY: b\r\n"), 400);
    EXPECT_EQ(field_refusal("X: \xE4\xB8\xAD\r\n"), 0);
    EXPECT_EQ(field_refusal("X:\r\n"), 0);
    EXPECT_EQ(field_refusal("Cookie: a=1\r\nCookie: b=2\r\n"), 400);
    EXPECT_EQ(field_refusal("Authorization: a\r\nauthorization: b\r\n"), 400);
    std::string many;
    for (std::size_t i = 0; i < k_headers_max; ++i) {
        many += "X" + std::to_string(i) + ": 1\r\n";
    }
    EXPECT_EQ(field_refusal(many), 431);
}

TEST(HttpHead, host_is_there_once_and_plain) {
    EXPECT_EQ(refusal("GET / HTTP/1.1\r\n\r\n"), 400);
    EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost:\r\n\r\n"), 400);
    EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400);
    for (const char* host : {"a b", "a/b", "a@b", "a:b", "a:", "a:0", "a:65536", "a:1:2", "[::1",
                             "[::1]x", "[g::]", ".", "a,b", "http://a"}) {
        EXPECT_FALSE(parse_host_port(host)) << host;
    }
    EXPECT_EQ(parse_host_port("[::1]:8345")->host, "::1");
    EXPECT_EQ(parse_host_port("[::1]:8345")->port, 8345);
    EXPECT_EQ(parse_host_port("Example.COM.")->host, "example.com");
}

TEST(HttpHead, expectations) {
    EXPECT_TRUE(taken(with("POST / HTTP/1.1", "Expect: 100-Continue\r\n")).expects_continue);
    EXPECT_EQ(field_refusal("Expect: money\r\n"), 417);
    EXPECT_FALSE(taken(with("GET / HTTP/1.1", "Connection: x, Close\r\n")).keep_alive);
}

TEST(HttpHead, scanner_stops_early_at_what_is_no_request) {
    const auto state = [](std::string_view bytes) { return HeadScanner().scan(bytes); };
    EXPECT_EQ(state("\x16\x03\x01\x02"), HeadScanner::State::broken); // TLS on a plain port
    EXPECT_EQ(state("GET / HTTP/1.1\n"), HeadScanner::State::broken);
    EXPECT_EQ(state("\r\n"), HeadScanner::State::broken);
    EXPECT_EQ(state("GET / HTTP/1.1\r\nA: b\nB: c\r\n"), HeadScanner::State::broken);
    EXPECT_EQ(state("GET / HTTP/1.1\r\n"), HeadScanner::State::need_more);
    const std::string whole = with("GET /a HTTP/1.1", "A: b\r\n");
    HeadScanner scanner;
    for (std::size_t size = 1; size < whole.size(); ++size) {
        ASSERT_EQ(scanner.scan(whole.substr(0, size)), HeadScanner::State::need_more) << size;
    }
    EXPECT_EQ(scanner.scan(whole + "GET /next"), HeadScanner::State::complete);
    EXPECT_EQ(scanner.size(), whole.size());
}

TEST(HttpHead, media_types_and_accept) {
    EXPECT_EQ(parse_media_type("Application/JSON; charset=UTF-8"), "application/json");
    EXPECT_EQ(parse_media_type("application/json; charset=\"utf-8\""), "application/json");
    EXPECT_EQ(parse_media_type("application/json; charset=gb18030"), "");
    EXPECT_EQ(parse_media_type("json"), "");
    EXPECT_EQ(parse_media_type("a/b/c"), "");
    EXPECT_TRUE(accepts("", "application/json"));
    EXPECT_TRUE(accepts("text/html, */*;q=0.1", "application/json"));
    EXPECT_TRUE(accepts("application/*", "application/json"));
    EXPECT_FALSE(accepts("text/html", "application/json"));
    EXPECT_FALSE(accepts("application/json;q=0, */*", "application/json"));
    EXPECT_FALSE(accepts("*/*;q=0.0", "application/json"));
    EXPECT_EQ(encoding_weight("gzip;q=0.5, br", "br"), 1000);
    EXPECT_EQ(encoding_weight("gzip;q=0.5, br", "gzip"), 500);
    EXPECT_EQ(encoding_weight("*;q=0.2", "gzip"), 200);
    EXPECT_EQ(encoding_weight("identity", "gzip"), 0);
}

TEST(HttpHead, language_follows_the_client) {
    const auto language = [](std::string_view value) {
        Request request;
        request.headers.add("Accept-Language", value);
        return request.language();
    };
    EXPECT_EQ(Request().language(), Language::zh);
    EXPECT_EQ(language("en"), Language::en);
    EXPECT_EQ(language("en-GB,en;q=0.9,zh;q=0.8"), Language::en);
    EXPECT_EQ(language("zh-CN,zh;q=0.9,en;q=0.8"), Language::zh);
    EXPECT_EQ(language("fr, de"), Language::zh);
    EXPECT_EQ(language("en;q=0.5, zh;q=0.7"), Language::zh);
    EXPECT_EQ(language("en;q=x, zh;q=0.1"), Language::zh);
}

TEST(HttpHead, a_tossed_second_cookie_gains_nothing) {
    Request request;
    request.headers.add("Cookie", "a=1; session=good; b=2");
    EXPECT_EQ(request.cookie("session"), "good");
    EXPECT_FALSE(request.cookie("essio"));
    Request tossed;
    tossed.headers.add("Cookie", "session=evil; session=good");
    EXPECT_FALSE(tossed.cookie("session"));
}

TEST(HttpTypes, response_headers_cannot_be_split) {
    Response response;
    EXPECT_THROW(response.set("X", "a\r\nSet-Cookie: b"), Bug);
    EXPECT_THROW(response.set("X\r\nY", "a"), Bug);
    EXPECT_THROW(response.add("X", std::string_view("a\0", 2)), Bug);
    EXPECT_THROW(response.set("content-length", "5"), Bug);
    EXPECT_THROW(response.set("Transfer-Encoding", "chunked"), Bug);
    EXPECT_THROW(redirect_response(303, "https://evil.example/"), Bug);
    EXPECT_THROW(redirect_response(303, "//evil.example/"), Bug);
    EXPECT_THROW(redirect_response(303, "/\\evil.example/"), Bug);
    EXPECT_EQ(*redirect_response(303, "/orders").find("location"), "/orders");
    EXPECT_EQ(attachment_disposition("a\"b\r\n/附.xlsx"),
              "attachment; filename=\"a_b______.xlsx\"; "
              "filename*=UTF-8''a_b___%E9%99%84.xlsx");
}

} // namespace
} // namespace chengban::server
