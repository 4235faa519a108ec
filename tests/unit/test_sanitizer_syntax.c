/*
 * The syntaxes in which somebody writes down a password: each row marks it. What stands in the
 * marks must go, what stands around them must stay.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sanitizer.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Marks that no syntax below needs. */
#define OPEN '\x01'
#define CLOSE '\x02'
#define S(secret) "\x01" secret "\x02"

static const struct row {
    const char *name, *text;
} rows[] = {
    {"type_of_python", "password: str = \"" S("Tr0ub4dor") "\""},
    {"type_of_go", "var password string = \"" S("Tr0ub4dor") "\""},
    {"type_of_rust", "let password: &str = \"" S("Tr0ub4dor") "\";"},
    {"type_of_basic", "Dim password As String = \"" S("Tr0ub4dor") "\""},
    {"type_of_bicep", "param adminPassword string = '" S("Tr0ub4dor") "'"},
    {"form_of_a_device", " local-user admin password irreversible-cipher " S("Admin@123") "\n"},
    {"form_of_a_router",
     "set ike policy p pre-shared-key ascii-text \"" S("$9$/V7s8wQ0PrPylvHNu8jPc-HgfJP") "\""},
    {"values_of_oracle",
     "IDENTIFIED BY VALUES '" S("S:DCBE754132E680FAB796;CCDD0ED875BDB0E6") "' TEMPORARY"},
    {"prompt_without_a_blank",
     "r1(config)#crypto isakmp key 0 " S("Jxhlw094") " address 0.0.0.0"},
    {"echo_traced_above_sudo", "+ echo '" S("Blumenkohl77") "'\n+ sudo -S apt update"},
    {"printf_traced_above_cryptsetup",
     "+ printf %s '" S("purple!Haze") "'\n+ cryptsetup luksOpen /dev/sda3 x -"},
    {"echo_traced_below",
     "+ cryptsetup open /dev/sda3 root\n+ echo -n " S("Zahlenschloss8") "\n"},
    {"echo_traced_with_a_name", "+ echo 'root:" S("Fr4nkfurt#") "'\n+ chpasswd"},
    {"printf_of_lines_into_a_tool",
     "printf '" S("letmein42\\nletmein42\\n") "' | smbpasswd -a -s bob"},
    {"password_of_a_program_that_knows_it", "passwordeval \"echo " S("Pfuhlschnepfe") "\""},
    {"call_of_perl",
     "Net::FTP::login(Net::FTP=GLOB(0x55d), \"anna\", \"" S("abcd1234!") "\") called at"},
    {"call_of_erlang",
     "{mysql,connect,[<<\"db1\">>,<<\"root\">>,<<\"" S("maggie2008") "\">>],[]}"},
    {"call_of_lisp", "(login! \"anna\" \"" S("Admin@2018") "\")"},
    {"call_of_scala", "LoginRequest(alice," S("Sommer2019!") ",true)"},
    {"call_of_a_debugger",
     "authenticate (u=0x4 \"anna\", p=0x5 \"" S("Barcelona10") "\") at a.c:3"},
    {"call_that_connects",
     "env:connect(\"shop\", \"web\", \"" S("Buchsbaum!1") "\", \"db1\", 3306)"},
    {"call_with_two_hosts",
     "Credentials(\"Repository Manager\", \"nexus01\", \"ci\", \"" S("princess12") "\")"},
    {"user_of_oracle", "sqlldr userid=hr/" S("KcBd3zxBr7") " control=emp.ctl"},
    {"user_of_oracle_at_a_prompt", "DGMGRL> connect sys/" S("Buschwindroes") "\nConnected."},
    {"user_of_teradata", " *** ok.\n.logon tdprod/dbc," S("Maigloeckchen") "\n"},
    {"option_of_any_tool_before_a_user", "sometool -p " S("Barbar55x") " -u acme ci"},
    {"option_of_any_tool_behind_a_user", "sometool -h v1 -U admin -w " S("H2ncW65M") " -c x"},
    {"switch_of_any_tool_behind_a_user",
     "sometool /r:srv12 /u:CORP\\mon /p:" S("Ereignis9") " /c:5"},
    {"arguments_in_brackets", "[mysqldump, -u, root, -p" S("Autumn-2021") ", --single, shop]"},
    {"argument_with_a_colon_in_brackets",
     "[curl, -sS, -u, deploy:" S("Welcome1!") ", https://x]"},
    {"arguments_below_each_other",
     "(\n    \"unlock-keychain\",\n    \"-p\",\n    \"" S("Winter23$") "\",\n"},
    {"arguments_of_a_list_of_yaml", "  - redis-cli\n  - -a\n  - " S("hunter2") "\n  - ping"},
    {"arguments_printed_by_php", "    [0] => mysql\n    [1] => -uroot\n    [2] => -p" S(
                                     "Admin@2018") "\n    [3] => shop\n"},
    {"arguments_in_a_debugger",
     "{0x7ffd1 \"redis-cli\", 0x7ffd2 \"-a\", 0x7ffd3 \"" S("Regal8") "\", 0x0}"},
    {"arguments_with_carets", "mysqldump^@-uroot^@-p" S("purple!Haze") "^@shop^@"},
    {"arguments_with_escaped_nul",
     "{\"cmdline\":\"sshpass\\u0000-p\\u0000" S("myD0gRex") "\\u0000ssh\"}"},
    {"option_in_brackets", "[svn, --username, ci, --password, " S("s3cr3tsauce") ", http://x]"},
    {"option_below_another", "    - --password\n    - " S("chelsea4ever") "\n"},
    {"option_in_a_string_below_another",
     "[\n  '--password',\n  '" S("open-sesame") "',\n  'a.txt'\n]"},
    {"option_printed_by_php",
     "  string(10) \"--password\"\n  [1]=>\n  string(9) \"" S("0S5H6IbBF") "\"\n"},
    {"command_of_two_words_in_a_list",
     "[\"htpasswd\",\"-b\",\"/etc/x\",\"anna\",\"" S("chelsea4ever") "\"]"},
    {"quoted_words_glued_to_an_option",
     "\"C:\\Program Files\\7-Zip\\7z.exe\" x -p\"" S("Blau Beere 1") "\" in.7z"},
    {"setting_in_the_line_below", "requirepass\n" S("Q6T56RB8WMCIkP!") "\nOK"},
    {"password_in_the_line_below",
     "Use the following password:\n\n" S("d7e9f9fcde795c98cc803f3d7c0c1a53") "\n\nIt"},
    {"string_that_a_debugger_prints", "(gdb) p password\n$1 = 0x5581 \"" S("opened") "\"\n"},
    {"word_that_a_debugger_prints", "(lldb) po self.password\n" S("Tr0ub4dor") "\n"},
    {"string_that_a_shell_prints", "In [3]: password\nOut[3]: '" S("opened") "'\n"},
    {"string_of_a_list_of_r", "$db$password\n[1] \"" S("opened") "\"\n"},
    {"input_that_was_refused",
     "1 validation error\npassword\n  String too short [type=short, input_value='" S(
         "opened") "', input_type=str]\n"},
    {"strings_of_a_bus", "  string \"psk\"\n  variant   string \"" S("Tr0ub4dor") "\"\n"},
    {"strings_in_numbered_lines", "2: \"password\"\n3: \"" S("Tr0ub4dor") "\"\n"},
    {"string_that_was_typed",
     "write(4, \"Password: \", 10) = 10\nread(4, \"" S("opened\\n") "\", 511) = 7\n"},
    {"key_of_a_store", "/app/db/password\n" S("Tr0ub4dor") "\n"},
    {"pair_of_an_environment", "[DB_PASSWORD, " S("Tr0ub4dor") "]\n"},
    {"array_of_tcl", "cfg(host) = db1\ncfg(password) = " S("opened") "\n"},
    {"cells_of_a_page", "DB_PASS\t'" S("opened") "'\n"},
    {"password_for_a_realm", "password \"Auth\" \"" S("Tr0ub4dor") "\""},
    {"bound_value_stays", "UPDATE users SET password=$1 WHERE id=$2"},
    {"symbol_that_is_missing_stays",
     "(gdb) p password\nNo symbol \"password\" in current context.\n"},
    {"paths_stay", "/usr/share/password\n/usr/share/Tr0ub4dor\nx1y2z3.so\n"},
    {"prompt_that_is_written_stays", "write(4, \"Password: \", 10) = 10\nclose(4) = 0\n"},
    {"password_behind_its_prompt", "Password:\n" S("Tr0ub4dor") "\n"},
    {"password_below_in_a_quotation", "> > Password:\n> > " S("Tr0ub4dor") "\n"},
    {"password_below_in_a_log",
     "Mar  4 10:11:12 web1 app[211]:   password:\nMar  4 10:11:13 web1 app[211]:     " S(
         "Tr0ub4dor") "\n"},
    {"member_below_in_a_log",
     "api_1  | - name: API_TOKEN\napi_1  |   value: " S("Tr0ub4dor9zx") "\n"},
    {"string_below_in_a_log", "web_1  |   \"password\":\nweb_1  |     \"" S("opened") "\"\n"},
    {"password_in_a_continued_line", "db.password=\\\n    " S("opened") "\nx=1"},
    {"password_in_a_broken_line",
     "connecting to the database server db1 as user app with password=\n" S("Tr0ub4dor") "\n"},
    {"passwords_in_lines", "passwords:\n  - " S("hunter2\n  - Tr0ub4dor") "\nx: 1"},
    {"list_of_strings_in_lines", "\"api_keys\": [\n  \"" S("k3v9x2p1mq84") "\"\n]"},
    {"names_of_secrets_stay", "secrets:\n  - db-password\n  - source: certificate\n"},
    {"shell_behind_a_prompt_stays", "Password:\nroot@host:~#\nroot@host#\n"},
    {"key_without_a_value_stays", "password=\nuser1_name\n"},
    {"made_for_somebody", "A password was created for root@localhost: " S("b4.gl%p%=KZY") "\n"},
    {"substituted_by_a_logger",
     "value \"" S("Q1Th5Xzf0reCz") "\" substituted for \"${TRUSTSTORE_PASSWORD}\""},
    {"operator_of_a_chat", ">> /oper admin " S("n18hfxXEL") "\n"},
    {"numbered_password", "DB_PW2=" S("DUxVdVOVDemPC") "\n"},
    {"array_of_c", "char password[32] = \"" S("Tr0ub4dor") "\";"},
    {"bytes_of_a_text", "{User:ann Password:[" S("72 117 110 116 101 114 50") "]}"},
    {"bytes_with_their_type", "Password:[]uint8{" S("0x48, 0x75, 0x6e") "}}"},
    {"bytes_of_a_buffer", "{ secret: <Buffer " S("53 6f 6d 6d 65 72") "> }"},
    {"bytes_of_a_buffer_in_json",
     "{\"secret\":{\"type\":\"Buffer\",\"data\":[" S("83,111,109,109,101,114") "]}}"},
    {"bytes_of_a_binary", "%{secret: <<" S("17, 203, 44, 91, 8, 250") ">>}"},
    {"bytes_in_a_tuple", "{password,[" S("83,111,109,109,101,114") "]}"},
    {"characters_in_a_list", "password=[" S("S, o, m, m, e, r, 2") "]}"},
    {"bytes_in_pairs",
     "Network key: " S("3C 8E 39 94 DB 53 E0 9C 36 27 53 41 AE 28 7B 11") "\n"},
    {"bytes_of_an_array", "static const u1_t APPKEY[16] = { " S(
                              "0x23, 0xFF, 0xC6, 0x99, 0xAA, 0x78, 0xB7, 0xDF, 0x85, "
                              "0x0B, 0x75, 0xCF, 0x0D, 0xEC, 0x78, 0x9A ") "};"},
    {"bytes_of_a_dump",
     "WPA: PMK - hexdump(len=16): " S("8e 41 f7 2b 06 cd 93 5a e8 1f 74 b0 d2 69 3c a5") "\n"},
    {"bytes_of_a_dump_below",
     "Password - hexdump_ascii(len=6):\n     " S("6f 70 65 6e 65 64          opened") "\n"},
    {"numbers_of_tokens_stay", "{\"tokens\":[15339,11,1917], \"password\":[1,2,3]}"},
    {"removed_bytes_of_a_dump_stay", "WPA: PMK - hexdump(len=32): [REMOVED]\n"},
    {"constructor_of_rust", "let password = String::from(\"" S("Tr0ub4dor") "\");"},
    {"quoting_of_perl", "my $password = q{" S("Tr0ub4dor") "};"},
    {"tuple_of_erlang", "{password, <<\"" S("Tr0ub4dor") "\">>}"},
    {"arrow_of_r", "password <- \"" S("Tr0ub4dor") "\""},
    {"default_of_javascript", "process.env.DB_PASSWORD || '" S("Tr0ub4dor") "'"},
    {"macro_of_c", "#define WIFI_PASSWORD \"" S("Tr0ub4dor") "\""},
    {"list_of_strings", "passwords = [\"" S("Tr0ub4dor") "\"]"},
    {"dump_of_php", "[\"password\"]=>\n  string(9) \"" S("Tr0ub4dor") "\""},
    {"protected_member_of_php",
     "[\"password\":protected]=>\n  string(9) \"" S("Tr0ub4dor") "\""},
    {"private_member_of_php", "[password:App\\User:private] => " S("Tr0ub4dor")},
    {"binary_under_a_binary", "#{<<\"password\">> => <<\"" S("opened") "\">>}"},
    {"binaries_in_a_tuple", "{<<\"password\">>,<<\"" S("opened") "\">>}"},
    {"binary_under_a_short_name", "{default_pass,<<\"" S("opened") "\">>}"},
    {"constructor_behind_a_comma", "[(\"password\",String \"" S("opened") "\")]"},
    {"constructor_of_qt", "((\"password\", QVariant(QString, \"" S("opened") "\")))"},
    {"option_over_lines", "password: Some(\n    \"" S("opened") "\",\n),"},
    {"option_without_quotes", "Map(password -> Some(" S("Tr0ub4dor") "))"},
    {"list_of_a_form", "map[password:[" S("Tr0ub4dor") "] user:[ann]]"},
    {"type_of_r", " $ password: chr \"" S("opened") "\""},
    {"type_of_a_table", "{\"password\":{\"S\":\"" S("opened") "\"},\"id\":{\"N\":\"7\"}}"},
    {"value_of_a_parameter",
     "{\"x.Password\":{\"_value\":\"" S("opened") "\",\"_type\":\"s\"}}"},
    {"string_as_a_debugger_shows_it",
     "password = {static npos = 18446744073709551615, _M_dataplus = {<std::allocator<char>> = "
     "{}, _M_p = 0x7ff \"" S("opened") "\"}, _M_string_length = 6}"},
    {"wide_string_as_a_debugger_shows_it", "password = 0x7ff0 L\"" S("opened") "\""},
    {"structure_without_a_string_stays", "password = {d = 0x55, ptr = 0x0, size = 0}"},
    {"option_of_a_variable_stays", "password: Some(password), token: Some(\n    token,\n)"},
    {"serialized_by_php", "s:8:\"password\";s:9:\"" S("Tr0ub4dor") "\";"},
    {"case_class_of_scala", "Credentials(bob," S("Tr0ub4dor") ")"},
    {"double_colon", "pwd::" S("Tr0ub4dor")},
    {"member_in_lines_of_json",
     "\"db_password\": {\n  \"type\": \"string\",\n  \"value\": \"" S("Tr0ub4dor") "\"\n}"},
    {"default_of_terraform",
     "variable \"db_password\" {\n  type    = string\n  default = \"" S("Tr0ub4dor") "\"\n}"},
    {"default_of_cloudformation",
     "  DBPassword:\n    Type: String\n    Default: " S("Tr0ub4dor") "\n"},
    {"value_of_a_named_variable", "- name: DB_PASSWORD\n  value: " S("Tr0ub4dor") "\n"},
    {"parameter_of_cloudformation", "ParameterKey=DBPassword,ParameterValue=" S("Tr0ub4dor")},
    {"value_before_its_name", "{\"value\": \"" S("Tr0ub4dor") "\", \"name\": \"DB_PASSWORD\"}"},
    {"field_of_a_form", "<input type=\"password\" name=\"x\" value=\"" S("Tr0ub4dor") "\">"},
    {"element_with_attributes", "<wsse:Password Type=\"x\">" S("Tr0ub4dor") "</wsse:Password>"},
    {"element_in_an_element", "<Password>\n <Value>" S("Tr0ub4dor") "</Value>\n"},
    {"part_of_a_form",
     "Content-Disposition: form-data; name=\"password\"\r\n\r\n" S("Tr0ub4dor") "\r\n--x"},
    {"column_of_values", "user,password,id\nbob," S("Tr0ub4dor") ",3\n"},
    {"column_of_a_table", "| user | password |\n|---|---|\n| bob | " S("Tr0ub4dor") " |\n"},
    {"column_of_quoted_values",
     "\"user\",\"password\",\"url\"\n\"bob\",\"" S("Tr0ub4dor") "\",\"x\"\n"},
    {"columns_of_one_table",
     "id,password,api_token\n1," S("Tr0ub4dor") "," S("k3v9x2p1mq84") "\n"},
    {"column_of_psql",
     " id | password  \n----+-----------\n  1 | " S("opened") "\n  2 | " S("Tr0ub4dor") "\n"},
    {"column_of_psql_without_blanks", "id|password|x\n1|" S("Tr0ub4dor") "|2\n"},
    {"row_of_psql_in_lines", "id       | 1\npassword | " S("correct-horse") "\n"},
    {"column_of_a_wiki", "||user||password||\n|bob|" S("opened") "|\n"},
    {"column_between_drawn_lines",
     "│ user │ password   │\n├──────┼────────────┤\n│ bob  │ " S("Tr0ub4dor") "  │\n"},
    {"column_under_a_rule",
     "User  Password   Domain\n----  --------   ------\nbob   " S("opened") "     ACME\n"},
    {"column_of_capitals", "NAME   PASSWORD    AGE\nbob    " S("Tr0ub4dor") "   2d\n"},
    {"column_set_to_the_right",
     "   user   password  role\n0   bob  " S("Tr0ub4dor") " admin\n"},
    {"column_of_html",
     "<tr><th>User</th><th>Password</th></tr>\n<tr><td>bob</td><td>" S("opened") "</td></tr>"},
    {"column_of_a_comment", "# client\tsecret\tx\nbob\t" S("Tr0ub4dor") "\t*\n"},
    {"pairs_with_a_tab_head_nothing", "DB_PASSWORD\t" S("qwertz1987") "\nDB_PORT\t3306\n"},
    {"described_options_stay", "  password     The password\n  user         The user\n"},
    {"types_of_a_union_stay", "type x =\n  | \"token\"\n  | \"base64url\"\n"},
    {"column_of_a_dump",
     "COPY users (id, password) FROM stdin;\n1\t" S("opened") "\n2\t" S("Tr0ub4dor") "\n\\.\n"},
    {"columns_of_an_insert", "INSERT INTO x (`a`,`access_token`,`refresh_token`) VALUES (1,'" S(
                                 "6f87d594b12e") "','" S("c32adb09ac20") "');"},
    {"column_of_an_insert_with_a_function",
     "INSERT INTO x (id, password) VALUES (md5('a'), SHA2('" S("opened") "', 256));"},
    {"value_bound_in_a_list",
     "UPDATE \"x\" SET \"password\" = $1 WHERE id = $2 -- PARAMETERS: [\"" S("opened") "\",7]"},
    {"value_bound_to_an_insert",
     "[SQL: INSERT INTO x (name, password) VALUES (?, ?)]\n[parameters: ('bob', '" S(
         "opened") "')]"},
    {"value_bound_with_its_type",
     "Preparing: update x set password = ? where id = ?\nParameters: " S(
         "opened") "(String), 5"},
    {"value_bound_in_a_line", "update x set id=?, password=?\nbinding parameter [1] as "
                              "[BIGINT] - [42]\nbinding parameter "
                              "[2] as [VARCHAR] - [" S("opened") "]\n"},
    {"value_bound_by_its_name",
     "UPDATE x SET password=$1 WHERE id=$2\nDETAIL:  parameters: $1 = '" S(
         "opened") "', $2 = '7'"},
    {"value_bound_before_the_statement",
     "[Parameters=[@p0='7', @p1='" S(
         "opened") "']]\nUPDATE x SET password = @p1 WHERE id = @p0"},
    {"value_bound_by_knex",
     "{ bindings: [ 'bob', '" S(
         "opened") "' ], sql: 'insert into x (a, password) values (?, ?)' }"},
    {"values_bound_in_many_rows",
     "INSERT INTO x (name, password) VALUES (?, ?)]\n[parameters: [('a', '" S(
         "opened") "'), ('b', '" S("rosebud") "')]]"},
    {"value_bound_to_a_procedure",
     "sp_executesql N'UPDATE x SET Password = @p0',N'@p0 nvarchar(9)',@p0=N'" S("opened") "'"},
    {"value_bound_behind_its_type",
     "UPDATE x SET password = ? WHERE id = ? [params=(String) " S("opened") ", (int) 7]"},
    {"value_bound_under_its_number",
     "UPDATE x SET password = ? WHERE (\"id\" = ?) (parameters: array{\"1\":\"" S(
         "opened") "\",\"2\":7})"},
    {"names_of_objects_in_a_column_stay",
     "NAME   READY   SECRET   AGE\nx      True    web1     5d\ny      True    x-tls    5d\n"},
    {"prose_before_a_quote_stays",
     "        pw is the password for the user.\n        \"\"\"\n        super(Pool)\n"},
    {"value_with_the_type_that_is_bound", "@Password (String) = '" S("opened") "'"},
    {"placeholders_stay", "UPDATE x SET password=$1, a = @p0 WHERE (ID = ?) [id, name]"},
    {"what_replaces_a_password",
     "ALTER USER x IDENTIFIED BY \"" S("Tr0ub4dor") "\" REPLACE \"" S("opened") "\";"},
    {"what_a_database_is_opened_with", "CONNECT TO x USER 'bob' USING '" S("opened") "'"},
    {"position_in_a_procedure", "EXEC sp_setapprole 'app', '" S("opened") "';"},
    {"column_of_an_insert",
     "INSERT INTO users (name, password) VALUES ('bob', '" S("Tr0ub4dor") "');"},
    {"member_of_a_secret",
     "kind: Secret\nmetadata:\n  name: x\nstringData:\n  db: " S("Tr0ub4dor") "\n"},
    {"member_of_a_secret_before_its_kind", "data:\n  db: " S("Tr0ub4dor") "\nkind: Secret\n"},
    {"argument_of_a_connection",
     "mysqli_connect(\"localhost\", \"bob\", \"" S("Tr0ub4dor") "\", \"db\")"},
    {"argument_of_a_cipher", "createHmac('sha256', '" S("Tr0ub4dor") "')"},
    {"argument_of_a_token", "jwt.sign(payload, '" S("Tr0ub4dor") "')"},
    {"piped_into_sudo", "echo " S("Tr0ub4dor") " | sudo -S ls"},
    {"piped_into_chpasswd", "echo \"root:" S("Tr0ub4dor") "\" | chpasswd"},
    {"typed_by_expect", "expect \"assword:\"\nsend \"" S("Tr0ub4dor") "\\r\""},
    {"command_in_a_list", "['curl', '-u', 'bob:" S("Tr0ub4dor") "', 'https://host.invalid']"},
    {"directive_of_ldap", "bindpw " S("Tr0ub4dor")},
    {"directive_of_snmp", "com2sec local default " S("Tr0ub4dor")},
    {"directive_of_a_router", " ip ospf authentication-key " S("Tr0ub4dor")},
    {"key_of_a_router", "tacacs-server host h key 7 " S("Tr0ub4dor")},
    {"directive_with_a_prompt", "router(config)# enable secret " S("Tr0ub4dor")},
    {"word_that_a_network_shares", "network={\n\tpsk=\"" S("gartenzwerg") "\"\n}"},
    {"word_that_peers_share", "192.0.2.9x : PSK \"" S("apfelkuchen") "\""},
    {"cipher_that_shares_a_key_stays", "key_mgmt=WPA-PSK proto=RSN psk: enabled"},
    {"community_of_a_trap", "TRAP, SNMP v1, community " S("zaq12wsx") "\n"},
    {"command_of_a_modem", "AT+CWJAP=\"home\",\"" S("monkeybars") "\"\r\nOK"},
    {"code_of_a_card", "chat: AT+CPIN=" S("7183") " OK AT+CPIN? OK AT+CLCK=\"SC\",2"},
    {"answer_for_a_realm", "MANAGEMENT: CMD 'password \"Auth\" \"" S("s3cr3tsauce") "\"'"},
    {"keyed_line_of_a_device",
     "snmpv3 user mon auth sha " S("cookie-monster") " priv aes 128 " S("Gartenzwerg7")},
    {"keyed_line_with_types_between",
     " security wpa psk set-key ascii 0 " S("Winter.2023") "\n aaa new-model"},
    {"keyed_line_that_goes_on", "crypto isakmp key " S("monkeybars") " address 0.0.0.0"},
    {"keyed_line_with_a_level", "super password level 3 cipher " S("%$%$k8Yh!pW2") "\n"},
    {"keyed_line_with_quotes", "configure radius primary shared-secret \"" S("Ninja_T7") "\""},
    {"key_string_behind_its_digest", " standby 1 authentication md5 key-string " S("Hallo12")},
    {"key_chain_of_a_device_stays", " standby 1 authentication md5 key-chain HK"},
    {"keyed_line_of_a_block", " key " S("Kaffee!23") "\n"},
    {"community_behind_its_access", "snmp-server community ro " S("0hgh81xlp") "\n"},
    {"line_that_a_log_quotes",
     "executed the 'username bob password " S("correct-horse") " privilege 2' command."},
    {"sentence_about_security_stays", "security risks of a password written down."},
    {"member_of_go_stays", "\tKey  typeId\n\tSecret  keyValue\n"},
    {"settings_of_a_device_stay",
     "aaa authentication login default local enable\ncrypto key generate rsa modulus 2048\n"
     "crypto isakmp policy 10\n authentication pre-share\nsecurity passwords min-length 8"},
    {"said_in_a_sentence", "the password is " S("Tr0ub4dor")},
    {"changed_in_a_sentence", "password has been changed to " S("Tr0ub4dor")},
    {"said_in_german", "Mein Kennwort lautet " S("Tr0ub4dor") ", damit kommt der Fehler"},
    {"said_in_polish", "hasło do wifi to: " S("pierogi123") "\n"},
    {"said_in_finnish", "Salasanani on " S("Sauna2021") " ja muuta"},
    {"said_in_greek", "Ο κωδικός μου είναι " S("Athina2004") "."},
    {"said_in_chinese", "我的密码是" S("wo3ai4ni") "，登录后崩溃"},
    {"said_in_chinese_without_a_verb", "账号admin密码" S("k3v9x2p1") "\n"},
    {"said_in_japanese", "パスワードは" S("fuji3776") "です。"},
    {"capital_of_another_alphabet", "Потребител: ivan\nЛозинка: " S("kiselo-mlqko") "\n"},
    {"code_in_a_sentence", "Votre code de vérification est " S("482913") "."},
    {"code_with_a_hyphen_in_its_name", "Your one-time code is " S("839201") ". It expires"},
    {"code_that_is_set", "I set the PIN to " S("4711") " and it fails"},
    {"code_in_brackets", "The default PIN (" S("8264") ") is rejected"},
    {"said_after_words_between", "pw for the VM is still " S("hunter22") " btw"},
    {"said_of_two_passwords",
     "I changed my password from " S("Tiger2018") " to " S("Tiger2019") " and"},
    {"arrow_to_the_new_one", "~ password = \"" S("opened") "\" -> \"" S("closed9") "\""},
    {"said_in_brackets", "I typed my password (" S("Tiger2018") ") and it froze"},
    {"numbered_label", "Password 1: " S("Tiger2018") "\nPassword 2: " S("Tiger2019") "\n"},
    {"remark_behind_a_label", "Password (case-sensitive): " S("Blumenkohl77") "\n"},
    {"what_is_used_as_a_password", "when I enter " S("hunter2") " as my password."},
    {"words_of_a_sentence_stay", "Das Passwort ist falsch! The password to Server2012 works"},
    {"remark_without_a_value_stays", "Enter password (empty for none): \nDone2"},
    {"method_of_a_password_stays", "the password is hashed, use argon2id as the password hash"},
    {"said_for_somebody", "Temporary password for root@localhost: " S("Tr0ub4dor")},
    {"set_by_fish", "set -x DB_PASSWORD " S("Tr0ub4dor")},
    {"argument_of_docker", "ENV DB_PASSWORD " S("Tr0ub4dor")},
    {"password_of_sql",
     "CREATE USER bob IDENTIFIED WITH mysql_native_password BY '" S("Tr0ub4dor") "';"},
    {"password_set_by_sql", "SET PASSWORD FOR bob = '" S("Tr0ub4dor") "';"},
    {"key_in_two_letters", "pw=" S("Tr0ub4dor")},
    {"command_of_a_protocol", "USER bob\r\nPASS " S("Tr0ub4dor") "\r\n"},
    {"word_in_an_assignment", "api_key=" S("changeme")},
    {"word_given_to_a_token", "token=" S("mysecret") " user=bob"},
    {"word_behind_an_option", "login --password " S("secret") "\n"},
    {"word_in_an_element", "<password>" S("secret") "</password>"},
    {"word_behind_a_member", "password: " S("secret") "\n"},
    {"filter_of_a_template", "{{ password | default('" S("Tr0ub4dor") "') }}"},
    {"typed_into_a_field", "cy.get('#password').type('" S("Tr0ub4dor") "')"},
    {"asserted_in_rust", "assert_eq!(password, \"" S("Tr0ub4dor") "\")"},
    {"default_of_ruby", "password ||= '" S("Tr0ub4dor") "'"},
    {"word_in_the_next_line", "password:\n  " S("Tr0ub4dor") "\n"},
    {"password_behind_its_name", "credentials: bob / " S("Tr0ub4dor")},
    {"login_of_an_account", "use my test account: alice / " S("Zy7WeQireW") "\n"},
    {"login_in_german", "Zugangsdaten: admin / " S("gEheim123") "\n"},
    {"label_of_both_halves", "Логин/пароль: admin / " S("gfhjkm77") "\n"},
    {"login_of_a_server",
     "Login incorrect (pap: no match): [bob/" S("Winter-2021") "] (from x"},
    {"login_in_a_domain", "[+] CONTOSO\\bob:" S("Winter-2021") " (Pwn3d!)"},
    {"query_with_letters", "GET /rest/x.view?u=frank&p=" S("michael23") "&v=1.12.0&c=x"},
    {"codes_in_a_list",
     "Recovery codes:\n  " S("0e8a3-1b7d4") "\n  " S("6a1cf-7ad51") "\n\nend"},
    {"code_of_a_device", "{\"user_code\":\"" S("JNUP-ZIVS") "\",\"interval\":5}"},
    {"code_to_enter", "and enter the code " S("UPRW91XE3") " to authenticate."},
    {"code_in_brackets_of_a_form", "card[cvc]=" S("907") "&card[name]=Jo"},
    {"page_of_a_query_stays", "GET /?p=12&u=5 and /list?p=next"},
    {"account_without_a_password_stays", "test account: see the file, 401 with error: none"},
    {"lines_below_codes_stay", "exit codes:\n  12 is fatal\n  13 is not\n"},
    {"login_behind_a_sentence", "log in with bob:" S("Tr0ub4dor") " please"},
    {"used_as_password", "use " S("Tr0ub4dor") " as password"},
    {"directive_behind_a_prefix", "INFO [main]  key-string " S("Tr0ub4dor")},
    {"argument_of_a_frame",
     "#1 0x0 in check_password (user=0x1 \"bob\", given=0x2 \"" S("Tr0ub4dor") "\") at x.c:3"},
    {"prompt_of_a_frame_stays",
     "in f (prompt=0x5 \"Password: \") at x.c:12\n#2 0x0 in g (x=0x1 \"bob1\")"},
    {"prompt_of_a_function_stays",
     "#1 0x0 in read_password (prompt=0x5 \"Password: \") at x.c:3"},
    {"default_behind_a_variable", "sessionSecret: process.env.X || '" S("Tr0ub4dor") "'"},
    {"default_of_env", "'password' => env('DB_PASSWORD', '" S("Tr0ub4dor") "'),"},
    {"here_string", "sudo -S <<< " S("Tr0ub4dor") " ls"},
    {"user_of_curlrc", "proxy-user = \"bob:" S("Tr0ub4dor") "\""},
    {"name_of_a_variable_stays", "'password' => env('DB_PASSWORD'),"},
    {"cells_of_django",
     "<td>PASSWORD</td><td class=\"code\"><pre>'" S("Tr0ub4dor") "'</pre></td>"},
    {"emphasis_of_cgitb", "<em>password</em>&nbsp;= '" S("Tr0ub4dor") "'"},
    {"string_of_xdebug", "'password' => string '" S("Tr0ub4dor") "' (length=9)"},
    {"list_with_blanks", "password: [ '" S("Tr0ub4dor") "' ],"},
    {"option_of_curl_in_php", "curl_setopt($ch, CURLOPT_USERPWD, 'bob:" S("Tr0ub4dor") "');"},
    {"frame_of_php",
     "#0 x.php(3): PDO->__construct('mysql:host=h', 'bob', '" S("Tr0ub4dor") "')"},
    {"arguments_of_the_audit", "argc=3 a0=\"mysql\" a1=\"-u\" a2=\"-p" S("Tr0ub4dor") "\""},
    {"button_stays",
     "<button type=\"submit\">Reset password</button> <a class=\"x\">help4u</a>"},
    {"type_in_documents_stays", "<code>session</code> <a href=\"b.html\">&#x3C;Buffer></a>"},
    {"path_of_a_request", "\"GET /reset/" S("k3Jx9QmZ2pLw7RtY5vNb") " HTTP/1.1\" 200"},
    {"code_before_its_name", S("482913") " is your verification code"},
    {"code_of_somebody", "Use " S("482913") " as your login code"},
    {"pass_of_a_mail_server", "SmtpPass: " S("hunter2Ab")},
    {"pass_of_a_compiler_stays",
     "struct SplitPass : PassInfoMixin<SplitPass>, Value *PassThru = nullptr)"},
    {"long_constant_stays", "call SBS_SIZEBOXBOTTOMRIGHTALIGN, PFNGLGETNPIXELMAPUSVPROC"},
    {"name_of_a_constant_stays", "code: U_ILLEGAL_ARGUMENT_ERROR"},
    {"name_of_a_package_stays", "archives/passwd_1%3a4.13+dfsg1-1_amd64.deb"},
    {"name_of_a_file_stays", "export GOOGLE_APPLICATION_CREDENTIALS=key.json"},
    {"function_in_a_scope_stays", "password::sha256<T>::new(x)"},
    {"echo_traced_above_another_stays", "+ echo building release7\n+ make install"},
    {"program_that_tells_a_password_stays", "PassCmd \"pass show mail/work1\""},
    {"call_that_connects_hosts_stays",
     "connect(\"tcp\", \"server01\") rbind(info, get(env, \"S3methods\"))"},
    {"call_that_connects_signals_stays", "connect(button, \"clicked()\", form, \"accept2()\")"},
    {"call_with_names_of_files_stays",
     "authenticate(conf, \"users.example2.com\", \"/etc/pam_unix2\")"},
    {"path_behind_connect_stays",
     "SQL> connect / as sysdba\nconnect a/b/c1 and catalog x/y2/z"},
    {"option_that_is_no_password_stays", "ps -u bob -w 120 -p 8080 -w columns"},
    {"option_at_the_end_of_a_line_stays", "for example -psk\n1a2b3c4d. This option"},
    {"options_explained_below_stay", "  --password\n      Set the password1 of the user"},
    {"tools_in_a_list_stay", "- curl\n- wget\n- mysql\n\n-p8080 is a port"},
    {"prose_about_a_password_stays", "the password is required, the password was incorrect."},
    {"empty_string_stays", "pw = \"\"\nwhile x: pw = pw + \"y\""},
    {"type_of_a_key_stays", "token: Optional[int] = \"x\" if a else None"},
    {"path_of_a_commit_stays",
     "https://host.invalid/api/x/commit/0a1b2c3d4e5f60718293a4b5c6d7e8f901234567"},
    {"list_of_names_stays", "user, password,\nhost, port,"},
    {"test_that_passed_stays", "PASS tests/login.test.js"},
    {"result_of_a_test_stays", "PASS: password1.c"},
    {"pin_of_a_controller_stays", "pin 13, pin=4"},
    {"class_of_an_element_stays", "<code class=\"x\">AB_CD_EF_GH_IJ</code>"},
    {"secret_of_a_derivation_stays", "`derive secret \"tls13 c e traffic\"`"},
    {"digest_of_an_archive_stays",
     "\"hash\": \"sha256=4936d1d6780fbe68db454f5e72a42ff64d1fd6397df9f363ae786930fd5c1cd4\""},
    {"key_in_the_path_of_a_hook",
     "https://hooks.host.invalid/" S("0a1b2c3d4e5f60718293a4b5c6d7e8f9")},
    {"key_in_the_path_of_an_interface",
     "https://host.invalid/api/" S("0a1b2c3d4e5f60718293a4b5c6d7e8f9") "/x"},
    {"code_of_a_card", "{\"cvc\": \"" S("423") "\"}"},
    {"code_that_was_sent", "verification code: " S("482913")},
    {"member_of_json_in_words",
     "{\"token\": \"" S("opened") "\", \"auth\": \"" S("sesame") "\"}"},
    {"header_in_words", "X-Csrf-Token: " S("opened") "\n"},
    {"option_in_words", "prog --token " S("opened") " --x"},
    {"query_in_words", "http://host.invalid/?access_token=" S("abc") "&x=1"},
    {"signature_of_a_query", "?id=1&signature=" S("abcd") "&x=1"},
    {"variable_in_words", "export HEROKU_API_KEY='" S("sampleHerokuKey") "'"},
    {"digits_in_quotes", "api_key = \"" S("1231231231") "\""},
    {"jumble_under_a_weak_name",
     "define('NONCE_KEY', '" S(
         "}Fi>>0a{> akEdJ1K3c}([(:x;K[)ZQ3F3cttcpd EFORd.%R|*|rdRs#-L-&)P1") "');"},
    {"passphrase_of_words", "LUKS passphrase = " S("correct horse battery 9") "\n"},
    {"words_of_a_setting", "[wifi]\npassword = " S("unser kleines Haus 5") "\nssid = home"},
    {"words_in_a_map", "{user=ann, password=" S("Ich mag Kaffee 3") ", realm=x}"},
    {"word_before_another_setting", "failed: user=app password=" S("rot.blau") " host=db1"},
    {"word_with_a_full_stop_of_properties",
     "a.username=app\nspring.datasource.password=" S("sonne.mond") "\n"},
    {"member_of_an_object_stays", "self.password=options.value\nf(password=cfg.x, host=y)"},
    {"passphrase_of_a_sentence_stays", "passphrase = required for the key\n"},
    {"password_named_like_a_variable",
     "spring.datasource.password=" S("SQLSpringPassword") "\n"},
    {"string_that_only_names_a_key_stays", "query = \"password=\" + quote(x) + \"&y=\""},
    {"oid_stays", "CLIENT_AUTH = ObjectIdentifier(\"1.3.6.1.5.5.7.3.2\")"},
    {"token_of_a_lexer_stays", "\"next_token\": \"Marker\""},
    {"place_for_an_option_stays", "usage: prog --token TOKEN --api-key KEY"},
    {"string_that_must_equal", "assertThat(password).isEqualTo(\"" S("opened") "\")"},
    {"string_instead", "System.getenv(\"PASSWORD\") ?: \"" S("opened") "\""},
    {"string_that_is_filled_in", "fill_in \"Password\", with: \"" S("opened") "\""},
    {"section_of_characters", "<password><![CDATA[" S("a<b>c1") "]]></password>"},
    {"element_with_a_long_type",
     "<w:Password Type=\"http://docs.invalid/wss/2004/01/"
     "oasis-200401-wss-username-token-profile-1.0#PasswordText\">" S("opened") "</w:Password>"},
    {"element_with_its_encoding", "<Pass encoding=\"base64\">" S("b3BlbmVk") "</Pass>"},
    {"element_named_by_a_group",
     "<Attribute Name=\"Users.2#Password\">" S("opened") "</Attribute>"},
    {"element_behind_one_of_its_type",
     "<env-entry-name>Password</env-entry-name>\n<env-entry-type>java.lang.String</"
     "env-entry-type>\n"
     "<env-entry-value>" S("opened") "</env-entry-value>"},
    {"element_with_a_type_behind_its_name",
     "<Name>A.1.Password</Name><Value xsi:type=\"xsd:string\">" S("opened") "</Value>"},
    {"cell_behind_a_blank",
     "<td class=\"e\">DB_PASSWORD </td><td class=\"v\">" S("opened") "</td>"},
    {"cell_behind_an_index", "<td>$_SERVER['DB_PASSWORD']</td><td>" S("opened") "</td>"},
    {"string_of_an_item",
     "<item name=\"ctl00$txtPassword\">\n <value string=\"" S("opened") "\" />"},
    {"attribute_without_an_element_stays", "<password type=\"x1y2z3Q!\" />"},
    {"attribute_of_an_element", "<secret name=\"x\" value=\"" S("opened") "\"/>"},
    {"here_document", "password = <<EOF\n" S("Tr0ub4dor") "\nEOF"},
    {"leader_of_dots", "Password.......: " S("Tr0ub4dor")},
    {"colours_as_a_terminal_shows_them", "^[[33mpassword^[[0m: ^[[32m" S("Tr0ub4dor") "\n"},
    {"colours_of_a_log", "#033[36mpassword#033[0m=" S("Tr0ub4dor") "\n"},
    {"colours_in_json", "{\"msg\":\"\\u001b[36mpassword\\u001b[0m=" S("Tr0ub4dor") "\"}"},
    {"quotes_of_french", "mot de passe : « " S("Chouette42") " »"},
    {"brackets_of_japanese", "パスワード「" S("fuji3776") "」でログイン"},
    {"brackets_of_chinese", "密码【" S("Beijing2008") "】"},
    {"title_in_brackets_stays", "密码【必填】"},
    {"key_of_a_wireless_network", "wireless.guest.key='" S("b8kt0t04") "'\n"},
    {"key_behind_its_network", "settings?ssid=home&key=" S("P@55w0rd99") "\n"},
    {"key_of_a_cache_stays", "cache key=b8kt0t04\n"},
    {"emphasis", "**Password:** " S("Tr0ub4dor")},
    {"label_of_a_page", "<b>Password:</b> " S("Tr0ub4dor") "<br>"},
    {"pair_of_lisp", "(password . \"" S("opened") "\")"},
    {"assignment_of_make", "PASSWORD ?= " S("Tr0ub4dor") "\n"},
    {"type_of_yaml", "password: !!str " S("Tr0ub4dor") "\n"},
    {"block_of_yaml", "- id: 1, api_key: |\n    " S("Tr0ub4dor9zxQ8 and more") "\n  next: 1"},
    {"short_key_of_a_service", "dropboxKey: " S("g09uoc368gvgt7h")},
    {"commit_of_a_project_stays", "sentry-native 4ec95c0725df5f34440db8fa8d37b4c519fce74e"},
    {"digest_of_a_container_stays",
     "docker run 4ec95c0725df5f34440db8fa8d37b4c519fce74e4ec95c0725df5f34440db8fa"},
    {"commit_in_a_link_stays",
     "https://host.invalid/v8/v8.git/+/4ec95c0725df5f34440db8fa8d37b4c519fce74e"},
    {"header_in_code_stays", "headers={\"Authorization\": f\"Bearer {self.token}\"},"},
    {"names_of_headers_stay", "Access-Control-Allow-Headers: Authorization, X-Api-Key"},
    {"path_of_a_session_stays", "f (session=\"/org/freedesktop/secrets/session/s1\")"},
    {"state_of_a_session_stays", "{\"session\":\"closed\",\"token\":\"comment\"}"},
    {"word_of_another_language_escaped",
     "{\"message\": \"contrase\\u00f1a: " S("castle9") "\"}"},
    {"quotes_as_entities", "&#x27;password&#x27;: &#x27;" S("opened") "&#x27;"},
    {"member_in_a_diff", "+- name: DB_PASSWORD\n+  value: " S("Tr0ub4dor") "\n"},
    {"dump_of_php_in_a_quotation", "> [\"password\"]=>\n>   string(9) \"" S("opened") "\""},
    {"line_behind_an_arrow_stays", "  public $password =>\n2024-01-02 03:04:05 started"},
};

