"""The making of a presentation: where everything stands on a slide, in the association's colour, with notes for who speaks."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from math import ceil
from typing import Any, Final, NamedTuple

import pptx
from lxml import etree
from PIL import Image, WebPImagePlugin  # noqa: F401  (imported to be registered: the logo is kept as WebP)
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.presentation import Presentation
from pptx.util import Pt

from cblp import i18n
from cblp.charts import tone
from cblp.charts.theme import INK, PALETTE, PAPER, QUIET, RULE, SAND
from cblp.documents import deck_charts, deck_parts
from cblp.documents.deck_charts import Box, clean, rgb
from cblp.forum.slides import Deck, Figure, Slide

WIDE, HIGH = 960, 540
"""A slide in points, 16:9."""
EDGE: Final = 44
SMALLEST: Final = 16
"""What is read in a hall is never smaller; a longer text runs on below and is cut by hand."""


class Run(NamedTuple):
    """Words of one look inside a paragraph."""

    text: str
    colour: str = INK
    bold: bool = False
    small: bool = False


class Book:
    """A deck as a presentation, in the language in use."""

    def __init__(self, deck: Deck) -> None:
        self.deck = deck
        self.tone = tone.tone(deck.colour)
        self.shade = tone.as_text(self.tone)
        self.book = _blank(deck, self.tone)
        self.logo = _logo(deck.logo)

    def content(self) -> bytes:
        """The file."""
        for slide in self.deck.slides:
            self._slide(slide)
        made = BytesIO()
        self.book.save(made)
        return made.getvalue()

    def _slide(self, slide: Slide) -> None:
        page = self.book.slides.add_slide(self.book.slide_layouts[0])
        self._frame(page, slide)
        top, bottom = 152.0, 478.0
        if slide.figures:
            alone = not (slide.chart or deck_parts.has_words(slide))
            top += self._figures(page, slide.figures, Box(EDGE, top, WIDE - 2 * EDGE, bottom - top), alone=alone) + 14
        rest = Box(EDGE, top, WIDE - 2 * EDGE, bottom - top)
        words = deck_parts.has_words(slide)
        if slide.chart:
            deck_charts.add(page, slide.chart, rest._replace(width=rest.width * 0.58) if words else rest, self.tone)
            rest = rest._replace(left=rest.left + rest.width * 0.61, width=rest.width * 0.39)
        if words:
            self._words(page, slide, rest, columns=2 if len(slide.lines) > 6 and not slide.chart else 1)
        if slide.notes:
            page.notes_slide.notes_text_frame.text = clean(slide.notes)

    def _frame(self, page: Any, slide: Slide) -> None:
        """What every slide has: its headline, where it belongs, the small type at the foot and the number."""
        self._band(page, Box(0, 0, WIDE, 9), self.tone)
        title = page.shapes.title
        head = Box(EDGE, 54, WIDE - 2 * EDGE, 88)
        title.left, title.top, title.width, title.height = (Pt(part) for part in head)
        text = deck_parts.headline(slide)
        self._fill(title.text_frame, [[Run(text, bold=True)]], _fitting([text], head, (34, 30, 26, 22), 0.56), anchor=MSO_ANCHOR.MIDDLE)
        above = deck_parts.kicker(slide)
        if above:
            self._text(page, Box(EDGE, 24, 560, 28), [[Run(above, self.shade, bold=True)]], 20)
        if self.logo:
            content, ratio = self.logo
            width = min(120.0, 34 * ratio)
            page.shapes.add_picture(BytesIO(content), Pt(WIDE - EDGE - width), Pt(18), height=Pt(width / ratio))
        if slide.small:
            foot = Box(EDGE, 482, 600, 44)
            self._text(page, foot, [[Run(slide.small, QUIET)]], _fitting([slide.small], foot, (14, 12, 11)))
        where = page.shapes.add_textbox(*(Pt(part) for part in (WIDE - EDGE - 260, 504, 260, 22)))
        self._fill(where.text_frame, [[Run(f"{self.deck.association} · ", QUIET)]], 11)
        _number(where.text_frame, QUIET)

    def _figures(self, page: Any, figures: Sequence[Figure], box: Box, *, alone: bool) -> float:
        """Figures side by side, in rows of at most four; returns how high they stand."""
        across = min(len(figures), 3 if alone and len(figures) in {3, 5, 6, 9} else 4)
        rows = ceil(len(figures) / across)
        gap = 14.0
        width = (box.width - gap * (across - 1)) / across
        height = min(200.0, (box.height - gap * (rows - 1)) / rows) if alone else 92.0 if rows == 1 else 78.0
        room, sizes = Box(0, 0, width - 20, 80), (54, 46, 40, 34, 30, 26, 22, 18)[0 if alone else 4:]
        size = min(_fitting([figure.value], room, sizes, 0.58) for figure in figures)
        for place, figure in enumerate(figures):
            row, column = divmod(place, across)
            cell = Box(box.left + column * (width + gap), box.top + row * (height + gap), width, height)
            self._band(page, cell, SAND)
            inner = Box(cell.left + 10, cell.top + 4, cell.width - 20, cell.height - 8)
            told = [[Run(figure.label, small=True)], [Run(figure.value, self.shade, bold=True)]]
            if figure.under:
                told.append([Run(figure.under, QUIET, small=True)])
            self._text(page, inner, told, size, small=18 if alone else 14)
        return rows * height + gap * (rows - 1)

    def _words(self, page: Any, slide: Slide, box: Box, *, columns: int) -> None:
        said = []
        for line in slide.lines:
            told = deck_parts.mark(line.state)
            runs = [Run(f"{told.word}  ", told.colour, bold=True)] if told else [Run("•  ", self.shade, bold=True)]
            runs.append(Run(line.text))
            said.append([*runs, *([Run(f"  {line.under}", QUIET, small=True)] if line.under else [])])
        typed = deck_parts.paragraphs(slide.typed)
        if typed and slide.kind != "decide":
            said.append([Run(i18n.translate(deck_parts.TYPED), self.shade, bold=True)])
        said += [[Run(text)] for text in typed]
        if slide.kind == "decide":
            self._band(page, box, "#FFFFFF", line=RULE)
            box = Box(box.left + 12, box.top + 8, box.width - 24, box.height - 16)
        texts = ["".join(run.text for run in runs) for runs in said]
        room = box._replace(width=box.width / columns - 10 * (columns - 1), height=box.height * columns)
        size = _fitting(texts, room, (28, 24, 22, 20, 18, SMALLEST))
        frame = self._text(page, box, said, size, gap=size * 0.35, small=max(14, size - 4))
        if columns > 1:
            properties = frame._txBody.bodyPr
            properties.set("numCol", str(columns))
            properties.set("spcCol", "254000")

    def _band(self, page: Any, box: Box, colour: str, *, line: str = "") -> None:
        shape = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Pt(part) for part in box))
        shape._element.remove(shape._element.find("{*}style"))  # its shadow, and its outline
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(colour)
        if line:
            shape.line.color.rgb = rgb(line)
        else:
            shape.line.fill.background()

    def _text(
        self, page: Any, box: Box, paragraphs: Sequence[Sequence[Run]], size: float, *, gap: float = 0, small: float = 0,
    ) -> Any:
        shape = page.shapes.add_textbox(*(Pt(part) for part in box))
        self._fill(shape.text_frame, paragraphs, size, gap=gap, small=small)
        return shape.text_frame

    def _fill(
        self, frame: Any, paragraphs: Sequence[Sequence[Run]], size: float, *, gap: float = 0, small: float = 0, anchor: Any = None,
    ) -> None:
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        if anchor is not None:
            frame.vertical_anchor = anchor
        language = MSO_LANGUAGE_ID.INDONESIAN if self.deck.language == "id" else MSO_LANGUAGE_ID.ENGLISH_UK
        for place, runs in enumerate(paragraphs):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.alignment, paragraph.space_after = PP_ALIGN.LEFT, Pt(gap)
            for run in runs:
                made = paragraph.add_run()
                made.text = clean(run.text)
                made.font.size, made.font.bold = Pt(small if run.small and small else size), run.bold
                made.font.color.rgb = rgb(run.colour)
                made.font.language_id = language


# -- the empty presentation ------------------------------------------------------------------------------------------


def _blank(deck: Deck, shade: str) -> Presentation:
    """A 16:9 presentation with one layout (a title), whose palette begins with the association's colour."""
    book = pptx.Presentation()
    book.slide_width, book.slide_height = Pt(WIDE), Pt(HIGH)
    master = book.slide_master
    master.background.fill.solid()
    master.background.fill.fore_color.rgb = rgb(PAPER)
    for layout in list(book.slide_layouts):
        if layout.name != "Title Only":
            book.slide_layouts.remove(layout)
    for shape in [*master.placeholders, *book.slide_layouts[0].placeholders]:
        if shape.placeholder_format.type is not None and shape._element.spPr.xfrm is not None:
            shape.left, shape.width = int(shape.left * 4 / 3), int(shape.width * 4 / 3)  # the template is 4:3
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = _recoloured(theme.blob, [shade, *(one for one in PALETTE if one != shade)][:6])
    about = book.core_properties
    about.title, about.author, about.last_modified_by = clean(deck.title)[:255], clean(deck.association)[:255], ""
    about.subject, about.language = clean(deck.day)[:255], deck.language
    for name in ("created", "modified"):  # the template's own, years ago; a document asks no clock
        for found in about._element.findall(f"{{http://purl.org/dc/terms/}}{name}"):
            about._element.remove(found)
    for relations, kind in ((book.part.package._rels, RELATIONSHIP_TYPE.THUMBNAIL), (book.part.rels, RELATIONSHIP_TYPE.PRINTER_SETTINGS)):
        for unwanted in [one.rId for one in relations.values() if one.reltype == kind]:  # of the template's author
            relations.pop(unwanted)
    return book


