"""Small pages in the ways of many content management systems, with the noise of each; all names are invented.

`§` stands before a text of the article and is no part of the page: the text goes on to the end of its element.
"""

from __future__ import annotations

import html
import re

import msgspec

_TEXT = re.compile(r"§(.*?)</(?:p|h2|h3|h4|li|t[dh]|div|blockquote)>", re.S)


class Saved(msgspec.Struct, frozen=True):
    """A page, and what is right of it; `day` in ISO 8601."""

    name: str
    title: str
    day: str
    site: str
    marked: str

    @property
    def data(self) -> bytes:
        return self.marked.replace("§", "").encode()

    @property
    def texts(self) -> list[str]:
        """The texts of the article in order, without white space to spare."""
        found = (html.unescape(re.sub(r"<sup>.*?</sup>|<[^>]+>", "", text)) for text in _TEXT.findall(self.marked))
        return [" ".join(text.split()) for text in found]


def whole(head: str, body: str) -> str:
    return f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


LEAD = "§The council of the alliance met on Tuesday to speak about the ships that guard its cables in the north."
SECOND = "§Ministers of nine states had asked for the meeting, which lasted until the late evening, she told us."
THIRD = "§Two more patrols a month are to begin in April, and a third is planned for the end of the year."

PAGES = (
    Saved(
        "aem",
        "Council speaks about cables in the north",
        "2023-03-14",
        "ALNO",
        whole(
            '<title>ALNO - News: Council speaks about cables in the north, 14-Mar.-2023</title><link rel="canonical"'
            ' href="https://www.alno.int/cps/en/natohq/news_212795.htm">',
            '<div class="root responsivegrid"><div class="cmp-experiencefragment"><header><nav '
            'class="cmp-navigation"><ul>'
            '<li><a href="/a">About us</a></li><li><a href="/b">News</a></li></ul></nav></header></div><main><div'
            ' class="breadcrumb cmp-breadcrumb"><ol><li><a href="/">Home</a></li></ol></div><h1>Council speaks '
            "about cables"
            ' in the north</h1><ul class="toolbar-meta"><li>14 Mar. 2023 -</li><li>Last updated: 15 Mar. 2023 '
            "09:10</li></ul>"
            f'<div class="cmp-text"><p>{LEAD}</p><p>{SECOND}</p></div><div class="cmp-image"><img><span '
            'class="cmp-image__title">'
            f'The council at its table</span></div><div class="cmp-text"><p>{THIRD}</p></div><div class="cmp-list'
            ' related-content"><h3>Related news</h3><ul><li><a href="/n">Exercise ends in the fjords</a></li></ul>'
            "</div>"
            "</main><footer><p>© 2023 ALNO</p></footer></div>",
        ),
    ),
    Saved(
        "squarespace",
        "Cables and the ships above them",
        "2022-10-02",
        "North Notes",
        whole(
            '<title>Cables and the ships above them — North Notes</title><meta property="og:site_name" '
            'content="North Notes">'
            '<meta itemprop="datePublished" content="2022-10-02T23:30:00-0400"><meta itemprop="dateModified"'
            ' content="2022-12-01T10:00:00-0500">',
            '<div id="siteWrapper"><header id="header" class="header theme-col--primary"><div class="header-title">'
            '<a href="/">'
            'North Notes</a></div></header><main id="page"><article class="sections"><section '
            'class="blog-item-wrapper">'
            '<div class="blog-item-top-wrapper"><h1 class="entry-title">Cables and the ships above them</h1><div'
            ' class="blog-item-meta-wrapper"><span>Written by <a href="/?author=1">Ann Doe</a></span></div></div>'
            f'<div class="blog-item-content"><div class="sqs-block html-block"><p>{LEAD}</p></div><div '
            'class="sqs-block'
            ' newsletter-block"><h3>Letters from the north</h3><p>Sign up with your email address to receive news and'
            f' updates.</p></div><div class="sqs-block html-block"><h2>§Who goes first</h2><p>{SECOND}</p>'
            f"<p>{THIRD}</p></div>"
            '</div><div class="item-pagination"><a href="/p"><div>Previous</div><h2>How a trawler lost its '
            "anchor</h2></a></div>"
            "</section></article></main><footer><p>Made with Squarespace</p></footer></div>",
        ),
    ),
    Saved(
        "story-platform",
        "What I saw below the ice",
        "2021-06-05",
        "Fathoms",
        whole(
            '<title>What I saw below the ice | by Bob Roe | Fathoms</title><meta property="og:site_name" '
            'content="Fathoms">'
            '<meta property="article:published_time" content="2021-06-05T12:10:00.000Z">',
            '<div id="root"><div class="a b c"><div class="d"><a href="/app">Open in app</a><a href="/su">Sign '
            "up</a></div></div>"
            '<div class="e"><article><section><h1 class="pw-post-title">What I saw below the ice</h1><div '
            'class="speechify-ignore">'
            '<div><a href="/bob"><img alt="Bob Roe"></a><div><span>Bob Roe</span><span>·</span><a '
            'href="/f">Follow</a></div>'
            "<div><span>7 min read</span><span>·</span><span>Jun 5, 2021</span></div></div><div><p>--</p></div>"
            "<div><p>12</p></div>"
            "<div><div>Listen</div></div><div><div>Share</div></div></div><p "
            f'class="pw-post-body-paragraph">{LEAD}</p><figure>'
            "<figcaption>Photo by Carl Poe on Snaps</figcaption></figure><p "
            f'class="pw-post-body-paragraph">{SECOND}</p>'
            f'<blockquote><p>{THIRD}</p></blockquote></section></article></div><div class="f"><div class="tags"><a '
            'href="/t">Ice</a>'
            "</div><div><h2>Written by Bob Roe</h2><div>1.2K Followers</div><p>Diver, writer, father of two.</p>"
            "</div><div><h2>"
            'More from Bob Roe and Fathoms</h2><div><div><a href="/x"><h2>Ten ways to keep warm</h2></a><p>Wool is '
            "one.</p></div>"
            "</div></div></div></div>",
        ),
    ),
    Saved(
        "slideshow",
        "The ships of the northern guard, in pictures",
        "2023-03-14",
        "Harbour Weekly",
        whole(
            "<title>The ships of the northern guard, in pictures | Harbour Weekly</title><script "
            'type="application/ld+json">'
            '{"@type": "NewsArticle", "headline": "The ships of the northern guard, in pictures", "datePublished":'
            ' "2023-03-14T08:00:00Z", "dateModified": "2023-03-20", "publisher": '
            '{"name": "Harbour Weekly"}}</script>',
            '<div class="wrap"><nav><a href="/">Home</a></nav><article><h1>The ships of the northern guard, in '
            "pictures</h1>"
            f'<p>{LEAD}</p><div class="slides"><div><span class="visually-hidden">Slide</span><div>1 of 3</div>'
            f"<p>{SECOND}</p></div>"
            f"<div><div>2 of 3</div><p>{THIRD}</p></div><div><div>3 / 3</div><p>§The last of them, the Tarn, was "
            "built in 1998"
            ' and is to be scrapped in two years.</p></div></div><ul><li><a href="/g">More galleries</a></li></ul>'
            "</article></div>",
        ),
    ),
    Saved(
        "hashed-classes",
        "Nine states want more ships above cables",
        "2023-03-14",
        "Tidewire",
        whole(
            '<title>Nine states want more ships above cables - Tidewire</title><meta property="og:site_name" '
            'content="Tidewire">'
            '<meta property="article:published_time" content="2023-03-14T17:05:00+01:00"><meta '
            'property="article:modified_time"'
            ' content="2023-03-16T17:05:00+01:00">',
            '<div id="__next"><div class="css-1x2y"><div><a href="/">Tidewire</a></div></div><div class="css-9k3d">'
            "<div"
            ' class="css-77aa"><h1>Nine states want more ships above cables</h1><div><span>Mar 14, 2023</span>'
            "</div></div><div"
            f' class="css-31bd"><p data-testid="paragraph-0">{LEAD}</p><div class="css-8qq1"><h3>Related '
            "Articles</h3><ul><li><a"
            ' href="/1">A cable is cut off the cape</a></li><li><a href="/2">Who owns the sea floor</a></li></ul>'
            "</div>"
            f'<p>{SECOND}</p><h2>§When they begin</h2><p>{THIRD}</p><p><em><a href="/s">Sign up here for our '
            "evening brief.</a>"
            '</em></p></div><div class="css-zz"><h3>Read Next</h3><div><a href="/3"><h3>Storm delays the ferry for '
            "a week</h3></a>"
            "<span>March 15, 2023</span></div></div></div></div>",
        ),
    ),
    Saved(
        "joomla",
        "Navy opens its museum again",
        "2014-08-09",
        "Seafarers' League",
        whole(
            '<title>Navy opens its museum again - Seafarers&#39; League</title><meta name="generator" '
            'content="Joomla!">'
            '<meta property="og:site_name" content="Seafarers\' League">',
            '<div class="body"><div class="container"><header class="header"><a class="brand" href="/">Seafarers\' '
            "League</a></header>"
            '<nav class="navigation"><ul class="nav menu"><li><a href="/">Home</a></li></ul></nav><main '
            'id="content"><div'
            ' class="item-page" itemscope itemtype="https://schema.org/Article"><div class="page-header"><h2 '
            'itemprop="headline">'
            'Navy opens its museum again</h2></div><dl class="article-info muted"><dt '
            'class="article-info-term">Details</dt><dd'
            ' class="createdby" itemprop="author">Written by <span itemprop="name">Ann Doe</span></dd><dd '
            'class="published"><time'
            ' datetime="2014-08-09T12:00:00+00:00" itemprop="datePublished">Published: 09 August 2014</time></dd>'
            '<dd class="hits">'
            f'Hits: 4711</dd></dl><div itemprop="articleBody"><p>{LEAD}</p><table><thead><tr><th>§Hall</th>'
            "<th>§Shows</th></tr></thead>"
            "<tbody><tr><td>§North</td><td>§Anchors</td></tr><tr><td>§South</td><td>§Maps | charts</td></tr>"
            f"</tbody></table><p>{THIRD}"
            '</p></div><ul class="pager pagenav"><li class="previous"><a href="/p">Prev</a></li></ul></div></main>'
            '<aside class="span3">'
            '<div class="well"><h3>Latest Articles</h3><ul><li><a href="/l">A rope is found</a></li></ul></div>'
            "</aside></div></div>",
        ),
    ),
    Saved(
        "blog-of-2009",
        "Patrols in the north",
        "2009-11-03",
        "The Tide Table",
        whole(
            '<title>The Tide Table: Patrols in the north</title><meta property="og:url" '
            'content="https://tt.example/2009/11/patrols.html">'
            '<meta property="og:title" content="Patrols in the north"><meta property="og:site_name" content="The '
            'Tide Table">',
            '<div id="outer-wrapper"><div id="header-wrapper"><h1 class="title"><a href="/">The Tide Table</a></h1>'
            '<p class="description">'
            'Notes of a harbour pilot</p></div><div id="main-wrapper"><div class="main section"><div '
            'class="blog-posts hfeed"><h2'
            ' class="date-header"><span>Tuesday, November 3, 2009</span></h2><div class="post hentry"><h3 '
            'class="post-title entry-title">'
            '<a href="/2009/11/patrols.html">Patrols in the north</a></h3><div class="post-body entry-content">'
            f"<div>{LEAD}</div><div>"
            f'{SECOND}</div><div>{THIRD}</div></div><div class="post-footer"><span class="post-author">Posted by '
            "Carl Poe</span> <span"
            ' class="post-timestamp">at <abbr class="published" title="2009-11-03T10:00:00Z">10:00 AM</abbr></span>'
            "<span>Labels: <a"
            ' href="/l">sea</a></span></div></div></div><div id="comments"><h4>1 comments:</h4><p>Well said, as '
            "ever, dear pilot.</p></div>"
            '</div></div><div id="sidebar-wrapper"><h2>Blog Archive</h2><ul><li><a href="/2009">2009</a> (44)</li>'
            "</ul></div></div>",
        ),
    ),
    Saved(
        "typo3",
        "Flottille übt vor der Küste",
        "2023-03-14",
        "Marine der Nordlande",
        whole(
            '<title>Flottille übt vor der Küste | Marine der Nordlande</title><meta name="generator" content="TYPO3 '
            'CMS"><meta'
            ' property="og:site_name" content="Marine der Nordlande"><meta name="dcterms.issued" '
            'content="14.03.2023">',
            '<div class="page"><header class="page-head"><ul class="quickaccess"><li><a href="#c">Zum Inhalt</a>'
            "</li></ul></header><main>"
            '<div class="stage"><span class="topline">Übung</span><h1>Flottille übt vor der Küste</h1></div><div '
            'class="meta-row"><dl>'
            "<dt>Datum</dt><dd>14.03.2023</dd><dt>Ort</dt><dd>Kieln</dd><dt>Lesedauer</dt><dd>2 MIN</dd></dl></div>"
            '<div class="ce-bodytext">'
            "<p>§Sechs Boote der Flottille haben am Dienstag vor der Küste geübt, wie sie Kabel am Meeresgrund "
            "schützen.</p><div"
            ' class="ce-teaser-box teaser"><h3>Mehr erfahren</h3><p><a href="/k">Wie ein Kabel verlegt wird</a></p>'
            "</div><ol><li>§Am"
            " Montag liefen sie aus.</li><li>§Am Freitag kehren sie heim.</li></ol><p>§„Das Wetter war uns "
            "gewogen“, sagte der Kommandeur"
            ' nach dem ersten Tag auf See.</p></div><div class="socialmedia-share"><p>Teilen auf</p></div></main>'
            "<footer><p>© Marine der"
            " Nordlande</p></footer></div>",
        ),
    ),
    Saved(
        "one-form",
        "Minister launches sixth patrol ship",
        "2023-03-14",
        "Press Office of Norrland",
        whole(
            '<title>Press Release: Press Office of Norrland</title><meta property="og:title" content="Minister '
            'launches sixth patrol ship">'
            '<meta property="og:site_name" content="Press Office of Norrland">',
            '<form method="post" action="./PressRelease.aspx?id=1"><div class="header"><a href="/">Home</a></div>'
            '<div class="content-area">'
            '<div class="innner-page-main-about-us-content-right-part"><div class="MinistryNameSubhead">Ministry of '
            "Defence</div><h2>Minister"
            ' launches sixth patrol ship</h2><div class="ReleaseDateSubHeaddateTime">Posted On: 14 MAR 2023 5:30PM '
            "by PO Norrland</div>"
            f'<p>{LEAD}</p><p>{SECOND}</p><p>{THIRD}</p><p>****</p></div><div class="RelatedReleases"><h3>Other '
            "releases</h3><ul><li><a"
            ' href="/2">Minister visits yard</a></li></ul></div></div><div class="footer"><p>Site is hosted by the '
            "press office.</p></div></form>",
        ),
    ),
    Saved(
        "page-builder",
        "Yard delivers cable guard",
        "2023-03-14",
        "Tarvik Yard",
        whole(
            "<title>Yard delivers cable guard - Tarvik Yard</title><script "
            'type="application/ld+json">{"@graph": [{"@type": "WebPage",'
            ' "datePublished": "2023-03-14T09:00:00+00:00"}, {"@type": "WebSite", "name": "Tarvik Yard"}]}</script>',
            '<div class="elementor elementor-12"><div class="elementor-widget elementor-widget-nav-menu"><nav><ul>'
            '<li><a href="/">Ships</a></li>'
            '</ul></nav></div><section class="elementor-section"><div class="elementor-widget '
            'elementor-widget-theme-post-title"><h1>Yard'
            ' delivers cable guard</h1></div><div class="elementor-widget elementor-widget-theme-post-content"><div '
            'class="elementor-element'
            f' elementor-widget elementor-widget-text-editor"><p>{LEAD}</p></div><div class="elementor-widget '
            'elementor-widget-heading"><h3>'
            f'§What it carries</h3></div><div class="elementor-widget elementor-widget-text-editor"><p>{SECOND}</p>'
            "</div><div"
            f' class="elementor-widget elementor-widget-text-editor"><p>{THIRD}</p></div></div><div '
            'class="elementor-widget'
            ' elementor-widget-share-buttons"><a href="/f">Facebook</a></div></section></div>',
        ),
    ),
    Saved(
        "think-tank",
        "Six lessons of a winter at sea",
        "2022-02-28",
        "INS",
        whole(
            '<title>Six lessons of a winter at sea | INS</title><meta property="og:site_name" content="ins.org">'
            '<meta name="citation_publication_date"'
            ' content="2022/02/28"><link rel="canonical" href="https://www.ins.org/analysis/six-lessons"><meta '
            'name="citation_title" content="x">',
            '<header role="banner"><img alt="Institute for the Northern Seas"></header><main><article><h1>Six '
            "lessons of a winter at sea</h1><div"
            ' class="contributor">By Ann Doe</div><div class="table-of-contents toc"><h2>Contents</h2><ol><li><a '
            'href="#a">First</a></li></ol></div>'
            f'<div class="wysiwyg-wrapper"><p>{LEAD}<sup><a href="#1">1</a></sup></p><h2 id="a">§First lesson</h2>'
            f"<p>{SECOND}</p><figure"
            ' class="wp-block-table"><table><tr><td>§Year</td><td>§Cuts</td></tr><tr><td>§2020</td><td>§2</td></tr>'
            "</table></figure><ul><li>§Rope"
            f' is cheap.</li><li>§Time is <a href="/r">not</a>.</li></ul><p>{THIRD}</p></div><div '
            'class="report-download-promo"><p>Download the'
            ' full report as a PDF and read it at your leisure.</p></div></article><section class="experts">'
            "<h2>Media contact</h2></section></main>",
        ),
    ),
    Saved(
        "amp",
        "La flota vuelve a puerto",
        "2023-03-14",
        "El Faro del Norte",
        whole(
            '<title>La flota vuelve a puerto | El Faro del Norte</title><meta property="og:site_name" content="El '
            'Faro del Norte"><meta'
            ' property="article:published_time" content="1678784400"><meta name="date" content="2023-03-15">',
            '<amp-sidebar id="s"><ul><li><a href="/">Portada</a></li></ul></amp-sidebar><amp-ad type="x"></amp-ad>'
            '<article class="noticia"><h1>'
            'La flota vuelve a puerto</h1><h2 class="entradilla">§Seis barcos llegan con dos días de retraso por el '
            'temporal.</h2><div class="firma">'
            'Por <a href="/a">Eva Sanz</a></div><ul class="compartir share"><li>Compartir</li><li>Copiar '
            'enlace</li></ul><div class="cuerpo"><p>§Los'
            " seis barcos de la flota llegaron el martes al puerto después de tres semanas en el mar del norte.</p>"
            "<p>§«Ha sido duro», dijo la"
            " capitana al bajar a tierra ante decenas de familiares.</p><h3>Te puede interesar</h3><ul><li><a "
            'href="/1">El puerto que viene</a></li>'
            '<li><a href="/2">Cómo se hunde un cable</a></li></ul><p>§Volverán a salir en mayo, según dijo el '
            "ministerio en una nota.</p></div>"
            '<div class="comentarios comments"><p>Comentarios (12)</p></div></article>',
        ),
    ),
    Saved(
        "agency",
        "Alliance to guard cables with more patrols",
        "2023-03-14",
        "Northern Press Agency",
        whole(
            "<title>Alliance to guard cables with more patrols | Northern Press Agency</title><meta "
            'property="og:site_name" content="Northern Press'
            ' Agency"><meta name="article:published_time" content="2023-03-14T22:40:00Z">',
            '<div><header data-testid="SiteHeader"><a href="/">NPA</a></header><main><article '
            'data-testid="Article"><header data-testid="Header">'
            '<h1 data-testid="Heading">Alliance to guard cables with more patrols</h1><div '
            'data-testid="AuthorNameLinkList">By <a href="/a">Ann Doe</a>'
            '</div><time datetime="2023-03-14T22:40:00Z"><span>March 14, 2023</span><span>10:40 PM UTC</span>'
            "<span>Updated 3 days ago</span></time>"
            '</header><div data-testid="ArticleBody"><div data-testid="SummaryBlock" class="summary">'
            "<h2>Summary</h2><ul><li>§Two more patrols a month"
            f'</li><li>§Nine states asked for it</li></ul></div><div data-testid="paragraph-0"><p>{LEAD}</p></div>'
            '<div data-testid="paragraph-1"><p>'
            f'{SECOND}</p></div><div data-testid="paragraph-2"><p>{THIRD}</p></div><div data-testid="SignOff">'
            "<p>Reporting by Ann Doe; editing by Bob"
            ' Roe</p></div><p>Our Standards: <a href="/t">The trust principles of the agency</a></p></div>'
            '</article><div data-testid="ReadNext"><h2>Read'
            ' Next</h2><a href="/r"><h3>Ferry company orders ships</h3></a></div></main></div>',
        ),
    ),
    Saved(
        "embeds",
        "Harbour closes for the ice",
        "2023-01-09",
        "Coast Channel",
        whole(
            '<title>Harbour closes for the ice - Coast Channel</title><meta name="parsely-pub-date" '
            'content="2023-01-09T07:00:00Z"><meta'
            ' property="og:site_name" content="Coast Channel">',
            '<div id="app"><header><a href="/">Coast Channel</a></header><div class="layout has-sidebar"><div '
            'class="col"><span class="breaking">'
            '<a href="/i">Ice</a></span><h1>Harbour closes for the ice</h1><p class="dek">§No ship leaves before '
            "Friday, and perhaps not then.</p>"
            '<div class="author-info">By <a href="/a">Ann Doe</a>, <a href="/b">Bob Roe</a></div><div '
            'class="video-player"><p>Play</p><p>0:00 / 1:20'
            f'</p></div><div class="story"><p>{LEAD}</p><blockquote class="twitter-tweet"><p>The harbour is closed '
            "until Friday, we are sorry to say."
            '</p>— Harbour (@harbour) <a href="https://t.example/1">January 9, 2023</a></blockquote><p>'
            f'{SECOND}</p><p><strong>Read more:</strong> <a href="/2">How thick must ice be to carry a lorry</a>'
            '</p><p><a href="/3">Watch: the last'
            " ferry of the year</a></p><blockquote><p>§“We wait,” said the harbour master.</p></blockquote>"
            f'<p>{THIRD}</p><p>§<a href="/4">A map of'
            " the ice</a> is renewed each day by the harbour office, and its masters ask all to look at it.</p>"
            '</div><div class="by-topic"><h4>'
            'Topics</h4><ul><li><a href="/t">Ice</a></li><li><a href="/u">Harbours</a></li></ul></div></div><div '
            'class="sidebar"><h3>Popular</h3><ol>'
            '<li><a href="/5">Ten soups for the winter</a></li></ol></div></div><div class="bottom"><h2>More from '
            'the coast</h2><div class="grid"><div>'
            '<a href="/6"><h3>Seal found in swimming pool</h3></a><span>3 days ago</span></div><div><a href="/7">'
            "<h3>Lighthouse for sale</h3></a><span>"
            "5 days ago</span></div></div></div></div>",
        ),
    ),
    Saved(
        "hand-made",
        "A pier is given back",
        "2004-05-06",
        "Pier Friends",
        whole(
            "<title>Pier Friends - A pier is given back</title>",
            '<table width="100%"><tr><td><a href="/">Home</a></td><td><a href="/c">Contact</a></td></tr></table>'
            '<table><tr><td valign="top"><a'
            ' href="/1">Piers</a><br><a href="/2">Boats</a></td><td><font size="4"><b>A pier is given back</b>'
            "</font><br><i>May 6, 2004</i><br><br>"
            f"<div>{LEAD}</div><br><div>{SECOND}</div><br><div>{THIRD}</div></td></tr></table><hr><center>Copyright "
            "2004 Pier Friends</center>",
        ),
    ),
    Saved(
        "newswire-release",
        "Tarvik Yard Orders Six Engines",
        "2023-03-14",
        "Sealane Wire",
        whole(
            '<title>Tarvik Yard Orders Six Engines</title><meta property="og:site_name" content="Sealane Wire">'
            '<meta name="date" content="Tue Mar 14'
            ' 08:00:00 EDT 2023">',
            '<main><article><header><h1>Tarvik Yard Orders Six Engines</h1><div class="release-date"><time>Mar 14, '
            "2023, 08:00 ET</time></div></header>"
            f'<section class="release-body"><p>{LEAD}</p><div class="table-responsive"><table class="t"><tbody><tr>'
            "<td><p><b>§Engine</b></p></td><td><p>§"
            "Power</p></td></tr><tr><td><p>§Main</p></td><td><p>§4,000 kW</p></td></tr><tr><td><p>§Spare</p></td>"
            "<td><p>§900 kW</p></td></tr></tbody>"
            f"</table></div><p>{SECOND}</p><p>§Its yard has built ships since 1911 and has 600 workers on two "
            'sites.</p><div class="contacts"><p>Media'
            ' contact: press@tarvik.example</p></div></section></article><section class="more-news-list"><h2>Also '
            'from this source</h2><div class="card">'
            '<a href="/x"><h3>Tarvik Yard Names New Director</h3></a><p>The yard today named a new director of '
            "works for its site in the east.</p></div>"
            "</section></main>",
        ),
    ),
    Saved(
        "quotidien",
        "Le port ferme pour la glace",
        "2023-01-09",
        "Le Phare",
        whole(
            '<title>Le port ferme pour la glace - Le Phare</title><meta property="og:site_name" content="Le Phare">'
            '<meta property="article:modified_time"'
            ' content="2023-01-11T10:00:00+01:00">',
            '<main><nav aria-label="fil"><a href="/m">Mer</a></nav><h1>Le port ferme pour la glace</h1><p '
            'class="chapo">§Aucun bateau ne sortira avant'
            ' vendredi, selon la capitainerie.</p><div class="infos"><span class="auteur">Par <a href="/l">Lucie '
            'Vau</a></span><span class="date">Publié le'
            ' 09/01/2023 à 08:15, mis à jour le 11/01/2023 à 10:00</span></div><div class="outils tools">'
            "<span>Écouter cet article</span><span>Copier le lien"
            '</span></div><div class="texte"><p>§Le port est fermé depuis lundi matin, car la glace atteint trente '
            "centimètres dans la rade.</p><p>À LIRE AUSSI"
            ' <a href="/g">La glace, vue du phare et de ses gardiens</a></p><p>§« On attend », a dit le capitaine '
            "du port, qui en a vu d’autres.</p><div"
            ' class="inscription"><p>La lettre du large</p><p>Chaque jeudi à 7 heures</p></div><p>§Le dernier hiver '
            "aussi dur remonte à 1985, rappelle la"
            " mairie dans un communiqué.</p></div></main>",
        ),
    ),
)
