// What whoever signs in is told, in whichever way they do. One answer for an unknown name, a wrong
// password and an account that is not active.
#pragma once

#include "account/account.h"
#include "account/secrets.h"
#include "usecase/refusal.h"

namespace chengban::usecase {

inline Failure<Refusal> wrong_credentials() {
    return refusal(RefusalKind::not_signed_in,
                   problem("wrong_credentials", "", "账号或口令不正确，或账号未启用",
                           "wrong name or password, or the account is not active"));
}

inline Failure<Refusal> code_needed() {
    return refusal(RefusalKind::not_signed_in,
                   problem("code_needed", "code", "请输入动态口令或恢复码",
                           "the one-time code or a recovery code is needed"));
}

inline Failure<Refusal> wrong_code() {
    return refusal(RefusalKind::not_signed_in, problem("wrong_code", "code", "验证码不正确或已用过",
                                                       "the code is wrong or was used already"));
}

inline Failure<Refusal> too_many_attempts(std::int64_t seconds) {
    Refusal refused{RefusalKind::throttled,
                    problem("too_many_attempts", "", "尝试过多，请稍后再试",
                            "too many attempts, try again later"),
                    std::nullopt};
    refused.retry_seconds = seconds;
    return Failure{std::move(refused)};
}

inline std::string subject_of(const std::optional<account::Account>& account) {
    return account ? "account/" + account->id : "account/unknown";
}

// The digest of a device that the account knows; empty for any other.
inline std::string known_device(const std::optional<account::Account>& account,
                                const std::string& device) {
    if (!account || device.empty()) {
        return {};
    }
    std::string digest = account::secret_digest(device);
    return account->knows_device(digest) ? digest : std::string();
}

} // namespace chengban::usecase