def _recoloured(theme: bytes, accents: Sequence[str]) -> bytes:
    names = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
    root = etree.fromstring(theme)
    for place, colour in enumerate(accents, start=1):
        for found in root.findall(f".//a:clrScheme/a:accent{place}/a:srgbClr", names):
            found.set("val", colour[1:])
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def _number(frame: Any, colour: str) -> None:
    """The slide's number as a field, right for whoever moves slides about; at the right edge."""
    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
    field = etree.SubElement(frame.paragraphs[0]._p, f"{{{space}}}fld", id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum")
    look = etree.SubElement(field, f"{{{space}}}rPr", lang="id-ID", sz="1100")
    etree.SubElement(etree.SubElement(look, f"{{{space}}}solidFill"), f"{{{space}}}srgbClr", val=colour[1:])
    etree.SubElement(field, f"{{{space}}}t").text = "‹#›"


def _logo(content: bytes | None) -> tuple[bytes, float] | None:
    """The logo as PowerPoint takes it, and its width to its height."""
    if content is None:
        return None
    made = BytesIO()
    with Image.open(BytesIO(content), formats=("WEBP",)) as picture:
        picture.thumbnail((480, 480))
        picture.save(made, "PNG")
        return made.getvalue(), picture.width / picture.height


# -- parts -----------------------------------------------------------------------------------------------------------


def _fitting(texts: Sequence[str], box: Box, sizes: Sequence[int], letter: float = 0.52) -> int:
    """The largest of ``sizes`` at which the paragraphs stay inside the box, else the smallest."""
    for size in sizes:
        lines = sum(max(1, ceil(len(text) * size * letter / box.width)) for text in texts)
        if lines * size * 1.22 + len(texts) * size * 0.35 <= box.height:
            return size
    return sizes[-1]
