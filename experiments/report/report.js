"use strict";
(function () {
  var table = document.getElementById("act-rows"), tools = document.getElementById("tools");
  if (!table || !tools) { return; }
  var body = table.tBodies[0], rows = Array.prototype.slice.call(body.rows);
  var heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
  var names = heads.map(function (head) { return head.textContent; });
  var filters = {}, output = document.createElement("output");

  rows.forEach(function (row) {
    if (row.cells[names.indexOf("kind")].textContent.match(/^(OBSERVED|SCRIPTED)$/)) { row.className = "seen"; }
  });

  function key(row, column) {
    var cell = row.cells[column], value = cell.hasAttribute("data-s") ? cell.getAttribute("data-s") : cell.textContent;
    return value !== "" && !isNaN(value) ? Number(value) : value.toLowerCase();
  }

  function compare(a, b) {
    if (typeof a === typeof b) { return a < b ? -1 : a > b ? 1 : 0; }
    return a === "" ? 1 : b === "" ? -1 : typeof a === "number" ? -1 : 1;
  }

  function sort(column) {
    var down = heads[column].getAttribute("aria-sort") === "ascending";
    heads.forEach(function (head) { head.removeAttribute("aria-sort"); });
    heads[column].setAttribute("aria-sort", down ? "descending" : "ascending");
    rows.map(function (row, place) { return [key(row, column), place, row]; })
      .sort(function (a, b) { return (down ? -1 : 1) * compare(a[0], b[0]) || a[1] - b[1]; })
      .forEach(function (entry) { body.appendChild(entry[2]); });
  }

  function show() {
    var words = filters.text.value.toLowerCase(), count = 0;
    rows.forEach(function (row) {
      var fits = ["run", "kind", "actor", "target"].every(function (name) {
        var wanted = filters[name].value;
        return wanted === "" || row.cells[names.indexOf(name)].textContent === wanted;
      }) && (words === "" || row.textContent.toLowerCase().indexOf(words) >= 0);
      row.hidden = !fits;
      count += fits ? 1 : 0;
    });
    output.textContent = count + " of " + rows.length + " acts";
  }

  function field(name, control) {
    var label = document.createElement("label");
    label.appendChild(document.createTextNode(name));
    label.appendChild(control);
    tools.appendChild(label);
    filters[name] = control;
    control.addEventListener("input", show);
  }

  heads.forEach(function (head, column) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", function () { sort(column); });
    head.textContent = "";
    head.appendChild(button);
  });

  ["run", "kind", "actor", "target"].forEach(function (name) {
    var select = document.createElement("select"), column = names.indexOf(name), seen = {};
    rows.forEach(function (row) { seen[row.cells[column].textContent] = true; });
    select.appendChild(new Option("all", ""));
    Object.keys(seen).filter(Boolean).sort().forEach(function (value) { select.appendChild(new Option(value, value)); });
    field(name, select);
  });
  var search = document.createElement("input");
  search.type = "search";
  field("text", search);
  output.setAttribute("role", "status");
  tools.appendChild(output);
  tools.hidden = false;
  show();
})();
