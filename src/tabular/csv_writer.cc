#include "tabular/formula_guard.h"
#include "tabular/refusal.h"
#include "tabular/sheet_time.h"
#include "tabular/writer.h"
#include "tabular/writer_text.h"

#include "base/utf8.h"
#include "tabular/number_format.h"
#include "text/decode.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <system_error>

namespace chengban::tabular {

namespace {

constexpr std::string_view k_utf8_mark = "\xEF\xBB\xBF";
constexpr std::string_view k_replacement = "\xEF\xBF\xBD";

std::string in_quotes(std::string_view text) {
    const bool plain = text.find_first_of(",;\t\"\r\n'") == std::string_view::npos &&
                       (text.empty() || (text.front() != ' ' && text.back() != ' '));
    if (plain) {
        return std::string(text);
    }
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"') {
            result.push_back('"');
        }
        result.push_back(c);
    }
    result.push_back('"');
    return result;
}

struct CellText {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(const std::string& text) const {
        return in_quotes(guard_formula(writable(text)));
    }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(Instant instant) const { return show_serial(serial_of(instant)); }
    std::string operator()(Day day) const { return to_string(day); }
    std::string operator()(Percent percent) const {
        return fmt::format("{}.{:02}%", percent.hundredths / 100, percent.hundredths % 100);
    }
    std::string operator()(Decimal decimal) const { return decimal_text(decimal); }
};

class CsvWriter : public TableWriter {
public:
    CsvWriter(std::string path, std::size_t columns, CsvEncoding encoding)
        : path_(std::move(path)), columns_(columns), encoding_(encoding),
          file_(std::fopen(path_.c_str(), "wb")) {}

    ~CsvWriter() override {
        if (file_ != nullptr) {
            std::fclose(file_);
            if (!finished_) {
                std::error_code ignored;
                std::filesystem::remove(path_, ignored);
            }
        }
    }

    bool is_open() const { return file_ != nullptr; }

    Result<Done> put(std::string_view text) {
        std::string bytes(text);
        if (encoding_ == CsvEncoding::gb18030) {
            Result<std::string> encoded = text::encode_gb18030(text);
            if (!encoded) {
                return Failure{std::move(encoded).error()};
            }
            bytes = *std::move(encoded);
        }
        if (std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size()) {
            return cannot_write();
        }
        return Done{};
    }

    Result<Done> add(const std::vector<OutCell>& cells) override {
        invariant(cells.size() <= columns_, "more cells than columns");
        return put(csv_record(cells));
    }

    Result<Done> finish() override {
        const bool closed = std::fclose(std::exchange(file_, nullptr)) == 0;
        if (!closed) {
            std::error_code ignored;
            std::filesystem::remove(path_, ignored);
            return cannot_write();
        }
        finished_ = true;
        return Done{};
    }

private:
    Failure<Problem> cannot_write() const {
        return refuse("file_unwritable", std::filesystem::path(path_).filename().string(), {},
                      "无法写入", "cannot be written");
    }

    std::string path_;
    std::size_t columns_;
    CsvEncoding encoding_;
    std::FILE* file_;
    bool finished_ = false;
};

} // namespace

std::string writable(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::size_t broken = first_broken_utf8(rest);
        const std::string_view good = rest.substr(0, broken);
        for (const char c : good) {
            const auto byte = static_cast<unsigned char>(c);
            const bool is_control =
                (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
            if (is_control) {
                result += k_replacement;
            } else {
                result.push_back(c);
            }
        }
        if (broken == std::string_view::npos) {
            break;
        }
        result += k_replacement;
        rest.remove_prefix(broken + 1);
    }
    return result;
}

std::string csv_record(const std::vector<OutCell>& cells) {
    std::string record;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        record += (i == 0 ? "" : ",") + std::visit(CellText{}, cells[i]);
    }
    return record + "\r\n";
}

std::string decimal_text(Decimal decimal) {
    std::string text =
        fmt::format("{}.{:03}", decimal.thousandths / 1000, decimal.thousandths % 1000);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') {
        text.pop_back();
    }
    return text;
}

Result<std::unique_ptr<TableWriter>>
write_csv(const std::string& path, const std::vector<Column>& columns, CsvEncoding encoding) {
    auto writer = std::make_unique<CsvWriter>(path, columns.size(), encoding);
    if (!writer->is_open()) {
        return refuse("file_unwritable", std::filesystem::path(path).filename().string(), {},
                      "无法创建", "cannot be created");
    }
    if (encoding == CsvEncoding::utf8_with_mark) {
        if (Result<Done> marked = writer->put(k_utf8_mark); !marked) {
            return Failure{std::move(marked).error()};
        }
    }
    std::vector<OutCell> headers;
    for (const Column& column : columns) {
        headers.emplace_back(column.header);
    }
    if (Result<Done> added = writer->add(headers); !added) {
        return Failure{std::move(added).error()};
    }
    return std::unique_ptr<TableWriter>(std::move(writer));
}

} // namespace chengban::tabular
