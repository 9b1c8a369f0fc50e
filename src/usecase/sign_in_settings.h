// The settings of signing in as the store holds them; defaults in a new store. Another node's
// change is seen within a second.
#pragma once

#include "account/settings.h"
#include "usecase/stream_desk.h"

#include <atomic>
#include <memory>
#include <mutex>

namespace chengban::usecase {

struct SignInSettingsChanged {
    static constexpr std::string_view name = "sign_in_settings_changed";
    account::SignInSettings settings;
    static constexpr auto fields() {
        return std::tuple{
            field("settings", &SignInSettingsChanged::settings, "登录设置", "sign-in settings")};
    }
};

struct SignInPolicy {
    static constexpr std::string_view kind = "sign_in_settings";
    using Event = std::variant<SignInSettingsChanged>;
    using Command = Event;
    std::string id;
    std::int64_t version = 0;
    account::SignInSettings settings;
    static constexpr auto fields() {
        return std::tuple{field("settings", &SignInPolicy::settings, "登录设置", "settings")};
    }
};

using SettingsPtr = std::shared_ptr<const account::SignInSettings>;

class SignInSettingsDesk {
public:
    SignInSettingsDesk(store::Store& store, Clock& clock);

    SettingsPtr current();
    std::int64_t version();
    // The security administrator's office (and the operator's at creation).
    Outcome<StreamAnswer> set(const workorder::Actor& actor,
                              const account::SignInSettings& settings,
                              std::optional<std::int64_t> expected_version);

private:
    void refresh(Instant now);

    StreamDesk<SignInPolicy> desk_;
    std::mutex mutex_;
    SettingsPtr settings_;
    std::int64_t version_ = -1;
    Instant checked_at_;
};

} // namespace chengban::usecase
