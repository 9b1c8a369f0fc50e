#include "usecase/sign_in_settings.h"

namespace chengban::usecase {

namespace {

constexpr const char* k_id = "current";
constexpr std::int64_t k_stale_ms = 1000;

} // namespace

SignInSettingsDesk::SignInSettingsDesk(store::Store& store, Clock& clock)
    : desk_(
          store, clock,
          [](SignInPolicy& policy, const SignInPolicy::Event& event, const Stamp&) {
              policy.settings = std::get<SignInSettingsChanged>(event).settings;
          },
          [](const SignInPolicy&) {
              RowFacts facts;
              facts.state = "in_force";
              return facts;
          }),
      settings_(std::make_shared<const account::SignInSettings>()) {}

void SignInSettingsDesk::refresh(Instant now) {
    if (version_ >= 0 && now.milliseconds() - checked_at_.milliseconds() < k_stale_ms) {
        return;
    }
    checked_at_ = now;
    const auto head = desk_.store().head(StreamDesk<SignInPolicy>::stream_of(k_id));
    const std::int64_t version = head ? head->seq : 0;
    if (version == version_) {
        return;
    }
    if (const auto policy = desk_.load(k_id)) {
        settings_ = std::make_shared<const account::SignInSettings>(policy->settings);
        version_ = policy->version;
    } else {
        version_ = 0;
    }
}

SettingsPtr SignInSettingsDesk::current() {
    const std::lock_guard lock(mutex_);
    refresh(desk_.clock().now());
    return settings_;
}

std::int64_t SignInSettingsDesk::version() {
    const std::lock_guard lock(mutex_);
    refresh(desk_.clock().now());
    return version_;
}

Outcome<StreamAnswer> SignInSettingsDesk::set(const workorder::Actor& actor,
                                              const account::SignInSettings& settings,
                                              std::optional<std::int64_t> expected_version) {
    StreamRequest request;
    request.actor = actor;
    request.id = k_id;
    request.expected_version = expected_version;
    auto answer = desk_.give(
        std::move(request), SignInSettingsChanged{settings},
        [](const SignInPolicy& policy, const SignInPolicy::Command& wanted,
           const Stamp& stamp) -> Result<std::vector<SignInPolicy::Event>> {
            using workorder::Role;
            if (stamp.actor.role != Role::security_administrator &&
                stamp.actor.role != Role::system) {
                return Failure{problem("wrong_role", "", "登录设置由安全管理员决定",
                                       "the security administrator decides how people sign in")};
            }
            const auto& elsewhere = std::get<SignInSettingsChanged>(wanted).settings.single_sign_on;
            Problem wrong =
                elsewhere ? account::problem_of(*elsewhere, "single_sign_on") : Problem();
            if (!wrong.reasons.empty()) {
                return Failure{std::move(wrong)};
            }
            const bool same = policy.version > 0 &&
                              policy.settings == std::get<SignInSettingsChanged>(wanted).settings;
            return same ? std::vector<SignInPolicy::Event>()
                        : std::vector<SignInPolicy::Event>(1, wanted);
        });
    const std::lock_guard lock(mutex_);
    version_ = -1;
    return answer;
}

} // namespace chengban::usecase
