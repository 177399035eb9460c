// One for all pages of a browser, which allows six connections to a host and would let a seventh page wait.
const pages = new Set();
let last = null;

onconnect = ({ ports: [page] }) => {
  pages.add(page);
  page.onmessage = () => pages.delete(page); // it goes
  if (last) page.postMessage(last);
};

listen((news) => {
  last = news;
  for (const page of pages) page.postMessage(news);
});
