// What pages, lists and files show of a citizen instead of who it is (18, B10). Pure; a masked text
// keeps its shape, so that two people can still speak of the same order.
#pragma once

#include <string>
#include <string_view>

namespace chengban::lint {

std::string mask_phone(std::string_view phone);            // 138****5678
std::string mask_name(std::string_view name);              // 张**
std::string mask_identity_number(std::string_view number); // 3****************X
// Road and estate stay, house and room numbers go: «虹桥路*弄*号*室».
std::string mask_house_numbers(std::string_view address);

// Free text: every number or address by which a person can be reached or known, as the reply lint
// finds them, and the citizen's own name where it is known.
std::string mask_personal_data(std::string_view text, std::string_view citizen_name = {});
// Whether mask_personal_data would change it.
bool has_personal_data(std::string_view text, std::string_view citizen_name = {});

} // namespace chengban::lint
