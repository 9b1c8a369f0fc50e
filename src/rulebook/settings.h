// The rulebook as a flat list: one row per setting, in the order of the file.
#pragma once

#include "rulebook/rulebook.h"

#include <string>
#include <vector>

namespace chengban::rulebook {

struct Setting {
    std::string key;    // dotted key of the file, e.g. "limits.complex", "rules.return_window"
    std::string clause; // clause id, empty when none is behind it
    Words label;
    Words value;       // for people
    std::string plain; // the value in the words of the file, for comparison
};

// Sections in order: the part of the key before its first dot, and its title.
struct SettingSection {
    std::string key;
    Words title;
};

struct SettingList {
    std::vector<SettingSection> sections;
    std::vector<Setting> settings;
};

// Everything of the rulebook but its clause texts and interpretations.
SettingList settings_of(const Rulebook& rulebook);

} // namespace chengban::rulebook
