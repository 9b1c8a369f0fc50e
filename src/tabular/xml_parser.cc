#include "tabular/xml_parser.h"

#include "tabular/refusal.h"

#include <expat.h>
#include <fmt/format.h>

namespace chengban::tabular {

namespace {

constexpr std::size_t k_depth_max = 64;
// Bytes without any event: one huge tag or comment, which expat would rescan again and again.
constexpr std::size_t k_token_max = 1 << 20;
constexpr char k_separator = '|';

std::string_view local_name(std::string_view name) {
    const std::size_t at = name.rfind(k_separator);
    return at == std::string_view::npos ? name : name.substr(at + 1);
}

} // namespace

std::optional<std::string_view> XmlAttributes::get(std::string_view name) const {
    const bool wants_relation = name == "r:id";
    for (const char** at = list_; *at != nullptr; at += 2) {
        const std::string_view full(at[0]);
        const bool has_namespace = full.find(k_separator) != std::string_view::npos;
        const bool found = wants_relation ? has_namespace && local_name(full) == "id"
                                          : !has_namespace && full == name;
        if (found) {
            return std::string_view(at[1]);
        }
    }
    return std::nullopt;
}

template <class Act>
void XmlParser::guard(Act&& act) {
    since_event_ = 0;
    if (stopped_ || thrown_) {
        return;
    }
    try {
        stopped_ = act();
    } catch (...) { // rethrown in parse(), behind expat
        thrown_ = std::current_exception();
    }
    if (stopped_ || thrown_) {
        XML_StopParser(parser_.get(), XML_FALSE);
    }
}

struct XmlParser::Callbacks {
    static void start(void* data, const char* name, const char** attributes) {
        auto& self = *static_cast<XmlParser*>(data);
        self.guard([&]() -> std::optional<Problem> {
            if (++self.depth_ > k_depth_max) {
                return self.broken("nested too deeply");
            }
            return self.handler_.start(local_name(name), XmlAttributes(attributes));
        });
    }
    static void end(void* data, const char* name) {
        auto& self = *static_cast<XmlParser*>(data);
        self.guard([&] {
            --self.depth_;
            return self.handler_.end(local_name(name));
        });
    }
    static void text(void* data, const char* text, int size) {
        auto& self = *static_cast<XmlParser*>(data);
        self.guard([&] {
            return self.handler_.text(std::string_view(text, static_cast<std::size_t>(size)));
        });
    }
    static void document_type(void* data, const char*, const char*, const char*, int) {
        auto& self = *static_cast<XmlParser*>(data);
        self.guard([&]() -> std::optional<Problem> {
            return self.broken("a document type is not allowed");
        });
    }
};

void XmlParser::Free::operator()(XML_ParserStruct* parser) const {
    XML_ParserFree(parser);
}

XmlParser::XmlParser(XmlHandler& handler, std::string file_name, std::string part)
    : handler_(handler), file_name_(std::move(file_name)), part_(std::move(part)),
      parser_(XML_ParserCreateNS(nullptr, k_separator)) {
    if (parser_ == nullptr) {
        throw std::bad_alloc();
    }
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), &Callbacks::start, &Callbacks::end);
    XML_SetCharacterDataHandler(parser_.get(), &Callbacks::text);
    XML_SetStartDoctypeDeclHandler(parser_.get(), &Callbacks::document_type);
}

Problem XmlParser::broken(const char* detail) const {
    const auto line = static_cast<std::uint64_t>(XML_GetCurrentLineNumber(parser_.get()));
    return refuse("broken_workbook", file_name_, part_,
                  fmt::format("工作簿内「{}」第 {} 行格式有误（{}）", part_, line, detail),
                  fmt::format("\"{}\" inside the workbook is malformed at line {} ({})", part_,
                              line, detail))
        .error;
}

Result<Done> XmlParser::parse(std::string_view bytes, bool is_final) {
    since_event_ += bytes.size();
    const XML_Status status =
        XML_Parse(parser_.get(), bytes.data(), static_cast<int>(bytes.size()), is_final ? 1 : 0);
    if (thrown_) {
        std::rethrow_exception(thrown_);
    }
    if (stopped_) {
        return Failure{*stopped_};
    }
    if (status != XML_STATUS_OK) {
        return Failure{broken(XML_ErrorString(XML_GetErrorCode(parser_.get())))};
    }
    if (since_event_ > k_token_max) {
        return Failure{broken("a tag is too large")};
    }
    return Done{};
}

Result<Done> XmlParser::feed(std::string_view bytes) {
    return parse(bytes, false);
}
Result<Done> XmlParser::finish() {
    return parse({}, true);
}

Result<Done> parse_part(ZipArchive& archive, const std::string& name, XmlHandler& handler) {
    Result<ZipPart> part = archive.part(name);
    if (!part) {
        return Failure{std::move(part).error()};
    }
    XmlParser parser(handler, archive.file_name(), name);
    for (;;) {
        Result<std::string_view> bytes = part->read();
        if (!bytes) {
            return Failure{std::move(bytes).error()};
        }
        Result<Done> parsed = bytes->empty() ? parser.finish() : parser.feed(*bytes);
        if (!parsed || bytes->empty()) {
            return parsed;
        }
    }
}

} // namespace chengban::tabular
