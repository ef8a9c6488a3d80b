#!/usr/bin/env python3
"""Checks a page for people: that it needs nothing from elsewhere, that its links lead somewhere, and what screen readers
and small screens need. Usage: check_report.py report.html…; exit code 1 where anything is wrong."""
import html.parser
import re
import sys

VOID = {"meta", "br", "hr", "img", "input", "link"}
faults = []


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.ids, self.links, self.labels = [], [], [], []
        self.counts, self.headings, self.attributes, self.text = {}, [], {}, []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.counts[tag] = self.counts.get(tag, 0) + 1
        self.attributes.setdefault(tag, []).append(attrs)
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if "href" in attrs:
            self.links.append(attrs["href"])
        for name in ("aria-labelledby", "aria-describedby"):
            self.labels += attrs.get(name, "").split()
        if tag == "th" and attrs.get("scope") not in ("col", "row"):
            faults.append(f"a heading cell without scope: {attrs}")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            faults.append(f"</{tag}> closes something else")

    def handle_data(self, data):
        self.text.append(data)


def contrast(a, b):
    def luminance(color):
        parts = [int(color[i:i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b
    bright, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def check_colors(source):
    names = dict(re.findall(r"--([a-z]+):(#[0-9a-f]{6})", source))
    colors = dict(re.findall(r"\.(error|warning|rounding)\{color:(#[0-9a-f]{6})", source))
    colors["link"] = re.search(r"a\{color:(#[0-9a-f]{6})", source).group(1)
    for name in ("ink", "soft"):
        colors[name] = names[name]
    for name, color in colors.items():
        for background in ("#ffffff", names["wash"], "#fff3cf"):
            if contrast(color, background) < 4.5:
                faults.append(f"text of {name} on {background}: contrast {contrast(color, background):.2f}")
    for name in ("bar", "prior"):
        if contrast(names[name], "#ffffff") < 3:
            faults.append(f"{name} on white: contrast {contrast(names[name], '#ffffff'):.2f}")


def check(path):
    source = open(path, encoding="utf-8").read()
    page = Page()
    page.feed(source)
    if page.open:
        faults.append(f"left open: {page.open}")
    if not source.startswith("<!DOCTYPE html>"):
        faults.append("no doctype")
    for tag in ("script", "link", "img", "iframe", "object", "form"):
        if tag in page.counts:
            faults.append(f"a page of its own has no <{tag}>")
    if re.search(r"(https?:)?//[a-z]|@import|url\(", source):
        faults.append("it names an address")
    if len(page.ids) != len(set(page.ids)):
        faults.append(f"ids that repeat: {sorted(i for i in set(page.ids) if page.ids.count(i) > 1)[:5]}")
    for link in page.links:
        if not link.startswith("#") or link[1:] not in page.ids:
            faults.append(f"a link to nowhere: {link}")
    faults.extend(f"a label that isn't there: {l}" for l in page.labels if l not in page.ids)
    for tag, count in (("main", 1), ("header", 1), ("footer", 1), ("nav", 1), ("h1", 1), ("title", 2)):
        if page.counts.get(tag, 0) != count and not (tag == "title" and page.counts.get("svg", 0) == 0):
            faults.append(f"{page.counts.get(tag, 0)} <{tag}>")
    if page.attributes["html"][0].get("lang") != "zh-CN":
        faults.append("no language")
    if not any("width=device-width" in m.get("content", "") for m in page.attributes["meta"]):
        faults.append("no viewport")
    if page.counts["table"] != page.counts.get("caption"):
        faults.append("a table without caption")
    for svg in page.attributes.get("svg", []):
        if svg.get("role") != "img" or len(svg.get("aria-labelledby", "").split()) != 2:
            faults.append(f"a picture without words: {svg}")
    if any(b > a + 1 for a, b in zip(page.headings, page.headings[1:])):
        faults.append(f"headings that skip a level: {page.headings}")
    if "@media print" not in source or "@media(max-width" not in source:
        faults.append("no style for print, or for small screens")
    check_colors(source)
    return page


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        check(argument)
    for line in faults[:40]:
        print(line)
    print(f"{len(sys.argv) - 1} pages, {len(faults)} faults")
    sys.exit(1 if faults or len(sys.argv) < 2 else 0)
