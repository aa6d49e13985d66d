// Before the first paint: the theme chosen last time, if the browser lets us remember one.
(function () {
  "use strict";
  var chosen = null;
  try {
    chosen = localStorage.getItem("cjm-theme");
  } catch (error) {
    // a browser may forbid storage for files: then the system decides
  }
  if (chosen === "light" || chosen === "dark") {
    document.documentElement.dataset.theme = chosen;
  }
})();
