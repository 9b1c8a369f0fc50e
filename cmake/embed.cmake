# Turns files into functions that return their bytes, as declared in a header of a room:
#   chengban_embed_into(OUT HEADER ROOM function=file …)
function(chengban_embed_into out header room)
    set(code "#include \"${header}\"\n\nnamespace chengban::${room} {\n")
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
    string(APPEND code "} // namespace chengban::${room}\n")
    file(CONFIGURE OUTPUT ${out} CONTENT "${code}" @ONLY)
endfunction()

# The same for the files that the program itself ships (cli/shipped.h).
function(chengban_embed out)
    chengban_embed_into(${out} cli/shipped.h cli ${ARGN})
endfunction()
