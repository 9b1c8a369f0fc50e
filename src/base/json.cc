#include "base/json.h"

#include "base/utf8.h"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_stack.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace chengban {

namespace {

enum class StrictError { none, duplicate_key, too_deep, control_character };

// Builds a value like boost::json::parser, and looks at every key on the way: boost keeps the last
// of two equal keys without a word, which would let two readers see two different requests.
class StrictHandler {
public:
    static constexpr std::size_t max_object_size = 1 << 16;
    static constexpr std::size_t max_array_size = 1 << 20;
    static constexpr std::size_t max_key_size = 1 << 10;
    static constexpr std::size_t max_string_size = 1 << 26;

    explicit StrictHandler(std::size_t depth_max) : depth_max_(depth_max) {}

    bool on_document_begin(json::error_code&) {
        stack_.reset();
        return true;
    }
    bool on_document_end(json::error_code&) { return true; }
    bool on_object_begin(json::error_code& error) {
        keys_.emplace_back();
        return enter(error);
    }
    bool on_object_end(std::size_t count, json::error_code&) {
        keys_.pop_back();
        --depth_;
        stack_.push_object(count);
        return true;
    }
    bool on_array_begin(json::error_code& error) { return enter(error); }
    bool on_array_end(std::size_t count, json::error_code&) {
        --depth_;
        stack_.push_array(count);
        return true;
    }
    bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
        key_.append(part);
        stack_.push_chars(part);
        return true;
    }
    bool on_key(json::string_view part, std::size_t, json::error_code& error) {
        key_.append(part);
        std::vector<std::string>& seen = keys_.back();
        if (std::find(seen.begin(), seen.end(), key_) != seen.end()) {
            fail(StrictError::duplicate_key, key_, error);
            return false;
        }
        seen.push_back(std::move(key_));
        key_.clear();
        stack_.push_key(part);
        return true;
    }
    bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
        stack_.push_chars(part);
        return true;
    }
    bool on_string(json::string_view part, std::size_t, json::error_code& error) {
        if (has_control(std::string_view(part.data(), part.size()))) {
            fail(StrictError::control_character,
                 keys_.empty() || keys_.back().empty() ? std::string() : keys_.back().back(),
                 error);
            return false;
        }
        stack_.push_string(part);
        return true;
    }
    bool on_number_part(json::string_view, json::error_code&) { return true; }
    bool on_int64(std::int64_t number, json::string_view, json::error_code&) {
        stack_.push_int64(number);
        return true;
    }
    bool on_uint64(std::uint64_t number, json::string_view, json::error_code&) {
        stack_.push_uint64(number);
        return true;
    }
    bool on_double(double number, json::string_view, json::error_code&) {
        stack_.push_double(number);
        return true;
    }
    bool on_bool(bool value, json::error_code&) {
        stack_.push_bool(value);
        return true;
    }
    bool on_null(json::error_code&) {
        stack_.push_null();
        return true;
    }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }

    json::value release() { return stack_.release(); }
    StrictError strict_error() const { return strict_error_; }
    const std::string& culprit() const { return culprit_; }

private:
    bool enter(json::error_code& error) {
        if (++depth_ > depth_max_) {
            fail(StrictError::too_deep, {}, error);
            return false;
        }
        return true;
    }
    void fail(StrictError kind, std::string culprit, json::error_code& error) {
        strict_error_ = kind;
        culprit_ = std::move(culprit);
        error = json::error::syntax;
    }

    json::value_stack stack_;
    std::vector<std::vector<std::string>> keys_;
    std::string key_;
    std::string culprit_;
    std::size_t depth_ = 0;
    std::size_t depth_max_;
    StrictError strict_error_ = StrictError::none;
};

Problem explain(const StrictHandler& handler, std::size_t at, const json::error_code& error) {
    const std::string key(first_code_points(handler.culprit(), 60));
    switch (handler.strict_error()) {
    case StrictError::duplicate_key:
        return problem("duplicate_key", key, fmt::format("字段「{}」重复出现", key),
                       fmt::format("field \"{}\" occurs twice", key));
    case StrictError::too_deep:
        return problem("json_too_deep", {}, "JSON 嵌套过深", "the JSON is nested too deeply");
    case StrictError::control_character:
        return problem("control_character", key,
                       fmt::format("字段「{}」含有不可见的控制字符（如 NUL）", key),
                       fmt::format("field \"{}\" holds a control character such as NUL", key));
    case StrictError::none:
        break;
    }
    return problem("bad_json", {}, fmt::format("JSON 在第 {} 字节处有错：{}", at, error.message()),
                   fmt::format("the JSON is wrong at byte {}: {}", at, error.message()));
}

void write_canonical(const json::value& value, std::string& out) {
    switch (value.kind()) {
    case json::kind::null:
        out += "null";
        return;
    case json::kind::bool_:
        out += value.get_bool() ? "true" : "false";
        return;
    case json::kind::int64:
        out += fmt::format("{}", value.get_int64());
        return;
    case json::kind::uint64:
        out += fmt::format("{}", value.get_uint64());
        return;
    case json::kind::double_:
        unreachable("a floating number in canonical JSON");
    case json::kind::string:
        out += json::serialize(value.get_string());
        return;
    case json::kind::array: {
        out += '[';
        bool first = true;
        for (const json::value& item : value.get_array()) {
            if (!first) {
                out += ',';
            }
            first = false;
            write_canonical(item, out);
        }
        out += ']';
        return;
    }
    case json::kind::object: {
        std::vector<const json::key_value_pair*> pairs;
        for (const json::key_value_pair& pair : value.get_object()) {
            pairs.push_back(&pair);
        }
        std::sort(pairs.begin(), pairs.end(),
                  [](const auto* a, const auto* b) { return a->key() < b->key(); });
        out += '{';
        bool first = true;
        for (const json::key_value_pair* pair : pairs) {
            if (!first) {
                out += ',';
            }
            first = false;
            out += json::serialize(json::string(pair->key()));
            out += ':';
            write_canonical(pair->value(), out);
        }
        out += '}';
        return;
    }
    }
}

} // namespace

Result<json::value> parse_json(std::string_view text, const JsonLimits& limits) {
    if (text.size() > limits.bytes_max) {
        return Failure{
            problem("json_too_large", {},
                    fmt::format("内容 {} 字节，超过上限 {} 字节", text.size(), limits.bytes_max),
                    fmt::format("the content has {} bytes, the limit is {}", text.size(),
                                limits.bytes_max))};
    }
    if (const std::size_t at = first_broken_utf8(text); at != std::string_view::npos) {
        return Failure{problem("broken_utf8", {},
                               fmt::format("第 {} 字节处不是有效的 UTF-8 文字", at),
                               fmt::format("byte {} is not valid UTF-8", at))};
    }
    json::parse_options options;
    options.max_depth = limits.depth_max + 2; // ours reports first, with better words
    json::basic_parser<StrictHandler> parser(options, limits.depth_max);
    json::error_code error;
    const std::size_t consumed = parser.write_some(false, text.data(), text.size(), error);
    if (!error && consumed < text.size()) {
        error = json::error::extra_data;
    }
    if (error) {
        return Failure{explain(parser.handler(), consumed, error)};
    }
    return parser.handler().release();
}

std::string canonical_json(const json::value& value) {
    std::string out;
    write_canonical(value, out);
    return out;
}

} // namespace chengban
