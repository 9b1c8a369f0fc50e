// From the tables of the file to a Rulebook, and the checks across its parts. Private to the room.
#pragma once

#include "rulebook/rulebook.h"
#include "rulebook/setting_fields.h"
#include "rulebook/toml_reader.h"

#include <string>
#include <utility>
#include <vector>

namespace chengban::rulebook {

struct ReadContext {
    TomlErrors& errors;
    // Each place that names a clause, checked once all clause texts are read.
    std::vector<std::pair<std::string, std::string>> clauses_used; // path, clause id
};

// `{ working_days = 5 }`: exactly one unit, 1 … its maximum. An amount of 0 stands for a refused
// one.
Amount read_amount(TomlTable& table, Units units);
std::string read_clause(TomlTable& table, ReadContext& context);

void read_head(TomlTable& top, Rulebook& rulebook);
void read_single_settings(TomlTable& top, Rulebook& rulebook, ReadContext& context);
void read_strengths(TomlTable& top, Rulebook& rulebook);
void read_lint(TomlTable& top, Rulebook& rulebook, TomlErrors& errors);
void read_cases(TomlTable& top, Rulebook& rulebook, ReadContext& context);
void read_texts(TomlTable& top, Rulebook& rulebook, ReadContext& context);

void check_rulebook(const Rulebook& rulebook, ReadContext& context);

} // namespace chengban::rulebook
