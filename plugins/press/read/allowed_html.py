# SPDX-License-Identifier: AGPL-3.0-or-later
"""The HTML that an article may be made of."""

_ALLOWED = """
    a abbr b blockquote br caption cite code col colgroup dd del div dl dt em figcaption figure
    h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s small span strong sub sup table tbody
    td tfoot th thead time tr u ul var wbr
"""
_DROPPED_WHOLE = "script style template noscript noembed noframes iframe title textarea"
#: What an article is made of; everything else is taken out, with a warning.
TAGS = frozenset(_ALLOWED.split())
#: Elements whose content goes with them.
TAGS_WITH_CONTENT = frozenset(_DROPPED_WHOLE.split())
ATTRIBUTES = {
    "*": {"lang"},
    "a": {"href", "title", "hreflang", "class", "line"},
    "abbr": {"title"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"datetime"},
    "div": {"class"},
    **{f"h{level}": {"line"} for level in range(1, 7)},
    "img": {"src", "alt", "title", "line"},
    "ins": {"datetime"},
    "li": {"id", "value"},
    "ol": {"start", "reversed", "type"},
    "q": {"cite"},
    "blockquote": {"cite"},
    "sup": {"id"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
