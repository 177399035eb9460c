// Hears what the preview tells, until the function that it returns is called.
function listen(tell) {
  let source = null;
  let retry = 0;

  function connect() {
    source = new EventSource("/_digest/events");
    source.addEventListener("news", (event) => tell(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      // Some browsers give up when the server is away; it may come back.
      if (source.readyState === EventSource.CLOSED) retry = setTimeout(connect, 1500);
    });
  }

  connect();
  return () => {
    clearTimeout(retry);
    source.close();
  };
}
