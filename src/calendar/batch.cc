#include "calendar/batch.h"

#include "base/json.h"
#include "base/utf8.h"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

namespace chengban::calendar {

namespace {

constexpr std::size_t k_id_max = 200;
constexpr std::array<std::string_view, 4> k_amount_keys{"working_days", "natural_days", "hours",
                                                        "class"};

bool is_amount_key(std::string_view key) {
    return std::find(k_amount_keys.begin(), k_amount_keys.end(), key) != k_amount_keys.end();
}

Amount amount_of(std::string_view key, std::int32_t count) {
    if (key == "working_days") {
        return WorkingDays{count};
    }
    if (key == "natural_days") {
        return NaturalDays{count};
    }
    return Hours{count};
}

std::string_view view(const json::string& text) {
    return {text.data(), text.size()};
}

std::string quoted(std::string_view text) {
    return json::serialize(json::string(json::string_view(text.data(), text.size())));
}

Failure<Problem> refusal(std::string code, std::string_view field, std::string zh, std::string en) {
    return Failure{problem(std::move(code), std::string(field), std::move(zh), std::move(en))};
}

Failure<Problem> wrong_type(std::string_view field, std::string_view zh, std::string_view en) {
    return refusal("wrong_type", field, fmt::format("字段「{}」应为{}", field, zh),
                   fmt::format("field \"{}\" must be {}", field, en));
}

Failure<Problem> missing(std::string_view field) {
    return refusal("missing_field", field, fmt::format("缺少字段「{}」", field),
                   fmt::format("field \"{}\" is missing", field));
}

// The id as it will be written back.
Result<std::string> read_id(const json::object& object) {
    const json::value* id = object.if_contains("id");
    if (id == nullptr) {
        return missing("id");
    }
    if (id->is_int64()) {
        return fmt::format("{}", id->get_int64());
    }
    if (id->is_uint64()) {
        return fmt::format("{}", id->get_uint64());
    }
    if (!id->is_string()) {
        return wrong_type("id", "文字或整数", "a string or an integer");
    }
    const std::size_t length = code_points(view(id->get_string()));
    if (length < 1 || length > k_id_max) {
        return refusal("bad_id", "id", fmt::format("字段「id」应为 1–{} 个字", k_id_max),
                       fmt::format("field \"id\" must have 1–{} characters", k_id_max));
    }
    return json::serialize(id->get_string());
}

// The one key that says how long.
Result<std::string_view> read_amount_key(const json::object& object) {
    std::string_view found;
    for (const json::key_value_pair& pair : object) {
        const std::string_view key(pair.key().data(), pair.key().size());
        if (key == "id" || key == "start") {
            continue;
        }
        if (!is_amount_key(key)) {
            const std::string_view shown = first_code_points(key, 60);
            return refusal("unknown_field", shown, fmt::format("不认识的字段「{}」", shown),
                           fmt::format("unknown field \"{}\"", shown));
        }
        if (!found.empty()) {
            return refusal("several_amounts", key,
                           fmt::format("「{}」与「{}」只能写一个", found, key),
                           fmt::format("only one of \"{}\" and \"{}\" may be given", found, key));
        }
        found = key;
    }
    if (found.empty()) {
        return refusal("missing_amount", "working_days",
                       "应写明 working_days、natural_days、hours、class 之一",
                       "one of working_days, natural_days, hours, class must be given");
    }
    return found;
}

Result<std::int32_t> read_count(const json::value& value, std::string_view key) {
    if (!value.is_int64() && !value.is_uint64()) {
        return wrong_type(key, "整数", "an integer");
    }
    if (value.is_uint64() || value.get_int64() < std::numeric_limits<std::int32_t>::min() ||
        value.get_int64() > std::numeric_limits<std::int32_t>::max()) {
        const std::string shown = json::serialize(value);
        return refusal("amount_out_of_range", key, fmt::format("期限数量 {} 超出范围", shown),
                       fmt::format("the amount {} is out of range", shown));
    }
    return static_cast<std::int32_t>(value.get_int64());
}

// A plain line is read in one pass: known keys, strings of printable ASCII without escapes,
// integers without fraction. Whatever else there is, the strict parser decides.
class PlainReader {
public:
    explicit PlainReader(std::string_view line) : line_(line) {}

