# A room is a static library with its tests beside it:
#   chengban_room(calendar SOURCES … TESTS … ROOMS base LINK fmt::fmt)
# ROOMS are the only rooms whose headers its sources may include; configuring fails on any other.

set(CHENGBAN_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
    -Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast -Wnull-dereference -Wformat=2
    -Wimplicit-fallthrough -Wswitch-enum -Werror
    -Wno-restrict                   # false alarms of g++ 12 on std::string (PR 105651)
    -Wno-missing-field-initializers) # left-out members of aggregates are meant

function(chengban_check_arrows room allowed)
    file(GLOB files ${CMAKE_CURRENT_SOURCE_DIR}/*.h ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
    foreach(file ${files})
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
        file(STRINGS ${file} includes REGEX "^#include \"[a-z_]+/")
        foreach(line ${includes})
            string(REGEX REPLACE "^#include \"([a-z_]+)/.*" "\\1" target ${line})
            if(NOT target IN_LIST allowed AND NOT target STREQUAL room AND NOT target STREQUAL base)
                message(FATAL_ERROR "${file}: room «${room}» may not include «${target}»: ${line}")
            endif()
        endforeach()
    endforeach()
endfunction()

function(chengban_room room)
    cmake_parse_arguments(ARG "" "" "SOURCES;TESTS;ROOMS;TEST_ROOMS;LINK;TEST_LINK" ${ARGN})
    chengban_check_arrows(${room} "${ARG_ROOMS};${ARG_TEST_ROOMS}")
    set(target chengban_${room})
    add_library(${target} STATIC ${ARG_SOURCES})
    target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR}/src)
    target_compile_options(${target} PRIVATE ${CHENGBAN_WARNINGS})
    target_link_libraries(${target} PUBLIC ${ARG_LINK})
    foreach(other ${ARG_ROOMS})
        target_link_libraries(${target} PUBLIC chengban_${other})
    endforeach()
    if(ARG_TESTS)
        add_executable(${target}_test ${ARG_TESTS})
        target_compile_options(${target}_test PRIVATE ${CHENGBAN_WARNINGS} -Wno-null-dereference)
        target_link_libraries(${target}_test PRIVATE ${target} ${ARG_TEST_LINK}
                              chengban_source_dir GTest::gtest GTest::gmock
                              GTest::gtest_main Threads::Threads)
        foreach(other ${ARG_TEST_ROOMS})
            target_link_libraries(${target}_test PRIVATE chengban_${other})
        endforeach()
        add_test(NAME ${room} COMMAND ${target}_test)
    endif()
endfunction()
