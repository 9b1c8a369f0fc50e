# --alterations of case_tamper_prove; --points and --kill9 of store_crash_prove; --rows and --bytes of store_tamper_prove.
set(CHENGBAN_STORE_TEST_PARTS ${CMAKE_SOURCE_DIR}/src/store/alteration_harness.cc
    ${CMAKE_SOURCE_DIR}/src/store/case_tamper.cc
    ${CMAKE_SOURCE_DIR}/src/store/crash_harness.cc ${CMAKE_SOURCE_DIR}/src/store/crash_vfs.cc
    ${CMAKE_SOURCE_DIR}/src/store/sample_units.cc ${CMAKE_SOURCE_DIR}/src/store/sqlite_test_store.cc)
foreach(name case_tamper_prove store_crash_prove store_tamper_prove)
    add_executable(${name} ${CMAKE_CURRENT_LIST_DIR}/${name}.cc ${CHENGBAN_STORE_TEST_PARTS})
    target_link_libraries(${name} PRIVATE chengban_store GTest::gtest)
endforeach()
