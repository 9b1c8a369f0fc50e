// Closed lists of an account's life.
#pragma once

#include "base/enums.h"

namespace chengban::account {

enum class Standing {
    awaiting_approval, // made by the system administrator, not yet granted by the security one
    active,
    disabled,
};

// Why a session is no more; the token is worthless from then on.
enum class SessionEnd {
    signed_out,
    ended_by_owner,
    ended_by_administrator,
    password_changed,
    second_factor_changed,
    account_disabled,
    replaced, // another token took its place: a change of post, a confirmation
    crowded_out,
    idle,
    too_old,
    post_lost,
};

// What a signed-in person must do before anything else.
enum class Duty { none, change_password, enrol_second_factor };
} // namespace chengban::account

template <>
struct chengban::EnumTable<chengban::account::Standing> {
    using E = chengban::account::Standing;
    static constexpr std::array rows{
        EnumRow<E>{E::awaiting_approval, "awaiting_approval", "待批准", "awaiting approval"},
        EnumRow<E>{E::active, "active", "启用", "active"},
        EnumRow<E>{E::disabled, "disabled", "停用", "disabled"}};
};

template <>
struct chengban::EnumTable<chengban::account::SessionEnd> {
    using E = chengban::account::SessionEnd;
    static constexpr std::array rows{
        EnumRow<E>{E::signed_out, "signed_out", "已退出", "signed out"},
        EnumRow<E>{E::ended_by_owner, "ended_by_owner", "本人结束", "ended by its owner"},
        EnumRow<E>{E::ended_by_administrator, "ended_by_administrator", "管理员结束",
                   "ended by an administrator"},
        EnumRow<E>{E::password_changed, "password_changed", "口令已更换", "password changed"},
        EnumRow<E>{E::second_factor_changed, "second_factor_changed", "第二因子已更换",
                   "second factor changed"},
        EnumRow<E>{E::account_disabled, "account_disabled", "账号已停用", "account disabled"},
        EnumRow<E>{E::replaced, "replaced", "已更换令牌", "replaced"},
        EnumRow<E>{E::crowded_out, "crowded_out", "会话过多", "crowded out"},
        EnumRow<E>{E::idle, "idle", "空闲过久", "idle for too long"},
        EnumRow<E>{E::too_old, "too_old", "会话超过最长时间", "past its longest time"},
        EnumRow<E>{E::post_lost, "post_lost", "岗位已变动", "post lost"}};
};

template <>
struct chengban::EnumTable<chengban::account::Duty> {
    using E = chengban::account::Duty;
    static constexpr std::array rows{
        EnumRow<E>{E::none, "none", "无", "none"},
        EnumRow<E>{E::change_password, "change_password", "须更换口令", "change the password"},
        EnumRow<E>{E::enrol_second_factor, "enrol_second_factor", "须启用第二因子",
                   "enrol a second factor"}};
};
