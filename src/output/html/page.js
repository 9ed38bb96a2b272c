(function () {
  "use strict";
  var template = document.getElementById("filter-form");
  if (!template) return;
  template.insertAdjacentHTML("afterend", template.textContent);
  var form = document.getElementById("filter");
  var claims = Array.prototype.slice.call(document.querySelectorAll(".claim"));
  var words = function (claim) { return (claim.textContent || "").toLocaleLowerCase(); };
  var day = function (input) { var at = Date.parse(input.value); return isNaN(at) ? null : Math.floor(at / 86400000); };
  var has = function (claim, name, value) { return !value || (" " + (claim.getAttribute(name) || "") + " ").indexOf(" " + value + " ") >= 0; };
  function apply() {
    var text = form.elements.text.value.trim().toLocaleLowerCase();
    var from = day(form.elements.from), until = day(form.elements.until);
    var shown = 0, undated = 0;
    claims.forEach(function (claim) {
      var first = claim.getAttribute("data-first"), last = claim.getAttribute("data-last");
      var fits = ["speaker", "topic", "verdict"].every(function (name) {
        return !form.elements[name] || has(claim, "data-" + name, form.elements[name].value);
      }) && (!text || words(claim).indexOf(text) >= 0);
      if (fits && (from !== null || until !== null)) {
        if (first === null) { undated += 1; fits = false; }
        else fits = (until === null || first === "" || Number(first) <= until) && (from === null || last === "" || Number(last) >= from);
      }
      claim.hidden = !fits;
      var mark = document.getElementById("mark-" + claim.getAttribute("data-number"));
      if (mark) mark.style.display = fits ? "" : "none";
      shown += fits ? 1 : 0;
    });
    form.elements.count.value = shown + " of " + claims.length + (claims.length === 1 ? " claim" : " claims") +
      (undated ? "; " + undated + " without a date left out" : "");
  }
  form.addEventListener("input", apply);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(apply, 0); });
  apply();
})();
