#include "cli/usage.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace chengban::cli {

namespace {

// What stands behind the first «: », or everything.
std::string_view behind_colon(std::string_view message) {
    const std::size_t colon = message.find(": ");
    return colon == std::string_view::npos ? message : message.substr(colon + 2);
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

// «--orders: Value 0 not in range 1 to 1000000», «--language: fr not in {zh,en}»
std::string out_of_list(std::string_view message) {
    std::string text = replaced(std::string(message), ": Value ", ": ");
    if (text.find(" not in range ") != std::string::npos) {
        return replaced(replaced(std::move(text), " not in range ", " 不在允许的范围内："), " to ",
                        "–");
    }
    return replaced(std::move(text), " not in ", " 不在允许的值之中：");
}

} // namespace

Words usage_words(const CLI::ParseError& error, const std::vector<std::string>& unread) {
    constexpr std::string_view k_required = " is required";
    std::string_view message = error.what();
    const auto of = [&](CLI::ExitCodes kind) {
        return error.get_exit_code() == static_cast<int>(kind);
    };
    if (of(CLI::ExitCodes::RequiredError) && message.starts_with("A subcommand")) {
        if (!unread.empty()) {
            const std::string list = fmt::format("{}", fmt::join(unread, " "));
            return {"没有这个命令：" + list, "there is no such command: " + list};
        }
        return {"须写明命令", "a command is required"};
    }
    if (of(CLI::ExitCodes::RequiredError) && message.ends_with(k_required)) {
        message.remove_suffix(k_required.size());
        return {fmt::format("缺少参数：{}", message), fmt::format("missing argument: {}", message)};
    }
    if (of(CLI::ExitCodes::ExtrasError)) {
        return {fmt::format("不认识的参数：{}", behind_colon(message)), std::string(message)};
    }
    if (of(CLI::ExitCodes::ConversionError)) {
        return {fmt::format("值无效：{}", behind_colon(message)), std::string(message)};
    }
    if (of(CLI::ExitCodes::ValidationError)) {
        return {out_of_list(message), std::string(message)};
    }
    if (of(CLI::ExitCodes::ArgumentMismatch)) {
        return {fmt::format("参数的个数不对：{}", message), std::string(message)};
    }
    return {fmt::format("命令行有误：{}", message), std::string(message)};
}

} // namespace chengban::cli