    bool read() {
        if (!take('{')) {
            return false;
        }
        do {
            std::string_view key;
            if (!string(key) || !take(':') || !value(key)) {
                return false;
            }
        } while (take(','));
        return take('}') && (skip(), at_ == line_.size()) && !id.empty() && !start.empty() &&
               !amount_key.empty();
    }

    std::string_view id; // as written, with its quotes
    std::string_view start;
    std::string_view amount_key;
    std::string_view class_name;
    std::int32_t count = 0;

private:
    void skip() {
        while (at_ < line_.size() && (line_[at_] == ' ' || line_[at_] == '\r')) {
            ++at_;
        }
    }
    bool take(char wanted) {
        skip();
        if (at_ >= line_.size() || line_[at_] != wanted) {
            return false;
        }
        ++at_;
        return true;
    }
    bool string(std::string_view& out) {
        if (!take('"')) {
            return false;
        }
        const std::size_t begin = at_;
        while (at_ < line_.size() && line_[at_] != '"') {
            if (line_[at_] < 0x20 || line_[at_] > 0x7E || line_[at_] == '\\') {
                return false;
            }
            ++at_;
        }
        if (at_ >= line_.size()) {
            return false;
        }
        out = line_.substr(begin, at_ - begin);
        ++at_;
        return true;
    }
    // 0 or a number without sign and leading zero, as all sensible ones are written.
    bool integer(std::string_view& digits, std::int64_t& out) {
        skip();
        const std::size_t begin = at_;
        out = 0;
        while (at_ < line_.size() && line_[at_] >= '0' && line_[at_] <= '9') {
            out = out * 10 + (line_[at_] - '0');
            ++at_;
            if (at_ - begin > 18) {
                return false;
            }
        }
        digits = line_.substr(begin, at_ - begin);
        return !digits.empty() && (digits.size() == 1 || digits.front() != '0');
    }
    bool value(std::string_view key) {
        if (key == "start" && start.empty()) {
            return string(start);
        }
        if (key == "id" && id.empty()) {
            return id_value();
        }
        if (!amount_key.empty() || !is_amount_key(key)) {
            return false;
        }
        amount_key = key;
        if (key == "class") {
            return string(class_name);
        }
        std::string_view digits;
        std::int64_t number = 0;
        if (!integer(digits, number) || number > std::numeric_limits<std::int32_t>::max()) {
            return false;
        }
        count = static_cast<std::int32_t>(number);
        return true;
    }
    bool id_value() {
        skip();
        if (at_ < line_.size() && line_[at_] == '"') {
            const std::size_t begin = at_;
            std::string_view inner;
            if (!string(inner) || inner.empty() || inner.size() > k_id_max) {
                return false;
            }
            id = line_.substr(begin, at_ - begin);
            return true;
        }
        std::int64_t number = 0;
        return integer(id, number);
    }

    std::string_view line_;
    std::size_t at_ = 0;
};

void put_digits(char* out, std::int64_t number, std::size_t width) {
    for (std::size_t i = width; i-- > 0;) {
        out[i] = static_cast<char>('0' + number % 10);
        number /= 10;
    }
}

// Same bytes as to_string(Instant), without its temporaries.
void append_instant(Instant instant, std::string& out) {
    const Day day = day_of(instant);
    const YearMonthDay ymd = year_month_day(day);
    const std::int64_t in_day = instant.milliseconds() - start_of(day).milliseconds();
    const std::int64_t seconds = in_day / 1000;
    std::array<char, 29> text{};
    std::copy_n("0000-00-00T00:00:00.000+08:00", text.size(), text.begin());
    put_digits(text.data(), ymd.year, 4);
    put_digits(text.data() + 5, ymd.month, 2);
    put_digits(text.data() + 8, ymd.day, 2);
    put_digits(text.data() + 11, seconds / 3600, 2);
    put_digits(text.data() + 14, seconds / 60 % 60, 2);
    put_digits(text.data() + 17, seconds % 60, 2);
    put_digits(text.data() + 20, in_day % 1000, 3);
    if (in_day % 1000 != 0) {
        out.append(text.data(), text.size());
        return;
    }
    out.append(text.data(), 19).append(text.data() + 23, 6);
}

} // namespace

struct BatchCalculator::Question {
    Instant start;
    Amount amount;
    std::string amount_key;
};

BatchCalculator::BatchCalculator(Calendar calendar, Counting counting, ClassLookup lookup)
    : calendar_(std::move(calendar)), counting_(counting), lookup_(std::move(lookup)) {}

std::optional<Amount> BatchCalculator::amount_of_class(std::string_view name) const {
    return lookup_ ? lookup_(name) : std::nullopt;
}

void BatchCalculator::append_due(std::string_view id, const Due& due, std::string& out) const {
    out.append(R"({"id":)").append(id).append(R"(,"due":")");
    append_instant(due.at, out);
    out.append(due.provisional ? R"(","provisional":true})" : R"(","provisional":false})");
}

