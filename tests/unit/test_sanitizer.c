/* What the sanitizer does to a text: homes, users, secrets, hostile bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sanitizer.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* `in` is given with its length, so that rows may hold NUL. */
#define ROW(name, in, want)                                                                    \
    {                                                                                          \
        name, in, sizeof(in) - 1, want                                                         \
    }
#define STAYS(name, in)                                                                        \
    {                                                                                          \
        name, in, sizeof(in) - 1, in                                                           \
    }

struct row {
    const char *name;
    const char *in;
    size_t length;
    const char *want;
};

static const struct row rows[] = {
    ROW("given_home_becomes_tilde", "open /data/people/ann/src/x.c:3", "open ~/src/x.c:3"),
    ROW("given_home_needs_a_whole_component", "/data/people/anna/x", "/data/people/anna/x"),
    ROW("home_of_anyone_becomes_tilde", "/home/bob/x.c and /var/home/eve/y", "~/x.c and ~/y"),
    ROW("home_of_a_mac", "at /Users/bob/x.swift", "at ~/x.swift"),
    ROW("home_of_windows_in_any_case", "c:\\users\\Bob\\x.cpp", "~\\x.cpp"),
    ROW("home_of_windows_doubled", "C:\\\\Users\\\\Bob Lee\\\\x.cpp", "~\\\\x.cpp"),
    ROW("home_of_windows_with_slashes", "C:/Users/bob/x", "~/x"),
    ROW("home_of_windows_mounted", "/mnt/c/Users/bob/x", "~/x"),
    ROW("home_behind_a_home", "/home/a/home/b /home/c%3d/home/d%3d", "~~ ~~"),
    ROW("home_of_root", "/root/.cache/x", "~/.cache/x"),
    ROW("home_as_file_url", "file:///home/bob/x.js:1:2", "file://~/x.js:1:2"),
    ROW("home_percent_encoded", "file:%2F%2F%2Fhome%2Fbob%2Fx", "file:%2F%2F~%2Fx"),
    ROW("home_alone", "cd /home/bob.", "cd ~."),
    STAYS("shared_home_stays", "/Users/Shared/x"),
    STAYS("web_address_is_no_home", "https://host.invalid/home/page"),
    STAYS("api_path_is_no_home", "GET /api/users/42 HTTP/1.1"),
    STAYS("relative_path_is_no_home", "src/home/index.js"),
    STAYS("root_in_a_path_is_no_home", "/sys/fs/cgroup/root/x /rootfs /root-ca"),
    ROW("user_as_a_word", "user ann: no such file /tmp/ann-x",
        "user [redacted:user]: no such file "
        "/tmp/[redacted:user]-x"),
    STAYS("user_in_a_symbol_stays", "annotate() ann::f joann ann()"),
    ROW("password_value", "password=hunter2 rest", "password=[redacted:password] rest"),
    ROW("password_quoted", "password = \"a b c\" rest",
        "password = \"[redacted:password]\" rest"),
    ROW("password_json_escaped", "{\\\"password\\\":\\\"x1y2z3\\\",\\\"a\\\":1}",
        "{\\\"password\\\":\\\"[redacted:password]\\\",\\\"a\\\":1}"),
    ROW("password_json_escaped_and_cut_off", "in main {\\\"password\\\":\\\"x1y2z3",
        "in main {\\\"password\\\":\\\"[redacted:password]"),
    ROW("password_of_gdb", "f (password=0x55555575 \"s3cr3t\", n=3) at x.c:1",
        "f (password=0x55555575 \"[redacted:password]\", n=3) at x.c:1"),
    ROW("password_xml", "<password>abc1</password>",
        "<password>[redacted:password]</password>"),
    ROW("password_query", "?password=abc1&x=2", "?password=[redacted:password]&x=2"),
    ROW("password_ado", "Server=x;Password=ab;c1;User=y",
        "Server=x;Password=[redacted:password];User=y"),
    ROW("password_in_fullwidth",
        "\xef\xbd\x90\xef\xbd\x81\xef\xbd\x93\xef\xbd\x93\xef\xbd\x97"
        "\xef\xbd\x8f\xef\xbd\x92\xef\xbd\x84=hunter2",
        "\xef\xbd\x90\xef\xbd\x81\xef\xbd\x93\xef\xbd\x93\xef\xbd\x97\xef\xbd\x8f\xef\xbd\x92"
        "\xef\xbd\x84=[redacted:password]"),
    ROW("find_that_took_the_end_of_its_line",
        "token\\\":\"\n<plaidToken>32}a1b2c3d4\n</plaidToken> \\",
        "token\\\":\"[redacted:token]"),
    ROW("environment_is_split_at_nul", "A=1\0PASSWORD=abc\0PATH=/bin",
        "A=1\xef\xbf\xbdPASSWORD=[redacted:password]\xef\xbf\xbdPATH=/bin"),
    ROW("invalid_utf8_is_replaced", "a\xff\xc3z", "a\xef\xbf\xbd\xef\xbf\xbdz"),
    ROW("value_of_the_next_attribute", "<p name=\"dbPassword\"/>\n<value=\"x1y2z3\"/>",
        "<p name=\"dbPassword\"/>\n<value=\"[redacted:password]\"/>"),
    ROW("value_of_the_next_member", "{\"name\": \"db_password\",\n \"value\": \"x1y2z3\"}",
        "{\"name\": \"db_password\",\n \"value\": \"[redacted:password]\"}"),
    ROW("value_of_the_next_element", "<key>password</key>\n <string>x1y2z3</string>",
        "<key>password</key>\n <string>[redacted:password]</string>"),
    ROW("value_of_a_named_element", "<string name=\"password\">x1y2z3</string>",
        "<string name=\"password\">[redacted:password]</string>"),
    ROW("value_before_the_key", "// x1y2z3w4 is the password",
        "// [redacted:password] is the password"),
    ROW("value_compared_with_the_key", "if ('x1 y2' == db_password)",
        "if ('[redacted:password]' == db_password)"),
    ROW("value_at_the_end_of_a_sentence", "the password for user 'bob' is 'opened'",
        "the password for user 'bob' is '[redacted:password]'"),
    ROW("value_in_a_column", "LDAP password   ----   x1y2z3",
        "LDAP password   ----   [redacted:password]"),
    ROW("value_behind_a_login", "machine h\n  login bob\n  password opened",
        "machine h\n  login bob\n  password [redacted:password]"),
    ROW("value_behind_how_it_is_hidden", "username bob password 7 02050D480809",
        "username bob password 7 [redacted:password]"),
    ROW("value_named_like_a_variable", "Server=h;Uid=u;Pwd=myPassword;Encrypt=no",
        "Server=h;Uid=u;Pwd=[redacted:password];Encrypt=no"),
    ROW("string_of_a_longer_word", "myapikeyfoo = \"a$b%c^d&efg\"",
        "myapikeyfoo = \"[redacted:api-key]\""),
    ROW("command_over_lines", "curl -k \\\n  -u bob:x1y2z3",
        "curl -k \\\n  -u bob:[redacted:command-line]"),
    ROW("command_in_capitals", "PSEXEC.EXE \\\\h -u bob -p opened cmd",
        "PSEXEC.EXE \\\\h -u bob -p [redacted:command-line] cmd"),
    ROW("command_with_the_password_before_the_user", "net use \\\\h\\s opened /user:bob",
        "net use \\\\h\\s [redacted:command-line] /user:bob"),
    ROW("secret_in_base64", "got cGFzc3dvcmQ9aHVudGVyMiBhbmQgbW9yZQ== there",
        "got [redacted:password] there"),
    STAYS("text_in_base64_stays", "got bm90aGluZyB0byBoaWRlIGluIHRoaXMgdGV4dA== there"),
    ROW("key_that_was_typed", "meraki_key = \"abcdefabcd12abcdefabcdefabcdefabcdefabcd\"",
        "meraki_key = \"[redacted:service-key]\""),
    STAYS("row_of_zeros_stays", "client_key: 00000000-0000-0000-0000-000000000000"),
    ROW("value_named_like_a_variable_in_an_environment", "MAILER_PASSWORD=smtp_password",
        "MAILER_PASSWORD=[redacted:password]"),
    ROW("value_named_like_a_variable_in_a_query", "postgresql:///x?port=1&password=secret",
        "postgresql:///x?port=1&password=[redacted:password]"),
    ROW("api_key_of_words_in_json", "{\"apiKey\": \"opened_door\"}",
        "{\"apiKey\": \"[redacted:api-key]\"}"),
    ROW("option_of_java", "-Dtoken=0a1b2c3d4e5f60718293a4b5c6d7e8f901234567",
        "-Dtoken=[redacted:token]"),
    STAYS("name_of_a_generated_method_stays",
          "at A.B.<GetTokenAsync>d__5.MoveNext() in D:\\a\\B.cs:line 42"),
    STAYS("call_for_a_header_stays", "r.headers['Authorization'] = _basic_auth_str(self.a, b)"),
    STAYS("argument_behind_a_function_stays", "auth_password (ssh=0x5555557d3e50, n=3)"),
    STAYS("word_of_no_password_stays", "(1045, \"Access denied (using password: YES)\")"),
    STAYS("option_without_a_value_stays", "wget --ask-password https://host.invalid"),
    STAYS("public_key_stays", "public key: 0a1b2c3d4e5f60718293a4b5c6d7e8f901234567"),
    STAYS("mangled_names_in_a_list_stay",
          "_RNvMNtCs2zWWOQp2Bv2_16rustc_ast_pretty2ppNtB2_7Printer33replace_last_token_still\n"
          "_RNvMNtCs2zWWOQp2Bv2_16rustc_ast_pretty2ppNtB2_7Printer3new\n"
          "_ZN60_$LT$gimli..DwTag$u20$as$u20$core..Debug$GT$3fmt17hc1aedc360ae3b3bbE\n"
          "_ZN5clang4ento34shouldRegisterUnixAPIMisuseCheckerERKNS0_14CheckerManagerE"),
    STAYS("member_of_a_scope_stays", "WelsDec::g_kuiLumaDcZigzagScan"),
    STAYS("address_before_the_key_stays", "0x7f1234567890 is the token"),
    STAYS("token_in_code_stays", "    token = self.lexer.next()"),
    STAYS("token_in_prose_stays", "SyntaxError: Unexpected token: expected }"),
    STAYS("key_error_stays", "KeyError: 'sessionToken'"),
    STAYS("assertion_signature_stays", "assertionSignature: 12"),
    STAYS("symbol_with_a_prefix_in_it_stays", "task_live_function_name+0x53 fork_test_x("),
    STAYS("optimized_out_stays", "f (password=<optimized out>, token=0x7ffe12, key=3)"),
    STAYS("argument_of_gdb_stays", "g (sig=sig@entry=6, secret=secret@entry=0x5555)"),
    STAYS("escaped_line_before_a_digest_stays",
          "sendall(64) -> 3a\\r\\n96ee1d7354c4ad7372047672c36a1f561e3a6a4c\\t1"),
    STAYS("pattern_of_two_letters_stays", "dUUdUUdUUdUUdUUdUUdUUdUUdUUdUUdU"),
    STAYS("host_and_port_stay", "the password is reg.host.invalid:5000"),
    ROW("password_said_to_be_somebodys", "Password for user eve is ntxvsdqw7465",
        "Password for user eve is [redacted:password]"),
    ROW("password_of_a_registry", "skopeo login -u eve -p walnuts4 reg.host.invalid",
        "skopeo login -u eve -p [redacted:command-line] reg.host.invalid"),
    ROW("member_of_a_flow_mapping", "- {name: API_TOKEN, value: x1y2z3}",
        "- {name: API_TOKEN, value: [redacted:access-token]}"),
    ROW("key_and_value_of_a_pair", "Key: password, Value: x1y2z3w4",
        "Key: password, Value: [redacted:password]"),
    ROW("row_of_a_table", "| password | x1Y2z3w4 |", "| password | [redacted:password] |"),
    STAYS("head_of_a_table", "| password | role | since |"),
    ROW("value_in_a_registry", "    CurrentPass    REG_SZ    x1Y2z3w4",
        "    CurrentPass    REG_SZ    [redacted:pass]"),
    ROW("key_behind_an_acronym", "[L]\nLoTWPass=x1Y2z3w4", "[L]\nLoTWPass=[redacted:pass]"),
    ROW("value_far_behind_its_key",
        "* app.secret_key_base                                      : x1y2z3w4",
        "* app.secret_key_base                                      : [redacted:secret]"),
    ROW("password_behind_a_user_option", "csqlx -u dba -p x1Y2z3w4 demodb@localhost",
        "csqlx -u dba -p [redacted:login] demodb@localhost"),
    STAYS("port_behind_a_user_option", "dbtool -u dba -p 5432 demo"),
    ROW("login_of_a_mailbox", "abort: [LOGIN ann \"x1Y2-z3w4-v5\"] EOF",
        "abort: [LOGIN [redacted:user] \"[redacted:login]\"] EOF"),
    ROW("short_key_beside_its_word", "bad token kR7vQ2mWx9zP!", "bad token [redacted:token]!"),
    STAYS("name_beside_a_word_for_keys", "bad token Utf8ToUtf16 in session iPhone14Pro2"),
    ROW("short_key_in_a_query", "GET https://h.invalid/d?key=t7PO0RAenp5&x=1",
        "GET https://h.invalid/d?key=[redacted:keyed]&x=1"),
    ROW("short_bearer_token", "sent Bearer abc123 and failed",
        "sent Bearer [redacted:credentials] and failed"),
    ROW("short_web_token", "used eyJabc.def.ghi and failed", "used [redacted:jwt] and failed"),
    ROW("key_for_a_name", "curl -u \"6018776e998bf03d9ee20d739efc1928efdf646b:x\" h",
        "curl -u \"[redacted:command-line]\" h"),
    ROW("password_with_brackets", "password = Fh[+2J~AcqeqW%?",
        "password = [redacted:password]"),
    ROW("password_that_was_found_stands_elsewhere",
        "password \"Vinter-2023xQ\": cannot convert Vinter-2023xQ",
        "password \"[redacted:password]\": cannot convert [redacted:password]"),
    ROW("piped_by_a_traced_shell", "+ echo x1Y2-z3w4\n+ docker login --password-stdin",
        "+ echo [redacted:pipe]\n+ docker login --password-stdin"),
    ROW("setting_and_its_value_below", "EMAIL_PASSWORD \nu'x1y2z3'\nDEBUG",
        "EMAIL_PASSWORD \nu'[redacted:password]'\nDEBUG"),
    ROW("string_behind_a_tab", "APP_SECRET\t\"x1y2z3\"", "APP_SECRET\t\"[redacted:secret]\""),
    ROW("variable_in_a_quoted_command", "run \"A_PASSWORD=\"x1y2z3\" \"list\"\"",
        "run \"A_PASSWORD=\"[redacted:password]\" \"list\"\""),
    STAYS("fingerprint_of_a_signer",
          "gpg: using RSA key 4ED778F539E3634C779C87C6D7062848A1AB005C"),
    STAYS("algorithms_of_ssh",
          "kex: sk-ssh-ed25519@openssh.com,sk-ecdsa-sha2-nistp256@openssh.com"),
    STAYS("ciphers_of_tls",
          "no shared cipher RSA_PSK_WITH_AES_128_CBC_SHA256 RSA-PSK-AES128-CBC-SHA256"),
    STAYS("usage_of_options", "usage: x [-passin arg] [-pass val] wait --session --activate y"),
    STAYS("path_of_the_accounts", "cat /etc/passwd \"x y\""),
    STAYS("basic_word", "the basic CUDA/C++ standard, the basic AppleTalk socket"),
    STAYS("cookie_of_a_driver", "la_activity(): cookie = 0x5; flag = 3"),
    STAYS("end_of_a_key_that_is_spoken_of", "a string that starts with -----END."),
    STAYS("kind_of_a_token", "token_type=bearer expires_in=3600"),
    STAYS("name_and_what_it_is_for", "openssl-passwd - compute password hashes"),
    STAYS("key_file_in_a_variables_directory", "private_key = $dir/private/cakey.pem"),
    ROW("short_token_with_underscores", "github_pat_11ABCDEFG_x1y2z3_tail end",
        "[redacted:github-token] end"),
    ROW("symbol_and_its_value", "set(:api_secret, 'quite_a_value')",
        "set(:api_secret, '[redacted:secret]')"),
    ROW("keyword_and_its_value", "{:client-secret \"quite-a-value\"}",
        "{:client-secret \"[redacted:secret]\"}"),
    ROW("code_of_an_authorization", "GET /cb?code=authcode12&state=zz",
        "GET /cb?code=[redacted:keyed]&state=zz"),
    ROW("word_for_a_bearer", "sent Bearer deadbeefcafe", "sent Bearer [redacted:credentials]"),
    STAYS("bearer_in_prose", "expected Bearer authentication\nno Bearer credentials"),
    STAYS("commit_of_a_module",
          "h.invalid/abbot/go-http-auth 65b0cdae8d7fe5c05c7430e055938ef6d24a66c9"),
    STAYS("version_of_a_package", "I: Retrieving passwd 1:4.13+dfsg1-1+deb12u2"),
    STAYS("checksum_of_a_program",
          "sentry-cli-Linux-x86_64="
          "13f8cb34ae01a6a272d7d7c22e277a105286615b4020de900ea95a8de47cdbb6"),
    STAYS("names_that_hold_the_letters_of_a_web_token",
          "at StaticPrivateKeyJwtProvider.token keyJoinStrategy.exec bundler "
          "rubygems_integration"),
    STAYS("sentences_that_identify",
          "a station identified by %NL80211_ATTR_MAC and `_endpoint`"),
    STAYS("type_of_a_private_key",
          "private key is *ed25519.PrivateKey, expected ed25519.PrivateKey"),
    STAYS("count_of_pins", "FDC 44pin 82078 or 64pin"),
    STAYS("pass_over_data", "// Second pass: write with the size"),
    STAYS("label_in_another_script",
          "currency_code: \"\xe8\xb2\xa8\xe5\xb9\xa3\xe4\xbb\xa3\xe7\xa2\xbc\""),
    STAYS(
        "name_of_a_kept_secret",
        "on arn:aws:secretsmanager:us-west-2:123456789012:secret:prod/mysecret-AbCdEf because"),
    ROW("value_that_is_called_invalid", "'x1Y2z3w4Q5' is not a valid password",
        "'[redacted:password]' is not a valid password"),
    ROW("value_before_a_colon_and_its_key", "\"kR7vQ2mWx9zP\": invalid API key",
        "\"[redacted:api-key]\": invalid API key"),
    STAYS("place_before_a_colon_and_a_key", "auth2.c:123: invalid password"),
    ROW("drawn_value_of_an_option", "tool -e a.plist -p S~q7wEgoWf /dev/sdb2",
        "tool -e a.plist -p [redacted:login] /dev/sdb2"),
    STAYS("name_and_file_of_an_option", "tool -p x86_64-Linux -p Foo2Bar.txt -u 1000:1000"),
    ROW("drawn_value_behind_a_name", "failed: tool -u deploy:duD87a4qocp64 https://h.invalid/",
        "failed: tool -u deploy:[redacted:login] https://h.invalid/"),
    ROW("recovery_key_of_a_volume",
        "  Password:\n    777379-760700-278613-703984-204308-816461-824337-530853",
        "  Password:\n    [redacted:password]"),
    ROW("value_in_a_list_of_columns", "Name       : SMTP_PASSWORD\nValue      : 1xx2A4QN.v9W",
        "Name       : SMTP_PASSWORD\nValue      : [redacted:password]"),
    ROW("string_of_a_bean", "<void property=\"password\">\n   <string>x1y2z3</string>",
        "<void property=\"password\">\n   <string>[redacted:password]</string>"),
    ROW("oracle_behind_an_option", "sqlplus -S rman/x1y2z3w4@//h.invalid:1521/C @x.sql",
        "sqlplus -S rman/[redacted:oracle]@//h.invalid:1521/C @x.sql"),
    STAYS("name_or_password_that_is_invalid",
          "(\"USERNAME AND/OR PASSWORD INVALID\").  SQLSTATE"),
    ROW("bytes_of_a_key",
        "network_key: [11, 203, 57, 8, 94, 177, 32, 140, 201, 66, 19, 250, 88, 3, 121, 45]",
        "network_key: [redacted:api-key]"),
    STAYS("numbers_of_tokens", "tokens: [1, 2, 3]"),
    ROW("string_behind_a_string", "DriverOption \"password\" \"aZo6daiw\"",
        "DriverOption \"password\" \"[redacted:password]\""),
    STAYS("strings_behind_a_string", "msgid \"password\" \"token\""),
    STAYS("function_of_a_module", "rabbit_password:hash/2 line 25"),
    STAYS("pass_of_a_compiler", "during GIMPLE pass: *build_cgraph_edges"),
    STAYS("identifier_of_a_container",
          "Container ID: "
          "docker://e5554cdd33621c05341ca5b6bd05c526ad9187e3b5afc7253d06d0c305c53aa9"),
    STAYS("digest_of_an_image",
          "docker-pullable://wordpress@sha256:"
          "6216f64ab88fc51d311e38c7f69ca3f9aaba621492b4f1fa93ddf63093768845"),
    ROW("password_of_a_second_command", "redis-cli -h db ping; redis-cli -a x1y2z3 get p",
        "redis-cli -h db ping; redis-cli -a [redacted:command-line] get p"),
    STAYS("option_of_a_second_command", "sqlcmd -Q x | wc -P 100"),
    STAYS("class_behind_a_method_stays",
          "NoMethodError: undefined method `password_digest' for nil:NilClass"),
    STAYS("ports_of_a_container_stay", "docker run -p 8080:80 -u 1000:1000 nginx"),
    ROW("password_of_a_command_in_a_container",
        "docker exec db sqlcmd -U sa -P 'walnuts(4)' -d t",
        "docker exec db sqlcmd -U sa -P '[redacted:command-line]' -d t"),
    ROW("password_of_somebody", "pwd of eve is walNuts4, or not",
        "pwd of eve is [redacted:password], or not"),
    ROW("password_behind_a_constant", "setopt(curl, CURLOPT_PASSWORD, \"walnuts\");",
        "setopt(curl, CURLOPT_PASSWORD, \"[redacted:password]\");"),
    ROW("password_in_an_element_of_two_letters", "<PW>walnuts4</PW>",
        "<PW>[redacted:password]</PW>"),
    STAYS("member_behind_a_message_stays",
          "{\"message\":\"Wrong password\",\"status\":\"UNAUTHENTICATED\"}"),
    ROW("mac_with_hyphens", "on 5F-30-3C-DF-AE-86 or", "on [redacted:mac-address] or"),
    STAYS("time_with_hyphens_stays", "log-26-11-21-10-05-33.txt 26-11-21-10-05-33"),
    ROW("header_of_a_command_ends_with_its_quote",
        "curl -H \"Authorization: Bearer walnuts4walnuts\" https://host.invalid/x",
        "curl -H \"Authorization: Bearer [redacted:authorization]\" https://host.invalid/x"),
    ROW("header_with_strings_of_its_own_is_followed",
        "got \"Authorization: Digest username=\"eve\", response=\"0a1b2c3d\"\"",
        "got \"Authorization: Digest [redacted:authorization]"),
    STAYS("key_of_the_crash_reporter_stays",
          "\"crashReporterKey\" : \"E14226C4-B744-046A-E67E-ED4ABD80809D\","),
    STAYS("codes_of_an_exception_stay", "\"rawCodes\":[1,683873662722812],\"type\":1"),
    ROW("home_behind_a_sign", "[\"+/home/eve\", \"-/home/*\"]", "[\"+~\", \"-/home/*\"]"),
    ROW("key_that_is_given_twice",
        "api_key=7hQ2xv9LmWz4 refused; 7hQ2xv9LmWz4 is expired (x7hQ2xv9LmWz4)",
        "api_key=[redacted:keyed] refused; [redacted:keyed] is expired "
        "(x[redacted:keyed])"),
    ROW("element_that_begins_with_a_brace",
        "<secret>{AQAAABAAA b91280c63e1571ad928d52947cc31a14}</secret>",
        "<secret>[redacted:secret]</secret>"),
    STAYS("time_of_erlang_stays", "=ERROR REPORT==== 14-Dec-2015::16:12:48.853958 ==="),
    STAYS("id_of_a_request_stays", "twilio-request-id: RQb1fa69f4011d45f1bd552952a270a886"),
    ROW("password_of_a_login_without_scheme", "connect to eve:walnuts4@db-1:5432/base",
        "connect to eve:[redacted:userinfo]@db-1:5432/base"),
    STAYS("public_key_token_stays", "X, PublicKeyToken=b77a5c561934e089"),
    ROW("addresses_of_hosts", "to 10.1.2.3:80 and fe80::1 or 2001:db8::7 at 02:00:5e:10:00:01",
        "to [redacted:ip-address]:80 and [redacted:ip-address] or [redacted:ip-address] at "
        "[redacted:mac-address]"),
    ROW("address_of_mail", "from eve.b@mail.host.org", "from [redacted:email]"),
    ROW("address_of_mail_in_a_country_that_is_a_file_ending", "from jan@firma.pl, x@corp.rs",
        "from [redacted:email], [redacted:email]"),
    STAYS("files_with_an_at_sign_stay", "memcpy@libc.so x@2x.py crt@ld-linux.so a@next.js"),
    ROW("card_number", "card 4111 1111 1111 1111.", "card [redacted:card-number]."),
    STAYS("loopback_stays", "127.0.0.1 ::1 0.0.0.0 :: 255.255.255.0"),
    ROW("strings_in_a_string_have_doubled_quotes",
        "\"\"database_password\"\": \"\"Walnuts4\"\",",
        "\"\"database_password\"\": \"\"[redacted:password]\"\","),
    STAYS("an_empty_string_stays", "password=\"\", pwd = '' or token=\"\""),
    ROW("a_short_number_is_a_password_in_quotes",
        "ALTER USER x WITH PASSWORD '123', password=12",
        "ALTER USER x WITH PASSWORD '[redacted:password]', password=12"),
    ROW("password_beside_its_user", "with username FOO and password BAR to log in",
        "with username FOO and password [redacted:password] to log in"),
    STAYS("sentences_about_both_stay",
          "Reuses the user id and password during the session; username and password invalid"),
    ROW("private_key_in_another_language", "clé privée : 7hQ2xv9LmWz4Kd8sPq3R",
        "clé privée : [redacted:keyed]"),
    ROW("token_in_another_language", "トークン: 7hQ2xv9LmWz4", "トークン: [redacted:token]"),
    ROW("made_of_a_string", "val key = AuthToken.of(\"pat_7hQ2xv9LmWz4\")",
        "val key = AuthToken.of(\"[redacted:keyed]\")"),
    ROW("short_login_of_basic", "got Basic dXNlcjpwYXNz here",
        "got Basic [redacted:credentials] here"),
    ROW("password_that_a_shell_refuses",
        "bind parameter 'Password'. Cannot convert the \"9NDVTV2P6!06\" value of type",
        "bind parameter 'Password'. Cannot convert the \"[redacted:password]\" value of type"),
    ROW("value_before_its_key", "soap.setValue(\"1vHY1xDNTC\", forKey: \"password\")",
        "soap.setValue(\"[redacted:password]\", forKey: \"password\")"),
    ROW("object_before_its_key", "[d setObject:@\"1vHY1xDNTC\" forKey:@\"password\"];",
        "[d setObject:@\"[redacted:password]\" forKey:@\"password\"];"),
    ROW("login_of_a_mailbox", "01 Login bob pQjldLxOAbF8k3\n01 NO failed",
        "01 Login bob [redacted:login]\n01 NO failed"),
    ROW("cookie_that_curl_keeps",
        "* Added cookie uid=\"7107fc8b541b1bcb\" for domain host.invalid",
        "* Added cookie uid=[redacted:cookie] for domain host.invalid"),
    ROW("code_in_groups", "\"pin\": \"889-10-232\"", "\"pin\": \"[redacted:digits]\""),
    ROW("what_is_said_of_a_password_stays_apart",
        "password: WqjDTeDX6 [the one that I use to log in]", "password: [redacted:password]"),
    ROW("secrets_of_snmp", "createUser bob SHA \"walnuts4x\" AES hazelnut5",
        "createUser bob SHA \"[redacted:password]\" AES [redacted:password]"),
    STAYS("token_that_a_fuzzer_tells_duplicates_by",
          "DEDUP_TOKEN: LLVMFuzzerTestOneInput--fuzzer::Fuzzer::ExecuteCallback(unsigned char"),
    STAYS(
        "status_word_of_a_processor_stays",
        "Krnl PSW : 0704e00180000000 000003ff804bfc66 (kvm_s390_gisa_destroy+0x3e/0xe0 [kvm])\n"
        "User PSW : 0705000180000000 000003ff804bfc66"),
    STAYS("objects_of_a_protocol_are_no_mail", "-> zxdg_shell_v6@9.get_xdg_surface(new id "
                                               "zxdg_surface_v6@17), wl_surface@16.destroy()"),
    STAYS("files_of_a_cache_are_no_mail",
          "/data/dalvik-cache/arm/data@app@com.x.y-1@base.apk@classes.dex"),
    STAYS("library_of_a_script_is_no_home",
          "0: 0x1c4c - <unknown>!~lib/@graph/graph-ts/x.call"),
    ROW("hash_behind_a_word_for_it", "ALTER USER u IDENTIFIED BY PASSWORD '*ABCDEF0123'",
        "ALTER USER u IDENTIFIED BY PASSWORD '[redacted:password]'"),
    ROW("code_of_an_address_that_it_opens", "https://h.invalid/login?code=abcdef123456",
        "https://h.invalid/login?code=[redacted:keyed]"),
    STAYS("code_of_an_item_stays", "https://h.invalid/item?code=abcdef123456"),
    ROW("login_that_was_wrapped", "Base64 encoded string: c3ZjdXNlcjp4MVhvek1EJXlXZFFVMw==",
        "Base64 encoded string: [redacted:credentials]"),
    STAYS("text_that_was_wrapped_stays",
          "encoded: aGVsbG8gd29ybGQ6IGhvdyBhcmUgeW91IHRvZGF5Pw=="),
    ROW("user_behind_short_options_in_one_word",
        "curl -su \"karl:b3NBTkUzLaq\" http://h.invalid",
        "curl -su \"karl:[redacted:command-line]\" http://h.invalid"),
    ROW("keys_of_a_network_for_things",
        "NwkSKey:     D2:D4:0E:61:CE:2D:EF:50:F1:68:1E:95:F2:D0:94:32",
        "NwkSKey:     [redacted:api-key]"),
    STAYS("input_of_a_fuzzer_stays", "Running: crash-1b79b594bc71d7f1a4d47e8e549309ebf82538b7"),
    ROW("bytes_of_a_key_in_lines",
        "network_key:\n  - 114\n  - 249\n  - 92\n  - 171\n  - 203\n  - 65\n  - 84\n  - 216\n  "
        "- 172\n"
        "  - 239\n  - 83\n  - 153\n  - 186\n  - 40\n  - 76\n  - 68\nchannel: 11\n",
        "network_key:\n  - [redacted:api-key]\nchannel: 11\n"),
    STAYS("numbers_in_lines_stay", "host_key:\n  - 114\n  - 249\nchannel: 11\n"),
    ROW("session_in_a_longer_name", "x=auction&ESFSESSID=dd2d6j6mv0j4ljxe4o03z6yl63\"",
        "x=auction&ESFSESSID=[redacted:credential]\""),
    ROW("key_of_a_thing", "{ id: '05200290b4e62c98b5e9', key: '9ac91d26a7756399' }",
        "{ id: '05200290b4e62c98b5e9', key: '[redacted:keyed]' }"),
    STAYS("key_of_a_cache_stays", "lookup of key: '9ac91d26a7756399' missed"),
    ROW("password_that_was_generated",
        "password is generated for root@localhost: gdo,2md(v/oU //x",
        "password is generated for root@localhost: [redacted:password] //x"),
    ROW("variable_that_was_set_to", "set `MYSQL_ROOT_PASSWORD` to `Eocdn@365` in it",
        "set `MYSQL_ROOT_PASSWORD` to `[redacted:password]` in it"),
    ROW("address_of_hardware_as_cisco_writes_it", "mac 001A.2B3C.4D5E learned",
        "mac [redacted:mac-address] learned"),
    STAYS("numbers_with_full_stops_are_no_hardware", "1234.5678.9012 dead.beef.cafe.f00d"),
    ROW("key_that_was_left_out",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIBOgIBAAJBAK...\n-----END RSA PRIVATE KEY-----\nx",
        "[redacted:private-key]\nx"),
    STAYS("offset_from_a_drawn_name_stays", "[P6Yiba6u7cc+0xC0DEBED4E3F3A8E0 (0x209E70B1120)]"),
    STAYS(
        "digests_that_are_compared_stay",
        "sha512 checksum mismatch, expected 9QeXYEizPh3vKzvmkzrR7CUNrfNp0t40GwXlm7TfUp0Z, got "
        "Bi2FkbanLU2zJ6V1P7F2gtSOpwXnbzcNDziMwG8T73eX"),
    STAYS("hash_of_a_package_stays",
          "node_modules/.pnpm/@nestjs+jwt@10.0.3_wbk99owyrfszzvg73yzi2qkvia/node_modules/x"),
    STAYS("fingerprint_of_a_key_stays",
          "Fingerprint of local key: e7:d4:42:39:6a:dd:b9:74:57:e8:81:7d:ae:85:8a:b5"),
    ROW("address_behind_what_could_be_a_version", "/v2.0/tokens\": dial tcp 119.125.178.66:443",
        "/v2.0/tokens\": dial tcp [redacted:ip-address]:443"),
    ROW("address_that_java_resolved",
        "to db01/10.2.3.4:5432, node-1.host.net/172.99.3.4 failed",
        "to db01/[redacted:ip-address]:5432, node-1.host.net/[redacted:ip-address] failed"),
    ROW("addresses_that_belong_together", "10.1.2.3-10.1.2.9 82.1.3.4/92.3.4.5",
        "[redacted:ip-address]-[redacted:ip-address] "
        "[redacted:ip-address]/[redacted:ip-address]"),
    ROW("addresses_in_a_list", "x-forwarded-for: 203.0.113.7, 10.1.1.1,10.1.1.2",
        "x-forwarded-for: [redacted:ip-address], [redacted:ip-address],[redacted:ip-address]"),
    ROW("address_that_begins_a_line_of_a_log", "10.2.3.4 - - [10/Oct/2000:13:55:36 -0700]",
        "[redacted:ip-address] - - [10/Oct/2000:13:55:36 -0700]"),
    ROW("addresses_with_ports_behind_full_stops",
        "IP 192.168.1.5.443 > 172.20.1.9.51234: Flags",
        "IP [redacted:ip-address].443 > [redacted:ip-address].51234: Flags"),
    ROW("address_that_is_looked_up", "82.3.22.1.in-addr.arpa",
        "[redacted:ip-address].in-addr.arpa"),
    STAYS("directories_and_products_are_no_addresses",
          "/opt/tool/41.2.3.4/bin lib/82.9.1.7/x Chrome/120.0.0.1 a-1.2.3.4-5 1.2.3.4-rc1"),
    STAYS("versions_are_no_addresses", "Chrome/96.0.4664.110 version 1.2.3.4 libx.so.1.2.3.4"),
    STAYS("scopes_are_no_addresses", "std::a::b abc::def::f cafe::bead::face()"),
    STAYS("packages_are_no_mail",
          "react@18.2.0 memcpy@@GLIBC_2.14 user@1000.service git@host.org:x"),
    STAYS("digits_are_no_card", "0x4111111111111111 4111111111111112 1700000000123456"),
    STAYS("replacement_stays", "password=[redacted:password] [redacted:jwt]"),
};

static struct sanitizer *sanitizer;

static int set_up(void **state)
{
    static const char *const homes[] = {"/data/people/ann/", "/", "/usr/sbin"};
    static const char *const users[] = {"ann", "al", "root"};
    const struct sanitizer_identity identity = {homes, COUNT(homes), users, COUNT(users)};

    (void)state;
    return sanitizer_new(&identity, &sanitizer);
}

static int tear_down(void **state)
{
    (void)state;
    sanitizer_free(sanitizer);
    return 0;
}

static void check_row(void **state)
{
    const struct row *row = *state;
    char *once = sanitizer_rewrite(sanitizer, row->in, row->length), *twice;

    assert_non_null(once);
    assert_string_equal(once, row->want);
    twice = sanitizer_rewrite(sanitizer, once, strlen(once));
    assert_string_equal(twice, once);
    free(once);
    free(twice);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows)];

    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[i] = (struct CMUnitTest){.name = rows[i].name,
                                       .test_func = check_row,
                                       .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("sanitizer", tests, set_up, tear_down);
}
