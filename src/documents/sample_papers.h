// Filled papers of every form, for tests (samples.json).
#pragma once

#include "documents/forms.h"

namespace chengban::documents {

Document sample(Form form);
Document blank(Form form); // nothing filled in
FileFacts sample_facts();

// A file of this name in a folder of this test's own; returns its path.
std::string write_temporary(const std::string& name, const std::string& bytes);
std::string output_of(const std::string& command); // throws when it fails

} // namespace chengban::documents
