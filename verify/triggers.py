"""What may begin a figure in running text, and what only looks like it: one pattern, read once.

Each alternative is a group by name; those of `NOT_FIGURES` are names, with the reason.
"""

from __future__ import annotations

import re
from typing import Final

# Words that begin a figure. Scales alone ("billions") are among the sets that words give.
_WORDS: Final = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    "sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    "half|quarter|thirds?|quarters|fifths?|sixths?|eighths?|tenths?|dozens?|hundreds?|thousands?|millions?|billions?|"
    "trillions?|doubled|tripled|quadrupled|halved|twice|thrice|zero|"
    "(?:two|three|four|five|six|seven|eight|nine|ten|hundred|thousand)fold"
)
_MONTHS: Final = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
_LABELS: Final = (
    "sections?|chapters?|pages?|figure|table|version|steps?|part|number|no|phase|tier|"
    "level|type|class|series|gate|flight|room|line|item|appendix|footnote|note|articles?|clauses?|"
    "paragraphs?|volume|issue|episode|season|route|highway|rules?|form|act|title|exhibit|day|week|"
    "junctions?|bus|platform|exit|lots?|districts?|ward|block|channel|size|scene|iso|rfc|"
    "group\\sof|treaty\\sof|h\\.\\s?r"
)
# A trigger begins with a digit, a sign before one, or a word; the rest is passed over at once.
TRIGGER: Final = re.compile(
    rf"""
    (?=[\d.(+\#•*·\t\ -])(?:
        (?P<list>^[ \t]*(?:[•*·-]\s*)?(?:\(?\d{{1,3}}[.)](?=\s)|0\d(?=[A-Z\s])))
      | (?P<heading>^[ \t]*\d{{1,2}}[ \t]*$)
      | (?=[\d.(+\#])(?:
            (?P<clock>(?<!\w)\d{{1,2}}(?::\d{{2}}(?::\d{{2}})?(?:\s?[ap]\.?m\.?)?(?!\d)
                |\s?[ap]\.?m\b\.?))
          | (?P<phone>(?<![\w$€£])(?:\+\d{{1,3}}[ .-])?(?:\(\d{{2,4}}\)\s?|\d{{3}}[ .-])
                \d{{3}}[ .-]\d{{4}}(?!\w)
                |(?<![\w$€£.,])(?:\+\d{{1,3}}\s|0)\d{{2,4}}\s\d{{3,4}}\s\d{{3,4}}(?!\w)
                |(?<![\w$€£.,])\d-\d{{3}}-\d{{3}}-\d{{4}}(?!\w))
          | (?P<foreign>(?<![\w$.,])[€£]?\d{{1,3}}
                (?:(?:['’]\d{{3}})+|(?:\.\d{{3}}){{2,}})(?![\w.]))
          | (?P<brand>(?<![\w$€£.,])\d+-(?-i:(?:One|Two|Ten|Eleven|Twelve|Up)\b))
          | (?P<number>(?<![\w$€£.,])\d+(?:-\d+){{2,}}(?!\w))
          | (?P<account>(?<![\w$€£.,])\d{{3}}\([a-z]\))
          | (?P<pence>(?<![\w$€£.,])\d{{1,3}}(?:\.\d+)?p(?=/|\s(?:a|an|per|each|in)\b|[.,;)]))
          | (?P<degrees>(?<![\w$€£.,])(?:\d{{1,3}}\.\d|\d{{2,3}})[CF](?![\w-]))
          | (?P<version>(?<![\w$€£.,])\d+(?:\.\d+){{2,}}(?!\w))
          | (?P<code>\#\d+\b)
          | (?P<height>(?<![\w$€£.,])\d['’′]\s?\d{{1,2}}(?:["”″]|(?!\w)))
          | (?P<score>(?<![\w$€£.,])\d{{1,3}}[-–]\d{{1,3}}\s
                (?=win|victory|defeat|draw|loss|lead|vote|record|score))
          | (?P<race>(?<![\w$€£.,])\d{{1,2}}k(?=\s(?:run|race|walk|fun|course)))
          | (?P<spaced>(?<![\w.,])(?<!\d\s)\d{{1,3}}\x20\d{{3}}(?![\d\x20]\d|[.,:/-]\d|\w))
          | (?P<slashed>(?<![\w$€£.,])
                (?:\d{{1,2}}/\d{{1,4}}(?:/\d{{2,4}})?|\d{{3,4}}/\d{{1,4}}(?:/[A-Z]{{2}})?)(?![\w%]))
          | (?P<street>(?<![\w$€£.,])\d{{1,5}}\s(?-i:(?:[A-Z][a-z]+\s){{1,2}}
                (?:Avenue|Ave|Street|St|Road|Rd|Lane|Drive|Boulevard|Square|Place)\b))
          | (?P<plane>(?<=\bthe\s)\d{{3}}\s(?-i:[A-Z][a-z]+[a-rt-z])(?!\w))
          | (?P<network>(?<![\w$€£.,])\d{{1,2}}(?-i:[GK])
                (?=[.,;:)!?]|$|\s(?-i:(?!people|users|staff|jobs)[a-z])))
          | (?P<flat>(?<![\w$€£.,])\d+[A-Z](?=\s(?-i:[A-Z][a-z])))
          | (?P<dated>(?<!\w)\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS})\b\.?,?\s+\d{{4}}\b
                |(?<!\w)\d{{4}}-\d{{2}}(?:-\d{{2}})?\b)
          | (?P<ordinal>(?<!\w)\d+(?:st|nd|rd|th)\b)
          | (?P<digits>\.?\d)
        )
    )
  | (?<![^\W_])(?=[A-Za-z])(?:
        (?P<address>https?://[^\s<>]+|www\.[^\s<>]+|(?<![\w.+-])[\w.+-]{{1,64}}@[\w-]{{1,64}}\.[\w.-]{{0,64}}\w)
      | (?P<span>(?:from|between)\s+(?:1[89]|20)\d{{2}}\s+
            (?:to|and|until|through)\s+(?:1[89]|20)\d{{2}}\b
            (?![\w-]|[.,]\d|\s+(?:million|billion|people)))
      | (?P<date>
            (?:{_MONTHS})\b\.?
                (?:\s+\d{{1,2}}(?:st|nd|rd|th)?(?=,|\s+\d{{4}}))?,?\s+\d{{4}}\b
          | Q[1-4]\s+(?:of\s+)?\d{{4}}\b
          | (?:early|late|mid)[ -](?:in\s+)?\d{{4}}\b
          | (?:in|since|by|until|till|through|before|after|during|from)\s+(?:1[89]|20)\d{{2}}\b
                (?![\w-]|[.,]\d|\s+(?:million|billion))
        )
      | (?P<release>v\d+(?:\.\d+)*\b)
      | (?P<label>(?:{_LABELS})\.?\s+\d+(?:[.-]\d+)*(?:[a-z](?:-\d+)?)?\b
            (?![%,.]?\d|\s*(?:%|percent|million|billion))
            (?:(?:,?\s(?:and|or|to)\s|-|–)\d+(?:\.\d+)*[a-z]?\b(?!\s*(?:%|percent|million|billion)))?)
      | (?P<paper>arxiv:\s?\d{{4}}\.\d{{4,5}})
      | (?P<scaled>(?:in|us\$|[$€£])\s?(?:thousands|millions|billions)
            (?=[,)]|\sof\s(?:dollars|euros|pounds)))
      | (?P<model>[A-Za-z]+[-\u2011]?\d[\w-]*(?:\.\d+)*\w*
            (?:\s\d{{1,2}}(?=[.,;:)!?](?!\d)|$|\s(?:is|was|and|or|in|on|to|for|has|with)\b))?)
      | (?P<words>(?:{_WORDS})\b)
    )
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
NOT_FIGURES: Final = {
    "address": "an address",
    "list": "numbers a list",
    "heading": "numbers a heading",
    "clock": "a time of day",
    "phone": "a telephone number",
    "version": "a version",
    "release": "a version",
    "code": "a reference",
    "score": "a score",
    "height": "feet and inches",
    "race": "a name with a number",
    "brand": "a name with a number",
    "plane": "a name with a number",
    "network": "a name with a number",
    "account": "a name with a number",
    "number": "a reference",
    "paper": "a reference",
    "street": "an address",
    "scaled": "a scale of other figures",
    "slashed": "a date or a ratio",
    "flat": "a name with a number",
    "label": "a label",
    "ordinal": "a rank",
}
# What is a figure and cannot be read for certain, and why.
UNCERTAIN: Final = {
    "spaced": "it may be one number or two: write it with commas if one",
    "span": "two dates in one figure: make a claim of each",
    "foreign": "its groups are not parted by commas: write it with commas",
    "pence": "p can be pence: write the sum in GBP",
    "degrees": "the scale of a temperature has its own zero: write it in K",
}