static struct sanitizer *sanitizer;

static int set_up(void **state)
{
    (void)state;
    return sanitizer_new(NULL, &sanitizer);
}

static int tear_down(void **state)
{
    (void)state;
    sanitizer_free(sanitizer);
    return 0;
}

/* The text without its marks. */
static char *unmarked(const char *text)
{
    char *plain = strdup(text), *end = plain;

    assert_non_null(plain);
    for (const char *at = text; *at != '\0'; at++) {
        if (*at != OPEN && *at != CLOSE) {
            *end++ = *at;
        }
    }
    *end = '\0';
    return plain;
}

static void check_row(void **state)
{
    const struct row *row = *state;
    char *plain = unmarked(row->text), *clean, *twice;
    const char *rest, *at = row->text;

    clean = sanitizer_rewrite(sanitizer, plain, strlen(plain));
    assert_non_null(clean);
    rest = clean;
    while (at != NULL) {
        size_t stays = strcspn(at, "\x01");

        if (strncmp(rest, at, stays) != 0) {
            fail_msg("%s\n   -> %s", plain, clean);
        }
        rest += stays;
        at = at[stays] == OPEN ? strchr(at, CLOSE) + 1 : NULL;
        if (at != NULL) {
            if (strncmp(rest, "[redacted:", 10) != 0) {
                fail_msg("%s\n   -> %s", plain, clean);
            }
            rest = strchr(rest, ']') + 1;
        }
    }
    assert_string_equal(rest, "");
    twice = sanitizer_rewrite(sanitizer, clean, strlen(clean));
    assert_string_equal(twice, clean);
    free(plain);
    free(clean);
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
    return cmocka_run_group_tests_name("sanitizer_syntax", tests, set_up, tear_down);
}
