"""Words that somebody might write to break something, each with what it tries.

Whatever runs because of them calls `obeyed()`.
"""

from __future__ import annotations

from collections.abc import Mapping

MARK = "obeyed"

WORDS: Mapping[str, str] = {
    "markup": f"\"><script>{MARK}()</script><img src=x onerror={MARK}() alt='x'>",
    "ends what surrounds it": f"</textarea></title></template></script><svg onload={MARK}()>",
    "handler in an attribute": f"' autofocus onfocus={MARK}() onmouseover={MARK}() x='",
    "script as an address": f"javascript:{MARK}() [x](javascript:{MARK}())",
    "data as an address": f"data:text/html,<script>{MARK}()</script>",
    "template": "{{ 7*7 }} {% raw %} ${7*7} #{7*7} <%= 7*7 %> {{ config }} {{ self.__init__ }}",
    "placeholder": "{{name}} {agency} {{ 'a'|attr('__class__') }}",
    "turns the direction": "\u202egnp.exe\u202c \u2066x \u200f\u200e",
    "controls": "a\x00b\x07\x08c\x1b[2J\x7f\x85",
    "colours of a terminal": "\x1b[31mred\x1b]0;title\x07\x1b[8mhidden",
    "halves of characters": "\ud800 \udfff x\ud83d",
    "nothing to see": "\ufeff\u2028\u2029\u200b\u00ad\ufffe\uffff\u3164",
    "looks like others": "\u041c\u0435\u0455\u0430 V\u0435rd\u0435 P\u043el\u0456ce",
    "formula": '=HYPERLINK("http://example.invalid","x")',
    "formulas after other signs": "+1+1 -2+3 @SUM(1) |cmd",
    "formula behind a tab": "\t=1+1",
    "statement": "'; DROP TABLE message; -- \" OR 1=1 /* $$ ? :name \\",
    "wildcards": "%_\\%*?[a-z]^$(.*)+",
    "format": "%s %n %(x)s {0} {x.__class__} {}",
    "lines of a header": f"a\r\nSet-Cookie: hearback=x\r\n\r\n<script>{MARK}()</script>",
    "path": "../../../../etc/passwd\x00.png",
    "path of Windows": "..\\..\\windows\\win.ini",
    "encoded twice": "%252e%252e%252f %00 %0d%0a %c0%ae",
    "emoji": "👩🏽‍🚒👨‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿🇺🇸🇺❤️‍🔥",
    "right to left": "محمد بن عبد الرحمن بن يوسف " * 12,
    "marks on marks": "Z" + "\u0351\u0334\u033e\u0357\u0489" * 60,
    "one long word": "W" * 3_000,
    "name of a prototype": "__proto__",
    "mail": "a@example.org\r\nBcc: b@example.org",
}

HUGE = "y" * 200_000

NUMBERS = (
    "0",
    "1",
    "2",
    "3",
    "-1",
    "999999999",
    "9223372036854775807",
    "9223372036854775808",
    "9" * 5_000,
    "1e999",
    "NaN",
    "0x10",
    "1_0",
    "\u0663",
    "\u00b2",
    " 1",
)

MOMENTS = (
    "2026-11-29",
    "2026-11-29T08:00",
    "0001-01-01",
    "0001-01-01T00:00",
    "9999-12-31",
    "9999-12-31T23:59",
    "10000-01-01",
    "2026-02-30",
    "2026-03-08T02:30",
    "24:00",
    "08:00-07:00",
    "99999999999999-1",
    "2026-W01-1",
    "2026-11-29T08:00+99:99",
)

ADDRESSES = (
    "http://[::1",
    "http://[::1]:99999/",
    "http://169.254.169.254/latest",
    "//example.invalid",
    "/\\example.invalid",
    "https:example.invalid",
    "https://example.invalid\\@localhost/",
    "http://localhost//example.invalid/x",
    "http://ex\u2100mple.invalid/",
    "file:///etc/passwd",
    "/desk/open",
    "http://localhost/desk/open",
)

ODD = (*NUMBERS, *MOMENTS, *ADDRESSES, "", " ", "on", "yes", "America/../../etc/passwd", "a" * 65)
