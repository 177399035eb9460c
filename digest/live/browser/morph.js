// Makes this page another one, and leaves alone what both have: so scroll position, focus, selection, typed text and
// what the reader opened stay. What is typed into a field the browser keeps itself, as long as the field does.
const EDITABLE = '[contenteditable]:not([contenteditable="false" i])'; // typed into, and no field

// As the server sent it: of each <details> and <dialog> whether it was open, of what else can be typed into a copy.
const served = new WeakMap();

function noteServed() {
  for (const each of document.querySelectorAll("details, dialog")) if (!served.has(each)) served.set(each, each.open);
  for (const each of editables()) if (!served.has(each)) served.set(each, each.cloneNode(true));
}

// But for those within others.
function editables() {
  return [...document.querySelectorAll(EDITABLE)].filter((each) => !each.parentElement?.closest(EDITABLE));
}

function hasSameChildren(one, other) {
  const [nodes, others] = [one.childNodes, other.childNodes];
  return nodes.length === others.length && [...nodes].every((node, n) => node.isEqualNode(others[n]));
}

// Puts what the server sent in the place of what was typed, so that the page is compared with that.
function takeOutTyped() {
  const known = editables().filter((each) => served.has(each));
  for (const each of known) freshen(served.get(each));
  const typed = known.filter((each) => !hasSameChildren(each, served.get(each)));
  const { anchorNode, anchorOffset, focusNode, focusOffset } = getSelection();
  return typed.map((each) => {
    const isSelected = each.contains(anchorNode) && each.contains(focusNode);
    const selected = isSelected && [anchorNode, anchorOffset, focusNode, focusOffset];
    const [top, left, nodes] = [each.scrollTop, each.scrollLeft, [...each.childNodes]];
    each.replaceChildren(...served.get(each).cloneNode(true).childNodes);
    return { each, nodes, selected, top, left };
  });
}

function putBackTyped(typed) {
  for (const { each, nodes, selected, top, left } of typed) {
    if (!each.isConnected || !each.matches(EDITABLE)) continue;
    each.replaceChildren(...nodes);
    if (selected) getSelection().setBaseAndExtent(...selected);
    each.scrollTo({ top, left, behavior: "instant" });
  }
}

function morphPage(next) {
  // With scripting, what is in <noscript> is text; without, as in a page that is only parsed, elements.
  for (const each of next.querySelectorAll("noscript")) each.replaceChildren();
  const seen = scrollY > 0 ? inSight(document.body).map((each) => [each, each.getBoundingClientRect().top]) : [];
  const focused = document.activeElement;
  const [from, to] = focused && "selectionStart" in focused ? [focused.selectionStart, focused.selectionEnd] : [];
  const toggled = [...document.querySelectorAll("details")].filter((each) => each.open !== served.get(each));
  const modal = document.querySelectorAll("dialog:modal");
  for (const each of toggled) each.open = served.get(each);
  const typed = takeOutTyped();

  setAttributes(document.documentElement, next.documentElement);
  setAttributes(document.body, next.body);
  morphChildren(document.head, next.head);
  morphChildren(document.body, next.body);

  for (const each of document.querySelectorAll("details")) served.set(each, each.open);
  for (const each of editables()) served.set(each, each.cloneNode(true));
  noteServed();
  putBackTyped(typed);
  for (const each of toggled) each.open = !each.open;
  for (const each of modal) showAgain(each);
  if (focused && focused.isConnected && focused !== document.activeElement && focused !== document.body) {
    focused.focus({ preventScroll: true });
    if (typeof from === "number") focused.setSelectionRange(from, to);
  }
  const [anchor, top] = seen.find(([each]) => each.isConnected) || [];
  if (anchor) scrollBy({ top: anchor.getBoundingClientRect().top - top, behavior: "instant" });
}

// What is seen now: by the first of it that stays the page is held where it is. Firefox does that itself but not within
// a grid, and Safari never.
function inSight(parent) {
  return [...parent.children].flatMap((each) => {
    const { top, bottom, height } = each.getBoundingClientRect();
    if (bottom < 0 || top >= innerHeight || /fixed|sticky/.test(getComputedStyle(each).position)) return [];
    return height && (top >= 0 || !each.childElementCount) ? [each] : inSight(each);
  });
}

