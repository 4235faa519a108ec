#include "wording.h"

#include "blank.h"
#include "copula.h"
#include "extent.h"
#include "label.h"
#include "pair.h"
#include "said.h"
#include "typed.h"

size_t wording_find(const struct scan *scan, const struct mark *mark, unsigned char *ret_sign)
{
    size_t sign = mark->sign, said;

    effort_spend(scan->effort, sign > mark->at ? EFFORT_WORDING : 0);
    if (scan_is_at(scan, sign, "provided: ") && mark->blank != VALUE_BLANK_IS_NONE &&
        said_is_password(scan, sign + 10)) {
        *ret_sign = ' ';
        return sign + 9; /* Incorrect API key provided: x1y2z3 */
    }
    if (scan_is_at(scan, sign, "defined as ") && is_quote(scan_byte(scan, sign + 11))) {
        *ret_sign = ' ';
        return sign + 10;
    }
    if (sign > mark->at && mark->blank != VALUE_BLANK_IS_NONE) {
        said = pair_opens_element(scan, mark->key_start) ? 0 : said_asserted(scan, mark->at);
        said = said != 0 ? said : said_for(scan, sign);
        if (said != 0) {
            return said;
        }
        *ret_sign = ' ';
        said = said_verbs(scan, sign, mark->blank == VALUE_BLANK_IS_SIGN);
        if (said != 0) {
            return said;
        }
    }
    *ret_sign = ' ';
    if (mark->blank != VALUE_BLANK_IS_NONE) {
        said = copula_find(scan, mark->key_start, mark->at, sign,
                           mark->blank == VALUE_BLANK_IS_SIGN);
        if (said == 0 && sign > mark->at) {
            said = label_find(scan, mark->key_start, sign, 0);
        }
        if (said != 0) {
            return said;
        }
    }
    said = sign > mark->at ? said_in_form(scan, sign) : 0;
    if (said != 0) {
        return said;
    }
    if (scan_is_at(scan, sign, "to ") && is_quote(scan_byte(scan, mark->at)) &&
        scan_byte(scan, sign + 3) == scan_byte(scan, mark->at) &&
        said_is_password(scan, sign + 4)) {
        return sign + 3; /* set `PASSWORD` to `x1y2z3` */
    }
    if (scan_is_at(scan, sign, "to ") && mark->key_start >= 4 &&
        (scan_is_at(scan, mark->key_start - 4, "set ") ||
         scan_is_at(scan, mark->key_start - 4, "ing ")) &&
        mark->blank != VALUE_BLANK_IS_NONE && said_is_password(scan, sign + 3)) {
        return sign + 2; /* setting password to x1y2z3 */
    }
    if (sign > mark->at && is_quote(scan_byte(scan, mark->at)) &&
        scan_is_at(scan, sign, "variant ")) {
        return sign - 1; /* dict entry( string "password" variant string "x" ) */
    }
    said = sign > mark->at ? typed_default(scan, sign) : 0;
    if (said != 0) {
        return said;
    }
    if (sign > mark->at && scan_is_at(scan, sign, "reg_")) {
        return typed_registry_value(scan, sign);
    }
    if (pair_opens_element(scan, mark->key_start)) {
        return 0; /* <password type="x"> */
    }
    sign = blank_find(scan, mark->key_start, mark->at, sign, mark->blank);
    return sign != 0 || mark->blank == VALUE_BLANK_IS_NONE ? sign
                                                           : said_asserted(scan, mark->at);
}
