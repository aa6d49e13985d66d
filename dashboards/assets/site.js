// Draws the figures of a page, keeps the theme, prints. Reads nothing from outside the page.
(function () {
  "use strict";
  var NARROW = 560; // px of the chart itself
  var A4 = 690; // px: the width of a printed page, less its margins
  var PAPER = 0.75; // figures are drawn larger than the paper and made smaller, as its text is
  var CONFIG = {
    displayModeBar: false,
    showSendToCloud: false, // on by default in Plotly: a button that uploads
    plotlyServerURL: "",
    displaylogo: false,
    scrollZoom: false,
    doubleClick: false,
    showTips: false,
  };
  var root = document.documentElement;
  var charts = Array.from(document.querySelectorAll("[data-figure]")).map(function (element) {
    var source = document.getElementById(element.dataset.figure);
    return { element: element, figures: JSON.parse(source.textContent), width: 0 };
  });

  // --- colours: Plotly does not read CSS variables, so their values are put in their place
  function colouring() {
    var style = getComputedStyle(root);
    var known = {};
    return function (name) {
      if (!(name in known)) {
        known[name] = style.getPropertyValue(name).trim();
      }
      return known[name];
    };
  }

  function coloured(value, colour) {
    if (typeof value === "string") {
      var match = /^var\((--[a-z0-9-]+)\)$/.exec(value);
      return match ? colour(match[1]) : value;
    }
    if (Array.isArray(value)) {
      return value.map(function (item) {
        return coloured(item, colour);
      });
    }
    if (value && typeof value === "object") {
      var copy = {};
      Object.keys(value).forEach(function (key) {
        copy[key] = coloured(value[key], colour);
      });
      return copy;
    }
    return value;
  }

  function draw(chart, colour, printed) {
    chart.element.style.zoom = printed ? PAPER : "";
    var width = printed ? Math.floor(A4 / PAPER) : chart.element.clientWidth;
    if (!width) {
      return;
    }
    chart.width = width;
    var figure = coloured(width < NARROW ? chart.figures.narrow : chart.figures.wide, colour);
    figure.layout.width = width;
    // purged first: a redrawn Sankey moves for half a second, and paper would catch it halfway
    Plotly.purge(chart.element);
    Plotly.newPlot(chart.element, figure.data, figure.layout, CONFIG);
  }

  function drawAll(printed) {
    var colour = colouring();
    charts.forEach(function (chart) {
      draw(chart, colour, printed);
    });
  }

  // --- theme: system, light, dark, system, ...
  var button = document.getElementById("theme");
  var order = ["system", "light", "dark"];

  function current() {
    return root.dataset.theme || "system";
  }

  function nameTheme() {
    var word = button.dataset[current()];
    document.getElementById("theme-name").textContent = word;
    button.dataset.now = current();
    button.setAttribute("aria-label", button.dataset.themeWord + ": " + word);
    button.title = button.dataset.themeWord + ": " + word;
  }

  button.addEventListener("click", function () {
    var next = order[(order.indexOf(current()) + 1) % order.length];
    if (next === "system") {
      delete root.dataset.theme;
    } else {
      root.dataset.theme = next;
    }
    try {
      if (next === "system") {
        localStorage.removeItem("cjm-theme");
      } else {
        localStorage.setItem("cjm-theme", next);
      }
    } catch (error) {
      // not remembered, but it works for this page
    }
    nameTheme();
    drawAll(false);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () {
    drawAll(false);
  });

  // --- print: light, and as wide as the paper
  var before = null;
  addEventListener("beforeprint", function () {
    before = root.dataset.theme || "";
    root.dataset.theme = "light";
    root.dataset.printing = "true";
    drawAll(true);
  });
  addEventListener("afterprint", function () {
    delete root.dataset.printing;
    if (before) {
      root.dataset.theme = before;
    } else {
      delete root.dataset.theme;
    }
    drawAll(false);
  });
  document.getElementById("print").addEventListener("click", function () {
    print();
  });

  var waiting = null;
  addEventListener("resize", function () {
    clearTimeout(waiting);
    waiting = setTimeout(function () {
      var colour = colouring();
      charts.forEach(function (chart) {
        if (chart.element.clientWidth !== chart.width) {
          draw(chart, colour, false);
        }
      });
    }, 120);
  });

  nameTheme();
  drawAll(false);
  root.dataset.ready = "true"; // for tests: everything is drawn
})();