function morphChildren(parent, other) {
  const old = [...parent.childNodes];
  const wanted = [...other.childNodes];
  let begin = 0;
  let oldEnd = old.length;
  let end = wanted.length;
  while (begin < oldEnd && begin < end && old[begin].isEqualNode(wanted[begin])) begin++;
  while (begin < oldEnd && begin < end && old[oldEnd - 1].isEqualNode(wanted[end - 1])) {
    oldEnd--;
    end--;
  }
  const left = old.slice(begin, oldEnd);
  const coming = wanted.slice(begin, end);
  const pairs = paired(left, coming);
  const places = new Map(left.map((node, n) => [node, n]));
  const stay = inOrder(coming.map((node) => pairs.get(node)).filter(Boolean), places);
  for (const own of pairs.values()) places.delete(own);
  for (const node of places.keys()) node.remove();
  let next = old[oldEnd] || null;
  for (const node of coming.reverse()) {
    const own = pairs.get(node) || document.importNode(node, true);
    if (!stay.has(own)) parent.insertBefore(own, next);
    if (!own.isEqualNode(node)) morphNode(own, node);
    next = own;
  }
}

// Which of the nodes that are left becomes which of those that are coming: the same one, one of the same id, or the
// next of the same kind behind the same one.
function paired(left, coming) {
  const pairs = new Map();
  const free = new Set(left);
  pair(whole);
  pair(byId);
  const behind = new Map();
  let last = -1;
  left.forEach((node, n) => {
    if (!free.has(node)) last = n;
    behind.set(node, last);
  });
  last = -1;
  for (const node of coming) {
    if (pairs.has(node)) last = behind.get(pairs.get(node));
    behind.set(node, last);
  }
  pair(byPlace);
  return pairs;

  function byPlace(node) {
    return `${behind.get(node)} ${node.nodeName}`;
  }

  function pair(signOf) {
    const bySign = new Map();
    for (const node of free) {
      const sign = signOf(node);
      if (sign && !bySign.get(sign)?.push(node)) bySign.set(sign, [node]);
    }
    for (const node of coming) {
      const own = pairs.has(node) ? null : bySign.get(signOf(node))?.shift();
      if (!own) continue;
      pairs.set(node, own);
      free.delete(own);
    }
  }
}

// Of nodes in the order that they are wanted in as many as need not move: the longest row of rising places.
function inOrder(nodes, places) {
  const ends = []; // of the best row of each length: its last node
  const before = new Map();
  for (const node of nodes) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (places.get(ends[middle]) < places.get(node)) low = middle + 1;
      else high = middle;
    }
    before.set(node, ends[low - 1]);
    ends[low] = node;
  }
  const row = new Set();
  for (let node = ends.at(-1); node; node = before.get(node)) row.add(node);
  return row;
}

function whole(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node.outerHTML : node.nodeValue.trim();
}

function byId(node) {
  return node.id && `${node.nodeName}#${node.id}`;
}

function morphNode(own, node) {
  if (own.nodeName === "TEMPLATE") own.replaceWith(document.importNode(node, true));
  else if (own.nodeType === Node.ELEMENT_NODE) {
    setAttributes(own, node);
    morphChildren(own, node);
  } else setText(own, node.nodeValue);
}

function setAttributes(own, node) {
  const isDialog = own.nodeName === "DIALOG";
  const isKept = isDialog && own.open !== served.get(own); // the reader opened or closed it
  if (isDialog && !isKept) served.set(own, node.hasAttribute("open"));
  for (const { namespaceURI, name, value } of node.attributes) {
    if (own.getAttribute(name) !== value && !(isKept && name === "open")) own.setAttributeNS(namespaceURI, name, value);
  }
  for (const { name } of [...own.attributes]) {
    if (!node.hasAttribute(name) && !(isKept && name === "open")) own.removeAttribute(name);
  }
}

// A modal dialog that had to be moved within the page is modal no more.
function showAgain(dialog) {
  if (!dialog.isConnected || !dialog.open || dialog.matches(":modal")) return;
  dialog.open = false;
  dialog.showModal();
}

// Only where it differs, so that a selection before or behind stays.
function setText(own, text) {
  const was = own.nodeValue;
  const most = Math.min(was.length, text.length);
  let begin = 0;
  let end = 0;
  while (begin < most && was[begin] === text[begin]) begin++;
  while (end < most - begin && was[was.length - 1 - end] === text[text.length - 1 - end]) end++;
  if (own.replaceData) own.replaceData(begin, was.length - begin - end, text.slice(begin, text.length - end));
  else own.nodeValue = text;
}
