# Turns files into string literals: chengban_embed(OUT function=file …). Literals are cut in pieces,
# because a single one has a length limit.
function(chengban_embed out)
    set(code "#include \"cli/shipped.h\"\n\nnamespace chengban::cli {\n")
    foreach(pair ${ARGN})
        string(REGEX MATCH "^([a-z_]+)=(.*)$" _ ${pair})
        set(name ${CMAKE_MATCH_1})
        set(file ${CMAKE_MATCH_2})
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
        file(READ ${file} hex HEX)
        string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
        string(APPEND code "static const unsigned char k_${name}[] = {${bytes}0};\n"
                           "std::string_view ${name}() {\n"
                           "    return {reinterpret_cast<const char*>(k_${name}), sizeof(k_${name}) - 1};\n"
                           "}\n")
    endforeach()
    string(APPEND code "} // namespace chengban::cli\n")
    file(CONFIGURE OUTPUT ${out} CONTENT "${code}" @ONLY)
endfunction()
