// What stands below the text: the list of attachments, signature and seal, remark, imprint
// (GB/T 9704-2012, 7.3.4–7.3.6, 7.4).
#pragma once

#include "documents/flow.h"

namespace chengban::documents {

std::vector<Item> attachment_list(const Document& document, double width,
                                  const Typesetter& typesetter);
std::vector<Item> signature_items(const Signature& signature, double width,
                                  const Typesetter& typesetter);
std::vector<Item> remark_items(const std::string& remark, double width,
                               const Typesetter& typesetter);
Item imprint_item(const Imprint& imprint, double width, const Typesetter& typesetter);

} // namespace chengban::documents
