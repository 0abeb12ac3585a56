// For a site's own scripts: by these names Material lets them follow it, and it comes when the reader moves (theme.js).
// Such a script subscribes at once: it is told of the page that it is on, and of the rest when the theme is there.
for (const name of ["document$", "location$", "keyboard$"]) {
  const waiting = [];
  let told = name == "document$"; // the theme tells of this page, too
  const subscribe = (what) => {
    const tell = what.next ? (value) => what.next(value) : what;
    waiting.push(tell);
    if (told) tell(document);
  };
  Object.defineProperty(window, name, {
    configurable: true,
    get: () => ({ subscribe }),
    set: (theirs) => {
      Object.defineProperty(window, name, { configurable: true, writable: true, value: theirs });
      theirs.subscribe((value) => {
        if (told) told = false;
        else for (const tell of waiting) tell(value);
      });
    },
  });
}
