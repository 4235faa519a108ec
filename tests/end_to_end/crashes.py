"""Events with crashes made by hand, for what shows them."""
import time

from station import make_event

SECOND = 1000000000
# What must stay text wherever it is shown.
HOSTILE = ("<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='x",
           "</style></title></table>", "&lt;&#60;&amp", "]]>-->", "\u202eolleh\u2066", "a\x1b[2Jb",
           "{{7*7}}${7*7}", "javascript:alert(1)", "a\x7f\x80\x9b")


def text_time(seconds):
    return "%d.%09d" % (seconds, 0)


def frame(index, function, file="/build/src/shop/basket.cc", line=7, **facts):
    """A frame; `function` may be several, innermost first, all but the last inlined."""
    names = [function] if isinstance(function, str) else list(function or ())
    return {"index": index, "pc": hex(0x401000 + 16 * index), "exact": index == 0,
            "trust": "context" if index == 0 else "cfi", "module": 0,
            "offset": hex(0x1000 + 16 * index), "function_offset": "0x1f",
            "names": [{"function": name, "file": file, "line": line,
                       "inlined": place + 1 < len(names)} for place, name in enumerate(names)],
            **facts}


def crash_event(number, functions=("fault", "main"), seconds=1769860800, **facts):
    """An event whose crash has these functions on its stack."""
    event = make_event(number)
    frames = facts.pop("frames", [frame(index, function)
                                  for index, function in enumerate(functions)])
    event["crash"] = {
        "id": event["event_id"].replace("-", ""), "time": text_time(seconds),
        "first_seen": text_time(seconds), "last_seen": text_time(seconds),
        "pid": 10, "tid": 10, "uid": 0, "count": 1, "torn": False, "missing": [],
        "program": "shop", "exe": "/opt/shop", "exe_build_id": "8f1b2c3d00", "signal": "SIGSEGV",
        "signal_number": 11, "code": 1, "code_name": "SEGV_MAPERR", "fault_address": "0x8",
        "fault_access": "read", "fault_kind": "null-page", "frames_total": len(frames),
        "frames": frames,
        "modules": [{"path": "/opt/shop", "build_id": "8f1b2c3d00", "base": "0x400000",
                     "end": "0x500000", "bias": "0x0", "state": "matched"},
                    {"path": "/lib/x86_64-linux-gnu/libc.so.6", "build_id": "93ac61ec25",
                     "base": "0x7f0000000000", "end": "0x7f0000200000", "bias": "0x7f0000000000",
                     "state": "matched"}],
        **facts,
    }
    return event


def hostile_event(number, text):
    """One that says the same thing everywhere."""
    return crash_event(
        number, frames=[frame(0, (text, text), file=text), frame(1, None), frame(2, text)],
        program=text, exe=text, thread=text, signal=text, code_name=text, fault_kind=text,
        fault_access=text, abort_message=text, exception_type=text, exception_what=text, app=text,
        app_version=text, runtime=text, runtime_version=text, hs_err=text, missing=[text],
        python=[text, text], instruction=text, arch=text, session=text, shell=text, ci=text,
        time=text_time(1769860800),
        threads=[{"tid": 11, "name": text, "frames_total": 1, "frames": [frame(0, text)]}],
        notes={"hostile": text},
        modules=[{"path": text, "build_id": "00", "base": "0x0", "end": "0x1", "bias": "0x0",
                  "state": "changed"}])


def week(now=None):
    """What a machine may have seen in some weeks."""
    now = int(time.time() if now is None else now)
    hour, day = 3600, 86400
    main = ("shop::serve(shop::request const&)", "shop::main_loop(int)", "main")
    return [
        crash_event(1, ("shop::basket::total() const", *main), now - 2 * hour, app="shop",
                    app_version="2.4.1", notes={"phase": "checkout", "shard": "7"}, count=431, first_seen=text_time(now - 6 * day)),
        crash_event(2, ("shop::basket::total() const", *main), now - 9 * day, app="shop",
                    app_version="2.4.0", count=3, first_seen=text_time(now - 9 * day)),
        crash_event(3, frames=[
            frame(0, "__pthread_kill_implementation", "./nptl/pthread_kill.c", 44, module=1),
            frame(1, "raise", "../sysdeps/posix/raise.c", 26, module=1),
            frame(2, "abort", "./stdlib/abort.c", 79, module=1),
            frame(3, "__assert_fail", "./assert/assert.c", 101, module=1),
            frame(4, ("check", "shop::ledger::post(shop::entry)"), "/build/src/shop/ledger.cc", 212),
            frame(5, main[0]), frame(6, "main", trust="fp"), frame(7, None, module=1, trust="scan")],
                    seconds=now - 5 * hour, signal="SIGABRT", signal_number=6, code_name="SI_TKILL",
                    fault_address=None, fault_kind=None, fault_access=None,
                    abort_message="ledger.cc:212: post: Assertion `sum == 0 && "
                                  "\"[redacted:keyed]\"' failed.", missing=["code_bytes"],
                    threads=[{"tid": 12, "name": "writer", "frames_total": 2, "frames": [
                        frame(0, "futex_wait", module=1), frame(1, "shop::writer::run()")]}]),
        *(crash_event(10 + n, ("std::vector<shop::item, std::allocator<shop::item> >::"
                               "_M_realloc_insert<shop::item const&>(__gnu_cxx::__normal_iterator"
                               "<shop::item*, std::vector<shop::item> >, shop::item const&)",
                               "shop::import::row(std::string_view)", "main"),
                      now - (n * n % 17) * day - n * hour, program="shop-import",
                      exe="/opt/shop-import", exe_build_id="77aa%02x00" % (n % 5),
                      fault_address="0x7f31a2b4c000", fault_kind="unmapped",
                      fault_access="write") for n in range(14)),
        crash_event(4, frames=[frame(0, "json_parse_value", "/build/src/json.c", 90)] +
                    [frame(1 + n, "json_parse_value", "/build/src/json.c", 131, pc="0x401010")
                     for n in range(40)] + [frame(4000, "main")],
                    seconds=now - 3 * day, program="feed", exe="/opt/feed",
                    frames_total=4001, fault_kind="stack-guard", fault_access="write"),
        crash_event(5, ("_PyEval_EvalFrameDefault", "PyObject_Call", "Py_BytesMain"),
                    now - 26 * hour, program="python3", exe="/usr/bin/python3.11",
                    runtime="python", runtime_version="3.11.2",
                    python=["Current thread 0x00007f3 (most recent call first):",
                            "  File \"~/jobs/report.py\", line 12 in total",
                            "  File \"~/jobs/report.py\", line 40 in <module>"]),
    ]
