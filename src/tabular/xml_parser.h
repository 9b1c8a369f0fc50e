// XML under suspicion: no document type, no entities of its own, limited depth and token size;
// names without prefixes. Handlers stop the parser with a Problem; no exception passes through
// expat.
#pragma once

#include "base/result.h"
#include "tabular/zip_archive.h"

#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct XML_ParserStruct;

namespace chengban::tabular {

// Attributes by local name; `id` with namespace is `r:id`, others ignore their namespace.
class XmlAttributes {
public:
    explicit XmlAttributes(const char** list) : list_(list) {}
    std::optional<std::string_view> get(std::string_view name) const;
    std::string_view get_or(std::string_view name, std::string_view otherwise) const {
        return get(name).value_or(otherwise);
    }

private:
    const char** list_;
};

class XmlHandler {
public:
    virtual ~XmlHandler() = default;
    // A returned Problem stops the parser.
    virtual std::optional<Problem> start(std::string_view name, const XmlAttributes& with) = 0;
    virtual std::optional<Problem> end(std::string_view name) = 0;
    virtual std::optional<Problem> text(std::string_view text) = 0;
};

class XmlParser {
public:
    XmlParser(XmlHandler& handler, std::string file_name, std::string part);
    XmlParser(const XmlParser&) = delete;
    XmlParser& operator=(const XmlParser&) = delete;

    Result<Done> feed(std::string_view bytes);
    Result<Done> finish();

private:
    struct Free {
        void operator()(XML_ParserStruct* parser) const;
    };
    struct Callbacks;

    Result<Done> parse(std::string_view bytes, bool is_final);
    Problem broken(const char* detail) const;
    template <class Act>
    void guard(Act&& act);

    XmlHandler& handler_;
    std::string file_name_;
    std::string part_;
    std::unique_ptr<XML_ParserStruct, Free> parser_;
    std::optional<Problem> stopped_;
    std::exception_ptr thrown_;
    std::size_t depth_ = 0;
    std::size_t since_event_ = 0;
};

// The whole part through the handler.
Result<Done> parse_part(ZipArchive& archive, const std::string& name, XmlHandler& handler);

} // namespace chengban::tabular