bool BatchCalculator::answer_plain(std::string_view line, std::string& out) const {
    PlainReader reader(line);
    if (line.size() > k_batch_line_bytes_max || !reader.read()) {
        return false;
    }
    std::optional<Amount> amount;
    if (reader.amount_key == "class") {
        amount = amount_of_class(reader.class_name);
    } else {
        amount = amount_of(reader.amount_key, reader.count);
    }
    const Result<Instant> start = parse_instant(reader.start, "start");
    if (!amount || !start) {
        return false;
    }
    const Result<Due> answer = due(calendar_, *start, *amount, counting_);
    if (!answer) {
        return false;
    }
    append_due(reader.id, *answer, out);
    return true;
}

Result<BatchCalculator::Question> BatchCalculator::read(std::string_view line,
                                                        std::string& id) const {
    const Result<json::value> parsed = parse_json(line, {k_batch_line_bytes_max, 8});
    if (!parsed) {
        return Failure{parsed.error()};
    }
    if (!parsed->is_object()) {
        return refusal("wrong_type", {}, "每行应为一个 JSON 对象", "a line must be a JSON object");
    }
    const json::object& object = parsed->get_object();
    Result<std::string> read = read_id(object);
    if (!read) {
        return Failure{read.error()};
    }
    id = *read;
    const Result<std::string_view> key = read_amount_key(object);
    if (!key) {
        return Failure{key.error()};
    }
    const json::value* start = object.if_contains("start");
    if (start == nullptr) {
        return missing("start");
    }
    if (!start->is_string()) {
        return wrong_type("start", "文字", "a string");
    }
    const Result<Instant> instant = parse_instant(view(start->get_string()), "start");
    if (!instant) {
        return Failure{instant.error()};
    }
    const json::value& value = object.at(json::string_view(key->data(), key->size()));
    if (*key == "class") {
        if (!value.is_string()) {
            return wrong_type(*key, "文字", "a string");
        }
        const std::optional<Amount> amount = amount_of_class(view(value.get_string()));
        if (!amount) {
            const std::string_view shown = first_code_points(view(value.get_string()), 60);
            return refusal("unknown_class", *key, fmt::format("没有期限类别「{}」", shown),
                           fmt::format("there is no limit class \"{}\"", shown));
        }
        return Question{*instant, *amount, std::string(*key)};
    }
    const Result<std::int32_t> count = read_count(value, *key);
    if (!count) {
        return Failure{count.error()};
    }
    return Question{*instant, amount_of(*key, *count), std::string(*key)};
}

std::string BatchCalculator::answer_strictly(std::string_view json_line) const {
    std::string id = "null";
    const Result<Question> question = read(json_line, id);
    const Result<Due> answer = question
                                   ? due(calendar_, question->start, question->amount, counting_)
                                   : Result<Due>(Failure{question.error()});
    std::string out;
    if (answer) {
        append_due(id, *answer, out);
        return out;
    }
    const Reason& reason = answer.error().reasons.front();
    const bool of_amount = question && reason.field == "amount";
    return fmt::format(R"({{"id":{},"error":{{"code":{},"field":{},"zh":{},"en":{}}}}})", id,
                       quoted(reason.code), quoted(of_amount ? question->amount_key : reason.field),
                       quoted(reason.words.zh), quoted(reason.words.en));
}

void BatchCalculator::append_answer(std::string_view json_line, std::string& out) const {
    const std::size_t before = out.size();
    if (!answer_plain(json_line, out)) {
        out.resize(before);
        out += answer_strictly(json_line);
    }
}

std::string BatchCalculator::answer(std::string_view json_line) const {
    std::string out;
    append_answer(json_line, out);
    return out;
}

} // namespace chengban::calendar
